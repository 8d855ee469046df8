//! Claiming on PostgreSQL: rows that another node is claiming at this moment are passed over.

crate::statements! {
    IN_TURN = "SELECT pg_advisory_xact_lock(7312)";
    CLAIM_FRESH = "UPDATE jobs SET lease_owner = $2, lease_until = $3, attempts = attempts + 1
        WHERE id IN (SELECT id FROM jobs WHERE kind = $1 AND due_at <= $4 AND attempts = 0
                       AND (lease_until IS NULL OR lease_until <= $4) ORDER BY due_at, id LIMIT $5
                       FOR UPDATE SKIP LOCKED)
        RETURNING id, subject_id, attempts";
    CLAIM_TRIED = "UPDATE jobs SET lease_owner = $2, lease_until = $3, attempts = attempts + 1
        WHERE id IN (SELECT id FROM jobs WHERE kind = $1 AND due_at <= $4 AND attempts > 0
                       AND (lease_until IS NULL OR lease_until <= $4) ORDER BY due_at, id LIMIT 1
                       FOR UPDATE SKIP LOCKED)
        RETURNING id, subject_id, attempts";
}
