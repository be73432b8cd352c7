//! What one person has in hand, and who has something in hand that they cannot have any more.

use lanyard_events::{Actor, At, Day, StaffId, StreamId};

use super::due::DueKind;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::referral_queue::ReferralStage;
use crate::sql::Sql;
use crate::stored;

/// What is due by somebody of authority, whoever that is by then.
const NOT_IN_HAND: [i64; 3] = [
    DueKind::ConflictReview.code(),
    DueKind::GlassReview.code(),
    DueKind::RelationReview.code(),
];

/// Only reviews of the log that the record itself has added, and that nobody has begun.
fn unsigned(sql: &mut Sql) {
    sql.bind(
        " AND e.register = 'log_reviews' AND e.state = 'open' AND e.added_by = ?",
        [stored::actor_key(Actor::System).to_vec()],
    );
    sql.push(" AND json_extract(e.fields, '$.findings', '$.to_do') = '[null,null]'");
}

/// Every open case and adult's matter that somebody owns, in which something is due from them, or of which
/// they have a referral in hand; every entry of a register of which they keep a clock, or that waits for their
/// signature (R13). Reviews of restrictions and of a broken glass are none of it: their reminders go to the next
/// senior at once where whoever was to do one cannot. Takes no scope: only reactions read it.
///
/// # Errors
/// When the file cannot be read.
pub fn in_hand(views: &Reading<'_>, staff: StaffId) -> Result<Vec<StreamId>, ViewError> {
    let key = stored::staff_key(staff).to_vec();
    let mut sql = Sql::new(
        "SELECT stream FROM access_row WHERE id IN (SELECT id FROM case_file WHERE state = 0 AND owner = ",
    );
    sql.bind("?", [key.clone()]);
    sql.bind(
        " UNION SELECT id FROM allegation WHERE state = 0 AND owner = ?",
        [key.clone()],
    );
    sql.bind(
        " UNION SELECT matter FROM due_item WHERE open = 1 AND owner = ?",
        [key.clone()],
    );
    sql.bind(" AND kind NOT IN (?, ?, ?)", NOT_IN_HAND);
    sql.bind(
        " UNION SELECT o.entry FROM register_own o JOIN register_entry e ON e.id = o.entry
          WHERE o.staff = ?",
        [key.clone()],
    );
    unsigned(&mut sql);
    sql.bind(" UNION SELECT matter FROM referral WHERE owner = ?", [key]);
    sql.bind(
        " AND stage NOT IN (?, ?))",
        [ReferralStage::NotMade.code(), ReferralStage::Closed.code()],
    );
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}

/// Everybody who has something in hand and has left, or of whom a role was taken away or has ended by the
/// clock: what of it they can have all the same is for whoever asks. Takes no scope: only the worker reads it.
///
/// # Errors
/// When the file cannot be read.
pub fn leaves_behind(views: &Reading<'_>, today: Day, now: At) -> Result<Vec<StaffId>, ViewError> {
    let mut sql = Sql::new("SELECT p.person FROM person p WHERE (p.ended_on < ");
    sql.bind("?", [today.to_string()]);
    sql.bind(
        " OR EXISTS (SELECT 1 FROM staff_role r WHERE r.staff = p.id
                       AND (r.ended_at IS NOT NULL OR r.until <= ?)))",
        [now.millis()],
    );
    sql.push(
        " AND p.person IN (SELECT owner FROM case_file WHERE state = 0
                           UNION SELECT owner FROM allegation WHERE state = 0
                           UNION SELECT owner FROM due_item WHERE open = 1",
    );
    sql.bind(" AND kind NOT IN (?, ?, ?)", NOT_IN_HAND);
    sql.push(
        " UNION SELECT o.staff FROM register_entry e JOIN register_own o ON o.entry = e.id WHERE 1",
    );
    unsigned(&mut sql);
    sql.bind(
        " UNION SELECT owner FROM referral WHERE stage NOT IN (?, ?))",
        [ReferralStage::NotMade.code(), ReferralStage::Closed.code()],
    );
    sql.rows(views.conn, |row| stored::staff(&row.get(0)?))
}

/// Whether a concern comes back to somebody: they have it under watch, or it was put into their hands.
/// Takes no scope: only reactions read it.
///
/// # Errors
/// When the file cannot be read.
pub fn has_concern(
    views: &Reading<'_>,
    concern: StreamId,
    staff: StaffId,
) -> Result<bool, ViewError> {
    let mut sql = Sql::new(
        "SELECT 1 FROM due_item WHERE open = 1 AND matter = (SELECT id FROM access_row WHERE stream = ",
    );
    sql.bind("?)", [concern.to_bytes().to_vec()]);
    sql.bind(" AND owner = ?", [stored::staff_key(staff).to_vec()]);
    sql.bind(" AND kind = ?", [DueKind::ConcernReview.code()]);
    let found = sql.first(views.conn, |row| Ok(row.get::<_, i64>(0)?))?;
    Ok(found.is_some())
}
