# Every text of the desk for people. Keys are words of the product; plain and short sentences.

## Everywhere
close = Close
dismiss = Dismiss
loading = Loading…
undo = Undo
try-again = Try again
send = Send
sending = Sending…
the-desk = The desk
nobody-known = Unknown sender
no-subject = (no subject)
lost = Nothing here
page-not-found = There is no page at this address. Perhaps the link was cut when it was copied.
to-the-desk = Go to the desk
skip-to-content = Skip to the content
offline = You are offline. What you see may be old; what you type is kept. The desk reconnects by itself.
unreachable-title = No connection

## Problems
problem-unknown = Something went wrong. Try again; if it stays, tell whoever runs this desk.
problem-unreachable = The desk cannot be reached. Check your connection and try again.
problem-forbidden = You may not do this. Ask an admin of your desk.
problem-not-found = This is not here, or you may not see it.
problem-server = The desk had an error ({ $detail }). Try again in a moment.
change-failed = Not changed: { $reason }
send-failed = Not sent: { $reason }
go-back-to-it = Go back to it

## Times and sizes
time-now = now
time-minutes = { $count } min
size-bytes = { $count } bytes
size-kilobytes = { $count } kB
size-megabytes = { $count } MB

## Signing in and the first run
sign-in = Sign in
sign-out = Sign out
e-mail = E-mail
password = Password
sign-in-wrong = E-mail or password is wrong. Check both and try again.
sign-in-limited = Too many attempts. Wait ten minutes, then try again.
not-encrypted = Not encrypted
not-encrypted-more = This connection is plain HTTP: others on the network could read along. Put the desk behind HTTPS.
setup-title = Welcome to Staffetta
setup-lead = You are the first here. Your account becomes the admin of this desk.
setup-begin = Create account
setup-gone = This link has been used or is older than 30 minutes. Start the desk again: it prints a new one.
setup-needs-link = This desk has no account yet. Open the set-up link that the program printed when it started. The link works for 30 minutes; start the program again for a new one.
your-name = Your name
password-hint = At least { $count } characters. A few words are better than one.
password-too-short = Too short: at least { $count } characters.

forgot-title = Forgot your password?
forgot-lead = Say your e-mail address, and the desk sends you a link to a new password.
forgot-send = Send the link
forgot-asked = If { $email } is known here, a link is on its way there. It works once, and for one hour. Look into your junk folder too.
forgot-again = Ask for a link
back-to-sign-in = Back to sign-in
join-title = Join the desk
join-lead = You were invited. Choose how you are called here, and a password.
join-gone = This invitation was used, was taken back, or is older than seven days. Ask whoever invited you for a new one.
join = Join
your-name-hint = Customers and colleagues see it.
new-password-title = A new password
new-password-lead = Choose it. All your sessions end, and you sign in with it.
new-password-gone = This link was used or is older than one hour. Ask for a new one.
new-password-save = Set password
new-password-set = Your password was changed. Sign in with it.
new-password = New password

## Sidebar
main-menu = Main menu
open-menu = Open menu
fold-menu = Fold menu
unfold-menu = Unfold menu
view-mine = Mine
view-unassigned = Unassigned
view-open = All open
view-mentions = Mentions
view-postponed = Postponed
view-drafts = Drafts
view-sent = Sent
view-all = All
view-spam = Spam
view-trash = Trash
held = Held
held-hint = { $count ->
    [one] { $count } mail held
   *[other] { $count } mails held
}
settings = Settings
count = { $count }
count-more = { $count }+
count-hint = { $count } in total, { $unread } unread
account-menu = { $name } { $presence }: account
account = Account
keys = Keys

## List
conversations = Conversations
new-conversation = New conversation
search-label = Search conversations
search-placeholder = Search
search-help = Words, “phrases”, and:
search-from = who wrote it
search-to = whom it was sent to
search-subject = words of the subject
search-tag = what it is tagged with
search-field = what stands in a field of its category
search-in = a mailbox, a queue, or a view
search-status = open, resolved, spam …
search-priority = urgent, high, normal, low
search-assignee = whose it is: me, nobody, a name
search-before = older than a day, month or year; after: for newer
search-has = with files
search-is = not read by you yet
search-number = the conversation of this number
search-everywhere = Search in All
search-clear = Clear the search
row-unread = Unread
list-looks = How the list looks
pane-right = Read beside the list
list-save = Save this list as a table (CSV)
pane-off = Read in place of the list
view = View
own-views = Views
own-view-hint = { $count } in it
view-save = Save as a view
view-new = New view
view-edit = Change this view
view-name = Name
view-statuses = Status
view-any = Any
view-me = Me (whoever looks)
view-assignee = Assignee
view-contact = Customer
view-contact-hint = Words of the name or the address.
view-tags-hint = All of these, with commas between them.
view-since = From
view-until = To
view-text = Search
view-text-hint = As in the search field: words, from:, has:attachment …
view-shared = For everybody
view-shared-hint = The whole team has the view in its menu. It shows nobody more than they may see.
view-delete = Delete view
view-deleted = “{ $name }” is deleted. The conversations stay.
row-selected = Selected
bulk-bar = Change what is selected
bulk-count = { $count } selected
bulk-clear = Select nothing
bulk-refused = { $count ->
    [one] One conversation was not changed: { $reason }
   *[other] { $count } conversations were not changed: { $reason }
}
bulk-status = { $count ->
    [one] One conversation is now { $status }.
   *[other] { $count } conversations are now { $status }.
}
bulk-assigned = { $count ->
    [one] One conversation is { $name }’s now.
   *[other] { $count } conversations are { $name }’s now.
}
bulk-unassigned = { $count ->
    [one] One conversation is nobody’s now.
   *[other] { $count } conversations are nobody’s now.
}
bulk-moved = { $count ->
    [one] One conversation is in { $name } now.
   *[other] { $count } conversations are in { $name } now.
}
bulk-moved-out = { $count ->
    [one] One conversation is in no queue now.
   *[other] { $count } conversations are in no queue now.
}
bulk-priority = { $count ->
    [one] The conversation’s priority is now { $priority }.
   *[other] The priority of { $count } conversations is now { $priority }.
}
bulk-tagged = { $count ->
    [one] Tagged one conversation with “{ $tag }”.
   *[other] Tagged { $count } conversations with “{ $tag }”.
}
bulk-untagged = { $count ->
    [one] Took “{ $tag }” off one conversation.
   *[other] Took “{ $tag }” off { $count } conversations.
}
bulk-read = { $count ->
    [one] One conversation is marked as read.
   *[other] { $count } conversations are marked as read.
}
bulk-unread = { $count ->
    [one] One conversation is marked as unread.
   *[other] { $count } conversations are marked as unread.
}
move-to-queue = Move to a queue
mark-read = Mark as read
restore = Restore
close-conversation = Close
tags-more = +{ $count }
tags-add = Add tags
tags-none = No tag yet. Type a new one.
tag-placeholder = Find or add a tag
tag-new = Add “{ $name }”
nothing-here = Nothing here
nothing-to-do = All done. New mail appears here by itself.
nothing-in-view = No conversation is in “{ $view }”.
nothing-found = Nothing found
nothing-found-more = No conversation in “{ $view }” matches “{ $q }”.
first-mailbox = Add your first mailbox
first-mailbox-more = Staffetta reads the mail of your support address and turns each mail into a conversation.
channel-off = The e-mail channel is off
channel-off-more = While it is off no mailbox is read, and what arrives is held.
go-to-channel = Switch it on in the settings

## Conversation
conversation = Conversation
none-open = Choose a conversation.
timeline = Messages
back-to-list = Back to the list
previous-conversation = Previous conversation
next-conversation = Next conversation
toggle-panel = Show or hide details
more-actions = More actions
mark-unread = Mark as unread
print-choose = Print…
print-title = Print #{ $number }
print-notes = With notes, and with what was done
print-notes-why = Notes are for your team only. Leave them out when the paper goes to the customer.
print = Print
merge-choose = Merge into another…
split-choose = Split off…
split = Split off
split-title = Split off #{ $number }
split-which = Which messages
split-following = { $count ->
    [one] This message and the one after it
   *[other] This message and the { $count } after it
}
split-alone = This message alone
split-subject = Subject of the new conversation
split-hint = Mailbox, queue and customer stay the same. Answers to these messages lead there.
split-done = #{ $number } was split off #{ $from }.
follow = Follow
following = You follow
unfollow = Follow no longer
followers = Followers
followers-none = Nobody. Whoever follows is told of messages and notes here, whoever has it.
mention-someone = People who may see this
mention-fitting = { $count ->
    [one] One person fits: { $name }
   *[other] { $count } people fit, chosen: { $name }
}
merge-title = Merge #{ $number } into another conversation
merge-find = Find it
merge-hint = A number or words. Without words: what the same customer wrote.
merge-into = The other conversation
merge-none = No other conversation was found. Search for another number or other words.
merge = Merge
merged = #{ $number } was merged into #{ $into }.
event-merged = { $actor } merged #{ $number } into this
event-merged-into = { $actor } merged this into #{ $number }
event-merge-undone = { $actor } took the merge with #{ $number } back
event-split-off = { $count ->
    [one] { $actor } split a message off into #{ $number }
   *[other] { $actor } split { $count } messages off into #{ $number }
}
event-split-from = { $actor } split this off #{ $number }
event-split-undone = { $actor } undid the split with #{ $number }
viewers-writing =
    { $count ->
        [one] { $names } is writing here.
       *[other] { $names } are writing here.
    }
viewers-looking =
    { $count ->
        [one] { $names } has this open, too.
       *[other] { $names } have this open, too.
    }
to-spam = Move to spam
to-trash = Move to trash
resolve = Resolve
reopen = Reopen
status-menu = Status: { $status }
priority = Priority
priority-menu = Priority: { $priority }
priority-low = Low
priority-normal = Normal
priority-high = High
priority-urgent = Urgent
assignee-menu = Assignee: { $name }
assign-menu = Assign: { $name }
assign = Assign
nobody = Nobody
you = you
status-new = New
status-open = Open
status-answered = Answered
status-resolved = Resolved
status-closed = Closed
status-postponed = Postponed
status-spam = Spam
status-trash = Trash
status-changed = #{ $number }: { $status }.
postpone = Postpone
# $number: the conversation's number.
postpone-title = Postpone #{ $number }
postpone-later = Postpone for three hours
postpone-tomorrow = Postpone until tomorrow morning
postpone-monday = Postpone until Monday morning
postponed-until = until { $time }
new-message-below = New message

## Letters
letter-of = { $name }, { $time }
letter-to = to { $people }
letter-cc = , cc { $people }
letter-actions = Actions for the message of { $name }
mail-frame = Mail of { $name }
only-your-team = Only your team sees this
automatic-mail = automatic
no-text = This mail has no text.
show-quoted = Show quoted text
hide-quoted = Hide quoted text
show-html = Show formatted
show-text = Show as plain text
show-remote-images = { $count ->
    [one] Show remote image
   *[other] Show { $count } remote images
}
download-raw = Download the original mail
attachments = Attachments
download-file = Download { $name }, { $size }
unnamed-file = file without a name
file-withheld = withheld: this type of file is not let through
file-locked = locked until it has been scanned

## Delivery
delivery-queued = Waiting to be sent
delivery-sending = Sending…
delivery-sent = Sent
delivery-deferred = Delayed
delivery-failed = Not delivered
delivery-uncertain = May have been delivered twice
delivery-bounced = Came back
delivery-part = Sent to { $sent } of { $all }
recipient-state = { $address }: { $state }
recipient-deferred = { $address }: delayed, next attempt { $time }. The other server said: { $reply }
recipient-deferred-no-time = { $address }: delayed. The other server said: { $reply }
recipient-failed = { $address }: refused. The other server said: { $reply }
recipient-bounced = { $address }: came back. The other server said: { $reply }
recipient-uncertain = { $address }: may have been delivered twice, because the connection broke at the last moment.
no-reason-given = no reason

