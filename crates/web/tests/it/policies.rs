//! Settings of the e-mail channel and of mailboxes: changed one by one, nonsense named, noted in the audit log.

use serde_json::{Value, json};

use crate::desk::Desk;

/// LA-3, SO-7, SO-8, SO-2: everything that decisions read has its default and can be changed field by field.
#[tokio::test]
async fn settings_of_the_channel_are_changed_one_by_one() {
    let desk = Desk::new().await;
    let fresh = desk.get("/settings").await.json_of(200);
    let defaults = json!({"agent_replies": "note", "reply_without_token": false, "token_suffices": [], "merging": null,
        "new_after_closed_hours": null, "same_mail": "per_mailbox", "stale_hours": 24, "undo_s": 60,
        "arc_sealers": ["google.com", "microsoft.com"]});
    assert_eq!(fresh["email"], defaults);
    assert_eq!((&fresh["mailboxes_most"], &fresh["outgoing_relay"]), (&json!(100), &json!(null)));

    let merging = json!({"hours": 48, "statuses": ["new", "open"]});
    let change = json!({"agent_replies": "reply", "merging": merging, "new_after_closed_hours": 168,
        "token_suffices": [" @Acme.Example ", "acme.example"]});
    let changed = desk.patch("/settings", json!({"email": change})).await.json_of(200)["email"].clone();
    assert_eq!((&changed["agent_replies"], &changed["merging"]), (&json!("reply"), &merging));
    assert_eq!((&changed["new_after_closed_hours"], &changed["undo_s"]), (&json!(168), &json!(60)));
    assert_eq!(changed["token_suffices"], json!(["acme.example"]));
    let off = json!({"email": {"merging": null, "new_after_closed_hours": null}});
    let off = desk.patch("/settings", off).await.json_of(200)["email"].clone();
    assert_eq!((&off["merging"], &off["agent_replies"]), (&json!(null), &json!("reply")));
}

/// TR-4, SO-7: what does not fit is named with its reason, and nothing is changed.
#[tokio::test]
async fn settings_that_do_not_fit_are_named() {
    let desk = Desk::new().await;
    let before = desk.get("/settings").await.json_of(200);
    for (email, field) in [
        (json!({"token_suffices": ["gmail.com"]}), "email.token_suffices"),
        (json!({"token_suffices": ["nonsense"]}), "email.token_suffices"),
        (json!({"arc_sealers": ["a b"]}), "email.arc_sealers"),
        (json!({"merging": {"hours": 0, "statuses": ["open"]}}), "email.merging"),
        (json!({"merging": {"hours": 24, "statuses": []}}), "email.merging"),
        (json!({"merging": {"hours": 24, "statuses": ["spam"]}}), "email.merging"),
        (json!({"merging": {"hours": 24, "statuses": ["nonsense"]}}), "email.merging.statuses[0]"),
        (json!({"new_after_closed_hours": 9_000}), "email.new_after_closed_hours"),
        (json!({"stale_hours": 0}), "email.stale_hours"),
        (json!({"undo_s": 601}), "email.undo_s"),
        (json!({"agent_replies": "shout"}), "email.agent_replies"),
        (json!({"auto_bcc": "x"}), "email.auto_bcc"),
    ] {
        let problem = desk.patch("/settings", json!({"email": email})).await.problem(422, "field_invalid");
        let reason = problem["fields"][field].as_str().unwrap_or_else(|| panic!("{email}: {problem}"));
        assert!(reason.contains(' ') && reason.ends_with('.'), "{reason}");
    }
    for (change, field) in [
        (json!({"mailboxes_most": 0}), "mailboxes_most"),
        (json!({"mailboxes_most": 1_001}), "mailboxes_most"),
        (json!({"outgoing_relay": {"host": "", "port": 25, "tls": "none"}}), "outgoing_relay"),
    ] {
        let problem = desk.patch("/settings", change).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{problem}");
    }
    assert_eq!(desk.get("/settings").await.json_of(200), before);
}

