//! Migrations: plain SQL, forward only, embedded. One file serves both databases, or one each where they must differ.

use crate::{Db, Engine, Error, Result, Tx};

/// One step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number, counted up from 1.
    pub number: i64,
    /// Its name, as the file has it.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// All steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "foundation",
        sqlite: include_str!("../migrations/0001_foundation.sql"),
        postgres: include_str!("../migrations/0001_foundation.sql"),
    },
    Migration {
        number: 2,
        name: "engines",
        sqlite: include_str!("../migrations/0002_engines.sqlite.sql"),
        postgres: include_str!("../migrations/0002_engines.postgres.sql"),
    },
    Migration {
        number: 3,
        name: "policies",
        sqlite: include_str!("../migrations/0003_policies.sql"),
        postgres: include_str!("../migrations/0003_policies.sql"),
    },
    Migration {
        number: 4,
        name: "audit",
        sqlite: include_str!("../migrations/0004_audit.sql"),
        postgres: include_str!("../migrations/0004_audit.sql"),
    },
    Migration {
        number: 5,
        name: "notices",
        sqlite: include_str!("../migrations/0005_notices.sql"),
        postgres: include_str!("../migrations/0005_notices.sql"),
    },
    Migration {
        number: 6,
        name: "evidence",
        sqlite: include_str!("../migrations/0006_evidence.sql"),
        postgres: include_str!("../migrations/0006_evidence.sql"),
    },
    Migration {
        number: 7,
        name: "destinations",
        sqlite: include_str!("../migrations/0007_destinations.sql"),
        postgres: include_str!("../migrations/0007_destinations.sql"),
    },
    Migration {
        number: 8,
        name: "pop3_mails",
        sqlite: include_str!("../migrations/0008_pop3_mails.sql"),
        postgres: include_str!("../migrations/0008_pop3_mails.sql"),
    },
    Migration {
        number: 9,
        name: "trust_tests",
        sqlite: include_str!("../migrations/0009_trust_tests.sql"),
        postgres: include_str!("../migrations/0009_trust_tests.sql"),
    },
    Migration {
        number: 10,
        name: "people",
        sqlite: include_str!("../migrations/0010_people.sql"),
        postgres: include_str!("../migrations/0010_people.sql"),
    },
    Migration {
        number: 11,
        name: "endings",
        sqlite: include_str!("../migrations/0011_endings.sql"),
        postgres: include_str!("../migrations/0011_endings.sql"),
    },
    Migration {
        number: 12,
        name: "automatic mail",
        sqlite: include_str!("../migrations/0012_automatic_mail.sql"),
        postgres: include_str!("../migrations/0012_automatic_mail.sql"),
    },
    Migration {
        number: 13,
        name: "categories",
        sqlite: include_str!("../migrations/0013_categories.sql"),
        postgres: include_str!("../migrations/0013_categories.sql"),
    },
    Migration {
        number: 14,
        name: "held mail of queues",
        sqlite: include_str!("../migrations/0014_held_mail_of_queues.sql"),
        postgres: include_str!("../migrations/0014_held_mail_of_queues.sql"),
    },
    Migration {
        number: 15,
        name: "account links",
        sqlite: include_str!("../migrations/0015_account_links.sql"),
        postgres: include_str!("../migrations/0015_account_links.sql"),
    },
    Migration {
        number: 16,
        name: "ways in",
        sqlite: include_str!("../migrations/0016_ways_in.sql"),
        postgres: include_str!("../migrations/0016_ways_in.sql"),
    },
    Migration {
        number: 17,
        name: "audit filters",
        sqlite: include_str!("../migrations/0017_audit_filters.sql"),
        postgres: include_str!("../migrations/0017_audit_filters.sql"),
    },
    Migration {
        number: 18,
        name: "team",
        sqlite: include_str!("../migrations/0018_team.sql"),
        postgres: include_str!("../migrations/0018_team.sql"),
    },
    Migration {
        number: 19,
        name: "drafts",
        sqlite: include_str!("../migrations/0019_drafts.sql"),
        postgres: include_str!("../migrations/0019_drafts.sql"),
    },
    Migration {
        number: 20,
        name: "planned mail",
        sqlite: include_str!("../migrations/0020_planned_mail.sql"),
        postgres: include_str!("../migrations/0020_planned_mail.sql"),
    },
    Migration {
        number: 21,
        name: "snippets",
        sqlite: include_str!("../migrations/0021_snippets.sql"),
        postgres: include_str!("../migrations/0021_snippets.sql"),
    },
    Migration {
        number: 22,
        name: "tags",
        sqlite: include_str!("../migrations/0022_tags.sqlite.sql"),
        postgres: include_str!("../migrations/0022_tags.postgres.sql"),
    },
    Migration {
        number: 23,
        name: "views",
        sqlite: include_str!("../migrations/0023_views.sql"),
        postgres: include_str!("../migrations/0023_views.sql"),
    },
    Migration {
        number: 30,
        name: "priority",
        sqlite: include_str!("../migrations/0030_priority.sql"),
        postgres: include_str!("../migrations/0030_priority.sql"),
    },
    Migration {
        number: 31,
        name: "contacts",
        sqlite: include_str!("../migrations/0031_contacts.sqlite.sql"),
        postgres: include_str!("../migrations/0031_contacts.postgres.sql"),
    },
    Migration {
        number: 32,
        name: "erasing",
        sqlite: include_str!("../migrations/0032_erasing.sql"),
        postgres: include_str!("../migrations/0032_erasing.sql"),
    },
    Migration {
        number: 33,
        name: "contact fields",
        sqlite: include_str!("../migrations/0033_contact_fields.sql"),
        postgres: include_str!("../migrations/0033_contact_fields.sql"),
    },
    Migration {
        number: 35,
        name: "webhooks",
        sqlite: include_str!("../migrations/0035_webhooks.sql"),
        postgres: include_str!("../migrations/0035_webhooks.sql"),
    },
    Migration {
        number: 36,
        name: "templates",
        sqlite: include_str!("../migrations/0036_templates.sql"),
        postgres: include_str!("../migrations/0036_templates.sql"),
    },
    Migration {
        number: 37,
        name: "following",
        sqlite: include_str!("../migrations/0037_following.sql"),
        postgres: include_str!("../migrations/0037_following.sql"),
    },
    Migration {
        number: 38,
        name: "splitting",
        sqlite: include_str!("../migrations/0038_splitting.sql"),
        postgres: include_str!("../migrations/0038_splitting.sql"),
    },
    Migration {
        number: 40,
        name: "tags named",
        sqlite: include_str!("../migrations/0040_tags_named.sql"),
        postgres: include_str!("../migrations/0040_tags_named.sql"),
    },
    Migration {
        number: 41,
        name: "signatures",
        sqlite: include_str!("../migrations/0041_signatures.sql"),
        postgres: include_str!("../migrations/0041_signatures.sql"),
    },
    Migration {
        number: 43,
        name: "news of messages",
        sqlite: include_str!("../migrations/0043_news_of_messages.sql"),
        postgres: include_str!("../migrations/0043_news_of_messages.sql"),
    },
    Migration {
        number: 45,
        name: "away",
        sqlite: include_str!("../migrations/0045_away.sql"),
        postgres: include_str!("../migrations/0045_away.sql"),
    },
    Migration {
        number: 46,
        name: "push",
        sqlite: include_str!("../migrations/0046_push.sql"),
        postgres: include_str!("../migrations/0046_push.sql"),
    },
    Migration {
        number: 47,
        name: "routing",
        sqlite: include_str!("../migrations/0047_routing.sql"),
        postgres: include_str!("../migrations/0047_routing.sql"),
    },
    Migration {
        number: 50,
        name: "calls",
        sqlite: include_str!("../migrations/0050_calls.sql"),
        postgres: include_str!("../migrations/0050_calls.sql"),
    },
    Migration {
        number: 51,
        name: "nodes",
        sqlite: include_str!("../migrations/0051_nodes.sql"),
        postgres: include_str!("../migrations/0051_nodes.sql"),
    },
    Migration {
        number: 52,
        name: "rules",
        sqlite: include_str!("../migrations/0052_rules.sql"),
        postgres: include_str!("../migrations/0052_rules.sql"),
    },
    Migration {
        number: 54,
        name: "surveys",
        sqlite: include_str!("../migrations/0054_surveys.sql"),
        postgres: include_str!("../migrations/0054_surveys.sql"),
    },
    Migration {
        number: 55,
        name: "sla",
        sqlite: include_str!("../migrations/0055_sla.sql"),
        postgres: include_str!("../migrations/0055_sla.sql"),
    },
    Migration {
        number: 57,
        name: "reports",
        sqlite: include_str!("../migrations/0057_reports.sql"),
        postgres: include_str!("../migrations/0057_reports.sql"),
    },
    Migration {
        number: 58,
        name: "category_fields",
        sqlite: include_str!("../migrations/0058_category_fields.sql"),
        postgres: include_str!("../migrations/0058_category_fields.sql"),
    },
    Migration {
        number: 59,
        name: "articles",
        sqlite: include_str!("../migrations/0059_articles.sql"),
        postgres: include_str!("../migrations/0059_articles.sql"),
    },
    Migration {
        number: 60,
        name: "assistants",
        sqlite: include_str!("../migrations/0060_assistants.sql"),
        postgres: include_str!("../migrations/0060_assistants.sql"),
    },
    Migration {
        number: 61,
        name: "queue_hours",
        sqlite: include_str!("../migrations/0061_queue_hours.sql"),
        postgres: include_str!("../migrations/0061_queue_hours.sql"),
    },
    Migration {
        number: 62,
        name: "report_outcomes",
        sqlite: include_str!("../migrations/0062_report_outcomes.sql"),
        postgres: include_str!("../migrations/0062_report_outcomes.sql"),
    },
    Migration {
        number: 63,
        name: "rule_mails",
        sqlite: include_str!("../migrations/0063_rule_mails.sql"),
        postgres: include_str!("../migrations/0063_rule_mails.sql"),
    },
];

