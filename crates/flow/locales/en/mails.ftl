# What the desk itself writes into mails to customers (X-8).

mail-history = On { $date }, { $name } wrote:
mail-sender = { $agent } via { $mailbox }
