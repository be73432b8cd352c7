//! Clocks that ran out before the thing was done. That is kept when the thing is done, dropped, replaced or closed with
//! its matter, for the row of what was due goes or changes with it; what still waits is read where it waits.
//!
//! Only clocks of rules: what people planned for themselves, and what tells of a conflict, is none of the auditor's
//! (domain.md 1 rule 1). That an adult's matter was given on is due at once to whoever gets it, so it would always be
//! late, and only in adults' matters.

use std::sync::LazyLock;

use super::query::AuditKind;
use crate::caseload::DueKind;
use crate::caseload::due_items::A_QUARTER_OF_AN_HOUR;
use crate::casework::Applying;
use crate::error::Fault;

/// What is due by a rule.
const BY_RULE: [DueKind; 6] = [
    DueKind::Step,
    DueKind::Referral,
    DueKind::Entry,
    DueKind::ParentsReview,
    DueKind::AllegationReview,
    DueKind::GlassReview,
];

/// Conditions on `due_item d`: a rule's clock, and not that a matter was given on.
pub(super) static IS_BY_RULE: LazyLock<String> = LazyLock::new(|| {
    let kinds: Vec<String> = { BY_RULE.iter() }.map(|it| it.code().to_string()).collect();
    format!(
        "d.kind IN ({}) AND NOT (d.kind = {} AND d.item = 'review handover')",
        kinds.join(", "),
        DueKind::AllegationReview.code()
    )
});

/// When a thing is late. What is due at once is due when it begins: it has the quarter of an hour within which somebody
/// has to answer (playbooks.md 0, `now`; R2).
pub(super) static LATE_FROM: LazyLock<String> = LazyLock::new(|| {
    format!("(d.due_at + CASE d.patience WHEN {A_QUARTER_OF_AN_HOUR} THEN d.patience ELSE 0 END)")
});

/// The same of a concern. Where no time could be reckoned for it, it is due at once.
pub(super) static CONCERN_LATE_FROM: LazyLock<String> = LazyLock::new(|| {
    format!("(c.due_at + CASE WHEN c.due_at <= c.had_since THEN {A_QUARTER_OF_AN_HOUR} ELSE 0 END)")
});

static KEEP: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT OR IGNORE INTO audit_fact
         SELECT d.id, d.matter, NULL, d.owner, d.due_at, {} FROM due_item d
         WHERE d.matter = ?1 AND d.open = 1 AND {} < ?2 AND {}",
        AuditKind::Late.code(),
        *LATE_FROM,
        *IS_BY_RULE
    )
});
static KEEP_ONE: LazyLock<String> = LazyLock::new(|| format!("{} AND d.action = ?3", *KEEP));

static KEEP_CONCERN: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT OR IGNORE INTO audit_fact
         SELECT ?2, c.id, NULL, NULL, c.due_at, {} FROM concern c
         WHERE c.id = ?1 AND c.triaged_at IS NULL AND {} < ?3",
        AuditKind::Late.code(),
        *CONCERN_LATE_FROM
    )
});

/// One thing ends: it is known from now on whether it did in time.
pub(crate) fn ends(at: &Applying<'_>, matter: i64, action: &[u8]) -> Result<(), Fault> {
    at.conn
        .prepare_cached(&KEEP_ONE)?
        .execute((matter, at.at().millis(), action))?;
    Ok(())
}

/// Several things of a matter end, or all of it.
pub(crate) fn all_end(at: &Applying<'_>, matter: i64) -> Result<(), Fault> {
    at.conn
        .prepare_cached(&KEEP)?
        .execute((matter, at.at().millis()))?;
    Ok(())
}

/// Somebody decides on a concern, or passes it on.
pub(crate) fn concern_ends(at: &Applying<'_>) -> Result<(), Fault> {
    at.conn.prepare_cached(&KEEP_CONCERN)?.execute((
        at.id,
        (at.position << 8) + OF_CONCERN,
        at.at().millis(),
    ))?;
    Ok(())
}

/// Below the position of an event in the list: above the places of what is due by the same event.
pub(super) const OF_EVENT: i64 = 255;
/// The same of a concern's clock.
pub(super) const OF_CONCERN: i64 = 254;
