# Texts of the command line.

failed = staffetta: { $why }
serving = The desk is at { $url }
set-up-link = Nobody can sign in yet. Open this link within 30 minutes to make the first admin: { $link }

## Configuration and start
blobs-unusable = The folder for mails and files cannot be used
config-unreadable = The file { $path } cannot be read
config-wrong = The file { $path } is not understood
database-unusable = The database cannot be used
networks-wrong = “{ $given }” names no networks: say 10.1.0.0/16, with commas between several
dns-wrong = “{ $given }” names no name servers: say system, none, or addresses with commas between them
folder-in-use = A desk runs on the folder { $path } already. Give each one a folder of its own.
folder-unusable = The folder { $path } cannot be used
http-refused = Unencrypted HTTP on { $address } could be read by others. Put an HTTPS proxy in front and say --base-url https://…, or allow it with --insecure-http.
key-file-unreadable = The key file { $path } cannot be read
key-file-unwritable = The key file { $path } cannot be made
key-file-wrong = The key file { $path } does not hold the two keys of a desk. Restore it from your backup; without it stored passwords cannot be read.
port-unusable = The address { $address } cannot be listened on
trust-unusable = The certificate authorities cannot be read

## People
address-taken = { $address } is taken by an agent or a mailbox.
no-such-role = There is no role { $role }: say agent, manager or admin.
password-wanted = The password for { $email }, in one line:
user-added = Added { $email } as { $role }.

## Mailboxes and mail
mail-too-large = The mail is larger than { $limit } MiB and was not taken.
import-needs-imap = { $address } is not read by IMAP, so it has no folders.
imported = Took in { $count } new mails of { $folder }.
mailbox-added = Added { $address }.
mailbox-line = { $address } ({ $name })
mailbox-not-saved = Nothing was saved. Mend it, or save it as it is with --save-anyway.
no-mailboxes = There are no mailboxes yet. Add one with: staffetta mailbox add ADDRESS
no-such-mailbox = No mailbox of this desk has the address { $address }.
not-stored = The mail was not stored and should be tried again: { $why }
server-wrong = “{ $written }” is not understood. Write { $protocol }s://LOGIN@HOST:PORT, { $protocol }+starttls://… or, on this machine only, { $protocol }://…
step-failed =   ✗ { $step }: { $message }
step-ok =   ✓ { $step }: { $message }

## Explaining
explain-arrival = Mail { $id } is { $state }. { $reason }
explain-message = Message { $id } from { $from }
explain-file = If this mail came to { $mailbox } now:
nothing-to-explain = There is no mail { $what }. Give a conversation's number such as #1042, the id of a mail, a Message-ID, or a file.
no-mailbox-for = There is no mailbox that this mail could come to. Name one with --mailbox.
would-ignored = It would be set aside. { $reason } Nothing was stored.
would-join = It would join conversation #{ $number }. Nothing was stored.
would-quarantined = It would be held. { $reason } Nothing was stored.
would-start = It would start a conversation. Nothing was stored.
state-ignored = set aside
state-message = in a conversation
state-quarantined = held
state-received = being read
state-waiting = waiting

## Deciding again
nothing-to-replay = No mail is held that fits. Say --all, --reason REASON, or ids from the list under Held.
replay-line = { $id }  { $before } → { $after }  { $subject }
replay-message = conversation #{ $number }
replay-new = a new conversation
replayed = Decided again: { $count }. Still held: { $held }.
replayed-dry = Would be decided again: { $count }. Would still be held: { $held }. Nothing was changed.

## The doctor
doctor-channel = E-mail channel
doctor-channel-ok = It is on.
doctor-channel-wrong = It is off: mail that arrives is held. Switch it on in Settings › Channels › E-mail.
doctor-configuration = Configuration
doctor-configuration-ok = Everything is kept in { $data }.
doctor-configuration-wrong = It is not understood: { $why }
doctor-database = Database
doctor-database-ok = { $engine } answers, and its schema is this program's.
doctor-database-wrong = It cannot be used: { $why }
doctor-disk = Disk
doctor-disk-ok = { $free } MiB are free.
doctor-disk-wrong = Only { $free } MiB are free. Make room before mail has to be refused.
doctor-domain = Forwarding addresses are at { $domain }. Its MX has to lead to this machine's SMTP listener.
doctor-held = Held mail
doctor-held-ok = None.
doctor-held-wrong = { $count } mails wait for a decision, under Held in the sidebar.
doctor-mailboxes = Mailboxes
doctor-mailboxes-ok = There are { $count }.
doctor-mailboxes-wrong = There are none yet. Add one in Settings › Mailboxes.
doctor-people = People
doctor-people-ok = { $count } can sign in.
doctor-people-wrong = Nobody can sign in yet. Start the desk and open the link that it prints.

## The demo
demo-ready = The demo is at { $url }
    Sign in as { $email } with the password { $password }
    Send mail to { $mailbox } at { $smtp }; what the desk sends stays here, and is listed at { $url }/api/v1/sandbox/mails
