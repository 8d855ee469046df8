//! Every statement of the store in one list, so that one test prepares them all on both databases.

/// Declares the statements of a file as constants, and lists them as its `STATEMENTS`.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $sql;)*
        /// Every statement of this file.
        pub const STATEMENTS: &[&str] = &[$($name),*];
    };
}

/// The statements that both databases run.
pub const SHARED: &[&[&str]] = &[
    crate::account_links::STATEMENTS,
    crate::agents::STATEMENTS,
    crate::api_tokens::STATEMENTS,
    crate::arrivals::STATEMENTS,
    crate::arrivals::added::STATEMENTS,
    crate::articles::STATEMENTS,
    crate::articles::words::STATEMENTS,
    crate::assistants::STATEMENTS,
    crate::assistants::turns::STATEMENTS,
    crate::attachments::STATEMENTS,
    crate::audit::STATEMENTS,
    crate::automatic::STATEMENTS,
    crate::bounced::STATEMENTS,
    crate::calls::STATEMENTS,
    crate::categories::STATEMENTS,
    crate::category_fields::STATEMENTS,
    crate::changes::STATEMENTS,
    crate::companies::STATEMENTS,
    crate::contacts::STATEMENTS,
    crate::contacts::erasing::STATEMENTS,
    crate::contacts::erasing::OF_CONVERSATION,
    crate::contacts::erasing::OF_MESSAGE,
    crate::contacts::fields::STATEMENTS,
    crate::contacts::merging::STATEMENTS,
    crate::contacts::notes::STATEMENTS,
    crate::conversations::STATEMENTS,
    crate::cursors::STATEMENTS,
    crate::drafts::STATEMENTS,
    crate::events::STATEMENTS,
    crate::following::STATEMENTS,
    crate::gaps::STATEMENTS,
    crate::health::STATEMENTS,
    crate::hints::STATEMENTS,
    crate::idempotency::STATEMENTS,
    crate::jobs::STATEMENTS,
    crate::leases::STATEMENTS,
    crate::ledger::STATEMENTS,
    crate::lists::STATEMENTS,
    crate::lists::personal::STATEMENTS,
    crate::mailboxes::STATEMENTS,
    crate::mentions::STATEMENTS,
    crate::merging::STATEMENTS,
    crate::messages::STATEMENTS,
    crate::migrations::STATEMENTS,
    crate::nodes::STATEMENTS,
    crate::notices::STATEMENTS,
    crate::notifications::STATEMENTS,
    crate::outbox::STATEMENTS,
    crate::own_presences::STATEMENTS,
    crate::participants::STATEMENTS,
    crate::pending::STATEMENTS,
    crate::plus_probes::STATEMENTS,
    crate::policies::STATEMENTS,
    crate::pop3_mails::STATEMENTS,
    crate::presence::STATEMENTS,
    crate::push::STATEMENTS,
    crate::queues::STATEMENTS,
    crate::reports::STATEMENTS,
    crate::reports::cells::STATEMENTS,
    crate::reports::history::STATEMENTS,
    crate::reports::names::STATEMENTS,
    crate::routing::STATEMENTS,
    crate::rules::STATEMENTS,
    crate::rules::facts::STATEMENTS,
    crate::rules::mails::STATEMENTS,
    crate::rules::moments::STATEMENTS,
    crate::sandbox::STATEMENTS,
    crate::second_factors::STATEMENTS,
    crate::search::days::STATEMENTS,
    crate::sessions::STATEMENTS,
    crate::signatures::STATEMENTS,
    crate::settings::STATEMENTS,
    crate::sla::STATEMENTS,
    crate::snippets::STATEMENTS,
    crate::splitting::STATEMENTS,
    crate::surveys::STATEMENTS,
    crate::tags::STATEMENTS,
    crate::templates::STATEMENTS,
    crate::trust_anchors::STATEMENTS,
    crate::trust_tests::STATEMENTS,
    crate::viewers::STATEMENTS,
    crate::views::STATEMENTS,
    crate::webhook_deliveries::STATEMENTS,
    crate::webhooks::STATEMENTS,
];

/// Those of SQLite alone.
pub const SQLITE: &[&[&str]] = &[crate::search::sqlite::STATEMENTS, crate::jobs::sqlite::STATEMENTS];

/// Those of PostgreSQL alone.
pub const POSTGRES: &[&[&str]] =
    &[crate::search::postgres::STATEMENTS, crate::jobs::postgres::STATEMENTS, crate::changes::postgres::STATEMENTS];