## Events
third-person = Third person
third-person-why = This address takes no part in the conversation. Only your team sees this message, and no answer quotes it.
third-person-add = Let answers also go to { $address }
third-person-added = Answers also go to { $address }
parts-differ = Parts differ
message-id-taken = ID used twice
message-id-taken-why = Another mail had the same Message-ID before, with other content. Mail programs never do that. Both were kept.
parts-differ-why = The text and the HTML of this mail say different things, or some of its text is hidden. Look at both before you rely on it.
event-assigned = { $actor } assigned this to { $name }
event-unassigned = { $actor } removed the assignee
event-routed-least-loaded = The desk gave this to { $name }, who had least of { $able ->
    [one] one agent who could take it
   *[other] { $able } agents who could take it
  } ({ $load } open)
event-routed-longest-idle = The desk gave this to { $name }, who waited longest of those with least ({ $load } open)
event-routed-turn = The desk gave this to { $name }, whose turn it was
event-routed-returning = The desk gave this to { $name }, who had this customer last
event-routed-instead = The desk gave this to { $name }: { $other } has been offline too long
event-status = { $actor } set the status to { $status }
event-queued = { $actor } moved this to the queue { $name }
event-priority = { $actor } set the priority to { $priority }
event-categorised = { $actor } put this into the category { $name }
event-uncategorised = { $actor } took this out of its category
event-fields = { $actor } filled in { $changes }
event-fields-erased = { $actor } changed fields
event-field = { $name }: { $value }
event-field-emptied = { $name }: nothing
event-unqueued = { $actor } took this out of its queue
event-tagged = { $actor } set the tags: { $tags }
event-third-person = { $address } wrote here without having taken part before
event-participant-added = { $actor } lets answers also go to { $address }
event-participant-left = { $actor } took { $address } out of the answers
event-follows = This continues #{ $number }, which was closed
event-maybe-related = This may belong to #{ $number }
event-kept-back = An answer by mail was kept as a note: { $reason }
event-undone = { $actor } took an answer back before it was sent
event-published = { $actor } published an answer that had been kept as a note
kept-back-unverified = its sender was not verified. Its author can publish it.
kept-back-no-token = it answered no notification of ours, so the sender could not be proved well enough to write to the customer
kept-back-customer-wrote-meanwhile = the customer wrote meanwhile. Its author can send it anyway.
kept-back-destination-unconfirmed = answers would go to another domain than the customer's, which nobody has confirmed yet
kept-back-mailbox-cannot-send = the mailbox cannot send
event-too-large = This mail is larger than allowed ({ $size }). Only its beginning was read; the rest is still on the server.
event-delivery-failed = A mail to { $address } could not be delivered
event-notice-failed = A notification to { $address } could not be delivered
event-bounced = The mail to { $address } came back: { $reason }
event-bounced-address = The mail to { $address } came back, and this address takes no mail: { $reason }
event-delivery-delayed = The mail to { $address } is delayed; another server still tries to deliver it: { $reason }
event-automatic-sent = { $address } was greeted automatically
event-automatic-kept-back = { $address } was not greeted automatically: { $limit }
event-rule-sent = A rule wrote to { $address }
event-rule-kept-back = A rule did not write to { $address }: { $limit }
event-away-sent = { $address } was told that nobody is there now
event-away-kept-back = { $address } was not told that nobody is there now: { $limit }
event-sla-first = The first answer is due soon: { $policy }
event-sla-first-broken = The first answer is overdue: { $policy }
event-sla-next = An answer is due soon: { $policy }
event-sla-next-broken = An answer is overdue: { $policy }
event-sla-resolution = The solution is due soon: { $policy }
event-sla-resolution-broken = The solution is overdue: { $policy }
due-first = First answer due { $when }
due-next = Answer due { $when }
due-resolution = Solution due { $when }
overdue-first = First answer overdue since { $when }
overdue-next = Answer overdue since { $when }
overdue-resolution = Solution overdue since { $when }
due-answer = Answer due
due-solution = Solution due
left-minutes = { $count } min
left-hours = { $count } h
left-days = { $count } d
event-survey-sent = { $address } was asked how satisfied they are
event-survey-kept-back = { $address } was not asked how satisfied they are: { $limit }
event-rated = The customer rated the help: { $rating }
event-rated-comment = The customer rated the help: { $rating }. “{ $comment }”
event-rated-again = The customer changed the rating: { $rating }
event-rated-comment-again = The customer changed the rating: { $rating }. “{ $comment }”
event-rated-erased = The customer rated the help
rating = Satisfaction
rating-1 = Very bad
rating-2 = Bad
rating-3 = So-so
rating-4 = Good
rating-5 = Very good
rating-asked = Asked { $when }, no answer yet
event-rule-fired = Rule “{ $name }”: { $did }
event-rule-cut-loop = Rule “{ $name }” was stopped: rules had set each other off
event-rule-cut-many = Rule “{ $name }” was stopped: rules have fired here 50 times within an hour
event-token-used = { $address } answered a notification that was sent to { $agent } alone. It does not count as { $agent }’s, and that notification cannot be answered by mail any more.
event-loop-stopped = { $address } seems to answer by itself. Nothing automatic is sent to it.
event-delivery-uncertain = A mail to { $address } may have been delivered twice
limit-machine-address = nobody reads mail at this address
limit-bounced = mail to this address came back
limit-blocked = mail of this sender is held
limit-pause = this person was asked not long ago
limit-not-proved = nothing proves who wrote
limit-loop = two machines were answering each other
limit-repeated = the same words came from several senders
limit-conversation = five automatic mails a day are enough for one conversation
limit-address = this address got an automatic mail within a day
limit-domain = this domain just got automatic mail
limit-unknown = many strangers got automatic mail within this hour
limit-hour = the desk sent as much automatic mail as it may within an hour
loop-banner = { $address } seems to be a machine that answers by itself. The desk has stopped writing to it automatically. Answer only if a person is behind it.
address-bounced = Mail to { $address } came back: { $reason }
bounced-mark = mail comes back
destination-differs = This mail asks for answers to { $address }, in another domain than the customer's address { $customer }. Where shall this one go?
answer-to = Answer to { $address }
choose-destination = Choose first where this answer goes.
sender-doubtful = Nothing proves that the last message came from { $address }. Do not write what only that person may know.
bounced-warning = Mail to { $address } came back ({ $reason }). Check the address before you send.
event-other = { $actor }: { $kind }

## Why is this here?
why-here = Why is this here?
why-lead = The way of this mail, step by step.


## Composer
composer = Your answer
reply-or-note = Reply or note
reply-all = Reply all
forward = Forward
forwarded-mark = ---------- Forwarded message ----------
forwarded-from = From: { $people }
forwarded-date = Date: { $time }
forwarded-subject = Subject: { $subject }
forwarded-to = To: { $people }
forwarded-cc = Cc: { $people }
send-later = Send later
send-in-hours = In three hours
send-tomorrow = Tomorrow morning
send-monday = Monday morning
send-later-choose = Choose day and hour…
send-later-when = When it leaves
send-later-range = Choose a time within the next 365 days.
your-time-zone = In your time zone: { $zone }
send-and-resolve-keys = Send and resolve (Ctrl-Shift-Enter)
sent-soon = Sent.
sent-later = It leaves { $time }.
undo-failed = This cannot be done any more: { $reason }
leaves-in = Leaves in { $seconds } s
leaves-at = Leaves { $time }
cancel-sending = Back to draft
send-now = Send now
wrote-since = { $name } wrote since you began
wrote-since-several = { $name } and others wrote { $count } messages since you began
nothing-sent-yet = Nothing was sent yet.
send-anyway = Send anyway
have-seen = I have read it
formatting = Formatting
bold = Bold
italic = Italic
link = Link
bullet-list = Bullet list
numbered-list = Numbered list
quote = Quote
link-to = Link to
set-link = Set link
link-wrong = This is no address of a page or a mailbox.
to-plain-text = Plain text
snippets = Snippets
snippets-lead = Texts that you write again and again. Type a semicolon and the shortcut or a part of the name while you write.
snippets-fitting =
    { $count ->
        [one] One snippet: { $name }
       *[other] { $count } snippets, the chosen one: { $name }
    }
knowledge = Knowledge
knowledge-lead = What assistants answer from, and nothing else: articles written here, imported Markdown files, and answers that somebody approved.
article-add = Write article
article-new = New article
all-articles = All articles
article-draft = Draft
article-published = Published
article-written = Written here
article-imported = Imported
article-of-answer = Approved answer
article-changed = { $name }, { $when }
articles-any-state = Any state
articles-any-source = Any source
articles-any-mailbox = Every mailbox
articles-state = State
articles-source = Source
articles-find = Find articles
articles-none-found = No article fits. Look for fewer words, or choose another state and source.
articles-first = Nothing is known yet
articles-first-more = Write down what customers ask most, or import the Markdown files of your help pages. An answer that went out well becomes an article by “Approve as knowledge” in its menu. You see on this page which passage a question finds.
articles-first-agents = Whoever leads the team writes articles. An answer of yours that went out well becomes one by “Approve as knowledge” in its menu.
articles-import = Import files
articles-import-lead = Drop Markdown files here, or choose them. A file that was imported before is written anew, whatever its article says now. At the top of a file, between two lines of ---, may stand its title, language, link, asked and alone.
articles-choose-files = Choose Markdown files
articles-import-publish = Publish new articles at once
articles-import-publish-hint = Otherwise they are drafts. Articles that are known stay what they are.
articles-importing = { $count ->
    [one] One file is left.
   *[other] { $count } files are left.
}
articles-were-imported = { $count ->
    [one] One file was read.
   *[other] { $count } files were read.
}
articles-import-results = What became of the files
import-added = New article
import-updated = Written anew
import-same = Nothing has changed
import-refused = Not imported
question-try = Try a question
question = A customer’s question
question-example = Write as a customer would: Can I send my shoes back?
question-mailbox = The mailbox that it is written to
question-ask = What is found?
question-nothing = Nothing is good enough to answer from. An assistant would hand over to a person.
question-found = { $count ->
    [one] One passage is found.
   *[other] { $count } passages are found.
}
passage-covers = covers { $percent } %
passage-not-alone = only for drafts
article-title = Title
article-body = Text
article-body-hint = Markdown: # heading, **bold**, - list, [words](https://…). Each section is found by itself, so give each its own heading.
article-preview = How it reads
article-preview-empty = What you write is shown here as it will read.
article-asked = How customers ask for it
article-asked-hint = Their words, where the text has others. Only search reads it; customers never see it.
article-use = What it is used for
article-is-published = Published
article-is-published-hint = Assistants answer from it. Drafts are seen by the team only.
article-alone = Good enough for an assistant alone
article-alone-hint = Otherwise an assistant only drafts with it, and a person sends.
article-mailboxes = Only for the customers of these mailboxes; none chosen: all
article-link = Public address
article-link-hint = Its page for customers. Assistants write no other link to them.
article-language = Language
article-language-hint = Its tag, such as en or pt-BR. It may be left empty.
article-take-out = This was said to one customer. Take out names, numbers and whatever is true of them alone, then publish it.
article-open-answer = Open #{ $number }
article-only-read = You may read this article. Whoever leads the team changes it.
article-delete = Delete article
article-deleted = “{ $title }” was deleted.
approve-answer = Approve as knowledge
help-menu = Have a model help
help-answer = Suggest an answer
help-summary = Sum up the conversation
help-translation = Translate for the customer
help-friendlier = Friendlier
help-formal = More formal
help-shorter = Shorter
help-writing = { $name } is writing…
help-stop = Stop
help-written = The model’s text is in the answer. Read it before you send it.
help-put-back = Put back
help-summary-of = What { $name } reads in this conversation
help-doubt = Look at it closely. { $why }
help-left-out = { $count ->
    [one] A link was left out that stood nowhere before.
   *[other] { $count } links were left out that stood nowhere before.
}
help-with-summary = An agent asked for a summary.
help-with-answer = An agent asked for an answer.
help-with-translation = An agent asked for a translation.
help-with-tone = An agent asked for another tone.
turn-helped = helped an agent
translate-message = Translate
translation = Translation
translated-by = Translated by { $name }
helper = Help for agents
helper-choice = Whose model helps agents
helper-hint = It sums up, suggests answers from the knowledge, translates and changes the tone where agents ask for it. It counts among what this assistant may look at within a day.
helper-nobody = Nobody’s
audit-article-added = wrote an article ({ $id })
audit-article-approved = approved an answer as knowledge (article { $id })
audit-article-changed = changed an article ({ $id })
audit-article-published = published an article ({ $id })
audit-article-imported = imported an article ({ $id })
audit-article-deleted = deleted an article ({ $id })
audit-helper-changed = chose whose model helps agents
audit-conversation-helped = had a model help in #{ $id }
insert-snippet = Insert a snippet
manage-snippets = Edit snippets…
add-snippet = Add snippet
edit-snippet = Edit { $name }
delete-snippet = Delete snippet
snippet-deleted = “{ $name }” was deleted.
snippet-name = Name
snippet-shortcut = Shortcut
snippet-shortcut-hint = Letters, digits, hyphens; typed behind a semicolon.
snippet-text = Text
variable-insert = Insert variable
variable = Variable
variable-contact-name = Name of the customer
variable-contact-first-name = First name of the customer
variable-contact-address = Address of the customer
variable-agent-name = Name of whoever writes
variable-agent-email = Address of whoever writes
variable-conversation-number = Number of the conversation
variable-conversation-subject = Subject of the conversation
variable-mailbox-name = Name of the mailbox
variable-mailbox-address = Address of the mailbox
sample-contact = Zoë Kůň
sample-subject = Order 4711 has not arrived
sample-mailbox = Support
preview = Preview
own-signature = Signature
own-signature-lead = It ends your answers from every mailbox, above the mailbox’s own signature. What you answer by e-mail ends as you end it there.
signature-hint = It ends every answer from this mailbox, below the signature of whoever answers.
snippet-for-all = For the whole team
snippet-for-all-hint = Everybody sees and may change it. Otherwise it is yours alone.
snippet-shared = Team
snippet-own = Only you
first-snippet = No snippets yet
first-snippet-more = Save what you write often: an opening, the way to return something, your hours.
variables-left = Nothing is known for { $names }. Replace it before you send.
to-rich-text = Formatted text
reply = Reply
note = Note
to = To
cc = Cc
bcc = Bcc
add-cc = Add Cc
add-bcc = Add Bcc
add-copies = Add Cc or Bcc
from = From
from-mailbox = from { $address }
subject = Subject
your-reply = Your reply
your-note = Your note
your-message = Your message
reply-placeholder = Reply to { $name }
note-placeholder = Write a note for your team
remove-address = Remove { $address }
add-note = Add note
send-and-resolve = Send and resolve
send-keys = Ctrl-Enter sends
draft-saving = Saving…
draft-saved = Saved
draft-here = Kept in this browser
discard-draft = Discard draft
attach-files = Attach files
attach-limits = At most { $count } files, { $limit } together
drop-here = Drop files to attach them
remove-file = Remove { $name }
uploading = Uploading { $name }
too-many-files = “{ $name }” was not attached: at most { $count } files per mail.
too-much-data = “{ $name }” was not attached: at most { $limit } together per mail. Send a link instead.
nothing-written = Nothing is written yet.
wait-for-uploads = A file is still being uploaded. Send when it is done.
remove-failed-files = A file could not be uploaded. Remove it or attach it again.
address-unreadable = One of the addresses cannot be read. Correct it or remove it.
choose-mailbox = The mailbox of this conversation cannot answer any more. Choose another one in “From”.
choose-mailbox-short = Choose…
nobody-to-send-to = Add at least one recipient.
subject-missing = Write a subject.
no-sending-mailbox = No mailbox can send yet. Give one an outgoing connection first.

