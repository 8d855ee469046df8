# Texts of the journeys: sentences about connections, mails of the desk itself, and what a request lacks.

## Mails of the desk itself
greeting =
    { $text }

    #{ $number }
loop-alarm-subject = Two machines were writing to each other in #{ $number }
loop-alarm =
    { $address } seems to answer by itself. The desk has stopped writing to it automatically.

    Look at conversation #{ $number } and answer only if a person is behind it:
    { $link }

    Further loops within the next hour are told in their conversations only.

## The mail that proves a mailbox
proof-subject = Staffetta: does this mailbox work?
proof-text = This mail was sent by the support desk through { $address } to itself, to prove that both ways work. You can delete it.
## Notifications to agents
notification-sender = { $name } via { $mailbox }
notification-no-subject = (no subject)
notification-message = { $name } <{ $address }> wrote:
notification-mentioned = { $name } mentioned you in a note, which the customer does not see:
notification-assigned = This conversation is yours now.
notification-cut = (This is the beginning. The rest is in the browser.)
notification-more = { $count } earlier messages are in the browser.
notification-unverified = Careful: nothing proves that this mail was sent by { $address }.
notification-link = Open the conversation: { $link }
notification-answer-reply = Your answer to this mail is sent to the customer.
notification-answer-note = Your answer to this mail is kept as a note that only your team sees.
notification-answer-stays-note = An answer to this mail stays a note that only your team sees.
notification-why = You get this mail because you were offline. Switch such mails off here: { $link }

## Links into the desk
invitation-subject = You are invited to the support desk
invitation =
    { $by } invites you to the support desk. Choose your name and a password here:
    { $link }

    The link works once, and for seven days. You sign in with this address: { $address }

    If you do not know what this is about, leave the mail alone: nothing happens.
password-link-subject = A new password for the support desk
password-link =
    Somebody, probably you, asked for a new password at the support desk. Choose it here:
    { $link }

    The link works once, and for one hour. If it was not you, leave the mail alone: your password stays as it is.
password-changed-subject = Your password at the support desk was changed
password-changed =
    Your password at the support desk was changed just now, and your other sessions have ended.

    If it was not you, set a new password at once and tell an administrator of the desk:
    { $link }

second-factor-removed-subject = Your second factor at the support desk was removed
second-factor-removed =
    Signing in to the support desk as you asks for your password alone from now on: the second factor was removed just now.

    If it was not you, and no administrator did it for you, set a new password at once:
    { $link }

## What agents and admins are told of held mail
held-subject = Your mail about #{ $number } needs a look
held-you-wrote = You wrote:
held-customer-wrote = The customer wrote meanwhile:
held-destination = Answers would go to { $address }.
held-unverified = Your mail to conversation #{ $number } was kept as a note and not sent, because nothing proves that it came from you. If you did not write it, somebody used your address.
held-unverified-link = Sign in and publish it within 24 hours: { $link }
held-not-verified = A mail in your name to conversation #{ $number } is held, because nothing proves that it came from you. If you did not write it, leave it there.
held-not-verified-link = Sign in and accept it: { $link }
held-of-another = Your mail to conversation #{ $number } is held: it answers a notification that was sent to a colleague, not to you. Answer one of your own, or in the browser.
held-of-another-link = What is held stands here: { $link }
held-newer-message = Your answer to conversation #{ $number } was kept as a note and not sent: the customer wrote again after the mail that you answered.
held-newer-message-link = Sign in to send it anyway or to write a new one: { $link }
held-other-destination = Your answer to conversation #{ $number } was kept as a note and not sent: the customer asks for answers at an address of another domain.
held-other-destination-link = Sign in to check the address and send it: { $link }
copy-subject = Sent in your name: #{ $number }
copy-lead = Your mail to conversation #{ $number } is sent to { $to }.
copy-link = See it, or stop it while it waits: { $link }
token-used-subject = Somebody else answered your notification about #{ $number }
token-used = A notification about conversation #{ $number } that was sent to you was answered by somebody else: { $address }. Such mail never counts as yours, and that notification cannot be answered by mail any more. If it was you, with another address, answer in the browser. If you do not know who it was, your mail may be read by others.
token-used-link = Look at the conversation: { $link }
alarm-address-changed-subject = Your address at the support desk was changed
alarm-address-changed =
    Your address at the support desk { $link } was changed from { $former } to { $address }.

    From now on you sign in with the new one, mail to you goes there, and mail from there counts as yours. If you do not know of it, tell an administrator of the desk at once.
