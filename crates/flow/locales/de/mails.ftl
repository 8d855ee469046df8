# What the desk itself writes into mails to customers (X-8).

mail-history = Am { $date } schrieb { $name }:
mail-sender = { $agent } via { $mailbox }