## Beside the conversation
context = Details
participants = Also takes part
ticked-for = Answers also go to { $address }
details = Details
mailbox = Mailbox
last-change = Last change
tags = Tags
other-conversations = Other conversations

## Keys
palette = Commands
palette-placeholder = What do you want to do? Type a command, a place, a name …
palette-nothing = Nothing fits.
palette-deeds = Do
palette-places = Go to
palette-conversations = Conversations
palette-people = People
palette-person = their conversations
palette-search = Search for “{ $q }”
palette-status = Set to { $status }
palette-queue = Move to { $name }
palette-category = Category: { $name }
palette-theme = Look: { $theme }
palette-compact = Compact rows
palette-comfortable = Comfortable rows
key-select = Select
key-extend = Select further
key-select-all = Select all
keys-list = In the list
keys-conversation = In a conversation
keys-go = Everywhere
key-next = Next
key-previous = Previous
key-open = Open
key-back = Back to the list
key-search = Search
key-reply = Reply
key-note = Note
key-send = Send
key-resolve = Resolve or reopen
key-assign = Assign to me
key-split = Split a message off
key-follow = Follow, or no longer
key-priority = Set the priority
key-undo = Undo

## Held
held-lead = Mail that waits for a decision, with the reason. Look at it, then release it or put it away. Nothing goes by itself: it stays until somebody decides.
held-nothing = No mail is held.
held-quarantined = Held
held-waiting = Waiting
held-ignored = Set aside
held-received = Being read
held-message = In a conversation
held-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
held-accept = It is mine
held-release = Release
held-new = Make it a new conversation
held-delete = Delete
held-block = Block the sender
held-restore = Bring back
held-unblock = Unblock the sender
held-deed-of = { $deed }: { $subject }
held-more = More for { $subject }
held-choose = Choose { $subject }
held-choose-all = Choose all
held-chosen = { $count ->
    [one] { $count } chosen
   *[other] { $count } chosen
}
held-nothing-together = These mails have nothing in common that could be done with them.
held-accepted = { $count ->
    [one] Accepted. It is a note of yours in a moment; publish it there if it was meant for the customer.
   *[other] { $count } mails accepted. They are notes of yours in a moment; publish there what was meant for customers.
}
held-released = { $count ->
    [one] Released. It is in its conversation in a moment.
   *[other] { $count } mails released. They are in their conversations in a moment.
}
held-made-new = { $count ->
    [one] It becomes a conversation of its own in a moment.
   *[other] { $count } mails become conversations of their own in a moment.
}
held-deleted = { $count ->
    [one] Deleted. The original is kept for 30 days.
   *[other] { $count } mails deleted. The originals are kept for 30 days.
}
held-blocked = { $count ->
    [one] The sender is blocked. Further mail of that address is set aside.
   *[other] { $count } senders are blocked. Further mail of those addresses is set aside.
}
held-restored = { $count ->
    [one] Brought back. It is held again.
   *[other] { $count } mails brought back. They are held again.
}
held-unblocked = { $count ->
    [one] The sender is no longer blocked. The mail is held again.
   *[other] { $count } senders are no longer blocked. Their mails are held again.
}
held-retrying = Trying again. If it works, the mail becomes a conversation.
held-retry-failed = Not tried again: { $reason }
held-not-released = Not released: { $reason }
held-not-deleted = Not deleted: { $reason }
held-not-blocked = Not blocked: { $reason }
held-not-restored = Not brought back: { $reason }
held-not-undone = Not undone: { $reason }
held-twin = See conversation #{ $number }
held-evidence = Sender
held-reply-to = Answers go to
held-cut = There is more. Download the original to read all of it.
held-no-look = Its text cannot be shown here. The original can be downloaded.
held-problem = What went wrong: { $words }
held-files = Files
held-no-filename = file without a name
held-history = What was done with it
deed-released = Released by { $name }
deed-release-undone = Release undone by { $name }
deed-deleted = Deleted by { $name }
deed-deletion-undone = Brought back by { $name }
deed-sender-blocked = Sender blocked by { $name }
deed-sender-unblocked = Sender unblocked by { $name }
deed-replayed = Decided again from the command line
deed-bytes-removed = The original was removed, 30 days after it was deleted
deed-other = Changed by { $name }

## Set aside
ignored-lead = Mail that became no conversation, and what set it aside: a setting, a duplicate, a block, or somebody of the team. What matters after all can be made a conversation.
ignored-nothing = No mail was set aside.

## The ledger of a mailbox
tab-ledger = Ledger
ledger-show = Show
ledger-all = Every mail
ledger-message = In conversations
ledger-caption = What became of every mail to { $address }, newest first
ledger-when = When
ledger-mail = Mail
ledger-became = What became of it
ledger-conversation = Conversation #{ $number }
ledger-none = No mail has reached this mailbox yet.
ledger-none-such = No mail of this kind.
ledger-compare = Compare with the server
ledger-comparing = Comparing…
ledger-compared = Compared: { $time }
ledger-never-compared = Not compared yet. It happens every hour.
ledger-complete = { $count ->
    [one] Nothing is missing: { $count } mail compared.
   *[other] Nothing is missing: { $count } mails compared.
}
ledger-found = { $missing ->
    [one] { $missing } mail was missing; { $fetched } fetched now.
   *[other] { $missing } mails were missing; { $fetched } fetched now.
}
ledger-not-compared = Not compared: { $reason }
ledger-open = { $count ->
    [one] A mail that the server lists has not come in: number { $uids } in { $folder }. It is fetched again every hour.
   *[other] { $count } mails that the server lists have not come in: numbers { $uids } in { $folder }. They are fetched again every hour.
}
ledger-fetched = Mail { $uid } in { $folder } was missing at { $time } and was fetched again.
ledger-gone = Mail { $uid } in { $folder } was missing at { $time } and is not on the server any more.
blocked-senders = Blocked senders
blocked-senders-hint = One a line: an address, or a whole domain such as @example.com. Their mail is set aside and listed under Held.
allowed-senders = Allowed senders
allowed-senders-hint = One a line, as above. Their mail is never held as spam; everything else is looked at as always.
sender-unfit = “{ $entry }” is neither an address nor a domain.
show-more = Show more

## Settings
tags-lead = Words on conversations, the same for the whole team. Anybody gives them; managers and admins name, join and delete them.
tag-add = Add tag
tag-edit = Edit the tag { $name }
tag-name = Tag
tag-delete = Delete tag
tag-delete-named = Delete the tag { $name }
tag-delete-warning = { $count ->
    [0] No conversation has it. Deleting it cannot be undone.
    [one] { $count } conversation loses it. This cannot be undone.
   *[other] { $count } conversations lose it. This cannot be undone.
}
tag-views = { $count ->
    [one] { $count } view asks for it and will find nothing.
   *[other] { $count } views ask for it and will find nothing.
}
tag-deleted = The tag { $name } was deleted.
tag-join = Join the tags
tag-join-warning = { $count ->
    [0] There is a tag “{ $other }” already. “{ $name }” goes, which cannot be undone.
    [one] There is a tag “{ $other }” already. { $count } conversation gets it instead of “{ $name }”, which goes. This cannot be undone.
   *[other] There is a tag “{ $other }” already. { $count } conversations get it instead of “{ $name }”, which goes. This cannot be undone.
}
tag-conversations = { $count ->
    [one] { $count } conversation
   *[other] { $count } conversations
}
tag-show = { $count ->
    [one] Show the { $count } conversation with the tag { $name }
   *[other] Show the { $count } conversations with the tag { $name }
}
tag-unused = On no conversation
tag-find = Find a tag
tag-find-none = No tag is called so.
first-tag = There is no tag yet
first-tag-more = A tag is a word on a conversation by which it is found again. Add one here, or type it in a conversation.
mailboxes = Mailboxes
domains = Domains
queues = Queues
queue = Queue
queue-hint = { $count } open
categories = Categories
category = Category
category-menu = Category: { $name }
no-category = No category
add-category = Add category
edit-category = Edit { $name }
category-name = Name
category-belongs-to = Belongs to
category-on-its-own = None: it stands on its own
category-has-parts = Other categories belong to it. Put them elsewhere first.
first-category = There is no category yet
first-category-more = Categories say what a matter is about. New conversations get the one of their mailbox, and anybody can choose another.
delete-category = Delete category
delete-category-named = Delete { $name }
category-deleted = The category { $name } was deleted.
category-unused = Nothing has this category. Deleting it cannot be undone.
category-conversations = { $count ->
    [one] { $count } conversation has it.
   *[other] { $count } conversations have it.
}
category-conversations-more = More than 1,000 conversations have it.
category-mailboxes = { $count ->
    [one] New conversations of { $count } mailbox get it.
   *[other] New conversations of { $count } mailboxes get it.
}
category-is-default = It is the default of the e-mail channel.
category-heir = What becomes of them
category-heir-hint = Everything that has it gets this instead. It cannot be undone.
category-as-channel = As in the e-mail settings
category-fields-go = { $count ->
    [one] One field of it is deleted with it; what conversations have there is shown no more.
   *[other] { $count } fields of it are deleted with it; what conversations have there is shown no more.
}
part-defaults = New conversations
default-queue = Queue
default-queue-hint = New mail to this mailbox waits there.
default-category = Category of new conversations
default-category-mailbox-hint = Anybody can choose another one later.
default-category-hint = Of every mailbox that names none of its own.
add-queue = Add queue
edit-queue = Edit { $name }
edit = Edit
first-queue = There is no queue yet
first-queue-more = Without queues every conversation is the whole team’s. A queue divides them: it says who is told of new mail and, if you want, who sees it.
queue-everybody = The whole team
queue-name = Name
queue-members = Members
queue-members-hint = They are told of new mail here. Nobody chosen means the whole team.
queue-mailboxes = Mailboxes
queue-mailboxes-hint = New conversations of these mailboxes begin here.
members-only = Members only
members-only-hint = Nobody else sees what is in it, managers and administrators aside.
queue-routing = Who takes new conversations
queue-routing-manual = Agents take them
queue-routing-by-load = The desk gives them to whoever has least
queue-routing-by-turns = The desk gives them out by turns
queue-routing-hint = The desk gives conversations only to members who are online or in e-mail and have fewer than they are to have. With nobody available they wait in the queue.
routed-by-load = Given to whoever has least
routed-by-turns = Given out by turns
queue-takes-email = Takes e-mail
queue-takes-email-hint = Mailboxes feed it, conversations are moved into it, and its members can be in e-mail.
queue-takes-calls = Takes calls
queue-takes-calls-hint = A phone system that reports calls is told which of its members may be rung.
queue-returns = Customers come back to the agent who had them last
queue-returns-hint = As long as that agent is there and has room.
queue-reassign = When an agent is offline, give what waits for them to others
queue-reassign-never = Never
queue-reassign-after = After { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
  }