alarm-agent-held = A mail in the name of an agent who may not act on conversation #{ $number } is held. Look at it here: { $link }
alarm-agent-held-subject = A mail in an agent's name is held
alarm-forgeries = Several mails within an hour claim to come from agents and are not. They are held. Look at them here: { $link }
alarm-forgeries-subject = Forged mails in agents' names
report-subject = Held mail: { $count }
report-lead = Held mails that wait for somebody to look at them: { $count }
report-reasons = Why:
report-senders = From:
report-unreadable-sender = an address that cannot be read
report-link = Release or delete them here: { $link }
held-reason-agent-not-verified = claims to be from an agent, without proof
held-reason-channel-off = the e-mail channel is off
held-reason-crashed = could not be read: the program ended
held-reason-agent-may-not-act = claims to be from an agent who may not act on its conversation
held-reason-agent-repeats = repeats an agent's mail with other content
held-reason-foreign-token = answers a notification that was sent to another person
held-reason-no-rule = fits no rule
held-reason-possible-forgery = may be forged
held-reason-no-sender = has no usable sender
held-reason-over-limit = has more parts than allowed
held-reason-too-large = is too large
held-reason-too-much-memory = could not be read: it needs too much memory
held-reason-too-slow = could not be read in time
held-reason-unfetchable = its server does not hand it over
held-reason-unreadable = could not be read
held-reason-unstorable = could not be stored
probe-subject = A mail from your support desk to itself
probe-text = The desk sent this mail to learn whether addresses with a plus reach this mailbox. Nothing needs to be done; it can be deleted.

