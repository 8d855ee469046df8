//! Cost does not grow with history: every list query reads its own index, in order, and a page far behind costs what the
//! first one costs (design.md, invariant 7). Both databases are asked for their plans over 20,000 rows of each noun.

use store::{
    Engine, Result, Tx, V, arrivals, attachments, changes, contacts, conversations, events, jobs, ledger, lists,
    messages, notices, routing, rules, sla, surveys,
};

use crate::desk_folder::statement;
use crate::{Desk, both};

const ROWS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) ";

/// One row of each noun for every number up to 20,000, and an agent, a mailbox and a customer for all of them.
const HISTORY: &[&str] = &[
    "INSERT INTO agents (email, email_folded, name, role, password_hash, active, epoch, created_at)
     VALUES ('a@desk.example', 'a@desk.example', 'Anna', 'agent', '', 1, 0, 0)",
    "INSERT INTO mailboxes (name, address, address_folded, purpose, enabled, generated, signature, created_at, updated_at)
     VALUES ('Support', 's@desk.example', 's@desk.example', 'receive', 1, 0, '', 0, 0)",
    "INSERT INTO contacts (name, address, created_at, updated_at)
     SELECT 'Maria', 'm' || i || '@customer.example', 0, 0 FROM n",
    "INSERT INTO contact_notes (contact_id, agent_id, agent_name, body, created_at)
     SELECT 1000 + i % 2000, 1, 'Anna', 'Hello', i FROM n",
    "INSERT INTO conversations (subject, status, shelf, postponed_until, channel, mailbox_id, contact_id, assignee_id,
       tags, preview, message_count, has_attachments, last_message_id, last_sender, created_at, updated_at, queue_id)
     SELECT 'Keys', 'open', CASE i % 50 WHEN 0 THEN 0 WHEN 1 THEN 2 WHEN 2 THEN 3 WHEN 3 THEN 4 ELSE 1 END,
       CASE WHEN i % 50 = 1 THEN i END, 'email', 1, i,
       CASE WHEN i % 3 = 0 THEN 1 WHEN i % 3 = 1 THEN 2 END, '[]', 'Hello', 1, 0, i, 'Maria', i, i,
       CASE WHEN i % 2 = 0 THEN 1 + i % 4 END FROM n",
    "INSERT INTO conversation_reads (agent_id, conversation_id, message_id) SELECT 1, 1000 + i, i FROM n",
    "INSERT INTO messages (conversation_id, kind, author_kind, author_address, recipients, subject, automatic, created_at)
     SELECT 1000 + i % 2000, 'inbound', 'contact', 'm@customer.example', '{}', 'Keys', 0, i FROM n",
    // Half of them are of ten agents, at any time of a conversation's life: they were sent, or mention whoever wrote them.
    "UPDATE messages SET kind = CASE WHEN id / 4000 % 2 = 0 THEN 'outbound' ELSE 'note' END, author_kind = 'agent',
       author_id = 1 + (id / 2000 + id) % 10 WHERE id % 2 = 0",
    "INSERT INTO mentions (message_id, agent_id) SELECT id, author_id FROM messages WHERE kind = 'note'",
    "INSERT INTO drafts (agent_id, conversation_id, content, updated_at) SELECT 1, 1000 + i, '{}', i FROM n",
    "INSERT INTO message_bodies (message_id, body, reply_text, trace) SELECT i, 'Hello', 'Hello', '[]' FROM n",
    "INSERT INTO notices (kind, mailbox_id, conversation_id, sender_name, recipient, subject, body, internet_id,
       created_at)
     SELECT 'notification', 1, 1000 + i % 2000, 'Maria', 'a@desk.example', 'Keys', 'Hello', i || '@desk.example', i FROM n",
    "INSERT INTO message_ids (internet_id, message_id, conversation_id)
     SELECT i || '@customer.example', i, 1000 + i FROM n",
    "INSERT INTO attachments (message_id, position, content_type, size, blob, inline, state, created_at)
     SELECT CASE WHEN i % 100 > 0 THEN i END, 0, 'image/png', 1, 'b' || i, 0, 'available', i FROM n",
    "INSERT INTO events (conversation_id, kind, actor_kind, data, created_at)
     SELECT 1000 + i % 2000, 'opened', 'system', '{}', i FROM n",
    "INSERT INTO arrivals (mailbox_id, key, source, envelope, raw, size, state, reason, attempts, fingerprint,
       internet_id, message_id, received_at)
     SELECT 1, 'k' || i, 'imap', '{}', 'r' || i, 1, CASE i % 50 WHEN 1 THEN 'quarantined' WHEN 2 THEN 'waiting'
       WHEN 3 THEN 'ignored' ELSE 'message' END, 'channel-off', 0, NULL, i || '@customer.example', i, i FROM n",
    "INSERT INTO jobs (kind, subject_id, due_at, attempts)
     SELECT CASE WHEN i % 2 = 0 THEN 'send' ELSE 'arrival' END, i, i, i % 4 / 2 FROM n",
    "INSERT INTO surveys (conversation_id, contact_id, mailbox_id, state, address_folded, rating, created_at, due_at,
       sent_at, rated_at)
     SELECT 1000 + i, 1000 + i % 2000, 1 + i % 40, 'sent', 'm' || i % 2000 || '@customer.example',
       CASE WHEN i % 4 = 0 THEN 1 + i % 5 END, i, i, i, CASE WHEN i % 4 = 0 THEN i END FROM n",
    "INSERT INTO sla_clocks (conversation_id, policy_id, clock, look_at)
     SELECT 1000 + i, 1 + i % 200, '{}', CASE WHEN i % 2 = 0 THEN i END FROM n",
    "INSERT INTO rule_firings (rule_id, conversation_id, outcome, fired_at) SELECT 1 + i % 20, 1000 + i % 2000, 'fired', i FROM n",
    "INSERT INTO rule_moments (conversation_id, since, at)
     SELECT 1000 + i, CASE i % 2 WHEN 0 THEN 'created' ELSE 'status_changed' END, i FROM n",
    "INSERT INTO sla_outcomes (conversation_id, target, kept, happened_at) SELECT 1000 + i % 2000, 'resolution', 1, i FROM n",
    "INSERT INTO changes (event, subject_id, conversation_id) SELECT 'message.created', '1', 1 FROM n",
];

