//! Adults' matters, counted.

use lanyard_access::{ResourceKind, RoleSet, Scope};
use lanyard_events::Role;
use lanyard_events::allegation::ThresholdDecision;
use serde::Deserialize;

use super::query::Span;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::visible::{self, RowKind, Rows};

/// Adults' matters begun in a time, by what was decided about the harm threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AdultsFigures {
    /// The threshold may be met: allegations.
    pub allegations: u64,
    /// Low-level concerns.
    pub low_level: u64,
    /// Nothing to be concerned about.
    pub no_concern: u64,
    /// Nobody has decided yet.
    pub undecided: u64,
}

impl AdultsFigures {
    fn count(&mut self, decision: Option<ThresholdDecision>) {
        *match decision {
            Some(ThresholdDecision::MayMeetThreshold) => &mut self.allegations,
            Some(ThresholdDecision::LowLevel) => &mut self.low_level,
            Some(ThresholdDecision::NoConcern) => &mut self.no_concern,
            None => &mut self.undecided,
        } += 1;
    }
}

/// Counts the adults' matters of the scope, by what is decided now.
///
/// # Errors
/// When the file cannot be read.
pub fn adults_figures(
    views: &Reading<'_>,
    scope: &Scope,
    span: &Span,
) -> Result<AdultsFigures, ViewError> {
    let mut sql = Sql::new("SELECT a.threshold FROM allegation a WHERE 1");
    span.narrow(&mut sql, "a.academy", "a.opened_at");
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    let mut figures = AdultsFigures::default();
    sql.each(views.conn, |row| {
        let threshold: Option<String> = row.get(0)?;
        let decision = threshold
            .map(|word| serde_json::from_str(&word))
            .transpose()
            .map_err(|_| ViewError::Stored("threshold"))?;
        figures.count(decision);
        Ok(())
    })?;
    Ok(figures)
}

/// Counts those of the scope that go to a head, by what was decided by the end of the time: what is decided
/// later moves no figure.
///
/// # Errors
/// When the file cannot be read.
pub fn adults_figures_at_the_end(
    views: &Reading<'_>,
    scope: &Scope,
    span: &Span,
) -> Result<AdultsFigures, ViewError> {
    let mut sql = Sql::new(
        "SELECT (SELECT e.detail FROM thread_entry t CROSS JOIN entry e ON e.position = t.position
         WHERE t.thread = a.id AND e.event_type = 'allegation.threshold_decided' AND e.proposed_at < ",
    );
    sql.bind("?", [span.to.millis()]);
    sql.push(" ORDER BY e.position DESC LIMIT 1) FROM allegation a WHERE 1");
    span.narrow(&mut sql, "a.academy", "a.opened_at");
    let head = i64::from(RoleSet::of(Role::Head).bits());
    sql.bind(" AND (a.routed & ?) <> 0", [head]);
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    let mut figures = AdultsFigures::default();
    sql.each(views.conn, |row| {
        let detail: Option<String> = row.get(0)?;
        let decided: Option<Decided> = detail
            .map(|detail| serde_json::from_str(&detail))
            .transpose()
            .map_err(|_| ViewError::Stored("threshold"))?;
        figures.count(decided.map(|decided| decided.decision));
        Ok(())
    })?;
    Ok(figures)
}

const ROWS: Rows = Rows {
    alias: "a",
    matter: "a.id",
    kind: RowKind::Matter(ResourceKind::Allegation),
};

/// What is wanted of the event with which the threshold was decided.
#[derive(Deserialize)]
struct Decided {
    decision: ThresholdDecision,
}