## What a request lacks
invited-not-joined = They have not joined yet. Cancel the invitation instead.
last-admin = This is the only admin. Make somebody else an admin first.
linked-often-enough = This person was mailed several times within the hour. Try again later.
no-mailbox-sends = No mailbox of the desk can send yet. Give one an outgoing server first.
password-wrong = This is not your password.
second-factor-stands = You have a second factor already. Remove it first.
second-factor-wrong = This code is wrong or over. Type the one that your device shows now.
token-date-past = Choose a date in the future.
token-name-needed = A name of at most 100 characters is needed.
too-many-tokens = You have 50 tokens already. End one that nobody uses.
too-many-agents = A desk has at most 1,000 people.
unassign-goes-with-off = Conversations are given back only with switching somebody off.
address-is-an-agents = This is the address of an agent, with or without a plus-part. A mailbox needs an address of its own: mail from an agent's address is the agent's.
address-is-another-agents = Another agent has this address, or had it before being switched off.
address-is-ours = This is an address of one of your mailboxes, with or without a plus-part. An agent needs an address of their own: mail from a mailbox of yours is nobody's.
answers-through-nobody = Choose another mailbox that can send.
domain-clashes = With this domain the desk's own addresses would be somebody else's. Choose another domain, or change that address first.
after-does-not-fit = POP3 knows no marks and no folders: mail stays on the server or is deleted there. With IMAP it is left, marked or moved.
address-not-deliverable = This is not an address that mail can be sent to.
contact-name-does-not-fit = A name has at most 200 characters and no line breaks.
contact-addresses-do-not-fit = A contact has 1 to 50 addresses, each of them once.
contact-address-is-an-agents = This is the address of an agent. Mail from it is the agent's, so it cannot be a customer's.
contact-address-is-ours = This is an address of one of your mailboxes. Mail from it is nobody's, so it cannot be a customer's.
contact-address-is-anothers = Another contact has this address. Merge the two if they are one person.
contact-note-too-long = A note has at most 10,000 characters.
too-many-contact-notes = There are 200 notes about this contact already. Remove one that nobody needs.
no-such-contact = There is no such contact. Choose another one.
contact-merged-into-itself = A contact cannot be merged into itself. Choose another one.
contact-merged-further = The contact that it was merged into was merged itself. Undo that merge first.
contact-has-too-much = Together they would have more than 10,000 conversations, 50 addresses or 200 notes, which is more than can be merged.
erasing-address-differs = This is not the contact's primary address. Type it as it is shown.
too-many-contact-fields = Contacts have 50 fields already. Delete one that nobody needs.
contact-field-name-needed = A name of at most 100 characters is needed.
contact-field-name-taken = Another field has this name.
contact-field-choices-do-not-fit = A choice needs 1 to 100 words of at most 100 characters; other kinds have none.
contact-field-text-does-not-fit = A text has at most 1,000 characters on one line.
contact-field-number-does-not-fit = Write a number with a point: 12.5
contact-field-choice-does-not-fit = Choose one of the words of the field.
contact-field-date-does-not-fit = Write a day: 2026-11-05
contact-field-checkbox-does-not-fit = A box is ticked (true) or not (false).
no-such-contact-field = There is no such field.
no-such-company = There is no such company.
company-said-twice = Either name a company or leave it to the domain, not both.
company-name-needed = A name of at most 200 characters is needed.
company-notes-too-long = Notes about a company have at most 10,000 characters.
company-domains-do-not-fit = A company has at most 50 domains, written like acme.example.
company-domain-is-public = Anybody can have an address there, so it cannot be a company's domain.
company-domain-taken = Another company has this domain.
too-many-companies = There are 20,000 companies already. Delete one that nobody needs.
category-has-parts = Other categories belong to this one. Delete them or put them elsewhere first.
category-name-needed = A name of at most 100 characters is needed.
category-name-taken = Another category in the same place has this name.
category-two-levels = Categories have two levels: what belongs to another has no parts of its own.
no-such-category = There is no such category.
too-many-categories = There are 500 categories already. Delete one that nobody uses.
address-taken = Another mailbox has this address, or had it before it was deleted. Add the deleted one again to get it back.
assignee-outside-queue = This agent is no member of the conversation's queue and would not see it. Move it first, or choose somebody else.
does-not-wait = This message does not wait any more: it is on its way or was sent.
draft-does-not-fit = A name or an address is longer than 500 characters. Shorten it.
send-at-out-of-range = Choose a time within the next 365 days.
undo-too-long = A message waits at most 60 seconds for being undone.
snippet-name-needed = A name of at most 100 characters is needed.
snippet-shortcut-does-not-fit = A shortcut has at most 30 letters, digits, hyphens and underscores.
snippet-too-long = This is longer than a snippet may be: 20,000 characters.
too-many-snippets = There are 500 snippets already. Delete one that nobody uses.
too-many-drafts = You have 200 drafts. Send or discard some first.
files-too-large = The files together are larger than 25 MB. Send fewer, or share a link.
folder-does-not-fit = The name of a folder or the login is too long or contains characters that no server takes.
folder-to-move-to-needed = Say into which folder mail is to be moved.
generated-fixed = The desk made this address. Its name, queue and category can be changed, nothing else.
generated-stays = This mailbox belongs to the desk itself and cannot be deleted.
history-does-not-fit = Between 1 and 3,650 days of earlier mail can be taken in.
host-and-port-needed = Say the server's name and its port.
hours-out-of-range = Choose at most 8,760 hours, which is a year; at least one.
mailbox-cannot-send = This mailbox only receives. Give it an outgoing server, or answer from another one.
mailbox-answerer-gone = The mailbox that answers for this one was deleted or only receives. Answer from another one.
mailbox-deleted = The mailbox of this conversation was deleted. Answer from another one.
mailbox-deleted-since = Its mailbox was deleted before this was sent. Send it again from another one.
mailbox-off = This mailbox is switched off. Answer from another one, or switch it on.
free-mail-domain = Anybody can have an address there, so a token alone would prove nothing.
name-needed = A name of at most 200 characters is needed.
no-domain = This is no domain name.
participant-is-contact = This is the customer, who gets every answer.
participant-is-ours = This is an address of one of your mailboxes: mail to it would come back here.
too-many-participants = A conversation can have at most 41 participants. Write to this person in a conversation of their own.
no-such-agent = There is no such agent, or they are switched off.
no-such-mailbox = There is no such mailbox.
too-late-to-undo = This answer is on its way already, or was never waiting to be sent.
nothing-to-publish = There is nothing to publish: this note was not kept back, or was published already.
publishing-is-over = The 24 hours in which this answer could be published are over. Answer in the conversation instead.
no-such-queue = There is no such queue.
no-such-upload = This file was not uploaded by you, or was sent already. Attach it anew.
password-again = The server or the login changed. Enter the password again: a stored one is not sent anywhere else.
password-too-long = The password is longer than any of us can type.
password-too-short = Choose a password of at least 10 characters.
password-unusable = This password cannot be used. Choose another one.
poll-does-not-fit = A mailbox can be looked into every 10 to 3,600 seconds.
postponed-date-past = Choose a date in the future.
postponed-needs-date = Say until when it is postponed.
postponed-without-status = A date goes with the status “postponed” only.
queue-members-needed = A queue for members only needs members.
queue-name-needed = A name of at most 100 characters is needed.
queue-name-taken = Another queue has this name.
queue-refuses-moves = Conversations cannot be moved into this queue.
merged-already = This conversation was merged already.
no-such-conversation = There is no such conversation. Give the number of another one.
merged-into-itself = A conversation cannot be merged into itself. Give the number of another one.
merged-too-long = This conversation has more than 2,000 messages, which is more than can be merged.
recipient-needed = Say to whom it goes.
mailbox-of-a-queue-of-others = This mailbox belongs to a queue that only its members see, and you are none of them. Choose another mailbox, or ask a manager to add you to the queue.
seconds-out-of-range = Choose at most 600 seconds.
delivery-on-its-way = This is on its way already.
too-many-webhooks = A desk tells at most 20 endpoints. Delete one that nobody uses.
webhook-description-too-long = At most 200 characters on one line.
webhook-is-off = This endpoint is switched off. Switch it on first.
webhook-kinds-needed = Choose at least one thing that it is told.
webhook-kinds-unknown = One of these is nothing that an endpoint can be told. The API reference lists them all.
webhook-tested-enough = This endpoint was tried 30 times within the hour. Try again later.
webhook-url-closed = This address leads into a network that is not open to webhooks, or to a port other than 443. The administrator of the machine opens a network with --webhook-networks.
webhook-url-does-not-fit = Type the whole address, such as https://shop.example/staffetta, with at most 1,000 characters.
webhook-url-holds-sign-in = Leave name and password out of the address. The receiver knows the desk by its signature.
webhook-url-not-encrypted = Only https is sent to. Unencrypted http goes to this machine alone, where its administrator allowed that.
sender-not-own = Mail can leave a mailbox only as from its own address or one of its aliases. Add this address as an alias first, or leave it out.
status-cannot-be-set = A conversation cannot be made new again.
subject-does-not-fit = The subject is too long or contains a line break.
view-aside-alone = Spam and trash are listed on their own.
view-day = Write a day, month or year: 2026-11-05, 2026-11 or 2026.
view-name-needed = Give the view a name of at most 100 characters.
view-too-long = This is too long.
too-many-views = You have 50 views, which is the most. Delete one first.
tags-do-not-fit = At most 50 tags of 60 characters each.
text-needed = Write something first.
text-or-html = Either text or HTML, not both.
text-too-long = The text is too long.
too-many-domains = At most 100 domains.
too-many-files = At most 10 files go with one mail.
too-many-mailboxes = There are as many mailboxes as the settings allow. Delete one, or raise the number in the e-mail settings.
too-many-queues = A desk has at most 200 queues.
too-many-recipients = At most 100 recipients get one mail.
unknown-language = Choose one of en, cs, de, fr and it.
window-does-not-fit = Choose 1 to 8,760 hours, and at least one status other than spam and trash.