/// SB-5, SB-10, SB-12, CC-11, LD-2, LD-3, X-8: a mailbox has its settings beside its address, each with its default.
#[tokio::test]
async fn settings_of_a_mailbox_are_changed_one_by_one() {
    let desk = Desk::new().await;
    let path = format!("/mailboxes/{}", desk.mailbox);
    let defaults = json!({"convert_all": true, "agent_mail": "requester", "merging": {"mode": "as_channel"},
        "forwards_name_the_customer": false, "sender_name": "mailbox", "delimiter": false, "name_token": false,
        "session_in_subject": false, "answers_through": null, "language": "en", "greeting": {"on": false, "text": ""},
        "business_hours": {"on": false, "zone": "UTC", "days": vec![json!({"zone": null, "intervals": []}); 7],
            "holidays": [], "away": ""}, "survey": {"on": false, "delay_minutes": 60, "pause_days": 0}});
    assert_eq!(desk.get(&path).await.json_of(200)["policy"], defaults);
    let merging = json!({"mode": "on", "hours": 2, "statuses": ["open"]});
    let change = json!({"delimiter": true, "language": "cs", "merging": merging, "sender_name": "agent_via_mailbox"});
    let changed = desk.patch(&path, json!({"policy": change})).await.json_of(200)["policy"].clone();
    assert_eq!((&changed["delimiter"], &changed["language"]), (&json!(true), &json!("cs")));
    assert_eq!((&changed["merging"], &changed["convert_all"]), (&merging, &json!(true)));
    for (policy, field) in [
        (json!({"language": "xx"}), "policy.language"),
        (json!({"merging": {"mode": "on", "hours": 0, "statuses": ["open"]}}), "policy.merging"),
        (json!({"merging": {"mode": "sometimes"}}), "policy.merging"),
        (json!({"answers_through": desk.mailbox.to_string()}), "policy.answers_through"),
        (json!({"answers_through": "999"}), "policy.answers_through"),
        (json!({"colour": "blue"}), "policy.colour"),
    ] {
        let problem = desk.patch(&path, json!({"policy": policy})).await.problem(422, "field_invalid");
        let named = problem["fields"].as_object().unwrap().keys().any(|name| name.starts_with(field));
        assert!(named, "{policy}: {problem}");
    }
    assert_eq!(desk.get(&path).await.json_of(200)["policy"], changed, "nothing was changed");
}

/// LD-7: business hours are kept as they are given, and what in them does not fit is refused with its reason.
#[tokio::test]
async fn business_hours_are_kept_and_checked() {
    let desk = Desk::new().await;
    let path = format!("/mailboxes/{}", desk.mailbox);
    let day = |from: &str, to: &str| json!({"zone": null, "intervals": [{"from": from, "to": to}]});
    let with = |first: Value, change: Value| {
        let mut hours = json!({"on": true, "zone": "Europe/Prague", "days": vec![day("09:00", "24:00"); 7],
            "holidays": [{"date": "2026-12-24", "name": "Christmas Eve", "yearly": true}], "away": "Back on Monday."});
        hours["days"][0] = first;
        for (name, value) in change.as_object().unwrap() {
            hours[name] = value.clone();
        }
        hours
    };
    let new_york = json!({"zone": "America/New_York", "intervals": []});
    let hours = with(new_york.clone(), json!({}));
    let kept = desk.patch(&path, json!({"policy": {"business_hours": hours}})).await.json_of(200);
    assert_eq!(kept["policy"]["business_hours"], hours);
    for (hours, reason) in [
        (with(new_york.clone(), json!({"zone": "Europe/Atlantis"})), "There is no such time zone"),
        (with(json!({"zone": "x", "intervals": []}), json!({})), "There is no such time zone"),
        (with(new_york.clone(), json!({"days": []})), "seven days"),
        (with(day("9:00", "17:00"), json!({})), "like 09:00"),
        (with(day("09:60", "17:00"), json!({})), "like 09:00"),
        (with(day("09:00", "24:01"), json!({})), "like 09:00"),
        (with(day("17:00", "09:00"), json!({})), "ends after it begins"),
        (
            with(new_york.clone(), json!({"holidays": [{"date": "2026-02-29", "name": "", "yearly": false}]})),
            "like 2026-12-24",
        ),
        (with(new_york.clone(), json!({"days": vec![new_york.clone(); 7]})), "somebody is there"),
        (with(new_york.clone(), json!({"away": "x".repeat(5_001)})), "too long"),
    ] {
        let problem =
            desk.patch(&path, json!({"policy": {"business_hours": hours}})).await.problem(422, "field_invalid");
        let told = problem["fields"]["policy.business_hours"].as_str().unwrap();
        assert!(told.contains(reason), "{hours}: {told}");
    }
    assert_eq!(desk.get(&path).await.json_of(200)["policy"]["business_hours"], hours, "nothing was changed");
}

