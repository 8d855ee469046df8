//! Claiming on SQLite: there is one writer, so the choice and the mark are one statement.

crate::statements! {
    CLAIM_FRESH = "UPDATE jobs SET lease_owner = $2, lease_until = $3, attempts = attempts + 1
        WHERE id IN (SELECT id FROM jobs WHERE kind = $1 AND due_at <= $4 AND attempts = 0
                       AND (lease_until IS NULL OR lease_until <= $4) ORDER BY due_at, id LIMIT $5)
        RETURNING id, subject_id, attempts";
    CLAIM_TRIED = "UPDATE jobs SET lease_owner = $2, lease_until = $3, attempts = attempts + 1
        WHERE id IN (SELECT id FROM jobs WHERE kind = $1 AND due_at <= $4 AND attempts > 0
                       AND (lease_until IS NULL OR lease_until <= $4) ORDER BY due_at, id LIMIT 1)
        RETURNING id, subject_id, attempts";
}
