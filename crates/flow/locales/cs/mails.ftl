# What the desk itself writes into mails to customers (X-8).

mail-history = Dne { $date } { $name } napsal(a):
mail-sender = { $agent } via { $mailbox }