/// LD-7: holidays are read from a calendar file, and what is none is counted.
#[tokio::test]
async fn holidays_are_read_from_a_calendar() {
    let desk = Desk::new().await;
    let event = |start: &str| format!("BEGIN:VEVENT\r\nDTSTART{start}\r\nSUMMARY:Christmas Eve\r\nEND:VEVENT\r\n");
    let events = event(";VALUE=DATE:20261224") + &event(":20261224T090000Z");
    let calendar = json!({"calendar": format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")});
    let read = desk.post("/holidays/reading", calendar.clone()).await.json_of(200);
    let christmas = json!({"date": "2026-12-24", "name": "Christmas Eve", "yearly": false});
    assert_eq!(read, json!({"holidays": [christmas], "left_out": 1}));
    desk.post("/holidays/reading", json!({"calendar": "Dear Sir"})).await.problem(422, "field_invalid");
    desk.by(&desk.ben_token, "POST", "/holidays/reading", Some(calendar)).await.problem(403, "forbidden");
}

/// SB-2: a mailbox that only receives names the one that answers for it.
#[tokio::test]
async fn a_mailbox_that_only_receives_names_the_one_that_answers() {
    let desk = Desk::new().await;
    let receiving = json!({"address": "in@desk.example", "purpose": "receive", "incoming": {"kind": "listener"},
        "policy": {"answers_through": desk.mailbox.to_string()}});
    let made = desk.post("/mailboxes", receiving).await.json_of(201);
    assert_eq!(made["policy"]["answers_through"], desk.mailbox.to_string());
    assert_eq!((&made["can_send"], &made["purpose"]), (&json!(false), &json!("receive")));
    let other = json!({"address": "in2@desk.example", "purpose": "receive", "policy": {"answers_through": made["id"]}});
    let problem = desk.post("/mailboxes", other).await.problem(422, "field_invalid");
    assert!(problem["fields"]["policy.answers_through"].as_str().unwrap().contains("can send"), "{problem}");
    assert_eq!(desk.get("/mailboxes").await.json_of(200)["items"].as_array().unwrap().len(), 2);
}

/// Only admins change settings, and who did what is noted, with what it was about.
#[tokio::test]
async fn changes_are_an_admins_and_are_noted() {
    let desk = Desk::new().await;
    let change = json!({"email": {"token_suffices": ["acme.example"]}});
    desk.by(&desk.ben_token, "PATCH", "/settings", Some(change.clone())).await.problem(403, "forbidden");
    let path = format!("/mailboxes/{}", desk.mailbox);
    let policy = json!({"policy": {"delimiter": true}});
    desk.by(&desk.ben_token, "PATCH", &path, Some(policy.clone())).await.problem(403, "forbidden");
    desk.patch("/settings", change).await.json_of(200);
    desk.patch(&path, policy).await.json_of(200);
    let relay = json!({"save_anyway": true,
        "outgoing_relay": {"host": "relay.example", "port": 25, "tls": "starttls", "password": "secret"}});
    assert_eq!(desk.patch("/settings", relay).await.json_of(200)["outgoing_relay"]["has_password"], true);
    let noted = desk.db().read(|tx| store::audit::page(tx, store::audit::Which::All, None, 10)).await.unwrap();
    let told: Vec<(&str, &str)> = noted.iter().map(|one| (one.action.as_str(), one.object.as_str())).collect();
    let mailbox = format!("mailbox:{}", desk.mailbox);
    assert_eq!(
        told,
        [
            ("settings.changed", "settings:desk"),
            ("mailbox.changed", mailbox.as_str()),
            ("settings.changed", "settings:desk"),
        ]
    );
    assert_eq!(noted[2].data["email"]["token_suffices"], json!(["acme.example"]));
    assert_eq!(noted[1].data["policy"]["delimiter"], true);
    assert!(!format!("{noted:?}").contains("secret"));
}

/// SB-6: an agent's address is never a mailbox's, an alias or a forwarding address, with or without a plus-part,
/// whichever of the two comes later; the reason is told.
#[tokio::test]
async fn addresses_of_agents_and_ours_never_clash() {
    use desk::agent::Role;
    let desk = Desk::new().await;
    desk.patch("/settings", json!({"inbound_domain": "in.desk.example"})).await.json_of(200);
    let sales = desk.post("/mailboxes", json!({"address": "sales@desk.example"})).await.json_of(201);
    for (body, field) in [
        (json!({"address": "ben+shop@desk.example"}), "address"),
        (json!({"address": "BEN@desk.example"}), "address"),
        (json!({"address": "shop@desk.example", "aliases": ["ben@desk.example"]}), "aliases"),
    ] {
        let problem = desk.post("/mailboxes", body).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].as_str().unwrap().contains("agent"), "{problem}");
    }
    let path = format!("/mailboxes/{}", sales["id"].as_str().unwrap());
    let alias = json!({"aliases": ["ben+x@desk.example"]});
    assert!(desk.patch(&path, alias).await.problem(422, "field_invalid")["fields"]["aliases"].is_string());
    let forwarding = sales["forwarding_address"].as_str().unwrap();
    for ours in ["sales@desk.example", "help@desk.example", "sales+carl@desk.example", forwarding] {
        let refused = flow::people::add(&desk.web.node, ours, "Carl", crate::desk::PASSWORD, Role::Agent).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("address-is-ours"), "{ours}: {refused}");
    }
    // A mailbox of ours never has another's forwarding address either.
    let problem = desk.post("/mailboxes", json!({"address": forwarding})).await.problem(422, "field_invalid");
    assert!(problem["fields"]["address"].is_string(), "{problem}");
}

