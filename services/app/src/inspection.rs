//! An academy's figures over a time, to be printed for whoever inspects it (S31).

use jiff::civil::{Time, date};
use jiff::{Span as Length, ToSpan};
use lanyard_access::{Action, Caller, PersonKey, Resource, ResourceKind, RoleSet, Scope};
use lanyard_domain::clock::{day_at, london_day};
use lanyard_domain::figures::{Shown, SuppressionRule};
use lanyard_events::{AcademyId, Actor, At, Day, Role};
use lanyard_projections::directory::academy;
use lanyard_projections::inspection::{
    AdultsFigures, Inspection, Span, adults_figures, adults_figures_at_the_end, inspection,
};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Figures reach back so far at most: what is older has been disposed of or moved on.
const LONGEST_YEARS: i64 = 5;

/// An academy's figures.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// Name of the academy.
    pub academy_name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// When they were counted.
    pub made_at: At,
    /// Pupils' matters and registers, as the reader may see them.
    pub figures: Inspection,
    /// Adults' matters.
    pub adults: AdultsInspected,
}

/// Adults' matters as figures. None of them is there for whoever is close to somebody and reads none of the
/// matters.
#[derive(Debug, Clone, Copy)]
pub struct AdultsInspected {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// By which rule small figures are not shown; none for those who read the matters.
    pub suppressed_by: Option<SuppressionRule>,
    /// Allegations: the harm threshold may be met.
    pub allegations: Option<Shown>,
    /// Low-level concerns.
    pub low_level: Option<Shown>,
    /// Nothing to be concerned about.
    pub no_concern: Option<Shown>,
    /// Nobody has decided yet; where small figures are not shown, nobody had by the last day.
    pub undecided: Option<Shown>,
}

impl App {
    /// The figures of an academy from one day to another; a year up to today where none is named.
    ///
    /// # Errors
    /// `NotShown` for an academy whose figures are none of the caller's, `BadQuery`, `Unavailable`.
    pub async fn inspection(
        &self,
        context: &Context,
        at: AcademyId,
        from: Option<Day>,
        to: Option<Day>,
    ) -> Result<Inspected, AppError> {
        let page = Resource::at(ResourceKind::Academy, at);
        self.permit(context, Action::ReadInspection, &page)
            .map_err(|_| AppError::NotShown)?;
        let now = self.now();
        let to = to.unwrap_or_else(|| london_day(now));
        let from = from.unwrap_or_else(|| back(to, 1.year()));
        if from > to || from < back(to, LONGEST_YEARS.years()) {
            return Err(AppError::BadQuery(
                "The first day is not after the last, and at most five years before it.",
            ));
        }
        let matters = Scope::of(&context.caller, Action::ReadInspection);
        let entries = Scope::of(&context.caller, Action::ListEntries);
        let adults = Scope::of(&context.caller, Action::CountAllegations);
        let suppressed_by =
            (!self.reads_adults_matters(context, at)).then_some(SuppressionRule::Dfe);
        let (adults_from, adults_to) = match suppressed_by {
            None => (from, to),
            Some(_) => last_school_year(london_day(now)),
        };
        let is_told = suppressed_by.is_none() || !is_close_to_anybody(&context.caller);
        let span = span(at, from, to)?;
        let adults_span = self::span(at, adults_from, adults_to)?;
        let (row, figures, counted) = self
            .query(move |views| {
                let counted = match suppressed_by {
                    None => adults_figures(views, &adults, &adults_span)?,
                    // The same for everybody: two readers who compare theirs learn nothing.
                    Some(_) => {
                        adults_figures_at_the_end(views, &Scope::of_everything(), &adults_span)?
                    }
                };
                Ok((
                    academy(views, at)?,
                    inspection(views, &matters, &entries, &span)?,
                    counted,
                ))
            })
            .await?;
        Ok(Inspected {
            academy_name: row.ok_or(AppError::NotShown)?.name,
            from,
            to,
            made_at: now,
            figures,
            adults: shown(
                adults_from,
                adults_to,
                suppressed_by,
                is_told.then_some(counted),
            ),
        })
    }