## What is wrong with a connection
problem-certificate-expired = The server's certificate has expired. Its operator has to renew it.
problem-certificate-not-yet-valid = The server's certificate is not valid yet. Check the clock of this machine.
problem-certificate-untrusted = The server's certificate is not trusted. Use a server with a certificate of a known authority, or add its authority to this machine.
problem-certificate-wrong-name = The server's certificate is for another name. Check the server's name.
problem-connection-refused = Nothing answers on this port. Check the server's name and port.
problem-copy-given-up = Some sent mail was not copied, and is not tried again: { $why }
problem-files = The files of this mail could not be read from or written to our own disk.
problem-folder-missing = The folder does not exist on the server. Check its name.
problem-folder-read-only = The folder can only be read, so mail cannot be marked or moved there.
problem-host-not-found = No server of this name was found. Check its spelling.
problem-login-refused = The server refused the login ({ $words }). Check login and password; some providers want an app password.
problem-login-unspeakable = The login or the password holds a line break, which cannot be sent. Enter them again.
problem-mail-unfetchable = The server lists mail that it does not give ({ $words }). Other mail comes in meanwhile; what still does not come after several tries is shown under “Held”.
problem-no-incoming = Say the server's name, its port and the login.
problem-no-login-offered = The server offers no way to sign in that is known here.
problem-no-junk-folder = The server has no folder for junk that is known here. Say its name.
problem-no-sent-folder = The server has no folder for sent mail that is known here. Say its name.
problem-no-starttls = The server does not offer STARTTLS. Try TLS from the start, usually port 993 or 465.
problem-plain = An unencrypted connection is allowed to this machine only. Choose TLS or STARTTLS.
problem-proof-missing = The mail that was sent to this mailbox did not arrive within { $seconds } seconds. Check that both connections belong to the same mailbox, and look into its Junk folder.
problem-proof-refused = The server refused a mail from this mailbox to itself ({ $words }). Check that it may send as this address.
problem-pop3-in-use = Another program reads this mailbox now. It is tried again soon.
problem-pop3-nameless = The server does not name its mails (UIDL), so nobody can know which of them were read. Use IMAP, or another server.
problem-sealed = The stored password cannot be read with this key file. Enter it again.
problem-server = The server did not do as it should ({ $step }: { $words }).
problem-server-floods = The server sent more than a mail may have. The connection was ended.
problem-starttls-injection = The server sent data before the connection was secure. The connection was ended; the network may be tampered with.
problem-store = Our own database could not be reached. Mail stays on the server meanwhile.
problem-timeout = The server did not answer in time ({ $step }).
problem-tls = A secure connection could not be made ({ $words }).

