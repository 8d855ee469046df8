//! What is sent with each operation: something that succeeds where the caller may do it.

use serde_json::{Value, json};

use crate::desk::PASSWORD;

/// What a body refers to.
pub struct About {
    /// The object that the cell is about.
    pub id: String,
    /// A conversation that everybody sees.
    pub open: String,
    /// A message of the conversation that the cell is about, which others go before.
    pub message: String,
    /// A contact whom everybody sees.
    pub contact: String,
    /// Where the contact that the cell is about writes from.
    pub address: String,
    /// Of whoever asks.
    pub email: String,
    /// An agent.
    pub agent: String,
    /// A number that no other cell has.
    pub number: u32,
}

/// The body of an operation, where it has one.
pub fn body(operation: &str, about: &About) -> Option<Value> {
    let (id, number) = (&about.id, about.number);
    let filter = json!({"statuses": ["open"], "priorities": [], "mailbox": null, "queue": null, "category": null, "tags": [],
        "assignee": null, "contact": "", "since": "", "until": "", "text": ""});
    Some(match operation {
        "changeConversation" => json!({"tags": ["seen"]}),
        "writeMessage" => json!({"kind": "note", "text": "Seen"}),
        "saveDraft" | "saveNewDraft" => json!({"kind": "note", "text": "Begun"}),
        "setParticipant" => json!({"address": "max@x.example", "ticked": true}),
        "setViewer" => json!({"doing": "viewing"}),
        "splitConversation" => json!({"message": about.message}),
        "mergeConversation" => json!({"into": about.open}),
        "releaseArrival" => json!({"as": "release"}),
        "startConversation" => {
            json!({"mailbox": id, "to": [{"address": "max@x.example"}], "subject": "Hello", "text": "Hello"})
        }
        "changeConversations" => json!({"ids": [id], "tags_add": ["seen"]}),
        "inviteAgent" => json!({"email": format!("guest{number}@desk.example"), "role": "agent"}),
        "setPresence" => json!({"presence": "away"}),
        "addPresence" => json!({"name": format!("Name {number}"), "counts_as": "away"}),
        "changePresence" => json!({"name": format!("Name {number}")}),
        "beginCall" => json!({"caller": "+420 601 123 456"}),
        "answerCall" => json!({"agent": about.agent}),
        "changeAgent" => json!({"name": "Another"}),
        "addTag" | "changeTag" | "addCategory" | "changeCategory" | "addQueue" | "changeQueue" => {
            json!({"name": format!("Name {number}")})
        }
        "addMailbox" => json!({"address": format!("box{number}@desk.example"), "purpose": "receive"}),
        // Nothing listens there.
        "readHolidays" => json!({"calendar": "BEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\n"}),
        "testMailbox" => json!({"address": "support@desk.example",
            "outgoing": {"host": "127.0.0.1", "port": 1, "tls": "none"}}),
        "changeMailbox" => json!({"name": format!("Name {number}")}),
        "changeForwarders" => json!({"forwarders": []}),
        "beginTrustTest" => json!({}),
        "changeMe" => json!({"notify_by_mail": true}),
        "changeSignature" => json!({"text": "{agent.name}", "html": null}),
        "changePassword" => json!({"old": PASSWORD, "new": PASSWORD}),
        "beginSecondFactor" | "removeSecondFactor" => json!({"password": PASSWORD}),
        // No second factor was begun.
        "confirmSecondFactor" => json!({"code": "000000"}),
        // Any point of the curve is a key.
        "setPush" => {
            json!({"endpoint": "https://push.example/send/4711", "browser_key": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU", "secret": "AAAAAAAAAAAAAAAAAAAAAA"})
        }
        "addToken" => json!({"name": format!("Token {number}")}),
        "changeSettings" => json!({"company_name": "Acme"}),
        "addSlaPolicy" | "changeSlaPolicy" => json!({"name": format!("Name {number}"), "first_response": 60}),
        "orderSlaPolicies" => json!({"ids": []}),
        "addSnippet" | "changeSnippet" => json!({"name": format!("Name {number}"), "text": "Hello"}),
        "addArticle" => json!({"title": format!("Title {number}"), "body": "You can send shoes back within 30 days."}),
        "changeArticle" => json!({"title": format!("Title {number}")}),
        "importArticles" => {
            json!({"files": [{"name": format!("returns-{number}.md"), "text": "# Returns\n\nWithin 30 days."}]})
        }
        "changeHelper" => json!({"assistant": null}),
        // Nobody helps there.
        "askForHelp" => json!({"kind": "tone", "tone": "shorter", "text": "Hello, your parcel left today."}),
        "addContactField" | "addCategoryField" => json!({"name": format!("Field {number}"), "kind": "text"}),
        "changeContactField" | "changeCategoryField" | "addCompany" | "changeCompany" => {
            json!({"name": format!("Name {number}")})
        }
        "changeContact" => json!({"name": "Another"}),
        "mergeContact" => json!({"into": about.contact}),
        "addContactNote" => json!({"text": "Seen"}),
        "eraseContact" => json!({"address": about.address}),
        "changeTemplate" | "previewTemplate" | "testTemplate" => {
            json!({"subject": "Come in", "body": "{{link}} {{address}}"})
        }
        "addRule" | "rehearseRule" => rule(number),
        "changeRule" => json!({"name": format!("Name {number}")}),
        "orderRules" | "orderCategoryFields" => json!({"ids": []}),
        "addWebhook" => webhook(number),
        "addAssistant" => assistant(number),
        "changeAssistant" => json!({"enabled": false}),
        "tryAssistant" => json!({"mailbox": "1", "text": "When do you open?"}),
        "changeMailboxAssistants" => json!({"assistants": []}),
        "changeWebhook" => json!({"description": "Another"}),
        "replayWebhook" => json!({"since": "2026-11-22T00:00:00Z"}),
        "addView" | "changeView" => json!({"name": format!("Name {number}"), "filter": filter}),
        "signIn" => json!({"email": about.email, "password": PASSWORD}),
        "join" => json!({"token": "none", "name": "Max", "password": PASSWORD}),
        "setPassword" => json!({"token": "none", "password": PASSWORD}),
        "askForPassword" => json!({"email": "nobody@desk.example"}),
        "setUp" => json!({"token": "none", "name": "Max", "email": "max@desk.example", "password": PASSWORD}),
        _ => return None,
    })
}

/// A rule that nothing here sets off.
pub fn rule(number: u32) -> Value {
    json!({"name": format!("Name {number}"), "when": {"on": "agent_message", "since": null, "minutes": null},
        "if": [{"match": "all", "conditions": [{"field": "subject", "of": null, "is": "contains", "values": ["invoice"]}]}],
        "then": [{"do": "add_tag", "of": null, "value": "invoice"}]})
}

/// An assistant that asks no service.
pub fn assistant(number: u32) -> Value {
    json!({"name": format!("Name {number}"), "script": [{"questions": ["when do you open"], "answer": "At nine."}]})
}

/// An endpoint, which nothing is ever sent to here: no worker runs.
pub fn webhook(number: u32) -> Value {
    json!({"url": format!("https://shop.example/{number}")})
}

/// What follows the path of an operation.
pub fn query(operation: &str, object: &str) -> &'static str {
    match (operation, object) {
        ("completeContacts", _) => "?q=zo",
        ("findPassages", _) => "?q=Can%20I%20send%20shoes%20back%3F",
        ("listAgents", "all") => "?state=all",
        _ => "",
    }
}