queue-reassign-hours = After { $hours ->
    [one] one hour
   *[other] { $hours } hours
  }
refuses-moves = No moves by hand
refuses-moves-hint = Conversations come into it from its mailboxes and by rules only.
queue-hours = Own business hours
queue-hours-hint = Off: those of the mailbox hold. On: the away message, SLA and rules go by these for what is in this queue.
delete-queue = Delete queue
queue-deleted = The queue { $name } was deleted. What is in it stays there.
queue-menu = Queue: { $name }
rules = Rules
all-rules = All rules
assignment-lead = Who gets what comes to this mailbox, in the order in which it is decided.
assignment-no-rules = No rule matches what comes here.
assignment-rules-hidden = Rules come first. Whoever leads the team sees and writes them.
assignment-rule-idle = does nothing: something that it names is gone
assignment-agents = Agents
assignment-queue = What no rule has given away goes into the queue { $name }.
assignment-no-queue = It goes into no queue: whoever takes it has it.
rules-lead = What the desk does by itself when something happens. Rules are tried from the top; the first that matches decides who gets the conversation, before any queue gives it out.
add-rule = Add rule
edit-rule = Edit the rule { $name }
delete-rule = Delete rule
first-rule = Let the desk sort what comes
first-rule-more = A rule looks at a conversation when something happens to it and changes it where its conditions hold. You can try it on the conversations of the last 30 days before it does anything. Begin with one of these, or with an empty one.
rule-begin-with = Begin with this
rule-begin-with-named = Begin with this: { $name }
rule-example-invoices = Invoices
rule-example-invoice = invoice
rule-example-late = Two days without an answer
rule-example-machines = Mail of machines
rule-name = Name
rule-name-hint = Timelines say it where the rule did something.
rule-unnamed = New rule
rule-when-legend = When
rule-when-label = What happens
rule-on-created = a conversation begins
rule-on-customer-message = a customer writes
rule-on-agent-message = an answer of the team is sent
rule-on-status-changed = the status changes
rule-on-assigned = somebody gets the conversation
rule-on-rated = a customer says how satisfied they are
rule-on-time-passed = some time has passed
rule-count = After
rule-unit = Unit
rule-unit-days = days
rule-unit-hours = hours
rule-unit-minutes = minutes
rule-since = Counted since
rule-since-created = the conversation began
rule-since-customer-message = the customer last wrote
rule-since-agent-message = the team last answered
rule-since-status-changed = the status last changed
rule-time-hint = It is looked at within a minute of that time, once each time that it passes.
rule-when = When { $on }
rule-time = { $count } { $unit } after { $since }
rule-when-if = { $when }, if { $conditions }
rule-if = If
rule-always = It holds whatever the conversation is like.
rule-and-group = and
rule-group = Conditions { $number }
rule-match = How they go together
rule-match-all = All of these
rule-match-any = At least one of these
rule-match-none = None of these
rule-does = Then { $what }
rule-none-of = none of: { $conditions }
rule-add-condition = Add condition
rule-add-group = Add further conditions
rule-condition = Condition { $number }
rule-condition-part = { $part } of condition { $number }
rule-part-field = What is looked at
rule-part-which = Which field
rule-part-header = Name of the header
rule-part-how = How
rule-part-value = Value { $number }
rule-remove-condition = Remove condition { $number }
rule-remove-value = Remove value { $number }
rule-or = or
rule-and = and
rule-or-another = or …
rule-choose = Choose …
rule-gone = not there any more
rule-field-subject = subject
rule-field-text = text
rule-field-from = sender’s address
rule-field-from-name = sender’s name
rule-field-to = recipients
rule-field-header = header
rule-field-attachments = with files
rule-field-automatic = written by a machine
rule-field-evidence = sender proved
rule-field-language = language
rule-field-mailbox = mailbox
rule-field-queue = queue
rule-field-queue-load = open conversations in its queue
rule-field-hours = business hours
rule-field-category = category
rule-field-assignee = assignee
rule-field-status = status
rule-field-priority = priority
rule-field-tag = tags
rule-field-messages = number of messages
rule-field-rating = satisfaction
rule-field-company = company
rule-field-contact-field = field of the contact
rule-field-category-field = field of the conversation
rule-field-of = { $name } ({ $category })
rule-is-contains = contains
rule-is-contains-not = does not contain
rule-is-is = is
rule-is-is-not = is not
rule-is-begins = begins with
rule-is-ends = ends with
rule-is-empty = is empty
rule-is-not-empty = is not empty
rule-is-at-least = at least
rule-is-at-most = at most
rule-yes = yes
rule-no = no
rule-rating-1 = very bad
rule-rating-2 = bad
rule-rating-3 = so-so
rule-rating-4 = good
rule-rating-5 = very good
rule-hours-open = open
rule-hours-closed = closed
rule-language-es = Spanish
rule-language-pl = Polish
rule-language-nl = Dutch
rule-evidence-e3 = by a signature
rule-evidence-e2 = by your mail server
rule-evidence-e1 = likely
rule-evidence-e0 = not at all
rule-evidence-f = possible forgery
rule-then = Then
rule-action = Action { $number }
rule-action-what = What action { $number } does
rule-action-value = With what in action { $number }
rule-action-field = Field of action { $number }
rule-add-action = Add action
rule-remove-action = Remove action { $number }
rule-do-assign-queue = move to queue
rule-do-assign-agent = assign to
rule-do-assign-assistant = let assistant answer
rule-do-set-category = set category
rule-do-set-field = set field
rule-do-add-tag = add tag
rule-do-remove-tag = remove tag
rule-do-set-priority = set priority
rule-do-set-status = set status
rule-do-add-note = write a note
rule-do-send-text = write to the customer
rule-do-call-webhook = tell webhook
rule-do-stop = try no further rules
rule-outcome-already = was so already
rule-outcome-taken = an earlier rule had decided who gets it
rule-outcome-may-not = not done: they may not work in that queue
rule-outcome-with-person = a person has it
rule-outcome-tags-full = not done: it has 50 tags
rule-outcome-not-meant = its category has no such field
rule-outcome-does-not-fit = the field does not take it
rule-field-nothing = nothing
rule-fields-missing = { $did } (not done: { $names } must be filled in first)
rule-gone-agent = an agent (gone or switched off)
rule-gone-queue = a queue
rule-gone-category = a category
rule-gone-mailbox = a mailbox
rule-gone-company = a company
rule-gone-contact-field = a field of contacts
rule-gone-category-field = a field of conversations
rule-gone-assistant = an assistant
rule-gone-webhook = a webhook (deleted or switched off)
rule-gone-tag = the tag
rule-misses = Does nothing, since something that it names is not there any more: { $what }. Edit it and choose again.
rule-enabled = Switched on
rule-enabled-hint = While it is off it is not looked at.
rule-on = On
rule-off = Off
rule-switch = The rule { $name } is on
rule-up = Try { $name } earlier
rule-down = Try { $name } later
rule-deleted = The rule { $name } is deleted. What timelines say of it stays.
rule-fired = { $count ->
    [one] Did something once within 30 days, at { $when }.
   *[other] Did something { $count } times within 30 days, last at { $when }.
  }
rule-never-fired = Has done nothing within 30 days.
rule-was-cut = Stopped at { $when }: rules had set each other off, or fired too often on one conversation. Its timeline says which.
rule-try = Try it
rule-trying = Trying …
rule-tried = What it would have done
rule-tried-matched = { $count ->
    [0] It would have changed none of { $of } conversations
    [one] It would have changed one of { $of } conversations
   *[other] It would have changed { $count } of { $of } conversations
  }
rule-tried-all = Looked at were those of the last 30 days. A rule for beginnings takes each as it began; any other as it stands, with what the customer wrote last. Nothing was changed.
rule-tried-more = Looked at were the newest of the last 30 days; there are more. A rule for beginnings takes each as it began; any other as it stands, with what the customer wrote last. Nothing was changed.
rule-tried-cut = { $count ->
    [one] In one conversation it would have been stopped: it and other rules set each other off.
   *[other] In { $count } conversations it would have been stopped: it and other rules set each other off.
  }
rule-tried-taken = The earlier rule “{ $name }” decides who gets it.
rule-tried-rest = And { $count } more.
no-queue = No queue
presence-online = Online
presence-offline = Offline
presence-away = Away
presence-in-email = In e-mail
presence-in-call = In a call
presence-in-chat = In a chat
own-presences = Presences of your own
own-presences-hint = Everybody can choose them beside those that every desk has. Each counts as online or as away.
presence-add = Add presence
presence-name = Name
presence-counts-as = Counts as
presence-counts-hint = Queues give conversations to whoever is online, and to nobody who is away. It cannot be changed later.
presence-counts = counts as { $counts }
presence-edit = Edit { $name }
presence-delete = Delete presence
presence-deleted = { $name } was deleted. Whoever chose it is { $counts } now.
board = Who is there
board-hint = Queues that give out conversations give them to whoever is online or in e-mail, and to nobody who is in a call.
board-choice = Presence of { $name }
board-load = { $load } of { $capacity } conversations
board-unseen = No browser of theirs is open. { $presence } when they are back.
news = News
news-about = Tell me of new messages in
news-mine = My conversations
news-waiting = My conversations, and those that nobody has
news-none = None
news-sound = With a tone
news-sound-try = Try it
news-desktop = With a notification of the system
news-desktop-hint = While another window has the focus.
news-desktop-refused = The browser does not allow notifications for this page. Allow them in its settings for this page, then switch this on again.
push = Also when no page of the desk is open
push-hint = The browser’s maker carries these news encrypted and cannot read them.
push-words = With name, subject and beginning
push-words-hint = Else only that a message has come: whoever sees this device's screen reads no more.
push-unsupported = This browser cannot tell you while no page of the desk is open.
push-failed = The browser could not be reached by its maker's service. Try again later.
news-open = Open
news-of = { $name } wrote: { $subject }
news-mentioned = { $name } mentioned you: { $subject }
news-noted = { $name } wrote a note: { $subject }
news-assigned = { $name } gave you: { $subject }
news-handed = { $name } gave to { $to }: { $subject }
news-status = { $name } set to { $status }: { $subject }
news-due = An answer is due soon: { $subject }
news-overdue = An answer is overdue: { $subject }
notify-by-mail = Mail me while I am offline
notify-by-mail-hint = New messages, assignments and mentions, collected into one mail. You can answer it.
general = General
save = Save
saving = Saving…
saved = Saved
overtaken = Somebody else saved this meanwhile. Nothing of yours is lost or saved yet.
overtaken-by = { $name } saved this meanwhile ({ $when }). Nothing of yours is lost or saved yet.
show-theirs = Show what stands now
save-mine = Save mine all the same
cancel = Cancel
copy = Copy
copied = Copied
admins-only = Only admins can change these settings.
email-channel = E-mail channel
email-channel-hint = While it is off no mailbox is read, and mail that arrives otherwise is held until it is on.
company-name = Company name
company-name-hint = Stands in the mails that the desk sends by itself.
inbound-domain = Inbound domain
inbound-domain-hint = The domain whose mail reaches this desk directly, for forwarding addresses. Leave empty if there is none.
raw-limit = Largest mail, in MiB
raw-limit-hint = From 1 to 150. Larger mail stays on its server and is shown as such.
theme = Theme
theme-system = As the system
theme-light = Light
theme-dark = Dark
density = Rows of the list
density-comfortable = Comfortable
density-compact = Compact
this-device = These choices are kept on this device.
old-password = Password until now
change-password = Change password
change-password-hint = At least 10 characters. You stay signed in here; your other sessions end.
password-changed = Your password was changed.
role-agent = Agent
role-manager = Manager
role-admin = Admin

