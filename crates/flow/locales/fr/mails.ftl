# What the desk itself writes into mails to customers (X-8).

mail-history = Le { $date }, { $name } a écrit :
mail-sender = { $agent } via { $mailbox }