## The health of a mailbox
health-receiving-ok = Receiving: connected.
health-receiving-connecting = Receiving: connecting.
health-receiving-failing = Receiving does not work: { $why }
health-receiving-forwarded = Receiving: takes the mail that is forwarded here.
health-receiving-off = Receiving: not set up.
health-sending-ok = Sending: works.
health-sending-connecting = Sending: not used yet.
health-sending-failing = Sending does not work: { $why }
health-sending-off = Sending: not set up.
health-ledger-failing = Mail that the server lists has not come in ({ $count }). It is fetched again; look at the ledger.
health-ledger-healed = Mail that was missing was fetched again ({ $count }). The ledger says when.
health-sending-relay = Sending: needs an outgoing server. Name one in the e-mail settings.

health-copying-ok = Copies of sent mail: kept in the Sent folder.
health-copying-connecting = Copies of sent mail: none yet.
health-copying-failing = Sent mail is not copied into the Sent folder: { $why }
health-copying-off = Copies of sent mail: not made.
health-watching-ok = Sent and Junk folder: watched.
health-watching-connecting = Sent and Junk folder: connecting.
health-watching-failing = The Sent or Junk folder cannot be watched: { $why }
health-watching-off = Sent and Junk folder: not watched.

## The steps of a test
test-receiving-connect = Connected.
test-receiving-login = Signed in.
test-receiving-folder = The folder is there.
test-receiving-mails = Its mails can be told apart.
test-sending-connect = Connected.
test-sending-login = Ready to send.
test-sending-mail = A mail to this mailbox was sent.
test-sending-arrival = The mail arrived: this mailbox reaches itself.