## People
people = People
person-name = Name
person-you = you
yes = Yes
no = No
role = Role
role-hint = When it changes, they have to sign in again.
capacity = Conversations at most
capacity-hint = A queue that gives out conversations gives them none while they have this many open ones. 0: none at all. More can be assigned to them by hand.
own-role-hint = When it changes, you have to sign in again, with what the new role may do.
person-email-hint = They sign in with it, and mail from it counts as theirs. The former address is told.
invited-email-hint = A new address gets a new invitation; the former one ends.
invite = Invite
invite-hint = The desk mails them a link that works once, for seven days.
send-invitation = Send invitation
invited = An invitation is on its way to { $email }.
invited-until = invited, link until { $date }
invitation-over = invited, link has expired
invite-again = Send again
invite-again-to = Send again: invitation to { $email }
cancel-invitation = Cancel invitation
cancel-invitation-of = Cancel invitation of { $email }
invitation-cancelled = The invitation of { $email } was cancelled.
edit-person = Edit { $name }
mail-bounces = Mail to this address comes back: { $reason }
person-off = switched off
switch-off = Switch off
switch-off-person = Switch off { $name }?
switch-off-more = They are signed out everywhere at once, and mail from their address is held. What they wrote stays. You can switch them on again.
person-switched-off = { $name } is switched off.
switch-on = Switch on
switch-on-person = Switch on again: { $name }
switched-on = { $name } can sign in again.
unassign = Give back their conversations
unassign-hint = What is open or postponed becomes unassigned. Otherwise it stays theirs.
powers = What each role may do
power = Permission
may-read = Read conversations and held mail
may-work = Answer, note, assign and change conversations; release held mail
may-every-queue = See what is in queues that are for members only
may-read-settings = Look at the settings of mailboxes
may-change-queues = Make and change queues
may-lead-team = See what everybody does and has, and set their presence
may-change-templates = Change the texts of the mails that the desk sends
may-manage-webhooks = Tell other programs what happens
may-change-settings = Change mailboxes and the settings of the desk
may-manage-people = Invite people, change roles and addresses, switch people off
may-read-audit = Read who changed what
may-change-contact-fields = Define fields of contacts
may-change-tags = Add, name, join and delete tags
may-contact-data = Export all data of a contact, and erase it

