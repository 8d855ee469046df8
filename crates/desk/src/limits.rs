//! Every limit of the desk, named. Beyond each there is a visible outcome, which stands in the limit's sentence.

/// Raw mail, bytes; a setting up to [`RAW_MAIL_MOST_BYTES`]. SMTP: `552` at SIZE; IMAP: "too large, still on the server".
pub const RAW_MAIL_BYTES: u64 = 50 * 1024 * 1024;
/// The most that the setting for raw mail may say, bytes.
pub const RAW_MAIL_MOST_BYTES: u64 = 150 * 1024 * 1024;
/// What is fetched of a mail that is too large, bytes behind its headers.
pub const TOO_LARGE_HEAD_BYTES: u32 = 256 * 1024;
/// How long understanding one mail may take, milliseconds; then it is quarantined.
pub const PARSE_DEADLINE_MS: u64 = 2_000;
/// How much the process may grow while one mail is understood, bytes; then it is quarantined.
pub const PARSE_GROWTH_BYTES: u64 = 768 * 1024 * 1024;
/// How often a mail is tried before it is quarantined.
pub const ARRIVAL_ATTEMPTS: i64 = 3;
/// The most arrivals that share one commit.
pub const ARRIVALS_PER_COMMIT: usize = 64;
/// Files on one outgoing mail (CC-13); the composer says so, the API answers 422.
pub const COMPOSE_FILES: usize = 10;
/// All files of one outgoing mail together, bytes (CC-13).
pub const COMPOSE_BYTES: u64 = 25 * 1024 * 1024;
/// The longest that an answer waits so that its agent can undo it, seconds; the API answers 422.
pub const UNDO_MOST_SECONDS: u32 = 60;
/// The longest that an answer by mail waits so that its agent can undo it, seconds (a setting); the API answers 422.
pub const UNDO_BY_MAIL_MOST_SECONDS: u32 = 600;
/// How far ahead of now a fresh job may stand, seconds: more than anything waits for its undoing. What stands further ahead
/// was left there by a clock that was set back.
pub const FRESH_AHEAD_SECONDS: i64 = 660;
/// How far ahead an answer can be planned, seconds; the API answers 422.
pub const SEND_LATER_SECONDS: i64 = 365 * 24 * 3600;
/// Recipients of one outgoing mail; the API answers 422.
pub const RECIPIENTS: usize = 100;
/// Characters of a subject that we store; longer ones are cut.
pub const SUBJECT_CHARS: usize = 500;
/// Drafts of one agent; the API answers 422 to a further one.
pub const DRAFTS: usize = 200;
/// Characters of a name or address that stands in a draft, however unfinished; the API answers 422.
pub const DRAFT_ADDRESS_CHARS: usize = 500;
/// Characters of a message that a person types; the API answers 422.
pub const TYPED_CHARS: usize = 500_000;
/// Bytes of a message that a person writes as HTML; the API answers 422.
pub const TYPED_HTML_BYTES: usize = 1024 * 1024;
/// Characters of the preview in a list.
pub const PREVIEW_CHARS: usize = 160;
/// Characters of a message that search reads; the rest is not found by search.
pub const SEARCH_CHARS: usize = 100_000;
/// Characters of a body's text that is stored for showing; the raw mail keeps all.
pub const TEXT_CHARS: usize = 2_000_000;
/// Characters of a body's HTML that are stored: more than the sanitiser takes, so a longer one is shown as text only; the
/// raw mail keeps all.
pub const HTML_CHARS: usize = 1024 * 1024 + 1;
/// Message-IDs of a mail that threading looks at, newest first.
pub const THREAD_IDS: usize = 50;
/// Contacts that one mail may create (edge case 33); further Cc addresses are kept on the message only.
pub const CC_PARTICIPANTS: usize = 40;
/// Attachments of one mail that are listed; the raw mail keeps all.
pub const ATTACHMENTS: usize = 200;
/// Quoted history below an answer, characters; older history is left out.
pub const QUOTED_HISTORY_CHARS: usize = 30_000;
/// Live changes that a browser can catch up with; an older one gets `reset`.
pub const CHANGES_KEPT: i64 = 20_000;
/// Mailboxes (SO-3), a setting up to [`MAILBOXES_MOST`]; the next is refused.
pub const MAILBOXES: i64 = 100;
/// The most that the setting for mailboxes may say.
pub const MAILBOXES_MOST: i64 = 1_000;
/// How long the bytes of a mail are kept that a person deleted, days; its line in the ledger stays.
pub const DELETED_DAYS: i64 = 30;
/// How long a released mail waits before it is worked on, seconds: until then the release can be undone.
pub const RELEASE_UNDO_SECONDS: i64 = 9;
/// Characters of a held mail's text that are shown before it is released; the raw mail keeps all.
pub const HELD_PREVIEW_CHARS: usize = 4_000;
/// How often the mails of a folder are compared with what came in, seconds.
pub const COMPARE_SECONDS: i64 = 3_600;
/// Gaps of a mailbox that are listed; further ones are counted.
pub const GAPS_LISTED: i64 = 200;
/// Days that an agent's token is good for.
pub const AGENT_TOKEN_DAYS: i64 = 30;
/// Days that a customer's token is good for.
pub const CUSTOMER_TOKEN_DAYS: i64 = 180;
/// How long somebody counts as online after a browser of theirs was last heard of, seconds (SB-8).
pub const PRESENCE_SECONDS: i64 = 5 * 60;
/// How many presences a desk may have of its own (CC-14).
pub const OWN_PRESENCES: usize = 30;
/// The longest name of one, characters.
pub const OWN_PRESENCE_NAME_CHARS: usize = 40;
/// How long a call that nobody tells of any more counts as going on, seconds: a phone system that died ends none.
pub const CALL_SECONDS: i64 = 4 * 3_600;
/// How many calls may ring or go on at once.
pub const CALLS: usize = 5_000;
/// The longest telephone number or name of a caller, characters.
pub const CALL_NUMBER_CHARS: usize = 120;
/// How long a call that is over is kept, days.
pub const CALL_LOG_DAYS: i64 = 90;
/// The fewest and the most minutes after which what waits for an agent who is offline may be given to others.
pub const REASSIGN_MINUTES: (i64, i64) = (5, 7 * 24 * 60);
/// How long news for an agent about one conversation are collected before they are mailed, seconds; a setting.
pub const NOTIFY_SECONDS: i64 = 60;
/// The longest that the setting for collecting news may say, seconds.
pub const NOTIFY_MOST_SECONDS: i64 = 24 * 3600;
/// Messages that one notification shows; of more it says how many.
pub const NOTIFIED_MESSAGES: usize = 10;
/// Characters of each message in a notification; the rest is in the browser.
pub const NOTIFIED_CHARS: usize = 20_000;
/// Conversations that an agent is given at most by a queue's routing, where nothing else is set (LD-6).
pub const CAPACITY: i64 = 20;
/// The largest capacity of an agent.
pub const CAPACITY_MOST: i64 = 500;
/// Conversations that are given out at once when somebody becomes available; the upkeep goes on.
pub const GIVEN_OUT_AT_ONCE: i64 = 100;
/// Queues; the next is refused.
pub const QUEUES: usize = 200;
/// Characters of a queue's name.
pub const QUEUE_NAME_CHARS: usize = 100;
/// Snippets of one agent, and of the team; the next is refused.
pub const SNIPPETS: usize = 500;
/// Characters of a snippet's name; the API answers 422.
pub const SNIPPET_NAME_CHARS: usize = 100;
/// Characters of a snippet's shortcut; the API answers 422.
pub const SNIPPET_SHORTCUT_CHARS: usize = 30;
/// Characters of a snippet; the API answers 422.
pub const SNIPPET_CHARS: usize = 20_000;
/// Bytes of a snippet's HTML; the API answers 422.
pub const SNIPPET_HTML_BYTES: usize = 100 * 1024;
/// The newest contacts that are looked at when an address is completed; older ones are typed out.
pub const CONTACTS_COMPLETED: i64 = 5_000;
/// Contacts or companies that one request looks at while it searches a list; the next page goes on behind them.
pub const CONTACTS_WALKED: usize = 5_000;
/// Characters of a contact's name; the API answers 422.
pub const CONTACT_NAME_CHARS: usize = 200;
/// Addresses of one contact; the API answers 422.
pub const CONTACT_ADDRESSES: usize = 50;
/// Notes about one contact; the next is refused.
pub const CONTACT_NOTES: i64 = 200;
/// Characters of a note about a contact; the API answers 422.
pub const CONTACT_NOTE_CHARS: usize = 10_000;
/// Conversations of a contact that can be merged into another; one with more is refused.
pub const CONTACT_MERGED: i64 = 10_000;
/// Fields of contacts that a desk defines; the next is refused.
pub const CONTACT_FIELDS: usize = 50;
/// Fields of categories that a desk defines, all together (SO-15); the next is refused.
pub const CATEGORY_FIELDS: usize = 500;
/// Fields of one category, or of all conversations; the next is refused.
pub const CATEGORY_FIELDS_EACH: usize = 50;
/// Characters of what a field says of itself; the API answers 422.
pub const CATEGORY_FIELD_HELP_CHARS: usize = 300;
/// Former names of a choice's words that are remembered; another renaming is refused.
pub const CATEGORY_FIELD_FORMER: usize = 200;
/// Conversations of a table that is saved; of more the newest.
pub const EXPORTED_CONVERSATIONS: usize = 50_000;
/// Characters of the name of a field that the desk defines, and of a word of a choice; the API answers 422.
pub const CUSTOM_FIELD_NAME_CHARS: usize = 100;
/// Words of a choice; the API answers 422.
pub const CUSTOM_FIELD_CHOICES: usize = 100;
/// Characters of a value of text; the API answers 422.
pub const CUSTOM_FIELD_VALUE_CHARS: usize = 1_000;
/// Companies; the next is refused.
pub const COMPANIES: i64 = 20_000;
/// Characters of a company's name; the API answers 422.
pub const COMPANY_NAME_CHARS: usize = 200;
/// Domains of one company; the API answers 422.
pub const COMPANY_DOMAINS: usize = 50;
/// Characters of what is noted about a company; the API answers 422.
pub const COMPANY_NOTES_CHARS: usize = 10_000;
/// Characters of a search; the API answers 400, and 422 for that of a view.
pub const SEARCH_TYPED_CHARS: usize = 500;
/// Views of one agent's own; the next is refused.
pub const VIEWS: i64 = 50;
/// Views that one agent has in their list, shared ones included; further ones are not listed.
pub const VIEWS_LISTED: i64 = 200;
/// Characters of a view's name.
pub const VIEW_NAME_CHARS: usize = 100;
/// Tags that a view asks for; the API answers 422.
pub const VIEW_TAGS: usize = 20;
/// Tags of one conversation; the API answers 422.
pub const TAGS: usize = 50;
/// Characters of a tag; the API answers 422.
pub const TAG_CHARS: usize = 60;
/// Characters of a signature; the API answers 422.
pub const SIGNATURE_CHARS: usize = 5_000;
/// Bytes of a signature as HTML; the API answers 422.
pub const SIGNATURE_HTML_BYTES: usize = 50 * 1024;
/// Tags that are made without a conversation; the next is refused.
pub const TAGS_KEPT: i64 = 1_000;
/// People whom one note mentions; the API answers 422, and of a mail those who are named first count.
pub const MENTIONS: usize = 50;
/// Conversations that one request changes; the API answers 422.
pub const BULK: usize = 200;
/// Categories; the next is refused.
pub const CATEGORIES: usize = 500;
/// Characters of a category's name.
pub const CATEGORY_NAME_CHARS: usize = 100;
/// Mails an hour that tell one agent of held mail; further ones are told by the daily report only.
pub const HELD_NOTICES_AN_HOUR: i64 = 10;
/// Mails an hour that tell one agent of somebody else's answer by a token of theirs; the timeline tells of all (A7).
pub const TOKEN_NOTICES_AN_HOUR: i64 = 1;
/// Days that the mails are kept which the desk itself wrote.
pub const NOTICE_DAYS: i64 = 90;
/// How long an agent may publish what was kept back as a note, seconds (TR-5).
pub const PUBLISH_SECONDS: i64 = 24 * 3600;
/// Messages of a conversation that can be merged into another; a longer one is refused.
pub const MERGED_MESSAGES: i64 = 2_000;
/// Messages that one split takes along; more are refused.
pub const SPLIT_MESSAGES: i64 = 500;
/// How long somebody counts as being in a conversation after their browser last said so, seconds.
pub const VIEWER_SECONDS: i64 = 60;
/// How many merged conversations are followed one after another; a longer chain ends where it is.
pub const MERGES_FOLLOWED: usize = 10;
/// How long a delivery is tried, seconds; then it fails visibly (spec.md §4).
pub const DELIVERY_SECONDS: i64 = 3 * 24 * 3600;
/// How long a session lives without use, seconds.
pub const SESSION_SECONDS: i64 = 30 * 24 * 3600;
/// How long a set-up link is good for, seconds.
pub const SETUP_LINK_SECONDS: i64 = 30 * 60;
/// How long an invitation is good for, seconds.
pub const INVITATION_SECONDS: i64 = 7 * 24 * 3600;
/// How long a link to a new password is good for, seconds.
pub const PASSWORD_LINK_SECONDS: i64 = 3600;
/// Mails an hour with a link of one kind to one person; further ones are refused, or not sent where nobody may know.
pub const LINKS_AN_HOUR: i64 = 5;
/// Bytes of a typed code of a second factor; longer ones are wrong.
pub const CODE_BYTES: usize = 64;
/// API tokens of one agent; the next is refused.
pub const TOKENS: usize = 50;
/// Characters of an API token's name.
pub const TOKEN_NAME_CHARS: usize = 100;
/// People of the team, invited and switched off ones included; a further invitation is refused.
pub const AGENTS: usize = 1_000;
/// How long an unused upload is kept, seconds.
pub const UPLOAD_SECONDS: i64 = 24 * 3600;
/// How long an Idempotency-Key is remembered, seconds.
pub const IDEMPOTENCY_SECONDS: i64 = 24 * 3600;
/// Automatic mails in one conversation within a day (D2); a further one is kept back, and the timeline names the limit.
pub const AUTOMATIC_IN_CONVERSATION: i64 = 5;
/// Automatic mails of one kind to one address within a day (D1).
pub const AUTOMATIC_TO_ADDRESS: i64 = 1;
/// Automatic mails to one domain in ten minutes, free-mail domains aside: machines that change their names share it (D2).
pub const AUTOMATIC_TO_DOMAIN: i64 = 2;
/// Automatic mails of one mailbox to customers whom nobody has written to, within an hour (D1).
pub const AUTOMATIC_TO_UNKNOWN: i64 = 50;
/// Automatic mails to customers in all, within an hour.
pub const AUTOMATIC_IN_ALL: i64 = 1_000;
/// Mails of the same words from one house within an hour that are a loop (D2); nothing automatic follows them.
pub const SAME_WORDS: i64 = 3;
/// Mails of the same words to one mailbox within an hour, whoever sends them, from which on none is answered by itself.
pub const SAME_WORDS_FROM_ALL: i64 = 3;
/// Mails from one address within an hour that no person writes.
pub const MAILS_FROM_ADDRESS: i64 = 30;
/// Characters of a greeting (LD-2); the API answers 422.
pub const GREETING_CHARS: usize = 5_000;
/// The longest that a survey waits after its conversation was resolved, minutes (LD-3); the API answers 422.
pub const SURVEY_DELAY_MOST_MINUTES: u32 = 30 * 24 * 60;
/// The longest pause between two surveys to one person, days (LD-3); the API answers 422.
pub const SURVEY_PAUSE_MOST_DAYS: u32 = 365;
/// For how long a survey that was sent can be answered, days; then its page says that it is over.
pub const SURVEY_LINK_DAYS: i64 = 30;
/// For how long an answer to a survey can be changed, days.
pub const SURVEY_CHANGE_DAYS: i64 = 7;
/// How often an answer to a survey can be changed.
pub const SURVEY_CHANGES: i64 = 10;
/// Characters of a comment on a survey; the page asks for fewer.
pub const SURVEY_COMMENT_CHARS: usize = 2_000;
/// Bytes of an answer to a survey; more is refused unread.
pub const SURVEY_ANSWER_BYTES: usize = 32 * 1024;
/// Surveys of one conversation that are shown with it, the newest.
pub const SURVEYS_SHOWN: i64 = 20;
/// After how many seconds a survey is looked at again that would be one mail too many to its domain for the moment.
pub const SURVEY_AGAIN_SECONDS: i64 = 600;
/// The same where this hour has had enough automatic mail.
pub const SURVEY_AGAIN_HOUR_SECONDS: i64 = 3_600;
/// For how long a survey is put off by such limits, seconds; then it is kept back, and the timeline says so.
pub const SURVEY_PUT_OFF_SECONDS: i64 = 24 * 3_600;
/// How long after the answer that resolved a conversation its survey leaves at the earliest, seconds.
pub const SURVEY_AFTER_ANSWER_SECONDS: i64 = 60;
/// Days of which a mailbox's surveys are counted; the API answers 400 to more.
pub const SURVEY_COUNTED_DAYS: i64 = 366;
/// SLA policies (SO-12); the next is refused.
pub const SLA_POLICIES: usize = 50;
/// Characters of a policy's name; the API answers 422.
pub const SLA_NAME_CHARS: usize = 100;
/// The longest promise, and the longest warning before one is broken, minutes; the API answers 422.
pub const SLA_MOST_MINUTES: u32 = 365 * 24 * 60;
/// Clocks that one round of the upkeep looks at; the rest is the next one's.
pub const SLA_LOOKS: i64 = 200;
/// Endpoints that are told what happens; the next is refused.
pub const WEBHOOKS: usize = 20;
/// Characters of an endpoint's address.
pub const WEBHOOK_URL_CHARS: usize = 1_000;
/// Characters of what an endpoint is for.
pub const WEBHOOK_DESCRIPTION_CHARS: usize = 200;
/// How long the secret before the newest still signs too, seconds.
pub const WEBHOOK_OLD_SECRET_SECONDS: i64 = 24 * 3600;
/// How long an endpoint may fail before it is switched off, seconds.
pub const WEBHOOK_FAILING_SECONDS: i64 = 3 * 24 * 3600;
/// Days that deliveries are kept in the log.
pub const WEBHOOK_LOG_DAYS: i64 = 30;
/// Bytes of what is sent; of a longer message the HTML is left out, then the text is cut, and the delivery says so.
pub const WEBHOOK_BODY_BYTES: usize = 1024 * 1024;
/// Failed deliveries that are sent again at once; the answer says how many there were.
pub const WEBHOOK_REPLAYS: i64 = 1_000;
/// Test deliveries of one endpoint within an hour.
pub const WEBHOOK_TESTS_AN_HOUR: i64 = 30;
/// Browsers that are told of one message.
pub const PUSH_BROWSERS: i64 = 200;
/// News that wait for one browser; further ones are left out.
pub const PUSH_WAITING: i64 = 20;
/// How long a message is news to a browser, seconds: its push service keeps it no longer either.
pub const PUSH_SECONDS: i64 = 3_600;
/// Characters of the address of a browser's push service.
pub const PUSH_ENDPOINT_CHARS: usize = 1_000;
/// Characters of a template's subject.
pub const TEMPLATE_SUBJECT_CHARS: usize = 200;
/// Characters of a template's text.
pub const TEMPLATE_BODY_CHARS: usize = 10_000;
/// Templates that one person mails to themselves within an hour.
pub const TEMPLATE_TESTS_AN_HOUR: i64 = 10;
/// Intervals in which a day is open (LD-7); the API answers 422.
pub const INTERVALS_A_DAY: usize = 8;
/// Holidays of one set of business hours (LD-7); the API answers 422, and an import says what it left out.
pub const HOLIDAYS: usize = 400;
/// Characters of a holiday's name; the API answers 422, and an import cuts.
pub const HOLIDAY_CHARS: usize = 100;
/// How far ahead business time is counted, days; what is not due within has no time at which it is due.
pub const BUSINESS_DAYS_AHEAD: i64 = 1_100;
/// Rules of a desk (SO-16); the next is refused.
pub const RULES: usize = 200;
/// Characters of a rule's name; the API answers 422.
pub const RULE_NAME_CHARS: usize = 100;
/// Conditions of one rule, and groups of them; the API answers 422.
pub const RULE_CONDITIONS: usize = 50;
/// Values of one condition; the API answers 422.
pub const RULE_VALUES: usize = 50;
/// Characters of such a value; the API answers 422.
pub const RULE_VALUE_CHARS: usize = 300;
/// Actions of one rule; the API answers 422.
pub const RULE_ACTIONS: usize = 20;
/// Characters of a note, or of a mail to the customer, that a rule writes; the API answers 422.
pub const RULE_NOTE_CHARS: usize = 5_000;
/// The longest time after which a rule is looked at, minutes: a year; the API answers 422.
pub const RULE_MINUTES: i64 = 365 * 24 * 60;
/// Characters of a message's text that conditions read; the rest is not looked at.
pub const RULE_TEXT_CHARS: usize = 20_000;
/// Rules that fire on one conversation within an hour; further ones are kept from it, and the timeline says so.
pub const RULE_FIRINGS: usize = 50;
/// How far back a rule is rehearsed, days.
pub const RULE_REHEARSED_DAYS: i64 = 30;
/// Conversations that a rehearsal of a rule looks at, the newest; it says how many there were.
pub const RULE_REHEARSED: i64 = 1_000;
/// Conversations that are listed of those which a rehearsed rule would have changed; further ones are counted.
pub const RULE_REHEARSED_LISTED: usize = 100;
/// Days that firings of rules are kept beside the timeline.
pub const RULE_FIRINGS_DAYS: i64 = 30;
/// Conversations on which rules fire after a time in one round of the upkeep; the next round goes on.
pub const RULES_TIMED_AT_ONCE: i64 = 200;
/// Messages and changes of status of one conversation that reports count; further ones are not (SO-12).
pub const REPORT_ENTRIES: i64 = 5_000;
/// Days that one report is of (SO-12); the API answers 400.
pub const REPORT_DAYS: i64 = 3_660;
/// Steps in which one report is shown (SO-12); the API answers 400.
pub const REPORT_POINTS: usize = 400;
/// Things of a dimension that a report shows, those with the most received first; the rest is told together (SO-12).
pub const REPORT_ROWS: usize = 500;
/// Articles of a desk (LD-5); the next is refused.
pub const ARTICLES: i64 = 2_000;
/// Characters of an article's title; the API answers 422.
pub const ARTICLE_TITLE_CHARS: usize = 200;
/// Bytes of an article's Markdown; the API answers 422.
pub const ARTICLE_BODY_BYTES: usize = 100 * 1024;
/// Characters of how customers ask for an article; the API answers 422, and of an approved answer's question the rest is cut.
pub const ARTICLE_ASKED_CHARS: usize = 2_000;
/// Characters of an article's public address; the API answers 422.
pub const ARTICLE_LINK_CHARS: usize = 500;
/// Characters of a passage: what is found of an article, and given to an assistant.
pub const ARTICLE_PASSAGE_CHARS: usize = 1_500;
/// Bytes of the name by which an imported file is known again; the rest is cut.
pub const ARTICLE_FILE_BYTES: usize = 500;
/// Files of one import, which is one transaction; the API answers 422.
pub const ARTICLES_IMPORTED: usize = 20;
/// Characters of a question that finds articles; the rest is not looked at.
pub const KNOWLEDGE_QUESTION_CHARS: usize = 8_000;
/// Different words of a question that are looked up, the first ones; there is one bit for each.
pub const KNOWLEDGE_TERMS: usize = 64;
/// Assistants of a desk (LD-5); the next is refused.
pub const ASSISTANTS: usize = 50;
/// Characters of an assistant's name, of its model's and of its tone; the API answers 422.
pub const ASSISTANT_NAME_CHARS: usize = 100;
/// Characters of an assistant's instructions; the API answers 422.
pub const ASSISTANT_INSTRUCTIONS_CHARS: usize = 8_000;
/// Answers that an assistant may be allowed in one conversation; the API answers 422.
pub const ASSISTANT_TURNS: u32 = 20;
/// Messages that an assistant may be allowed to look at within a day; the API answers 422.
pub const ASSISTANT_A_DAY: u32 = 100_000;
/// Pairs of a scripted assistant; the API answers 422.
pub const ASSISTANT_PAIRS: usize = 500;
/// Ways to ask of one pair; the API answers 422.
pub const ASSISTANT_QUESTIONS: usize = 20;
/// Characters of a question; the API answers 422.
pub const ASSISTANT_QUESTION_CHARS: usize = 300;
/// Characters of an answer of an assistant; a script's beyond is answered 422, a model's is not used.
pub const ASSISTANT_ANSWER_CHARS: usize = 6_000;
/// Characters of a word; a model's answer with a longer one does not leave by itself.
pub const ASSISTANT_WORD_CHARS: usize = 40;
/// The newest messages of a conversation that a model reads.
pub const ASSISTANT_READS: usize = 12;
/// Characters of them; what is older is cut.
pub const ASSISTANT_READS_CHARS: usize = 20_000;
/// Passages that a model is given.
pub const ASSISTANT_PASSAGES: usize = 5;
/// The longest time that a service may ask to be left alone, seconds; beyond, people take over.
pub const ASSISTANT_WAIT_SECONDS: i64 = 120;
/// Tokens that one answer of a model may have.
pub const ASSISTANT_TOKENS: u32 = 1_000;
/// Turns that a conversation shows, the newest.
pub const ASSISTANT_TURNS_SHOWN: i64 = 100;
/// Characters of what was asked and said that are kept of one turn; the rest is cut.
pub const ASSISTANT_KEPT_CHARS: usize = 60_000;
/// Characters of the customer's words in the note of an assistant that hands over.
pub const ASSISTANT_SUMMARY_CHARS: usize = 500;
/// Bytes of the key of an assistant's service; the API answers 422.
pub const ASSISTANT_KEY_BYTES: usize = 16_384;
/// Characters of a text that an agent has translated or written anew (SO-17); the API answers 422.
pub const HELP_TEXT_CHARS: usize = 20_000;
/// Tokens that such a text may become; what is longer ends there.
pub const HELP_TOKENS: u32 = 8_000;
