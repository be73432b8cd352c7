//! Reading queues of referrals and one referral.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::concern::Due;
use lanyard_events::referral::{ReferralAnswered, ReferralDisputed, ReferralSubmitted};
use lanyard_events::step::{FilledField, StepName};
use lanyard_events::{
    AcademyId, At, Position, ReferralId, Revision, Sensitive, StaffId, StreamId, StreamKind,
};
use rusqlite::Row;

use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::playbook_steps::parsed;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident $what:literal { $($(#[$item:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$item])* $variant,)+
        }

        impl $name {
            pub(crate) const fn code(self) -> i64 {
                match self { $(Self::$variant => $code,)+ }
            }

            pub(crate) const fn of_code(code: i64) -> Result<Self, ViewError> {
                match code { $($code => Ok(Self::$variant),)+ _ => Err(ViewError::Stored($what)) }
            }
        }
    };
}

coded! {
    /// How far a referral has come.
    ReferralStage "stage of a referral" {
        /// The desk is to be told.
        Needed = 0,
        /// The desk is not told after all.
        NotMade = 1,
        /// The desk was told.
        Submitted = 2,
        /// The desk has confirmed that it has it.
        Acknowledged = 3,
        /// The desk has answered.
        Answered = 4,
        /// Nothing is left to do.
        Closed = 5,
    }
}

coded! {
    /// What comes next.
    ReferralNext "next of a referral" {
        /// The desk is told.
        Tell = 0,
        /// What was said follows in writing.
        Write = 1,
        /// The desk answers.
        Answer = 2,
        /// The desk is asked again.
        Chase = 3,
    }
}

/// One referral in a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRow {
    /// Which one.
    pub referral: ReferralId,
    /// Position of the event that said that it is needed.
    pub position: Position,
    /// Revision of its newest event.
    pub revision: Revision,
    /// The case or adult's matter that it comes out of.
    pub matter: StreamId,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// The desk.
    pub agency: String,
    /// How far it has come.
    pub stage: ReferralStage,
    /// Category of the matter.
    pub category: String,
    /// The local authority, where the desk is a local one.
    pub authority: Option<String>,
    /// Reference to quote.
    pub reference: String,
    /// Who has it in hand.
    pub owner: StaffId,
    /// Their name.
    pub owner_name: Option<Sensitive<String>>,
    /// Since when it is needed.
    pub needed_at: At,
    /// What comes next.
    pub next: Option<ReferralNext>,
    /// By when.
    pub due: Option<Due>,
    /// The desk's reference.
    pub their_reference: Option<Sensitive<String>>,
    /// Since when the trust does not agree with the desk, until that answers anew.
    pub disputed_at: Option<At>,
    pub(crate) sort_at: i64,
}

/// One referral whole.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferralPage {
    /// What queues show of it.
    pub row: ReferralRow,
    /// The step that says so.
    pub step: Option<StepName>,
    /// Why, where somebody said so.
    pub reason: Option<Sensitive<String>>,
    /// Fields of the form, as they were filled in last.
    pub fields: Vec<FilledField>,
    /// Required ones that are missing.
    pub missing: Vec<String>,
    /// How the desk was told.
    pub told: Option<ReferralSubmitted>,
    /// What it answered last.
    pub answer: Option<ReferralAnswered>,
    /// Why the trust does not agree with that, and to whom it was taken.
    pub dispute: Option<ReferralDisputed>,
}

/// Which referrals are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferralFilter {
    /// Only to this desk.
    pub agency: Option<String>,
    /// Only at this stage.
    pub stage: Option<ReferralStage>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only out of this matter.
    pub matter: Option<StreamId>,
    /// Only where something is due before this moment.
    pub due_before: Option<At>,
    /// Only with which the trust does not agree, or only the others.
    pub disputed: Option<bool>,
}

const ROWS: Rows = Rows {
    alias: "r",
    matter: "r.matter",
    kind: RowKind::Matter(ResourceKind::Referral),
};

const COLUMNS: &str = "SELECT s.stream, r.id, s.revision, m.stream, r.academy, r.agency, r.stage, \
     r.category, r.authority, r.reference, r.owner, r.needed_at, r.next, r.due, r.their_reference, \
     r.sort_at, r.step, r.reason, r.fields, r.missing, r.told, r.answer, r.dispute, r.disputed_at \
     FROM referral r CROSS JOIN access_row s ON s.id = r.id CROSS JOIN access_row m ON m.id = r.matter";

/// Written out, so that the index of the few that are is of use.
const DISPUTED: &str = " AND r.disputed_at IS NOT NULL";
const UNDISPUTED: &str = " AND r.disputed_at IS NULL";

/// Referrals of the scope, the most pressing first; those with which nothing is due come last.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn referrals(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &ReferralFilter,
    paging: Paging,
) -> Result<Page<ReferralRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE 1");
    if let Some(agency) = &filter.agency {
        sql.bind(" AND r.agency = ?", [agency.clone()]);
    }
    if let Some(stage) = filter.stage {
        sql.bind(" AND r.stage = ?", [stage.code()]);
    }
    if let Some(academy) = filter.academy {
        sql.bind(" AND r.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
    if let Some(matter) = filter.matter {
        sql.bind(
            " AND r.matter = (SELECT id FROM access_row WHERE stream = ?)",
            [matter.to_bytes().to_vec()],
        );
    }
    if let Some(disputed) = filter.disputed {
        sql.push(if disputed { DISPUTED } else { UNDISPUTED });
    }
    if let Some(before) = filter.due_before {
        sql.bind(" AND r.sort_at < ?", [before.millis()]);
    }
    if let Some([sort_at, id]) = paging.keys(List::Referrals)? {
        sql.bind(" AND (r.sort_at, r.id) > (?, ?)", [sort_at, id]);
    }
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY r.sort_at, r.id LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| referral_row(row, &mut names))?;
    Ok(Page::cut(rows, paging, |last: &ReferralRow| {
        let id = stored::position_column(last.position);
        Cursor::new(List::Referrals, last.sort_at, id)
    }))
}