crate::statements! {
    APPLIED = "SELECT COALESCE(MAX(number), 0) FROM schema_migrations";
    RECORD = "INSERT INTO schema_migrations (number, name) VALUES ($1, $2)";
}

/// Brings the database to this program's schema. Several nodes may call it at once.
///
/// # Errors
/// [`Error::Newer`] when a newer version wrote the database; the database's own.
pub async fn migrate(db: &Db) -> Result<i64> {
    db.write(apply_all).await
}

fn apply_all(tx: &mut Tx<'_>) -> Result<i64> {
    let known = MIGRATIONS.last().map_or(0, |last| last.number);
    if tx.engine() == Engine::Postgres {
        tx.batch("SELECT pg_advisory_xact_lock(7310)")?;
    }
    tx.batch("CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)")?;
    let found = tx.one(APPLIED, &[], |row| row.int(0))?.unwrap_or(0);
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for migration in MIGRATIONS.iter().filter(|migration| migration.number > found) {
        tx.batch(&text(migration, tx.engine()))?;
        tx.run(RECORD, &[migration.number.into(), migration.name.into()])?;
    }
    Ok(known)
}

/// The migration in the words of one database.
fn text(migration: &Migration, engine: Engine) -> String {
    match engine {
        Engine::Sqlite => migration
            .sqlite
            .replace("IDENTITY_KEY", "INTEGER PRIMARY KEY AUTOINCREMENT")
            .replace("NUMBER_KEY", "INTEGER PRIMARY KEY AUTOINCREMENT")
            .replace("BIGINT", "INTEGER")
            .replace("BYTEA", "BLOB")
            .replace("\n);", "\n) STRICT;"),
        Engine::Postgres => migration
            .postgres
            .replace("IDENTITY_KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY")
            .replace("NUMBER_KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY (START WITH 1001) PRIMARY KEY"),
    }
}