const CUT: [V<'static>; 3] = [V::Int(1007), V::Int(5), V::Text("loop")];
const MOMENTS: [V<'static>; 5] = [V::Text("created"), V::Int(500), V::Int(7), V::Int(900), V::Int(50)];
const FIRST: [V<'static>; 5] = [V::Int(1), V::Int(i64::MAX), V::Int(i64::MAX), V::Int(50), V::Int(1)];
const FAR: [V<'static>; 5] = [V::Int(1), V::Int(8_000), V::Int(9_000), V::Int(50), V::Int(1)];
const OWN_FIRST: [V<'static>; 3] = [V::Int(1), V::Int(i64::MAX), V::Int(50)];
const OWN_FAR: [V<'static>; 3] = [V::Int(1), V::Int(8_000), V::Int(50)];
const HELD: [V<'static>; 3] = [V::Int(1), V::Int(15_000), V::Int(50)];
const LEDGER: [V<'static>; 4] = [V::Int(1), V::Int(15_000), V::Int(50), V::Int(1)];
const LEDGER_APART: [V<'static>; 5] = [V::Int(1), V::Int(15_000), V::Int(50), V::Text("ignored"), V::Int(1)];
const OF_ONE: [V<'static>; 3] = [V::Int(1_100), V::Int(10), V::Int(50)];
const TO_PERSON: [V<'static>; 3] = [V::Int(1_100), V::Text("m7@customer.example"), V::Int(19_000)];
const OF_MAILBOX: [V<'static>; 2] = [V::Int(7), V::Int(19_000)];
const OF_CLOCKS: [V<'static>; 2] = [V::Int(7), V::Int(50)];
const BEHIND: [V<'static>; 2] = [V::Int(19_000), V::Int(50)];
const BEHIND_OF: [V<'static>; 3] = [V::Int(19_000), V::Int(50), V::Int(1)];
const CLAIM: [V<'static>; 5] = [V::Text("send"), V::Text("node"), V::Int(9), V::Int(9_000), V::Int(8)];

async fn with_history(desk: &Desk) {
    desk.write(|tx| {
        for insert in HISTORY {
            let text = if insert.contains("FROM n") { format!("{ROWS}{insert}") } else { (*insert).to_string() };
            tx.run(statement(in_order(&text)), &[])?;
        }
        if tx.engine() == Engine::Postgres {
            tx.run("ANALYZE", &[])?;
        }
        Ok(())
    })
    .await;
}

/// `WITH … INSERT` is written `INSERT … WITH …` where both databases are to read it.
fn in_order(text: &str) -> String {
    match text.strip_prefix(ROWS).and_then(|insert| insert.split_once("SELECT")) {
        Some((target, select)) => format!("{target} {ROWS} SELECT{select}"),
        None => text.to_string(),
    }
}

fn plan(tx: &mut Tx<'_>, sql: &str, values: &[V<'_>]) -> Result<Vec<String>> {
    let (word, column) = match tx.engine() {
        Engine::Sqlite => ("EXPLAIN QUERY PLAN", 3),
        Engine::Postgres => ("EXPLAIN", 0),
    };
    tx.all(statement(format!("{word} {sql}")), values, |row| row.text(column))
}

/// As many of these values as a statement asks for.
fn asked_for<'a>(sql: &str, values: &'a [V<'a>]) -> &'a [V<'a>] {
    let asked = (1..=values.len()).take_while(|number| sql.contains(&format!("${number}"))).count();
    &values[..asked]
}

/// Reads the index, and no whole table; what a page holds may be put in order after it was read.
async fn reads_index(desk: &Desk, sql: &'static str, index: &'static str, values: &'static [V<'static>]) {
    // A plan of a write is asked for where writing is allowed; nothing is run.
    let lines = desk.write(move |tx| plan(tx, sql, asked_for(sql, values))).await;
    let shown = lines.join("\n");
    assert!(lines.iter().any(|line| line.contains(index)), "{index} is not read:\n{sql}\n{shown}");
    let whole = lines.iter().find(|line| match desk.db.engine() {
        Engine::Sqlite => {
            line.starts_with("SCAN") && !line.contains(" USING ") && !["SCAN c", "SCAN s"].contains(&line.as_str())
        }
        Engine::Postgres => [
            "conversations",
            "messages",
            "message_bodies",
            "message_ids",
            "arrivals",
            "jobs",
            "changes",
            "events",
            "attachments",
            "contacts",
            "conversation_reads",
        ]
        .iter()
        .any(|table| line.contains(&format!("Seq Scan on {table}"))),
    });
    assert_eq!(whole, None, "a whole table is read:\n{sql}\n{shown}");
    if desk.db.engine() == Engine::Sqlite {
        assert!(!shown.contains("TEMP B-TREE"), "the index does not give the order:\n{sql}\n{shown}");
    }
}

/// The first page of a list and one far behind: by a time and an id, or by a message alone.
fn places(sql: &str) -> (&'static [V<'static>], &'static [V<'static>]) {
    if sql.contains("$4") { (&FIRST, &FAR) } else { (&OWN_FIRST, &OWN_FAR) }
}

fn holding(file: &'static [&'static str], piece: &str) -> &'static str {
    let mut found = file.iter().filter(|sql| sql.contains(piece));
    let sql = found.next().unwrap_or_else(|| panic!("no statement holds {piece}"));
    assert_eq!(found.next(), None, "several statements hold {piece}");
    sql
}

#[tokio::test]
async fn every_list_reads_its_index() {
    both(async |desk: &Desk| {
        with_history(desk).await;
        for (sql, index) in lists::LISTS {
            reads_index(desk, sql, index, &FAR).await;
        }
        for (sql, index) in lists::personal::LISTS {
            reads_index(desk, sql, index, places(sql).1).await;
        }
        for (sql, index) in contacts::LISTS.iter().chain(contacts::merging::LISTS).chain(contacts::notes::LISTS) {
            reads_index(desk, sql, index, if sql.contains("$3") { &BEHIND_OF } else { &OF_ONE }).await;
        }
        for (sql, index) in surveys::LISTS {
            reads_index(desk, sql, index, if sql.contains("$3") { &TO_PERSON } else { &OF_MAILBOX }).await;
        }
        for (sql, index) in sla::LISTS {
            reads_index(desk, sql, index, &OF_CLOCKS).await;
        }
        for (sql, index) in arrivals::LISTS {
            reads_index(desk, sql, index, &HELD).await;
        }
        for (sql, index) in ledger::LISTS {
            reads_index(desk, sql, index, if sql.contains("$5") { &LEDGER_APART } else { &LEDGER }).await;
        }
        for (sql, index) in messages::LISTS.iter().chain(events::LISTS).chain(attachments::LISTS).chain(notices::LISTS)
        {
            reads_index(desk, sql, index, &OF_ONE).await;
        }
    })
    .await;
}

#[tokio::test]
async fn work_and_threading_read_an_index() {
    both(async |desk: &Desk| {
        with_history(desk).await;
        let (claims, ids, feed) = match desk.db.engine() {
            Engine::Sqlite => (jobs::sqlite::STATEMENTS, "sqlite_autoindex_message_ids_1", "INTEGER PRIMARY KEY"),
            Engine::Postgres => (jobs::postgres::STATEMENTS, "message_ids_pkey", "changes_pkey"),
        };
        reads_index(desk, holding(claims, "attempts = 0"), "jobs_fresh", &CLAIM).await;
        reads_index(desk, holding(claims, "attempts > 0"), "jobs_tried", &CLAIM[..4]).await;
        reads_index(desk, holding(messages::STATEMENTS, "i.internet_id = $1"), ids, &[V::Text("7@customer.example")])
            .await;
        reads_index(desk, holding(changes::STATEMENTS, "seq > $1"), feed, &BEHIND).await;
        let due = holding(conversations::STATEMENTS, "postponed_until <= $1");
        reads_index(desk, due, "conversations_postponed", &[V::Int(500)]).await;
        let earlier = holding(conversations::STATEMENTS, "merged_into IS NULL");
        reads_index(desk, earlier, "conversations_of_contact", &[V::Int(1), V::Int(1), V::Int(5)]).await;
        for (sql, index) in rules::facts::LISTS {
            reads_index(desk, sql, index, &[V::Int(5), V::Int(50)]).await;
        }
        for (sql, index) in rules::LISTS.iter().filter(|(sql, _)| sql.contains("conversation_id = $1")) {
            reads_index(desk, sql, index, if sql.contains("$3") { &CUT } else { &CUT[..2] }).await;
        }
        for (sql, index) in rules::moments::LISTS {
            reads_index(desk, sql, index, &MOMENTS).await;
        }
        for (sql, index) in routing::LISTS {
            let values: &[V] =
                if sql.contains("$3") { &[V::Int(3), V::Int(4), V::Int(50)] } else { &[V::Int(3), V::Int(50)] };
            reads_index(desk, sql, index, values).await;
        }
        for (piece, index, values) in [
            ("IS NOT NULL LIMIT 1", "arrivals_by_fingerprint", &[V::Int(1), V::Bytes(b"f")][..]),
            ("id <> $3", "arrivals_by_fingerprint", &[V::Int(1), V::Bytes(b"f"), V::Int(5)]),
            (
                "internet_id = $2 AND size",
                "arrivals_by_internet_id",
                &[V::Int(1), V::Text("7@customer.example"), V::Int(1)],
            ),
            ("raw = $2", "arrivals_by_raw", &[V::Int(1), V::Text("r7")]),
            ("reason = $1", "arrivals_waiting", &[V::Text("channel-off")]),
        ] {
            reads_index(desk, holding(arrivals::STATEMENTS, piece), index, values).await;
        }
        for (piece, index, values) in [
            ("deleted_at < $1", "arrivals_deleted", &[V::Int(5)][..]),
            ("arrivals WHERE raw = $1", "arrivals_by_raw", &[V::Text("r7")]),
            ("attachments WHERE blob = $1", "attachments_by_blob", &[V::Text("b7")]),
        ] {
            reads_index(desk, holding(ledger::STATEMENTS, piece), index, values).await;
        }
    })
    .await;
}

/// Blocks that a query touched.
fn blocks(tx: &mut Tx<'_>, sql: &str, values: &[V<'_>]) -> Result<u64> {
    let lines = tx.all(statement(format!("EXPLAIN (ANALYZE, BUFFERS) {sql}")), values, |row| row.text(0))?;
    let line = lines.iter().find(|line| line.trim_start().starts_with("Buffers:")).unwrap();
    let numbers = line.split(['=', ' ']).filter_map(|word| word.parse::<u64>().ok());
    Ok(numbers.sum())
}

#[tokio::test]
async fn a_page_far_behind_costs_what_the_first_costs() {
    both(async |desk: &Desk| {
        with_history(desk).await;
        for (sql, _) in lists::LISTS.iter().chain(lists::personal::LISTS) {
            match desk.db.engine() {
                Engine::Sqlite => {
                    let lines = desk.read(move |tx| plan(tx, sql, asked_for(sql, places(sql).1))).await;
                    // The place is where the search begins, not a filter over what lies before it.
                    let places = ["updated_at<?", "message_id<?", "AND id<?", "updated_at,conversation_id)<("];
                    let begins = |line: &String| places.iter().any(|place| line.contains(place));
                    assert!(lines.iter().any(begins), "{sql}\n{}", lines.join("\n"));
                }
                Engine::Postgres => {
                    let (first, far) = desk
                        .read(move |tx| {
                            let (first, far) = places(sql);
                            Ok((blocks(tx, sql, asked_for(sql, first))?, blocks(tx, sql, asked_for(sql, far))?))
                        })
                        .await;
                    assert!(far <= 2 * first, "{first} blocks at the start, {far} far behind\n{sql}");
                }
            }
        }
    })
    .await;
}
