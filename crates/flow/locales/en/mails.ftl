# What the desk itself writes into mails to customers (X-8).

mail-history = On { $date }, { $name } wrote:
mail-sender = { $agent } via { $mailbox }

## Parts of mails to agents; the mails themselves are templates, and stand below.
notification-message = { $name } <{ $address }> wrote:
notification-mentioned = { $name } mentioned you in a note, which the customer does not see:
notification-noted = { $name } wrote a note, which the customer does not see:
notification-due = A promise how soon this customer is answered is about to be broken.
notification-overdue = A promise how soon this customer is answered was broken.
notification-assigned = This conversation is yours now.
notification-cut = (This is the beginning. The rest is in the browser.)
notification-more = { $count } earlier messages are in the browser.
notification-unverified = Careful: nothing proves that this mail was sent by { $address }.
notification-no-subject = (no subject)
notification-answer-reply = Your answer to this mail is sent to the customer.
notification-answer-note = Your answer to this mail is kept as a note that only your team sees.
notification-answer-stays-note = An answer to this mail stays a note that only your team sees.
held-you-wrote = You wrote:
held-customer-wrote = The customer wrote meanwhile:
report-reasons = Why:
report-senders = From:
report-unreadable-sender = an address that cannot be read

## Defaults of the templates (SO-10)
template-answer =
    { $text }

    { $signature }
template-greeting-subject = { $subject }
template-greeting =
    { $text }

    #{ $number }
template-away-subject = { $subject }
template-away =
    { $text }

    #{ $number }
template-rule-subject = { $subject }
template-rule =
    { $text }

    #{ $number }
template-survey-subject = How was our help? { $subject }
template-survey =
    Hello,

    we have marked your request #{ $number } as solved. How was our help? One click is enough; you can add a few words on the next page.

    { $ratings }

    Thank you
    { $mailbox }
template-notification-subject = { $subject }
template-notification =
    { $news }

    Open the conversation: { $link }

    { $answers }

    You get this mail because you were offline. Switch such mails off here: { $settings }
template-held-unverified-subject = Your mail about #{ $number } needs a look
template-held-unverified =
    Your mail to conversation #{ $number } was kept as a note and not sent, because nothing proves that it came from you. If you did not write it, somebody used your address.

    { $written }

    Sign in and publish it within 24 hours: { $link }
template-held-not-verified-subject = Your mail about #{ $number } needs a look
template-held-not-verified =
    A mail in your name to conversation #{ $number } is held, because nothing proves that it came from you. If you did not write it, leave it there.

    { $written }

    Sign in and accept it: { $link }
template-held-of-another-subject = Your mail about #{ $number } needs a look
template-held-of-another =
    Your mail to conversation #{ $number } is held: it answers a notification that was sent to a colleague, not to you. Answer one of your own, or in the browser.

    { $written }

    What is held stands here: { $link }
template-held-newer-message-subject = Your mail about #{ $number } needs a look
template-held-newer-message =
    Your answer to conversation #{ $number } was kept as a note and not sent: the customer wrote again after the mail that you answered.

    { $newer }

    { $written }

    Sign in to send it anyway or to write a new one: { $link }
template-held-other-destination-subject = Your mail about #{ $number } needs a look
template-held-other-destination =
    Your answer to conversation #{ $number } was kept as a note and not sent: the customer asks for answers at an address of another domain.

    Answers would go to { $address }.

    { $written }

    Sign in to check the address and send it: { $link }
template-copy-subject = Sent in your name: #{ $number }
template-copy =
    Your mail to conversation #{ $number } is sent to { $to }.

    { $written }

    See it, or stop it while it waits: { $link }
template-token-used-subject = Somebody else answered your notification about #{ $number }
template-token-used =
    A notification about conversation #{ $number } that was sent to you was answered by somebody else: { $address }. Such mail never counts as yours, and that notification cannot be answered by mail any more. If it was you, with another address, answer in the browser. If you do not know who it was, your mail may be read by others.

    Look at the conversation: { $link }
template-report-subject = Held mail: { $count }
template-report =
    Held mails that wait for somebody to look at them: { $count }

    { $reasons }

    { $senders }

    Release or delete them here: { $link }