## Mailboxes
add-mailbox = Add mailbox
all-mailboxes = All mailboxes
switched-off = switched off
receiving = Receiving
sending-mail = Sending
since = since { $time }
health-since = Since { $time }.
health-last-mail = Last mail: { $time }.
email-settings = E-mail settings
part-channel = Channel
mailboxes-most = Mailboxes at most
mailboxes-most-hint = From 1 to 1,000. The next one is refused.
part-agent-replies = Agents who answer by e-mail
agent-replies = Agent replies by e-mail
agent-replies-note = Become a note
agent-replies-reply = Are sent to the customer
agent-replies-note-hint = When an agent answers from a mail program, only your team sees it. Other recipients that the agent added still get it.
agent-replies-reply-hint = As if the agent had answered here: it goes to all participants, once it is proved that the agent wrote it.
undo-window = Undo window, in seconds
undo-window-hint = So long it can be stopped before it leaves. At most 600.
part-notifications = Mail to agents
notify-seconds = Collect news, in seconds
notify-seconds-hint = News about one conversation become one mail. From 0, which means at once, to 86,400.
part-repeated = Repeated and late mail
after-closed = A late answer starts a new conversation
after-closed-hint = Linked to the old one. Otherwise an answer opens the closed conversation again.
after-closed-hours = Hours after closing
same-mail = One mail to several of your mailboxes
same-mail-per-mailbox = A conversation in each
same-mail-one = One conversation
same-mail-hint = One conversation stands in the mailbox that the mail reached first.
stale-hours = Mail is old after hours
stale-hours-hint = Mail that is older when it is first seen, after the channel was off for example, triggers nothing automatic.
part-relay = Server for the desk's own address
relay-lead = The desk has one address of its own on the inbound domain. It sends through this server; leave the host empty to have none.
part-trust = With less proof
trust-warning = Each of these lets somebody act with less proof than usual. A change is noted in the audit log.
token-suffices = Domains of agents that cannot sign their mail
token-suffices-hint = For agents at these domains the token of a notification is enough. Separate them by commas; providers of free mail are refused.
reply-without-token = Send answers without a token
reply-without-token-hint = An agent's answer that carries no token goes to the customer if the agent's domain signed all of it.
arc-sealers = Forwarders that are believed
arc-sealers-hint = Domains whose seal on forwarded mail (ARC) counts as proof.
tab-settings = Settings
tab-connection = Connection
part-address = Address
part-outgoing = What answers look like
sender-name = Sender's name
sender-name-hint = Beside the address, as customers see it when you answer.
sender-both = { $agent } via { $mailbox }
mail-language = Language
mail-language-hint = Of the words that the desk adds to mails.
language-en = English
language-cs = Czech
language-de = German
language-fr = French
language-it = Italian
delimiter = Begin with “Please type your reply above this line”
delimiter-hint = Everything below the line is folded out of answers. The desk recognises quotes without it too.
session-in-subject = Conversation number in the subject
session-in-subject-hint = The first answer and all later ones end with the number, such as [#1042].
name-token = Conversation in the sender's name
name-token-hint = A short code behind the name keeps answers together even when a mail program drops everything else.
sla = SLA
sla-lead = How soon customers are answered and matters solved. The first policy that is for a conversation holds. Whoever has it is warned in time, and the list shows what is due.
sla-add = Add policy
sla-edit = Edit { $name }
sla-up = Move { $name } up
sla-down = Move { $name } down
sla-off = off
sla-first-policy = Nothing is promised yet
sla-first-policy-more = Add a policy: how soon the first answer leaves, and the next ones, and until when a matter is solved.
sla-name = Name
sla-promises = What is promised
sla-promises-hint = Empty: nothing is promised. What waits for the customer, or is postponed, does not count.
sla-first = First answer within
sla-next = Next answer within
sla-resolution = Solution within
sla-warn = Warning before
sla-unit-of = Unit of “{ $label }”
sla-unit-minutes = minutes
sla-unit-hours = hours
sla-business = Only business hours count
sla-business-hint = Those of its queue or, where that has none of its own, of the mailbox. Where neither has any, every hour counts.
sla-for = Which conversations
sla-every-mailbox = Every mailbox
sla-every-queue = Every queue, or none
sla-priorities = Priorities; none ticked means all
sla-enabled = The policy is on
sla-delete = Delete policy
sla-deleted = { $name } was deleted. What ran by it runs by the next that fits.
sla-for-all = Every conversation
sla-hours = { $count } h
sla-minutes = { $count } min
sla-first-in = First answer in { $time }
sla-next-in = next in { $time }
sla-resolution-in = solution in { $time }
survey-part = Satisfaction survey
survey-switch = Ask customers how satisfied they are
survey-hint = Every time a conversation is resolved, its customer gets a mail with five answers to choose from. Machines, blocked senders, senders whom nothing proves and addresses whose mail came back get none. The text of the mail is a template.
survey-delay = When the survey leaves
survey-delay-hint = Nothing leaves where the conversation is reopened before.
survey-delay-minutes = { $count ->
    [0] At once
    [one] One minute after resolving
   *[other] { $count } minutes after resolving
}
survey-delay-hours = { $count ->
    [one] One hour after resolving
   *[other] { $count } hours after resolving
}
survey-delay-days = { $count ->
    [one] One day after resolving
   *[other] { $count } days after resolving
}
survey-pause = Pause between surveys to one person, days
survey-pause-hint = 0: everybody is asked after each resolving.
survey-template = Change the text
survey-result = Last { $days } days: { $rated } of { $sent } answered, { $average } of 5 on average.
survey-result-none = Last { $days } days: { $sent } sent, no answer yet.
survey-result-nothing = Nobody was asked in the last { $days } days.
greeting-switch = Greet customers whose conversation begins
greeting-hint = Sent at once and only once, and only when it is likely that the sender is real.
greeting-text = Greeting
tab-assignment = Assignment
tab-hours = Business hours
hours-switch = Business hours
hours-hint = Off, somebody is always there. Customers who write outside of the hours can be told when you are back.
hours-week = When somebody is there
hours-zone = Time zone
hours-zones = Some days have another time zone
hours-zone-of = Time zone on { $day }
hours-zone-usual = As above
hours-closed = Closed
hours-from = From
hours-to = Until
hours-add = Add hours
hours-remove = Remove these hours
hours-copy = Copy { $day } to all workdays
hours-away = Away message
hours-away-text = What customers are told who write outside of these hours
hours-away-hint = Sent once in a conversation until you open again, and only when it is likely that the sender is real. With the greeting it is one mail. Empty: nothing is sent.
holidays = Holidays
holidays-none = No holidays yet: every weekday counts.
holidays-import = Take from a calendar file
holidays-taken =
    { $count ->
        [one] One holiday was taken.
       *[other] { $count } holidays were taken.
    } { $left ->
        [0] { "" }
        [one] One entry is no whole day and was left out.
       *[other] { $left } entries are no whole days and were left out.
    }
holiday-add = Add a holiday
holiday-date = Date
holiday-name = Name
holiday-yearly = every year
holiday-remove = Remove { $name }
part-incoming = What becomes of mail
convert-all = Every mail becomes a conversation
convert-all-hint = Off, only answers to something that was sent from here are taken; all else is listed under “Held” as ignored.
agent-mail = Mail that your agents send to it
agent-mail-requester = Starts a conversation; they ask as a customer
agent-mail-ignore = Is ignored
agent-mail-hint = Only mail that answers nothing.
merging = Repeated mail
merging-as-channel = As in the e-mail settings
merging-off = Starts a new conversation
merging-on = Joins the earlier conversation
merging-hint = A new mail with the same subject, from the same customer to the same mailbox.
merging-switch = Repeated mail joins the earlier conversation
merging-hours = Within hours
merging-statuses = While that conversation is
forwards-name = Take the customer from forwarded mail
forwards-name-hint = When an agent forwards a customer's mail, or names an outsider in To, that person becomes the customer. Otherwise it is offered.
answers-through = Answers leave from
answers-through-none = Nobody: answering is refused
answers-through-hint = This mailbox only receives, so another one answers for it.
mailbox-name = Name
mailbox-name-hint = Customers see it as the sender.
mailbox-address = E-mail address
mailbox-address-hint = The address that customers write to.
mailbox-address-fixed = Made by the desk on its own domain; it cannot be changed.
aliases = Aliases
purpose = Purpose
purpose-both = Receive and send
purpose-receive = Receive only
mailbox-enabled = Mailbox is on
mailbox-enabled-hint = While it is off, nothing is read from it and nothing is sent through it.
way-in = How mail comes in
way-imap = Read by IMAP
way-pop3 = Read by POP3
way-forwarding = Forwarded to this desk
host = Host
port = Port
security = Security
tls-implicit = TLS
tls-starttls = STARTTLS
tls-none = None (this machine only)
login = Login
login-hint = Empty means the e-mail address.
login-hint-sending = Empty means no sign-in.
password-stored = A password is stored. Leave empty to keep it.
password-app = Gmail, iCloud, Yahoo and Fastmail want an app password.
folder = Folder
after-reading = After reading
after-nothing = Leave the mail as it is
after-seen = Mark it as seen
after-move = Move it to a folder
after-delete = Delete it on the server
move-to = Move to folder
poll = Seconds between two looks
poll-hint = 10 to 3,600. Empty means 60.
history = Also the last days
history-hint = Days of earlier mail to take in at the first connection. It triggers nothing automatic. Empty means none.
folders-and-spam = Sent folder, Junk folder and spam
spam = Spam
copy-sent = Copies of what is sent from here
copy-sent-auto = Where the server makes none itself
copy-sent-yes = Always, in the Sent folder
copy-sent-no = None
sent-folder = Sent folder
junk-folder = Junk folder
folder-found = Empty means that it is found by itself.
watch-sent = Watch the Sent folder
watch-sent-hint = Answers that somebody sends from another mail program appear in their conversation.
watch-junk = Watch the Junk folder
watch-junk-hint = What the server took for spam is held here, where it can be released.
believe-spam-marks = Believe the server's spam marks
believe-spam-marks-hint = Mail that the server marked as spam in its header is held. Switch this on only where the server removes such marks from mail that comes from outside.
provider = Provider
provider-other = Another provider
sender-address = Mail leaves as
signature = Signature
forward-to = Let your mailbox forward to this address:
forwarding-needs-domain = Forwarding needs a domain whose mail reaches this desk. Enter it in the settings first:
set-up-forwarding = Set up forwarding
forwarding-awaited = Until { $time } the question of Gmail, Outlook, Yahoo, iCloud or Zoho is shown here instead of becoming a conversation. Enter the address above at your provider now.
forwarding-question = { $provider } asks
forwarding-asks = It wants to forward mail of
forwarding-code = Code:
forwarding-link = Link that confirms:
forwarding-care = Use them only if you have just set up forwarding there yourself.
forwarding-after-saving = After saving, this page shows the address to forward to.
test-connection = Test connection
testing = Testing…
test = Test
nothing-to-test = There is no connection to test yet. Enter a host.
step-worked = worked
step-failed = failed
test-connect = Connection
test-login = Login
test-folder = Folder
test-mails = Mails
test-mail = Mail to itself
test-arrival = Arrival
save-anyway = Save anyway
save-anyway-more = Saved as it is, the desk keeps trying.
delete-mailbox = Delete mailbox
delete-mailbox-more = Its conversations stay, but nobody can answer from this address any more.
delete-mailbox-sure = This cannot be undone. Mail that still waits to be sent from here will fail visibly.
type-to-delete = Type { $address } to confirm
delete-for-good = Delete for good
mailbox-deleted = { $address } was deleted.

## What proves a sender
evidence-verified = verified
evidence-likely = likely genuine
evidence-unproved = not verified
evidence-forgery = possible forgery
evidence-why = How far the sender is proved
evidence-dkim-verified = A signature of { $domain }, verified by this desk, covers the mail.
evidence-dmarc-passed-at-server = Your mail server { $server } found that the mail comes from { $domain }.
evidence-dmarc-passed-here = The mail came here from a server that { $domain } names, or with its signature.
evidence-aligned-at-server = Your mail server found a sign of { $domain }, which says nothing about forged mail.
evidence-aligned-here = The mail shows a sign of { $domain }, which says nothing about forged mail.
evidence-sealed-by-forwarder = It was forwarded. { $sealer } vouches that it came from { $domain }.
evidence-internal-submission = Somebody who had signed in to your own mail server sent it.
evidence-dmarc-failed-at-server = Your mail server found that it does not come from { $domain }.
evidence-dmarc-failed-here = It does not come from { $domain }: neither server nor signature are of that domain.
evidence-forwarded = It was forwarded by { $forwarder }, so its origin could not be checked.
evidence-nothing-usable = Nothing in it proves who sent it.
evidence-dns-timeout = The name servers did not answer in time, so it could not be checked.
evidence-no-name-server = There is no name server to ask, so it could not be checked.
evidence-not-checked = It was not checked.
evidence-from-missing = It names no sender that could be read.
evidence-from-several = It names several senders.
evidence-from-control-characters = Its sender contains characters that do not belong there.
evidence-from-ambiguous = Different programs would read a different sender out of it.
evidence-name-shows-other-address = The name shows another address: { $shown }.
evidence-author-behind-list = The list { $shown } sent it under its own address. It names the author, and nothing proves that.
evidence-domain-looks-like-another = The domain { $shown } uses letters that look like others.
evidence-answers-wanted-elsewhere = It asks for answers at another address: { $shown }.
evidence-dkim-not-counted = A signature of { $domain } does not count.

## Domains
domains-lead = What your domains publish decides whether others believe your mail, and whether you can tell forged mail from real.
domain-inbound = (forwarding addresses)
look-again = Look again
no-domains = There is no mailbox yet whose domain could be looked up.
no-name-servers = No name server answers. Nothing can be looked up, and no sender can be proved, until one does.
publish-name = Publish at
publish-kind = Type
publish-value = Value
record-good = good
record-weak = could be better
record-bad = to be done
record-unknown = unknown

## The self-test of a mailbox
tab-trust = Trust
trust-lead = Mail servers mark mail that they have checked, and forgers write such marks themselves. The test sends two mails from outside, the second with forged marks, and sees which of them your server lets through.
trust-test = Steps of the test
trust-begin = Test this mailbox
trust-server = The checks of { $server } are believed.
trust-topmost = The topmost checks on a mail are believed.
trust-nobody = Only signatures that this desk verifies itself prove a sender.
part-forwarders = Servers that forward to this mailbox
forwarders = Forwarding servers
forwarders-hint = One a line, at most 20: a server's address, or a domain that SPF proves. Mail that they forward is not taken for forged, and what they say about it is believed.
trust-learned = Tested { $time }

## API reference
reference = API reference
reference-search = Search operations
reference-nothing = No operation holds these words.
reference-download = OpenAPI { $version } document
reference-open = Nobody has to be signed in for this.
reference-parameters = Parameters
reference-body = Body ({ $type })
reference-answers = Answers
reference-example = Fields and an example of the answer
reference-example-sent = An example of the body
reference-try = Try it
reference-field = Field
reference-type = Type
reference-meaning = Meaning
reference-required = required

## Ways in
sessions = Sessions
sessions-lead = Where you are signed in. A session that nobody uses ends after 30 days.
device-unknown = Unknown device
session-here = this one
session-seen = last seen { $when }
end-session = End
end-session-on = End the session on { $device }
session-ended = The session has ended.
end-other-sessions = End all others
sessions-ended = All your other sessions have ended.
second-factor = Second factor
second-factor-lead = Beside your password, signing in asks for a code that an authenticator on your phone shows. A stolen password alone opens nothing then.
second-factor-on = On. { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
second-factor-begin = Set up
second-factor-remove = Remove
second-factor-removed = Signing in asks for your password alone now.
second-factor-scan = Scan this with your authenticator, then type the code that it shows.
second-factor-picture = Picture for an authenticator
second-factor-type = Or type this into it:
second-factor-code = Code
second-factor-confirm = Confirm
second-factor-needed = Your account has a second factor. Type the code that your authenticator shows, or one of your recovery codes.
second-factor-wrong = This code is wrong, is over, or was used already. Wait for the next one.
password-again-hint = Asked again, so that nobody changes this on a device that you left open.
continue = Continue
recovery-codes = These are your recovery codes.
recovery-codes-more = Each signs you in once without your phone. Keep them where you keep your papers: they are shown only now.
recovery-codes-kept = I have kept them
reset-second-factor = Remove second factor
second-factor-of-none = { $name } has no second factor.
second-factor-of-removed = { $name } signs in with the password alone now.
tokens = API tokens
tokens-lead = For your programs. A token may do what you may, but nothing about how you sign in.
add-token = New token
make-token = Make token
token-name = Name
token-name-hint = What it is for, so that you know it again.
token-ends = Good for
in-days =
    { $count ->
        [one] one day
       *[other] { $count } days
    }
token-endless = Until I end it
token-made = This is your token.
token-made-more = It is shown only now. Give it to your program as “Authorization: Bearer”.
token-kept = I have kept it
token-used = used { $when }
token-unused = never used
token-until = until { $date }
token-over = over
end-token = End
end-token-named = End the token { $name }
token-ended = The token { $name } has ended.

## Audit log
audit = Audit log
audit-lead = Who changed what. Nobody can change or delete it here.
audit-who = Who
audit-what = What
audit-everybody = Everybody
audit-everything = Everything
audit-desk = The desk
audit-none = Nothing like this was changed yet.
audit-more = Show earlier entries
audit-kind-agent = People
audit-kind-token = API tokens
audit-kind-settings = Settings
audit-kind-mailbox = Mailboxes
audit-kind-queue = Queues
audit-kind-category = Categories
audit-kind-category-field = Fields of conversations
audit-kind-tag = Tags
audit-kind-template = Templates
audit-kind-webhook = Webhooks
audit-kind-arrival = Held mail
audit-agent-invited = invited somebody
audit-agent-invited-again = sent an invitation again
audit-agent-invitation-cancelled = cancelled an invitation
audit-agent-joined = joined
audit-agent-changed = changed a name or an address (person { $id })
audit-agent-role-changed = changed a role (person { $id })
audit-agent-switched-off = switched somebody off (person { $id })
audit-agent-capacity-changed = changed how many conversations somebody is given (person { $id })
audit-agent-presence-set = set somebody’s presence (person { $id })
audit-agent-switched-on = switched somebody on (person { $id })
audit-agent-password-changed = changed their password
audit-agent-password-reset = set a new password by a mailed link
audit-agent-second-factor-added = set up a second factor
audit-agent-second-factor-removed = removed a second factor (person { $id })
audit-token-added = made an API token
audit-token-ended = ended an API token
audit-settings-changed = changed the settings of the desk
audit-settings-blocked-senders = changed the blocked senders
audit-mailbox-added = added a mailbox ({ $id })
audit-mailbox-changed = changed a mailbox ({ $id })
audit-mailbox-deleted = deleted a mailbox ({ $id })
audit-queue-added = added a queue ({ $id })
audit-queue-changed = changed a queue ({ $id })
audit-queue-deleted = deleted a queue ({ $id })
audit-category-added = added a category ({ $id })
audit-category-changed = changed a category ({ $id })
audit-category-deleted = deleted a category ({ $id })
audit-category-field-added = added a field of conversations ({ $id })
audit-category-field-changed = changed a field of conversations ({ $id })
audit-category-field-deleted = deleted a field of conversations ({ $id })
audit-category-field-ordered = changed the order of fields of conversations
audit-tag-added = added a tag ({ $id })
audit-tag-renamed = named a tag anew ({ $id })
audit-tag-joined = joined a tag to another ({ $id })
audit-tag-deleted = deleted a tag ({ $id })
audit-template-changed = changed the text of a mail ({ $id })
audit-template-reset = went back to the default text of a mail ({ $id })
audit-webhook-added = added a webhook ({ $id })
audit-webhook-changed = changed a webhook ({ $id })
audit-webhook-deleted = deleted a webhook ({ $id })
audit-webhook-secret-changed = made a new secret for a webhook ({ $id })
audit-webhook-replayed = had a webhook hear again what it missed ({ $id })
audit-webhook-switched-off = switched a webhook off, since it had only failed ({ $id })

## Templates
templates = Templates
templates-lead = The texts of the mails that the desk sends by itself. Each mail is written in the language of the mailbox that it leaves from.
templates-customers = To customers
templates-team = To your team
all-templates = All templates
managers-only = Only managers and admins can change these texts.
template-changed-in = Changed: { $languages }
template-answer = What stands around an answer
template-greeting = Greeting of a new conversation
template-away = Outside of the business hours
template-survey = Survey after a conversation was resolved
template-rule = What a rule writes to a customer
template-notification = News about a conversation
template-held-unverified = Your mail became a note: nothing proves that it is yours
template-held-not-verified = A mail in your name is held
template-held-of-another = Your mail answers a colleague’s notification
template-held-newer-message = Your answer became a note: the customer wrote again
template-held-other-destination = Your answer became a note: it would go to another domain
template-copy = Copy of what was sent in your name
template-token-used = Somebody else answered your notification
template-report = Daily report of held mail
template-invitation = Invitation to the team
template-password-link = Link to a new password
template-password-changed = Your password was changed
template-second-factor-removed = Your second factor was removed
template-address-changed = Your address was changed
template-alarm-agent-held = Alarm: mail in an agent’s name
template-alarm-forgeries = Alarm: forged mail
template-loop-alarm = Alarm: two machines wrote to each other
template-language = Language
template-language-hint = Each language has a text of its own.
template-subject = Subject
template-body = Text
template-variables = What can stand in it
template-variables-more = The braces are replaced when the mail is written. A paragraph of braces alone is left out where there is nothing to put in.
template-required = needed
template-preview = How it looks
template-send-test = Send it to me
template-test-sent = It is on its way to { $address }.
template-reset = Back to the default
template-was-reset = The default text stands again.

## Webhooks
webhooks = Webhooks
webhooks-lead = Other programs are told what happens here, the moment it happens. What is sent is signed, and sent again until it is taken.
hook-reference = How it looks and how to check it: API reference
add-hook = Add webhook
edit-hook = Edit the webhook { $name }
delete-hook = Delete webhook
all-hooks = All webhooks
first-hook = Nobody is told yet
first-hook-more = Add the address of a program of yours, such as an order system. It is told when conversations begin, messages come and go, and when a status or an assignee changes.
hook-url = Address
hook-url-hint = It begins with https:// and is in the public internet. Networks of your own are opened by whoever runs the program (--webhook-networks).
hook-description = What it is for
hook-description-hint = Such as “Order system”. Only the team sees it.
hook-kinds = What it is told
hook-enabled = Switched on
hook-enabled-hint = While it is off nothing is kept for it.
hook-new-secret = New secret
hook-secret-changed = There is a new secret. The one before signs too for 24 hours.
hook-secret-made = Copy this secret now.
hook-secret-made-more = It is shown only this once. The receiver checks with it that what it is told comes from this desk.
hook-secret-kept = I have it
hook-deleted = The webhook is deleted, with its log.
hook-untried = Nothing was sent yet.
hook-working = Working. It last took something at { $when }.
hook-failing = Failing since { $when }. It is tried again; after three days of failing it is switched off.
hook-off = Switched off.
hook-switched-off = Switched off by the desk at { $when }, since it had failed for three days. Mend it, switch it on, and send again what it missed.
hook-conversation-created = A conversation began
hook-status-changed = A status changed
hook-assigned = A conversation was assigned
hook-queued = A conversation was moved to another queue
hook-categorised = A category changed
hook-fields-set = What stands in its fields changed
hook-tagged = Tags changed
hook-merged = Conversations were merged
hook-split = Messages were split off a conversation
hook-sla-warning = A promise is about to be broken (SLA)
hook-sla-broken = A promise was broken (SLA)
hook-rated = A customer said how satisfied they are
hook-inbound = A message came in
hook-outbound = A message left
hook-delivery-failed = A message did not arrive
hook-note = A note was written
hook-note-hint = Only your team sees notes. Tell them to programs of your own team alone.
hook-test = Test
hook-log = Log
hook-log-named = Log of { $name }
hook-log-empty = Nothing was sent yet. Send a test to see whether it arrives.
hook-log-none-such = Nothing in the log is like this.
hook-show = Show
hook-everything = Everything
hook-state-queued = Waiting
hook-state-deferred = Failed for now
hook-state-delivered = Taken
hook-state-failed = Given up
hook-attempts = { $count } attempts
hook-next = next at { $when }
hook-answered = answered { $status } in { $ms } ms
hook-response = What it answered
hook-send-test = Send a test
hook-test-sent = A test is on its way.
hook-send-again = Send again
hook-send-again-named = Send again: delivery { $id }
hook-sent-again = It is sent again.
hook-failed-within = What was given up within
hook-send-all-again = Send all of it again
hook-all-sent-again =
    { $count ->
        [0] Nothing was given up in this time.
        [one] One delivery is sent again.
       *[other] { $count } deliveries are sent again.
    }
hook-problem-refused = answered { $status } in { $ms } ms, which is no “taken” (2xx)
hook-problem-redirect = it answered that it is elsewhere; redirects are not followed, so type the address that it names
hook-problem-late = no answer within 10 seconds
hook-problem-unresolved = the name resolves to no address
hook-problem-unreached = nobody answers at this address
hook-problem-tls = its certificate is not to be trusted, or it speaks no TLS
hook-problem-broken = what it answered is no HTTP
hook-problem-closed = the address leads into a network that is not open to webhooks
hook-problem-unfit = the address is none to send to
hook-problem-off = the webhook was switched off
audit-contact-changed = changed a contact ({ $id })
audit-contact-note-removed = removed a note about a contact ({ $id })
audit-contact-exported = exported all data of a contact ({ $id })
audit-contact-erased = erased a contact ({ $id })
audit-contact-merged = merged a contact ({ $id }) into another
audit-contact-merge-undone = took a contact ({ $id }) out of another again
audit-conversations-exported = saved conversations as a table
audit-contact-field-added = added a field of contacts ({ $id })
audit-contact-field-changed = changed a field of contacts ({ $id })
audit-contact-field-deleted = deleted a field of contacts ({ $id })
audit-company-added = added a company ({ $id })
audit-company-changed = changed a company ({ $id })
audit-company-deleted = deleted a company ({ $id })

# Contacts and companies

contacts = Contacts
contacts-people = People
contacts-find = Find a contact by name or address
contacts-none = There are no contacts yet. Whoever writes to you becomes one.
contacts-none-found = No contact has such a name or address.
contact = Contact
contact-name = Name
contact-addresses = E-mail addresses
contact-primary = primary
contact-address-new = Another address
contact-address-add = Add
contact-write = Write
contact-merge = Merge…
contact-merge-title = Merge { $name }
contact-merge-find = Find the other contact by name or address
contact-merge-with = Merge with { $name }
contact-merge-with-whom = Merge with
contact-merge-none = No other contact has such a name or address.
contact-merge-stays = Who stays
contact-merge-more = Whoever stays gets the conversations, addresses and notes of both. This can be undone.
contact-merged = { $from } was merged into { $into }.
contact-merged-list = Merged contacts
contact-take-out = Take out
contact-take-out-named = Take out { $name }
contact-taken-out = { $name } is a contact of their own again.
contact-notes = Notes
contact-notes-more = { $count ->
    [one] One more note
   *[other] { $count } more notes
}
contact-note-new = New note
contact-note-hint = Only your team sees this.
contact-note-add = Add note
contact-note-remove = Remove this note
contact-note-removed = The note was removed.
contact-conversations = Conversations
contact-no-conversations = There is no conversation that you can see.
company = Company
companies = Companies
companies-find = Find a company by name or domain
companies-none = There are no companies yet. Add one with its domain: everybody who writes from there belongs to it.
companies-none-found = No company has such a name or domain.
company-called = Name
company-domains = Domains
company-domains-hint = acme.example, acme.test: whoever writes from there belongs to the company. Not gmail.com and the like.
company-add = Add company
company-delete = Delete company
company-deleted = The company { $name } was deleted. Its contacts stay.
company-choose = Choose the company
company-find = Find a company
company-by-domain = By the domain of the address
company-by-domain-none = No company has this domain
company-by-domain-hint = by domain
company-none = No company
company-no-people = Nobody is of this company yet.
contact-export = Export all data
contact-export-notes = Export with the team’s notes
contact-erase = Erase…
contact-erase-title = Erase { $name }
contact-erase-what = The name, all addresses and notes are erased, and of all conversations the subjects, texts, mails and files. This cannot be undone.
contact-erase-stays = Numbers, times and statistics stay. Who writes again is a new contact.
contact-erase-confirm = Type { $address } to confirm
contact-erase-for-good = Erase for good
contact-erase-going = The contact is erased already; their conversations follow. This goes on by itself.
contact-erased = The contact was erased.
contact-open = Open the contact’s page
contact-fields = Contact fields
contact-fields-lead = What your team keeps about contacts beside name, addresses and company. Everybody fills them in; managers and admins define them.
contact-field-add = Add field
contact-field-edit = Edit { $name }
contact-field-name = Name
contact-field-kind = Kind
contact-field-kind-hint = The kind stays as it is chosen.
contact-field-choices = Words to choose from, one on each line
contact-field-delete = Delete field
contact-field-deleted = The field { $name } was deleted.
contact-field-nothing = Nothing chosen
contact-field-ticked = Yes
field-kind-text = Text
field-kind-number = Number
field-kind-choice = Choice
field-kind-date = Date
field-kind-checkbox = Checkbox
fields = Fields
all-conversations = All conversations
all-conversations-fields = What is asked of every conversation, whatever its category.
fields-count = { $count ->
    [0] Fields
    [one] One field
   *[other] { $count } fields
}
fields-of-count = { $count ->
    [0] Fields of { $name }
    [one] One field of { $name }
   *[other] { $count } fields of { $name }
}
fields-of = Fields of { $name }
fields-none = It asks for nothing of its own yet.
field-from = from { $name }
field-up = Move { $name } up
field-down = Move { $name } down
field-moved = { $name } was moved.
field-deleted = The field { $name } was deleted.
field-delete-named = Delete the field { $name }
field-delete-more = What conversations have in it is shown no more, and rules that name it do nothing. This cannot be undone.
field-required = { $name } (required)
field-is-required = Required
field-required-switch = Required
field-required-hint = A conversation is resolved or closed only when it is filled in. A box must be ticked.
field-help = What to write there
field-help-hint = One sentence below the field; may be empty.
field-words = Words to choose from
field-word = Word { $number }
field-word-add = Add word
field-word-remove = Remove word { $number }
field-words-hint = A renamed word is renamed in all conversations. What has a removed word keeps it.
field-needed-here = Fill this in.
fields-needed = What is still missing
fields-needed-more = Before #{ $number } is resolved, its category ({ $category }) asks for this.
fields-needed-go-on = Save and go on

reports = Reports
report-days = Days
report-week = Last 7 days
report-four-weeks = Last 4 weeks
report-month = This month
report-last-month = Last month
report-year = Last 12 months
report-own-days = Other days
report-from = From
report-to = to
report-zone = days of { $zone }
report-figures = Figures of these days
report-none = –
report-seconds = { $seconds } s
report-minutes = { $minutes } min
report-hours = { $hours } h
report-hours-minutes = { $hours } h { $minutes } min
report-days-only = { $days } d
report-days-hours = { $days } d { $hours } h
report-more = { $percent } % more
report-less = { $percent } % less
report-as-before = as before
report-from-nothing = none before
report-not-compared = not compared
report-compared-with = Compared with { $days }
report-received = Received
report-received-hint = Conversations that began from outside, spam and trash aside.
report-replies = Answers
report-replies-hint = Messages that people of the team sent to customers.
report-resolved = Resolved
report-resolved-hint = How often a conversation was resolved or closed. One that was taken up again and resolved counts twice.
report-backlog = Not resolved
report-backlog-hint = Conversations that were not resolved at the end of each day, and those of them that waited for the team.
report-waiting = Waiting for the team
report-first-response = First response (median)
report-first-response-hint = From a customer’s first message to the first answer of a person, nights and weekends included.
report-resolution = Time to resolve (median)
report-resolution-hint = From the beginning of a conversation to its resolving, nights and weekends included.
report-promises = Promises kept
report-promises-hint = How many promises of your SLA policies were kept: answers and solutions in time.
report-ratings = Ratings
report-ratings-hint = Customers who answered a satisfaction survey.
report-rating = Rating (average)
report-rating-hint = The average of all ratings, from 1, very bad, to 5, very good.
report-good-ratings = Good ratings
report-good-ratings-hint = How many of the ratings are good or very good.
report-percent = { $percent } %
report-promises-title = Promises kept
report-promises-title-hint = How many of the answers and solutions that SLA policies promise came in time.
report-promises-responses = Answers
report-promises-resolution = Solutions
report-no-promises = No promises were made in this time.
report-satisfaction-title = Satisfaction
report-satisfaction-hint = How many of the customers who answered a survey found your help good or very good.
report-no-surveys = No surveys were sent in this time.
report-no-ratings = No survey was answered in this time.
report-median = Half within
report-ninth = Nine of ten within
report-volume = Received and resolved
report-volume-hint = Conversations that began, and that were resolved, each day.
report-backlog-title = Not resolved
report-first-response-title = Time to the first response
report-resolution-title = Time to resolve
report-load = When customers write
report-load-hint = Their messages in each hour of the week, by the desk’s time zone. The stronger the colour, the more.
report-weekday = Day
report-hour-says = { $day }, { $hour }: { $count ->
    [0] nothing
    [one] one message
   *[other] { $count } messages
  }
report-as-table = Show as a table
report-days-head = Days
report-by = In detail
report-agent = Person
report-tag = Tag
report-no-agent = Nobody
report-no-queue = In no queue
report-no-category = No category
report-no-tag = Without a tag
report-gone = Not there any more
report-rest = All others
report-agent-hint = Answers, first responses, resolving and promises kept by them count for whoever did them; ratings for whoever had the conversation when it was resolved; everything else for whoever has the conversation now.
report-tag-hint = A conversation with several tags counts for each of them.
report-only = Only { $dimension }: { $name }
report-all = Show everything
report-nothing = Nothing was counted in these days.
report-empty = Nothing happened in these days yet
report-empty-hint = As soon as mail comes in and is answered, you see here how much there is, how soon customers hear from you, and what is left.
report-counting = Everything is being counted anew. The figures grow until that is done.
report-save = Download
report-save-days-csv = Over time, as CSV
report-save-days-json = Over time, as JSON
report-save-by-csv = By { $by }, as CSV
report-save-by-json = By { $by }, as JSON
time-zone = Time zone
time-zone-hint = Reports count by the days of this zone. With another one they are counted anew, which takes a while.

## Lists that people put in order
sorted-up = Move { $name } up
sorted-down = Move { $name } down
sorted-moved = { $name } is now number { $place } of { $count }.

## Assistants (LD-5, LD-4, SB-4)
assistant = Assistant
assistants = Assistants
all-assistants = All assistants
new-assistant = New assistant
add-assistant = Add assistant
edit-assistant = Edit { $name }
first-assistant = No assistant yet
assistants-lead = An assistant looks at what customers write before agents do, and drafts answers for them or answers by itself, as you say. It works only in the mailboxes into whose list you put it.
assistants-mailed = Whether agents are mailed meanwhile is a setting:
assistant-on = On
assistant-off = Off
assistant-switch = { $name } is on
assistant-works-in = Works in { $mailboxes }
assistant-works-nowhere = Works in no mailbox yet
assistant-placed = Works in:
assistant-not-placed = It works in no mailbox yet. Put it into the list of one:
assistant-added = { $name } was added. It works once it is in the list of a mailbox.
assistant-kind = What answers
assistant-model = Language model
assistant-model-more = A model behind any OpenAI-compatible API. It is given passages of your articles and answers from them alone; what it says is compared with them before anything leaves.
assistant-script = Questions and answers
assistant-script-more = Answers that you write. A question is known by its words; where two answers fit equally well, people answer. Nothing leaves the desk.
assistant-dialogflow = Dialogflow
assistant-dialogflow-more = An agent of Google's Dialogflow ES and its own answers.
assistant-name = Name
assistant-name-hint = Customers see it with its answers.
assistant-language = Language
assistant-language-hint = In which it answers. In another language than its articles it only drafts.
assistant-language-hint-asked = In which it is asked.
assistant-language-customers = The customer's own
assistant-language-mailboxs = The mailbox's
assistant-service = Its service
assistant-base-url = Address of the API
assistant-base-url-hint = Without “/chat/completions”. A service in your own network is reached only if the desk was started so that it may.
assistant-model-name = Model
assistant-model-name-hint = As its service calls it.
assistant-key = Key
assistant-key-hint = It is kept sealed and never shown again. Leave it empty for a service that needs none.
assistant-key-file = Key file
assistant-key-file-hint = The JSON file of a service account that may use the agent. It is kept sealed and never shown again.
assistant-choose-key-file = Choose the file
assistant-key-stored = There is a key. It is never shown.
assistant-key-goes = The key goes when you save.
assistant-key-replace = Replace the key
assistant-key-remove = Remove the key
assistant-key-keep = Keep the stored key
assistant-project = Project
assistant-project-hint = Empty: the one that the key file names.
assistant-location = Region
assistant-location-hint = Empty: none.
assistant-endpoint = Another address
assistant-endpoint-hint = Empty: Google's own.
assistant-manner = What it is to know and heed
assistant-from-knowledge = What it answers comes from your articles, never from here.
assistant-instructions = Instructions
assistant-instructions-hint = This is no place for secrets: the model reads it with every question, and customers may get it to repeat it.
assistant-tone = Tone
assistant-tone-hint = How it is to sound, such as “friendly and brief”.
assistant-pairs = Questions and answers
assistant-pairs-hint = Customers ask in words of their own: what counts are the words that say what it is about, in any order.
assistant-pairs-find = Find among { $count }
assistant-pairs-none = None of them has these words.
assistant-pair-add = Add an answer
assistant-pair-new = New answer
assistant-pair-remove = Remove “{ $name }”
assistant-pair-without-answer = The answer to one of the questions is still missing.
assistant-pair-without-question = One of the answers has no question yet.
assistant-questions = Ways to ask
assistant-questions-hint = One a line, up to 20.
assistant-answer-text = Answer
assistant-answer-hint = Plain text, as the customer gets it.
assistant-mode = What becomes of its answers
assistant-draft = Draft for agents
assistant-draft-more = Agents have the conversation at once and see its answer beside what they write. Nothing leaves before a person sends it.
assistant-answer = Answer by itself
assistant-answer-more = It has the conversation and answers it, as long as it is sure. It leaves the answer to agents, with its draft, where nothing proves who wrote, others read along, answers would go to another address, the mailbox cannot send, or it has answered often enough. It hands over when it does not know, or when the customer asks for a person.
assistant-most-turns = Answers in one conversation
assistant-most-turns-hint = Then a person takes over.
assistant-most-a-day = Customers' messages a day
assistant-most-a-day-hint = What comes beyond goes to people.
assistant-enabled = The assistant is on
assistant-enabled-hint = Off: it does nothing in any mailbox, and what it has goes to people.
delete-assistant = Delete assistant
delete-assistant-named = Delete { $name }?
delete-assistant-more = What it has goes to people. What it said stays in its conversations.
delete-assistant-sure = Its settings and its key are gone for good, and it leaves the list of every mailbox.
assistant-deleted = { $name } was deleted. What it had goes to people.
assistant-try = Try it
assistant-try-lead = Ask what a customer could ask. Nothing is sent to anybody. What was saved is tried.
assistant-try-lead-asks = Ask what a customer could ask. Nothing is sent to anybody, but its service is asked, which may cost something. What was saved is tried.
assistant-try-no-mailbox = There is no mailbox to ask in.
assistant-question = Question
assistant-ask = Ask
assistant-asking = Asking …
assistant-people-answer = People would have to answer. { $why }
assistant-would-answer = It would answer
assistant-would-draft = Agents would get this draft
assistant-found = Found
assistant-named = named in the answer
assistant-passage = Passage
assistant-passage-of = Passage of { $title }
assistant-asked = What was asked
assistant-said = What was said
assistant-took = { $seconds } s
assistant-tokens = { $asked } tokens asked, { $said } said
human-takeover = Human takeover
human-takeover-hint = On: while an assistant knows the answer, nobody is mailed; when it hands over, agents are. Off: agents are mailed at once, whoever has the conversation.
assignment-assistants = Assistants of this mailbox
assignment-no-assistants = No assistant works here.
assignment-assistant-takes = takes what comes
assignment-assistant-off = switched off itself
assignment-assistant-switch = { $name } is on in this mailbox
assignment-assistant-remove = Take { $name } out of this mailbox
assignment-assistant-add = Add
has-assistant = { $name }, an assistant, has this conversation and answers it. Take over, and it is yours.
take-over = Take over
assistant-has-menu = { $name }, an assistant, has it. Give it to a person
row-assistant = Assistant { $name } has it
suggestion = Suggested answer
suggestion-of = { $name } suggests an answer
suggestion-used = The text of { $name } is in your answer
suggestion-from = From
suggestion-why = Not sent by itself. { $why }
suggestion-use = Use
suggestion-dismiss = Dismiss
suggestion-take-out = Take it out again
suggestion-changed = You have changed the answer since: take out of it yourself what you do not want.
how-it-came = How this came about
how-it-came-lead = Each message of the customer that an assistant looked at: what it found, what its service was asked, and what that said.
no-turns = Nothing is known of it any more.
turn-waiting = is being looked at
turn-answered = answered
turn-drafted = drafted
turn-handed-over = handed over
turn-silent = had nothing to suggest
turn-overtaken = somebody else was faster
turn-erased = erased with its customer
event-assistant-took = { $name }, an assistant, took this conversation.
event-assistant-answered = { $name }, an assistant, answered.
event-assistant-answered-from = { $name }, an assistant, answered from { $sources }.
event-assistant-drafted = { $name }, an assistant, drafted an answer for the team.
event-assistant-handed-over = { $name }, an assistant, handed this conversation to people.
event-assistant-sent = An assistant answered { $address }
event-assistant-kept-back = An assistant did not answer { $address }: { $limit }
assistant-why-asked = The customer asks for a person.
assistant-why-nothing-found = Nothing was found that answers it.
assistant-why-unsure = It does not know the answer for sure.
assistant-why-empty = It said nothing.
assistant-why-too-long = What it said is too long.
assistant-why-no-source = It named no source.
assistant-why-wrong-source = It named a source that there is not.
assistant-why-markup = There is markup in what it said.
assistant-why-foreign = It said a link or an address that its sources do not have.
assistant-why-strange = It said a number, a code or a strange word that its sources do not have.
assistant-why-not-in-sources = Not all that it said stands in its sources.
assistant-why-repeats = It repeated what it was told to do.
assistant-why-not-alone = One of its sources is not one that assistants may answer with by themselves.
assistant-why-turns = It has answered often enough in this conversation.
assistant-why-budget = It has been asked often enough within a day.
assistant-why-unreachable = Its service cannot be reached, or refuses.
assistant-why-busy = Its service cannot answer just now. Try again in a moment.
assistant-why-off = It was switched off or deleted.
assistant-why-old = The mail is old.
assistant-why-aside = The conversation is in spam or in the trash.
assistant-why-person = A person of the team is on it.
assistant-why-others = Others read along.
assistant-why-elsewhere = Answers would go to another address than the mail came from.
assistant-why-cannot-send = The mailbox cannot send.
assistant-why-machine = A machine wrote, or the sender wants no automatic answer.
assistant-why-list = The mail went to a mailing list.
assistant-why-machine-address = The address looks like a machine's.
assistant-why-own-address = The address is one of your own mailboxes, or none.
assistant-why-bounced = Mail to this address came back.
assistant-why-blocked = The sender is blocked.
assistant-why-not-proved = Nothing proves who wrote the mail.
assistant-why-pause = This person was written to not long ago.
assistant-why-loop = Two machines are answering each other.
assistant-why-repeated = The same words came from several senders.
assistant-why-conversation = Enough automatic mail has left in this conversation today.
assistant-why-address = Enough automatic mail has left to this address today.
assistant-why-domain = Enough automatic mail has left to this domain for the moment.
assistant-why-unknown = Enough automatic mail has left within this hour to people whom nobody has written to before.
assistant-why-hour = Enough automatic mail has left within this hour.
may-manage-assistants = Add, change, try and place assistants
audit-kind-assistant = Assistants
audit-assistant-added = added assistant { $id }
audit-assistant-changed = changed assistant { $id }
audit-assistant-deleted = deleted assistant { $id }
audit-mailbox-assistants-changed = changed the assistants of mailbox { $id }
