//! What is overdue, by kind: each in its figure, and none for whom the matter is closed to.

use lanyard_access::{Action, Caller, PersonKey, Scope};
use lanyard_events::allegation::{AllegationEvent, AllegationOwnerChanged};
use lanyard_events::conflict::{ConflictEvent, ConflictPersonReviewPlanned};
use lanyard_events::{ConflictId, PersonRef, Role};
use lanyard_projections::trust_overview::{AcademyFigures, trust_overview};
use uuid::Uuid;

use crate::allegations::open;
use crate::clocks::{due, entry_due, referral_due, step_due};
use crate::world::*;

const NOW: &str = "2026-11-13T12:00:00Z";

fn lead() -> Caller {
    caller(9, &[Role::TrustLead])
}

fn figures(world: &World, who: &Caller) -> AcademyFigures {
    let scope = Scope::of(who, Action::ReadTrustOverview);
    let since = "2026-11-09".parse().unwrap();
    world
        .read(|views| trust_overview(views, &scope, at(NOW), since))
        .academies
        .remove(&Some(academy(1)))
        .unwrap_or_default()
}

const fn overdue(of: &AcademyFigures) -> [u64; 5] {
    [
        of.overdue_actions,
        of.overdue_steps,
        of.overdue_referrals,
        of.overdue_entries,
        of.overdue_transfers,
    ]
}

/// Case 1 about pupil 1, with a step, a referral and an entry of a register that stands for it, all overdue; and an
/// entry that stands for nothing.
fn with_clocks() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    let by = due(at("2026-11-12T17:00:00Z"), "within two working days");
    step_due(&mut world, 1, &by);
    referral_due(&mut world, 1, case(1).stream(), &by);
    entry_due(&mut world, 1, Some(case(1).stream()), &by);
    entry_due(&mut world, 2, None, &by);
    world
}

#[test]
fn steps_referrals_and_entries_count_each_in_their_figure() {
    let world = with_clocks();
    assert_eq!(overdue(&figures(&world, &lead())), [0, 1, 1, 2, 0]);
}

/// domain.md 1 rule 1: whoever is shut out of a matter counts nothing of it, not what a register says of it either.
#[test]
fn a_conflict_takes_the_matter_out_of_each_and_the_entry_that_stands_for_it() {
    let world = with_clocks();
    let mut close = lead();
    close.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    assert_eq!(overdue(&figures(&world, &close)), [0, 0, 0, 1, 0]);
    let mut marked = lead();
    marked.excluded_matters.insert(case(1).stream());
    assert_eq!(overdue(&figures(&world, &marked)), [0, 0, 0, 1, 0]);
}

/// It is due at once to whoever gets the matter: it would say that somebody could not have it any more.
#[test]
fn that_an_adults_matter_was_given_on_counts_in_no_figure() {
    let mut world = World::with_people();
    open(&mut world, 1, false);
    let changed = AllegationOwnerChanged {
        owner: staff(3),
        reason: text("she is away"),
    };
    let changed = AllegationEvent::OwnerChanged(changed);
    world.tell(allegation(1), staff(4), changed);
    assert_eq!(overdue(&figures(&world, &lead())), [0; 5]);
}

/// Who is registered as close to whom comes back to seniors, and counts nowhere.
#[test]
fn that_somebody_is_close_to_somebody_counts_in_no_figure() {
    let mut world = World::with_people();
    let planned = ConflictPersonReviewPlanned {
        person: PersonRef::Pupil { id: pupil(1) },
        owner: Some(staff(4)),
        due: due(at("2026-11-12T17:00:00Z"), "every 90 days"),
    };
    let conflict = ConflictId::new(Uuid::from_u128(0xf000 + 2));
    world.tell(
        conflict,
        staff(4),
        ConflictEvent::PersonReviewPlanned(planned),
    );
    assert_eq!(overdue(&figures(&world, &lead())), [0; 5]);
}
