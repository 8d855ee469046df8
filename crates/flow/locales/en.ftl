# Texts of the journeys: parts of mails, sentences about connections, and what a request lacks.

## Parts of mails
mail-history = On { $date }, { $name } wrote:

## What a request lacks
address-is-an-agents = This is the address of an agent. A mailbox needs an address of its own.
address-not-deliverable = This is not an address that mail can be sent to.
address-taken = Another mailbox has this address already.
files-too-large = The files together are larger than 25 MB. Send fewer, or share a link.
folder-does-not-fit = The name of a folder or the login is too long or contains characters that no server takes.
folder-to-move-to-needed = Say into which folder mail is to be moved.
generated-stays = This mailbox belongs to the desk itself and cannot be deleted.
host-and-port-needed = Say the server's name and its port.
kind-not-written = Only an answer or a note can be written.
mailbox-cannot-send = This mailbox only receives. Give it an outgoing server, or answer from another one.
mailbox-deleted = The mailbox of this conversation was deleted. Answer from another one.
name-needed = A name of at most 200 characters is needed.
no-such-agent = There is no such agent, or they are switched off.
no-such-mailbox = There is no such mailbox.
too-late-to-undo = This answer is on its way already, or was never waiting to be sent.
nothing-to-publish = There is nothing to publish: this note was not kept back, or was published already.
publishing-is-over = The 24 hours in which this answer could be published are over. Answer in the conversation instead.
no-such-upload = This file was not uploaded by you, or was sent already. Attach it anew.
password-again = The server or the login changed. Enter the password again: a stored one is not sent anywhere else.
password-too-long = The password is longer than any of us can type.
password-too-short = Choose a password of at least 10 characters.
password-unusable = This password cannot be used. Choose another one.
pop3-not-yet = POP3 is not available in this version. Choose IMAP or forwarding.
postponed-date-past = Choose a date in the future.
postponed-needs-date = Say until when it is postponed.
postponed-without-status = A date goes with the status “postponed” only.
recipient-needed = Say to whom it goes.
status-cannot-be-set = A conversation cannot be made new again.
subject-does-not-fit = The subject is too long or contains a line break.
tags-do-not-fit = At most 50 tags of 60 characters each.
text-needed = Write something first.
text-or-html = Either text or HTML, not both.
text-too-long = The text is too long.
too-many-files = At most 10 files go with one mail.
too-many-mailboxes = A desk has at most 100 mailboxes.
too-many-recipients = At most 100 recipients get one mail.

## What is wrong with a connection
problem-certificate-expired = The server's certificate has expired. Its operator has to renew it.
problem-certificate-not-yet-valid = The server's certificate is not valid yet. Check the clock of this machine.
problem-certificate-untrusted = The server's certificate is not trusted. Use a server with a certificate of a known authority, or add its authority to this machine.
problem-certificate-wrong-name = The server's certificate is for another name. Check the server's name.
problem-connection-refused = Nothing answers on this port. Check the server's name and port.
problem-files = The files of this mail could not be read from or written to our own disk.
problem-folder-missing = The folder does not exist on the server. Check its name.
problem-folder-read-only = The folder can only be read, so mail cannot be marked or moved there.
problem-host-not-found = No server of this name was found. Check its spelling.
problem-login-refused = The server refused the login ({ $words }). Check login and password; some providers want an app password.
problem-mail-unfetchable = The server lists mail that it does not give ({ $words }). Other mail comes in meanwhile; what still does not come after several tries is shown under “Held”.
problem-no-incoming = Say the server's name, its port and the login.
problem-no-login-offered = The server offers no way to sign in that is known here.
problem-no-starttls = The server does not offer STARTTLS. Try TLS from the start, usually port 993 or 465.
problem-plain = An unencrypted connection is allowed to this machine only. Choose TLS or STARTTLS.
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

## The steps of a test
test-receiving-connect = Connected.
test-receiving-login = Signed in.
test-receiving-folder = The folder is there.
test-sending-connect = Connected.
test-sending-login = Ready to send.