/// SO-3: with the inbound domain the desk has an address of its own that nobody edits or deletes; it sends through the
/// relay, and says what is needed while there is none.
#[tokio::test]
async fn the_desk_has_an_address_of_its_own() {
    let desk = Desk::empty().await;
    assert!(desk.get("/mailboxes").await.json_of(200)["items"].as_array().unwrap().is_empty());
    desk.patch("/settings", json!({"inbound_domain": "in.desk.example"})).await.json_of(200);
    let made = desk.get("/mailboxes").await.json_of(200)["items"][0].clone();
    let address = made["address"].as_str().unwrap().to_string();
    assert!(address.starts_with("desk-") && address.ends_with("@in.desk.example"), "{address}");
    assert_eq!((&made["generated"], &made["purpose"]), (&json!(true), &json!("receive_and_send")));
    assert_eq!(made["can_send"], false);
    assert!(made["health"]["sending"]["sentence"].as_str().unwrap().contains("outgoing server"), "{made}");

    let path = format!("/mailboxes/{}", made["id"].as_str().unwrap());
    for change in [
        json!({"address": "other@in.desk.example"}),
        json!({"aliases": ["other@in.desk.example"]}),
        json!({"purpose": "receive"}),
        json!({"incoming": null}),
        json!({"outgoing": {"host": "127.0.0.1", "port": 25, "tls": "none"}, "save_anyway": true}),
    ] {
        desk.patch(&path, change).await.problem(422, "field_invalid");
    }
    desk.by(&desk.ana_token, "DELETE", &path, None).await.problem(409, "mailbox_generated");
    let named = json!({"name": "The desk", "policy": {"language": "cs"}});
    assert_eq!(desk.patch(&path, named).await.json_of(200)["name"], "The desk");

    let relay = json!({"outgoing_relay": {"host": "127.0.0.1", "port": 25, "tls": "none"}, "save_anyway": true});
    desk.patch("/settings", relay).await.json_of(200);
    let sends = desk.get(&path).await.json_of(200);
    assert_eq!((&sends["can_send"], &sends["outgoing"]), (&json!(true), &json!(null)));

    // The domain changes: the address moves along, and mail to the former one still arrives.
    desk.patch("/settings", json!({"inbound_domain": "mail.desk.example"})).await.json_of(200);
    let moved = desk.get(&path).await.json_of(200);
    assert_eq!(moved["address"], address.replace("@in.", "@mail."));
    assert_eq!(moved["aliases"], json!([address]));
}

