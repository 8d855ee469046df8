# What the desk itself writes into mails to customers (X-8).

mail-history = Il { $date }, { $name } ha scritto:
mail-sender = { $agent } via { $mailbox }