/// One referral; none when the scope does not show it, or its beginning was erased.
///
/// # Errors
/// When the file cannot be read.
pub fn referral_page(
    views: &Reading<'_>,
    scope: &Scope,
    referral: ReferralId,
) -> Result<Option<ReferralPage>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(
        " WHERE s.stream = ?",
        [referral.stream().to_bytes().to_vec()],
    );
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    let mut names = Names::new(views.conn);
    sql.first(views.conn, |row| {
        Ok(ReferralPage {
            row: referral_row(row, &mut names)?,
            step: parsed(row.get(16)?, "step of a referral")?,
            reason: row.get::<_, Option<String>>(17)?.map(Sensitive::from),
            fields: parsed(row.get(18)?, "fields of a referral")?.unwrap_or_default(),
            missing: parsed(row.get(19)?, "missing of a referral")?.unwrap_or_default(),
            told: parsed(row.get(20)?, "telling of a referral")?,
            answer: parsed(row.get(21)?, "answer of a referral")?,
            dispute: parsed(row.get(22)?, "dispute of a referral")?,
        })
    })
}

fn referral_row(row: &Row<'_>, names: &mut Names<'_>) -> Result<ReferralRow, ViewError> {
    let owner: Key = row.get(10)?;
    let stream = stored::stream(&row.get::<_, Key>(0)?)?;
    if stream.kind != StreamKind::Referral {
        return Err(ViewError::Stored("referral"));
    }
    Ok(ReferralRow {
        referral: ReferralId::new(stream.uuid),
        position: stored::position(row.get(1)?),
        revision: stored::revision(row.get(2)?),
        matter: stored::stream(&row.get::<_, Key>(3)?)?,
        academy: stored::academy(row, 4)?,
        agency: row.get(5)?,
        stage: ReferralStage::of_code(row.get(6)?)?,
        category: row.get(7)?,
        authority: row.get(8)?,
        reference: row.get(9)?,
        owner: stored::staff(&owner)?,
        owner_name: names.of_key(&owner)?,
        needed_at: stored::at(row, 11)?,
        next: row
            .get::<_, Option<i64>>(12)?
            .map(ReferralNext::of_code)
            .transpose()?,
        due: parsed(row.get(13)?, "clock of a referral")?,
        their_reference: row.get::<_, Option<String>>(14)?.map(Sensitive::from),
        disputed_at: row.get::<_, Option<i64>>(23)?.map(At::from_millis),
        sort_at: row.get(15)?,
    })
}

/// Referrals of a matter that somebody has in hand and with which something is left to do. Takes no
/// scope: only reactions read it.
///
/// # Errors
/// When the file cannot be read.
pub fn in_hand(
    views: &Reading<'_>,
    matter: StreamId,
    owner: StaffId,
) -> Result<Vec<ReferralId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream FROM referral r JOIN access_row m ON m.id = r.id
         JOIN access_row c ON c.id = r.matter WHERE c.stream = ",
    );
    sql.bind("?", [matter.to_bytes().to_vec()]);
    sql.bind(" AND r.owner = ?", [stored::staff_key(owner).to_vec()]);
    sql.bind(
        " AND r.stage NOT IN (?, ?)",
        [ReferralStage::NotMade.code(), ReferralStage::Closed.code()],
    );
    sql.rows(views.conn, |row| {
        let stream = stored::stream(&row.get(0)?)?;
        Ok(ReferralId::new(stream.uuid))
    })
}

/// Referrals of a matter whose desk was told, whatever became of them. Takes no scope: only reactions
/// read it.
///
/// # Errors
/// When the file cannot be read.
pub fn told_of(views: &Reading<'_>, matter: StreamId) -> Result<Vec<ReferralId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream FROM referral r JOIN access_row m ON m.id = r.id
         JOIN access_row c ON c.id = r.matter WHERE r.told IS NOT NULL AND c.stream = ",
    );
    sql.bind("?", [matter.to_bytes().to_vec()]);
    sql.push(" ORDER BY r.id");
    sql.rows(views.conn, |row| {
        let stream = stored::stream(&row.get(0)?)?;
        Ok(ReferralId::new(stream.uuid))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn the_disputed_ones_are_found_by_their_index_in_its_order() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../migrations/views.sql"))
            .unwrap();
        let sql = format!(
            "EXPLAIN QUERY PLAN {COLUMNS} WHERE 1{DISPUTED} ORDER BY r.sort_at, r.id LIMIT 50"
        );
        let mut statement = conn.prepare(&sql).unwrap();
        let plan: Vec<String> = { statement.query_map([], |row| row.get(3)).unwrap() }
            .map(Result::unwrap)
            .collect();
        let plan = plan.join("; ");
        assert!(plan.contains("referral_disputed"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