    /// Whether adults' matters of the academy come to the caller: the head's, or those about heads.
    fn reads_adults_matters(&self, context: &Context, at: AcademyId) -> bool {
        let mut any = Resource::at(ResourceKind::Allegation, at);
        any.routed_to = RoleSet::from_roles([Role::Head, Role::TrustLead]);
        self.permit(context, Action::ReadAllegation, &any).is_ok()
    }
}

fn shown(
    from: Day,
    to: Day,
    suppressed_by: Option<SuppressionRule>,
    counted: Option<AdultsFigures>,
) -> AdultsInspected {
    let show = |count: Option<u64>| {
        count.map(|count| suppressed_by.map_or(Shown::Count(count), |rule| rule.shown(count)))
    };
    AdultsInspected {
        from,
        to,
        suppressed_by,
        allegations: show(counted.map(|of| of.allegations)),
        low_level: show(counted.map(|of| of.low_level)),
        no_concern: show(counted.map(|of| of.no_concern)),
        undecided: show(counted.map(|of| of.undecided)),
    }
}

/// Whether anybody but themself is in somebody's conflict stream, which they know of: that is entered on
/// the staff register. A matter closed to them by hand, or because it is about them, counts for nothing
/// here: the page would tell them that there is one (ADR 21).
fn is_close_to_anybody(caller: &Caller) -> bool {
    let own = if let Actor::Staff(staff) = caller.actor {
        Some(PersonKey::Staff(staff))
    } else {
        None
    };
    { caller.excluded_persons.iter() }.any(|person| Some(person) != own.as_ref())
}

/// The last school year that is over, from 1 September to 31 August. Who does not read the matters cannot
/// ask for a day or a week, and no day is in two of their times: so they cannot watch one come, nor subtract
/// one time from another (R16: fixed tables, no free filters; ADR 21).
fn last_school_year(today: Day) -> (Day, Day) {
    let today = today.date();
    let began_in = if today.month() >= 9 {
        today.year()
    } else {
        today.year() - 1
    };
    let begins = |year| Day::new(date(year, 9, 1));
    (begins(began_in - 1), back(begins(began_in), 1.day()))
}

/// A day so much earlier.
fn back(day: Day, length: Length) -> Day {
    { day.date().checked_sub(length) }.map_or(day, Day::new)
}

fn span(academy: AcademyId, from: Day, to: Day) -> Result<Span, AppError> {
    let begins = |day| day_at(day, Time::midnight());
    let after = to.date().tomorrow().map(Day::new);
    let ends = after.ok().and_then(begins);
    match (begins(from), ends) {
        (Some(from), Some(to)) => Ok(Span { academy, from, to }),
        _ => Err(AppError::BadQuery("The days lie beyond the calendar.")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::{AllegationId, StaffId};

    use super::*;

    #[test]
    fn the_year_of_whoever_reads_no_adults_matter_is_a_school_year_that_is_over() {
        let year = |day: &str| {
            let (from, to) = last_school_year(day.parse().unwrap());
            (from.to_string(), to.to_string())
        };
        let last = ("2025-09-01".to_owned(), "2026-08-31".to_owned());
        for day in ["2026-09-01", "2026-12-31", "2027-01-01", "2027-08-31"] {
            assert_eq!(year(day), last, "{day}");
        }
        assert_eq!(year("2027-09-01").0, "2026-09-01");
    }

    #[test]
    fn whoever_has_only_themself_in_their_conflict_stream_is_close_to_nobody() {
        let staff = StaffId::new(uuid::Uuid::from_u128(1));
        let another = StaffId::new(uuid::Uuid::from_u128(2));
        let mut caller = Caller::nobody(Actor::Staff(staff));
        caller.excluded_persons.insert(PersonKey::Staff(staff));
        let matter = AllegationId::new(uuid::Uuid::from_u128(3));
        caller.excluded_matters.insert(matter.stream());
        assert!(!is_close_to_anybody(&caller));
        caller.excluded_persons.insert(PersonKey::Staff(another));
        assert!(is_close_to_anybody(&caller));
    }
}
