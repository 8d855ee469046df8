//! The lock that keeps the feed's sequence in the order of commits on PostgreSQL.

crate::statements! {
    LOCK = "SELECT pg_advisory_xact_lock(7311)";
}
