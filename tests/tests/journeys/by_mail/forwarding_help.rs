//! Forwarding help (SO-9): the question of a provider that an admin waits for is shown with its code and link on the mailbox's
//! page, and becomes no conversation; what only looks like one does.

use serde_json::{Value, json};
use wire::evidence::SigningKey;

use super::{Company, STRANGE_HOST, SUPPORT, Site, fresh, key, site};
use crate::letters::Letter;

/// A provider's question: how its mail looks, and what is to be shown of it.
struct Form {
    provider: &'static str,
    from: &'static str,
    domain: &'static str,
    subject: &'static str,
    text: &'static str,
    shown: [Option<&'static str>; 3],
}

const GMAIL_LINK: &str = "https://mail-settings.google.com/mail/vf-%5BANGjdJ8xyz0123456789%5D-abcdefghijk";
const OUTLOOK_LINK: &str = "https://outlook.office365.com/owa/forwarding/confirm?code=AbCdEf0123456789";

const FORMS: [Form; 2] = [
    Form {
        provider: "gmail",
        from: "Gmail Team <forwarding-noreply@google.com>",
        domain: "google.com",
        subject: "(#123456789) Gmail Forwarding Confirmation - Receive Mail from shop@gmail.com",
        text: "shop@gmail.com has requested to automatically forward mail to your email address.\n\
            Confirmation code: 123456789\n\nTo allow this, please click the link below:\n\n\
            https://mail-settings.google.com/mail/vf-%5BANGjdJ8xyz0123456789%5D-abcdefghijk\n",
        shown: [Some("shop@gmail.com"), Some("123456789"), Some(GMAIL_LINK)],
    },
    Form {
        provider: "outlook",
        from: "Microsoft Outlook <no-reply@microsoft.com>",
        domain: "microsoft.com",
        subject: "Confirm forwarding from shop@outlook.com",
        text: "shop@outlook.com asked to forward its mail to this address.\n\nTo confirm the forwarding, open this link:\n\
            https://outlook.office365.com/owa/forwarding/confirm?code=AbCdEf0123456789\n",
        shown: [Some("shop@outlook.com"), None, Some(OUTLOOK_LINK)],
    },
];

fn place() -> (Site, String, String) {
    let site = site(Company::Nothing);
    for form in &FORMS {
        site.dns.txt(&format!("s1._domainkey.{}", form.domain), &SigningKey::record(&key().public));
    }
    site.set(json!({"inbound_domain": "in.desk.example"}));
    let all = site.anna.list("/mailboxes");
    let support = all.iter().find(|one| one["address"] == SUPPORT).expect("support");
    let path = format!("/mailboxes/{}", support["id"].as_str().expect("an id"));
    let address = site.anna.get(&path).json_of(200)["forwarding_address"].as_str().expect("an address").to_owned();
    (site, path, address)
}

/// The provider's mail, signed by its domain, reaches the forwarding address.
fn ask(site: &Site, form: &Form, to: &str, further: &str) {
    let text = format!("{}{further}", form.text);
    let raw = fresh(&Letter::new(form.from, to, form.subject, &text));
    let signature = wire::evidence::sign(&key().private, form.domain, "s1", &raw).expect("a signature");
    let sender = format!("bounces@{}", form.domain);
    let replies = journeys::smtp::send_from(
        STRANGE_HOST,
        site.desk.smtp_port(),
        &sender,
        &[to],
        &[signature.into_bytes(), raw].concat(),
    );
    assert_eq!(replies[0].code, 250, "{replies:?}");
}

fn questions(site: &Site, path: &str) -> Vec<Value> {
    site.anna.get(path).json_of(200)["forwarding_help"]["questions"].as_array().cloned().unwrap_or_default()
}

/// SO-9: Gmail's and Outlook's form.
#[test]
fn the_awaited_question_is_shown_with_its_code_and_link() {
    let (site, path, address) = place();
    site.anna.put(&format!("{path}/forwarding")).accept(200);
    for (before, form) in FORMS.iter().enumerate() {
        ask(&site, form, &address, "");
        let newest = site.anna.wait_for("the question", &path, |mailbox| {
            let all = mailbox["forwarding_help"]["questions"].as_array()?;
            (all.len() == before + 1).then(|| all[0].clone())
        });
        let word = |name: &str| newest[name].as_str();
        assert_eq!(
            (word("provider"), [word("address"), word("code"), word("link")]),
            (Some(form.provider), form.shown)
        );
    }
    assert!(site.anna.list("/conversations?view=all").is_empty());
    let ignored = site.anna.list("/arrivals?state=ignored");
    let set_aside = ignored.iter().filter(|one| one["reason"] == "verification-mail").count();
    assert_eq!(set_aside, FORMS.len(), "{ignored:?}");
}

/// SO-9: before an admin waits for it, at the mailbox's own address, or with a link that leads elsewhere it is ordinary mail.
#[test]
fn what_only_looks_like_the_question_is_ordinary_mail() {
    let (site, path, address) = place();
    let conversations = |count: usize| {
        site.anna.wait_for("an ordinary conversation", "/conversations?view=all", |page| {
            (page["items"].as_array()?.len() == count).then_some(())
        });
    };
    ask(&site, &FORMS[0], &address, "Not awaited yet.\n");
    conversations(1);
    site.anna.put(&format!("{path}/forwarding")).accept(200);
    ask(&site, &FORMS[0], SUPPORT, "At another address.\n");
    conversations(2);
    ask(&site, &FORMS[0], &address, "Or here: https://evil.example/?https://google.com\n");
    conversations(3);
    assert!(questions(&site, &path).is_empty());
}
