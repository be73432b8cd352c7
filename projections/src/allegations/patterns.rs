//! What else is said of the same adult: patterns across low-level concerns (domain.md 2), as far as the reader
//! may see them.

use lanyard_access::Scope;
use lanyard_events::allegation::{AllegationOutcome, ThresholdDecision};
use lanyard_events::{AcademyId, At, LinkRole, StreamId};
use rusqlite::Row;

use super::query::{self, AllegationState};
use crate::concern_inbox::ConcernState;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// More about one adult than this is no pattern to read on one page.
const SAME_ADULT_MAX: i64 = 50;
/// The category of a concern that was raised as one below the threshold.
const LOW_LEVEL: &str = "low_level_concern_about_an_adult";

/// How much else is said of the same adult.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AboutSameAdult {
    /// Concerns by themselves, and other matters.
    pub count: u32,
    /// Of these, matters decided to be low-level, and concerns raised as such.
    pub low_level: u32,
}

/// Where something said of the same adult stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameAdultState {
    /// A concern by itself.
    Concern(ConcernState),
    /// A matter.
    Allegation {
        /// Open or closed.
        state: AllegationState,
        /// The decision on the threshold.
        threshold: Option<ThresholdDecision>,
        /// The outcome.
        outcome: Option<AllegationOutcome>,
    },
}

/// Another concern or matter in which the same adult is said to have done it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameAdult {
    /// The concern or matter.
    pub matter: StreamId,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy.
    pub category: String,
    /// When it was raised or opened.
    pub begun_at: At,
    /// Where it stands.
    pub state: SameAdultState,
}

impl SameAdult {
    /// Whether it was decided to be low-level, or raised as such.
    #[must_use]
    pub fn is_low_level(&self) -> bool {
        match self.state {
            SameAdultState::Concern(_) => self.category == LOW_LEVEL,
            SameAdultState::Allegation { threshold, .. } => {
                threshold == Some(ThresholdDecision::LowLevel)
            }
        }
    }
}

/// What else is said of whoever is said to have done it in a matter or concern, the newest first.
pub(crate) fn same_adult(
    views: &Reading<'_>,
    scope: &Scope,
    id: i64,
) -> Result<Vec<SameAdult>, ViewError> {
    let mut sql = others(scope, id);
    sql.bind(" ORDER BY m.id DESC LIMIT ?", [SAME_ADULT_MAX])
        .rows(views.conn, same_adult_row)
}

/// How much that is.
pub(super) fn about_same_adult(
    views: &Reading<'_>,
    scope: &Scope,
    id: i64,
) -> Result<AboutSameAdult, ViewError> {
    let mut about = AboutSameAdult::default();
    others(scope, id).each(views.conn, |row| {
        about.count += 1;
        about.low_level += u32::from(same_adult_row(row)?.is_low_level());
        Ok(())
    })?;
    Ok(about)
}

/// Concerns that are part of a matter are counted with it, not again; nor is the matter of a concern.
fn others(scope: &Scope, id: i64) -> Sql {
    let alleged = stored::part_bit(LinkRole::AllegedToHaveDoneIt);
    let mut sql = Sql::new(
        "SELECT DISTINCT m.stream, m.academy, coalesce(c.reference, a.reference),
           coalesce(c.category, a.category), coalesce(c.raised_at, a.opened_at), c.state, a.state,
           a.threshold, a.outcome, m.id
         FROM matter_person own JOIN matter_person p ON p.person = own.person
         JOIN access_row m ON m.id = p.matter
         LEFT JOIN concern c ON c.id = m.id AND c.allegation_uuid IS NULL
         LEFT JOIN allegation a ON a.id = m.id
         WHERE coalesce(c.id, a.id) IS NOT NULL AND substr(own.person, 1, 1) = x'02'",
    );
    sql.bind(
        " AND own.matter = ? AND p.matter <> ? AND (own.parts & ?) <> 0 AND (p.parts & ?) <> 0",
        [id, id, alleged, alleged],
    );
    sql.bind(
        " AND p.matter NOT IN (SELECT thread FROM thread_member WHERE member = ?)",
        [id],
    );
    let rows = Rows {
        alias: "m",
        matter: "m.id",
        // Read by the same readers as the matter itself, whatever they are.
        kind: RowKind::PartOfCase,
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    sql
}

fn same_adult_row(row: &Row<'_>) -> Result<SameAdult, ViewError> {
    let state = match (row.get::<_, Option<i64>>(5)?, row.get::<_, Option<i64>>(6)?) {
        (Some(code), _) => SameAdultState::Concern(ConcernState::of_code(code)?),
        (None, Some(code)) => SameAdultState::Allegation {
            state: AllegationState::of_code(code)?,
            threshold: query::word(row, 7)?,
            outcome: query::word(row, 8)?,
        },
        (None, None) => return Err(ViewError::Stored("matter of the same adult")),
    };
    Ok(SameAdult {
        matter: stored::stream(&row.get(0)?)?,
        academy: stored::academy(row, 1)?,
        reference: row.get(2)?,
        category: row.get(3)?,
        begun_at: stored::at(row, 4)?,
        state,
    })
}