template-invitation-subject = You are invited to the support desk
template-invitation =
    { $by } invites you to the support desk. Choose your name and a password here:
    { $link }

    The link works once, and for seven days. You sign in with this address: { $address }

    If you do not know what this is about, leave the mail alone: nothing happens.
template-password-link-subject = A new password for the support desk
template-password-link =
    Somebody, probably you, asked for a new password at the support desk. Choose it here:
    { $link }

    The link works once, and for one hour. If it was not you, leave the mail alone: your password stays as it is.
template-password-changed-subject = Your password at the support desk was changed
template-password-changed =
    Your password at the support desk was changed just now, and your other sessions have ended.

    If it was not you, set a new password at once and tell an administrator of the desk:
    { $link }
template-second-factor-removed-subject = Your second factor at the support desk was removed
template-second-factor-removed =
    Signing in to the support desk as you asks for your password alone from now on: the second factor was removed just now.

    If it was not you, and no administrator did it for you, set a new password at once:
    { $link }
template-address-changed-subject = Your address at the support desk was changed
template-address-changed =
    Your address at the support desk { $link } was changed from { $former } to { $address }.

    From now on you sign in with the new one, mail to you goes there, and mail from there counts as yours. If you do not know of it, tell an administrator of the desk at once.
template-alarm-agent-held-subject = A mail in an agent's name is held
template-alarm-agent-held = A mail in the name of an agent who may not act on conversation #{ $number } is held. Look at it here: { $link }
template-alarm-forgeries-subject = Forged mails in agents' names
template-alarm-forgeries = Several mails within an hour claim to come from agents and are not. They are held. Look at them here: { $link }
template-loop-alarm-subject = Two machines were writing to each other in #{ $number }
template-loop-alarm =
    { $address } seems to answer by itself. The desk has stopped writing to it automatically.

    Look at conversation #{ $number } and answer only if a person is behind it:
    { $link }

    Further loops within the next hour are told in their conversations only.

## What the previews of templates are filled with
sample-name = Zoë Kůň
sample-subject = Order 4711 has not arrived
sample-customer = Hello, my order 4711 has not arrived yet. Can you have a look?
sample-agent = Good morning, your parcel left our house yesterday.
sample-greeting = Thank you for your mail. We answer within a working day.
sample-away = Thank you for your mail. We are closed now and answer on Monday from 9:00.

## The survey (LD-3): its ratings and its page
survey-rating-5 = Very good
survey-rating-4 = Good
survey-rating-3 = So-so
survey-rating-2 = Bad
survey-rating-1 = Very bad
survey-title = How was our help?
survey-about = About your request “{ $subject }” to { $mailbox }.
survey-about-mailbox = About your request to { $mailbox }.
survey-unsent = Nothing is stored yet: press “Send” to confirm.
survey-unsent-again = Your rating so far: { $rating }. Press “Send” to change it.
survey-choice = Your rating
survey-comment = Would you like to add something?
survey-comment-hint = Up to { $most } characters. The team reads it.
survey-send = Send
survey-thanks = Thank you
survey-rated = Your rating: { $rating }. The team has it.
survey-change = You can change it until { $date }.
survey-change-button = Change
survey-kept = Your rating: { $rating }. It cannot be changed any more.
survey-over = The time for this survey is over
survey-over-hint = If you still need something, answer the last mail that you got from us.
survey-unknown = This link does not lead anywhere
survey-unknown-hint = It may be cut off, or too old. Try to open it from the mail again; if you need something, just answer that mail.
survey-choose = Please choose a rating.
survey-too-long = That is more than { $most } characters. Please shorten it.
survey-too-often = Too many attempts
survey-too-often-hint = Please wait ten minutes and try again.
survey-failed = This did not work
survey-failed-hint = Nothing was stored. Please try again in a few minutes.

## Answers of assistants and their notes (LD-5)
assistant-sources = Where this comes from:
assistant-closing = This answer was written by our automatic assistant { $name }. If you would rather write with a person, just say so in your reply.
assistant-hands-over = { $name } hands this conversation over: { $reason }
assistant-asked = The customer wrote: { $text }
assistant-why-asked = the customer asks for a person.
assistant-why-unsure = no sure answer was found.
assistant-why-limit = it may not answer here by itself.
assistant-why-service = its service cannot be reached.
