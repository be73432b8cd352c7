//! What was published.

use lanyard_events::Day;
use lanyard_events::snapshot::{SnapshotEvent, SnapshotTable};

use crate::figures::SuppressionRule;

/// The table of cases opened, and that of cases closed.
const OPENED: &str = "cases_by_category";
pub(super) const CLOSED: &str = "case_outcomes";

/// The times for which figures are out, and what they say of cases of the whole trust.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// First and last day of each, in the order of publishing.
    pub published: Vec<(Day, Day)>,
    /// Cases opened, as few as there may be for all that is shown.
    pub opened_at_least: u64,
    /// Cases closed, as many as a hidden count has to be able to be.
    pub closed_at_most: u64,
}

impl State {
    pub(super) fn evolve(mut self, event: &SnapshotEvent) -> Self {
        match event {
            SnapshotEvent::Published(published) => {
                self.published.push((published.first, published.last));
                let rule = SuppressionRule::from(published.suppression);
                let (opened, closed) = opened_and_closed(&published.tables, rule);
                self.opened_at_least = self.opened_at_least.saturating_add(opened);
                self.closed_at_most = self.closed_at_most.saturating_add(closed);
            }
        }
        self
    }

    /// Whether somebody who knows that no case is closed that was not opened learns nothing by it: with
    /// every hidden count as it suits them least, there are still as many opened as closed.
    pub(super) fn closed_bound_nothing(
        &self,
        tables: &[SnapshotTable],
        rule: SuppressionRule,
    ) -> bool {
        let (opened, closed) = opened_and_closed(tables, rule);
        self.closed_at_most.saturating_add(closed) <= self.opened_at_least.saturating_add(opened)
    }

    /// Whether figures are out for a day of this time. Two tables over the same days, one beside the
    /// other, would give by their difference what each of them hides.
    pub(super) fn overlaps(&self, first: Day, last: Day) -> bool {
        { self.published.iter() }.any(|(from, to)| *from <= last && first <= *to)
    }
}

/// Cases opened at the least, and closed at the most. A hidden count is one at least (`figures`).
fn opened_and_closed(tables: &[SnapshotTable], rule: SuppressionRule) -> (u64, u64) {
    let most = rule.greatest_suppressed();
    let of = |id: &str, hidden: u64| {
        let table = tables.iter().find(|table| table.id == id);
        table.map_or(0, |table| in_all(table).unwrap_or(hidden))
    };
    (of(OPENED, 1), of(CLOSED, most))
}

/// The total of a table for the whole trust, where it is shown.
pub(super) fn in_all(table: &SnapshotTable) -> Option<u64> {
    *table.rows.last()?.counts.last()?
}