/// SO-3, LD-10: a relay that does not work is not saved, and says how far it came; whoever insists saves it, and then other
/// settings are saved without it being tested again.
#[tokio::test]
async fn a_relay_is_tested_before_it_is_saved() {
    let desk = Desk::new().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let relay = json!({"host": "127.0.0.1", "port": nobody, "tls": "none"});
    let refused = desk.patch("/settings", json!({"outgoing_relay": relay, "company_name": "Acme"})).await;
    let steps = refused.problem(422, "connection_failed")["steps"].clone();
    assert_eq!((&steps[0]["step"], &steps[0]["ok"]), (&json!("sending.connect"), &json!(false)), "{steps}");
    let before = desk.get("/settings").await.json_of(200);
    assert_eq!((&before["outgoing_relay"], &before["company_name"]), (&Value::Null, &json!("")), "nothing is saved");
    desk.patch("/settings", json!({"outgoing_relay": relay, "save_anyway": true})).await.json_of(200);
    let after = desk.patch("/settings", json!({"outgoing_relay": relay, "company_name": "Acme"})).await.json_of(200);
    assert_eq!(after["company_name"], "Acme");
    let with_password = json!({"host": "127.0.0.1", "port": nobody, "tls": "none", "password": "new"});
    desk.patch("/settings", json!({"outgoing_relay": with_password})).await.problem(422, "connection_failed");
    let none = desk.patch("/settings", json!({"outgoing_relay": null})).await.json_of(200);
    assert_eq!(none["outgoing_relay"], Value::Null);
}

/// SO-3: with the desk's own address its signing key is there.
#[tokio::test]
async fn the_signing_key_is_made_with_the_domain() {
    let desk = Desk::empty().await;
    let key = |desk: &Desk| {
        let db = desk.db().clone();
        async move { db.read(|tx| store::settings::get::<Value>(tx, store::settings::DKIM_KEY)).await.unwrap() }
    };
    assert!(key(&desk).await.is_none());
    desk.patch("/settings", json!({"inbound_domain": "in.desk.example"})).await.json_of(200);
    assert_eq!(key(&desk).await.unwrap()["selector"], "staffetta");
}

/// SO-3: a desk that starts at a domain of its own has its address and key from then on; whoever takes the domain away
/// keeps it away.
#[tokio::test]
async fn a_desk_at_a_domain_has_its_own_address_from_the_start() {
    let desk = Desk::at("https://desk.acme.example").await;
    let ours = async || desk.get("/mailboxes").await.json_of(200)["items"].as_array().unwrap().clone();
    let before = ours().await;
    flow::generated::install(&desk.web.node).await.unwrap();
    assert_eq!(desk.get("/settings").await.json_of(200)["inbound_domain"], "desk.acme.example");
    let made = ours().await.into_iter().find(|one| one["generated"] == true).unwrap();
    assert!(made["address"].as_str().unwrap().ends_with("@desk.acme.example"), "{made}");
    let count = ours().await.len();
    assert!(count >= before.len());
    desk.patch("/settings", json!({"inbound_domain": null})).await.json_of(200);
    flow::generated::install(&desk.web.node).await.unwrap();
    assert_eq!(desk.get("/settings").await.json_of(200)["inbound_domain"], Value::Null);
    assert_eq!(ours().await.len(), count);
}

/// SO-3: as many mailboxes as the setting allows; the next is refused with the reason.
#[tokio::test]
async fn the_next_mailbox_is_refused_with_the_reason() {
    let desk = Desk::new().await;
    desk.patch("/settings", json!({"mailboxes_most": 2})).await.json_of(200);
    desk.post("/mailboxes", json!({"address": "one@desk.example"})).await.json_of(201);
    let problem = desk.post("/mailboxes", json!({"address": "two@desk.example"})).await.problem(422, "field_invalid");
    assert!(problem["fields"]["address"].as_str().unwrap().contains("as the settings allow"), "{problem}");
    desk.patch("/settings", json!({"mailboxes_most": 3})).await.json_of(200);
    desk.post("/mailboxes", json!({"address": "two@desk.example"})).await.json_of(201);
}
