//! By when a desk is told: by its own clock, or by its local authority's.

use lanyard_events::concern::Due;
use lanyard_events::{At, CategoryId};

use crate::clock::{SchoolCalendar, london_day};
use crate::policy::{Desk, Shipped};

/// By when a desk is told of a matter of a category, counted from `counts_from`; by what is in force on the
/// day on which the clock begins. None where the desk has no clock: with the outcome, at no time.
#[must_use]
pub fn by_desk(
    desk: &Desk,
    category: &CategoryId,
    authority: Option<&str>,
    counts_from: At,
    calendar: &SchoolCalendar,
) -> Option<Due> {
    let local = authority
        .and_then(|code| {
            let began = london_day(counts_from);
            Shipped::get().authority(code)?.clock(desk.id, began)
        })
        .filter(|_| desk.clock.local_override);
    let (clock, rule) = local.map_or_else(
        || {
            let (due, rule) = desk.clock_for(category);
            (due.starting(counts_from), rule)
        },
        |local| (local.due, local.rule.as_str()),
    );
    clock.reckon(rule, counts_from, calendar)
}
