//! What of a rota can be kept: a leaver is on duty no more, nor whoever gave up the role for it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Time;
use lanyard_domain::academy::rota::{ON_DUTY, Span, gaps};
use lanyard_domain::clock::day_at;
use lanyard_events::{AcademyId, At, Day, Role, StaffId};
use lanyard_projections::directory::{CallerRow, DutyRow, caller_of_staff, duties};
use lanyard_projections::{Reading, ViewError};

/// A time on duty, and what of it can be kept as things stand.
pub(super) struct Kept {
    /// As the rota has it.
    pub(super) row: DutyRow,
    /// The roles for which they can be on duty at this academy.
    pub(super) roles: Vec<Role>,
    /// What of it they can keep; none where they hold no such role, or have left before it begins.
    pub(super) span: Option<Span>,
}

/// The times of a rota that touch a stretch. Roles are those of `now`, for times to come and for times that are
/// over as well: one that has lapsed in between covers nothing.
pub(super) fn kept(
    views: &Reading<'_>,
    academy: AcademyId,
    within: Span,
    now: At,
) -> Result<Vec<Kept>, ViewError> {
    let mut known: BTreeMap<StaffId, Option<CallerRow>> = BTreeMap::new();
    let mut all = Vec::new();
    for row in duties(views, academy, (within.from, within.until))? {
        let who = match known.entry(row.staff) {
            Entry::Occupied(who) => who.into_mut(),
            Entry::Vacant(place) => place.insert(caller_of_staff(views, row.staff, now)?),
        };
        let who = who.as_ref();
        let roles = who.map_or_else(Vec::new, |who| roles_at(who, academy));
        let until = who.and_then(last_moment);
        let span = Span {
            from: row.from,
            until: until.map_or(row.until, |last| last.min(row.until)),
        };
        let stands = !roles.is_empty() && span.from < span.until;
        all.push(Kept {
            row,
            roles,
            span: stands.then_some(span),
        });
    }
    Ok(all)
}

/// When nobody is on duty within a stretch, in order.
pub(super) fn uncovered(kept: &[Kept], within: Span) -> Vec<Span> {
    gaps(kept.iter().filter_map(|it| it.span), within)
}

/// The roles for which somebody can be on duty at an academy.
pub(super) fn roles_at(who: &CallerRow, academy: AcademyId) -> Vec<Role> {
    { who.roles.iter() }
        .filter(|held| ON_DUTY.contains(&held.role))
        .filter(|held| held.role.is_trust_wide() || held.academy == Some(academy))
        .map(|held| held.role)
        .collect()
}

/// The end of somebody's last day, if they leave or left: access ends that day (domain.md 1 rule 2).
fn last_moment(who: &CallerRow) -> Option<At> {
    let day_after = who.ended_on?.date().tomorrow().ok()?;
    day_at(Day::new(day_after), Time::midnight())
}