## What providers ask for
preset-google-1 = Switch on 2-step verification in the Google account: an account without it has no app passwords.
preset-google-2 = Make an app password at myaccount.google.com/apppasswords, and enter its 16 letters here instead of the password of the account.
preset-google-3 = In Google Workspace the administrator must allow IMAP, in the admin console under Apps › Google Workspace › Gmail › End user access.
preset-microsoft-1 = Microsoft takes no passwords for reading by IMAP any more, and this desk does not sign in with Microsoft yet. Choose “Forwarding” as the way in, and have the mailbox forward to the address shown there.
preset-microsoft-2 = For sending, the administrator switches on “Authenticated SMTP” for this mailbox, in the Microsoft 365 admin center under Users › Mail › Manage email apps. Where the organisation does not allow it, send through another server that may send as this address.
preset-microsoft-3 = With security defaults or multi-factor sign-in the account needs an app password, where the organisation still allows them.
preset-yahoo-1 = Open the security page of the Yahoo account and make an app password.
preset-yahoo-2 = Enter it here instead of the password of the account; the login is the whole address.
preset-icloud-1 = Switch on two-factor authentication for the Apple account.
preset-icloud-2 = Make an app-specific password at account.apple.com under Sign-In and Security, and enter it here.
preset-icloud-3 = If the login is refused with the whole address, use the part before the @ for receiving.
preset-fastmail-1 = Make an app password in Fastmail under Settings › Privacy & Security › Manage app passwords, with access to Mail (IMAP/POP/SMTP).
preset-fastmail-2 = Enter it here instead of the password of the account; the login is the whole address of the account, also for an alias.

## The self-test of a mailbox: which marks on its mail a stranger can forge
trust-test-subject = Test of this mailbox
trust-test-body = This mail tests what can be believed about mail to this mailbox. It needs no answer and is set aside by itself.
trust-test-begun = Two mails are sent to { $address } through { $through }.
trust-test-sent-plain = The first mail is on its way: as anybody would send it.
trust-test-sent-forged = The second mail is on its way: with forged marks.
trust-test-arrived = It has arrived.
trust-test-not-sent = The mail could not be sent: { $why }
trust-test-not-arrived = The mail did not arrive within { $minutes } minutes. Check that the mailbox is read, and look into its junk folder.
trust-test-interrupted = The test was interrupted. Start it again.
trust-test-results-none = The server writes down no results of its checks. Only signatures that this desk verifies itself prove a sender.
trust-test-results-forgeable = The server lets forged results stand above its own, so its results are not believed.
trust-test-results-name-changes = The server’s results carry changing names, so they cannot be told from forged ones and are not believed.
trust-test-results-topmost = The server puts its results on top of forged ones. The topmost results are believed.
trust-test-results-removed = The server removes forged results. Those of { $server } are believed.
trust-test-results-on-top = The server puts its results on top of forged ones. The topmost results are believed where they are those of { $server }.
trust-test-internal-removed = The server removes forged marks of internal mail. Such marks are believed on mail from your own domain.
trust-test-internal-forgeable = Marks of internal mail can be forged here and are not believed.
problem-no-outgoing = The mailbox has no way to send.

## What the records of a domain amount to
domain-mx-found = Mail to this domain has servers that take it.
domain-mx-missing = Nobody takes mail to this domain. Publish where it goes.
domain-mx-elsewhere = Mail to this domain goes to other servers and does not reach this desk. Publish the record below.
domain-mx-unknown = The name servers did not answer. Try again later.
domain-spf-found = The domain says who may send for it.
domain-spf-missing = The domain does not say who may send for it, so that many servers distrust its mail. Publish the record below.
domain-spf-several = The domain has several SPF records; with more than one, none counts. Keep one.
domain-spf-open = The record allows everybody to send for this domain. Publish a stricter one.
domain-spf-neutral = The record names senders but forbids nobody. Let it end with ~all or -all.
domain-spf-unknown = The name servers did not answer. Try again later.
domain-dkim-found = Mail from this desk is signed, and its key is published.
domain-dkim-missing = Mail from this desk is signed, but nobody can check it: publish the key below.
domain-dkim-other-key = Another key is published under this name. Publish the key below, or signatures count as wrong.
domain-dkim-by-provider = The provider through which you send signs for this domain. Switch it on there.
domain-dkim-unknown = The name servers did not answer. Try again later.
domain-dmarc-found = Forged mail in the name of this domain is refused or set aside by others.
domain-dmarc-missing = The domain does not say what to do with forged mail in its name. Begin with the record below.
domain-dmarc-several = The domain has several DMARC records; with more than one, none counts. Keep one.
domain-dmarc-no-policy = The record has no policy, so it does nothing. Publish the record below.
domain-dmarc-reports-only = Forged mail is only reported. When all your mail passes, publish the stricter record below.
domain-dmarc-unknown = The name servers did not answer. Try again later.
