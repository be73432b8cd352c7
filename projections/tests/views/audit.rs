//! What the auditor is shown of clocks that ran out, and of departures from the matrix.

use lanyard_access::{Action, Caller, PersonKey, Scope};
use lanyard_events::allegation::{
    AllegationClosed, AllegationEvent, AllegationOwnerChanged, AllegationReopened, TellingTime,
    ToBeTold,
};
use lanyard_events::case::{CaseClosed, CaseEvent, CaseReopened};
use lanyard_events::concern::{AboutAdult, ConcernEvent, ConcernPassedOn, TriageDecision};
use lanyard_events::{At, Role, StreamId};
use lanyard_projections::Paging;
use lanyard_projections::audit::{AuditKind, AuditRow, deviations};

use crate::allegations::{open, telling};
use crate::clocks::{do_step, due, entry_due, referral_due, step_due, tell_desk};
use crate::world::*;

const MINUTE: i64 = 60_000;
const IN_TIME: &str = "within a working day";

fn kit() -> Caller {
    caller(7, &[Role::Auditor])
}

fn read(world: &World, who: &Caller, paging: Paging) -> lanyard_projections::Page<AuditRow> {
    let scope = Scope::of(who, Action::ReadDeviations);
    world.read(|views| deviations(views, &scope, world.now, paging))
}

/// Which clocks ran out, of what, and when: the newest first.
fn late(world: &World) -> Vec<(StreamId, At)> {
    { read(world, &kit(), ALL).rows.into_iter() }
        .filter(|row| row.kind == AuditKind::Late)
        .map(|row| {
            assert_eq!((row.event, row.position), (None, None));
            (row.stream, row.at)
        })
        .collect()
}

fn pass(world: &mut World, minutes: i64) {
    world.now = At::from_millis(world.now.millis() + minutes * MINUTE);
}

fn in_an_hour(world: &World) -> At {
    At::from_millis(world.now.millis() + 60 * MINUTE)
}

/// Case 1, in time.
fn a_case() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    assert_eq!(late(&world), []);
    world
}

/// playbooks.md 0, `now`: it is due when it begins, and somebody has a quarter of an hour.
#[test]
fn what_is_due_at_once_is_late_after_a_quarter_of_an_hour() {
    for (minutes, is_late) in [(1, false), (15, false), (16, true)] {
        let mut world = a_case();
        let began = world.now;
        step_due(&mut world, 1, &due(began, "at once (5.2)"));
        pass(&mut world, minutes);
        let expected = Vec::from_iter(is_late.then_some((case(1).stream(), began)));
        assert_eq!(late(&world), expected, "waits for {minutes} minutes");
        do_step(&mut world, 1, &[]);
        assert_eq!(late(&world), expected, "done after {minutes} minutes");
        pass(&mut world, 60);
        assert_eq!(late(&world), expected, "long after");
    }
}

#[test]
fn a_desk_that_was_told_late_stays_known() {
    let mut world = a_case();
    let by = in_an_hour(&world);
    for n in [1, 2] {
        referral_due(&mut world, n, case(1).stream(), &due(by, IN_TIME));
    }
    tell_desk(&mut world, 1);
    assert_eq!(late(&world), []);
    pass(&mut world, 90);
    let expected = [(case(1).stream(), by)];
    assert_eq!(late(&world), expected, "it waits");
    tell_desk(&mut world, 2);
    assert_eq!(late(&world), expected, "it was told");
}

#[test]
fn what_was_late_when_its_case_was_closed_stays_known_and_is_told_once() {
    let mut world = a_case();
    let by = in_an_hour(&world);
    step_due(&mut world, 1, &due(by, IN_TIME));
    pass(&mut world, 90);
    let expected = [(case(1).stream(), by)];
    let closed = CaseClosed {
        outcome: from_json("\"resolved_in_school\""),
        reason: text("it is over"),
        confirmed_by: staff(4),
    };
    world.tell(case(1), staff(1), CaseEvent::Closed(closed));
    assert_eq!(late(&world), expected);
    let reopened = CaseReopened {
        reason: text("it is not over"),
    };
    world.tell(case(1), staff(1), CaseEvent::Reopened(reopened));
    assert_eq!(late(&world), expected);
    do_step(&mut world, 1, &[]);
    assert_eq!(late(&world), expected);
}

#[test]
fn reviews_of_an_adults_matter_that_were_late_stay_known_when_replaced_or_closed() {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    let review = |world: &mut World, day: &str| {
        let review_on = day.parse().unwrap();
        let when = TellingTime::AfterAdvice { review_on };
        world.tell(allegation(1), staff(4), telling(ToBeTold::Parents, when));
    };
    review(&mut world, "2026-11-11");
    world.now = at("2026-11-12T09:00:00Z");
    review(&mut world, "2026-11-12");
    let matter = allegation(1).stream();
    let first = (matter, at("2026-11-11T17:00:00Z"));
    assert_eq!(late(&world), [first], "replaced");
    world.now = at("2026-11-13T09:00:00Z");
    let closed = AllegationClosed {
        reason: text("told to all"),
        confirmed_by: staff(3),
    };
    world.tell(allegation(1), staff(4), AllegationEvent::Closed(closed));
    let both = [(matter, at("2026-11-12T17:00:00Z")), first];
    assert_eq!(late(&world), both, "closed");
    let reopened = AllegationReopened {
        reason: text("another pupil"),
    };
    world.tell(allegation(1), staff(4), AllegationEvent::Reopened(reopened));
    assert_eq!(late(&world), both, "opened again");
}

/// It is due at once to whoever gets it, and in adults' matters only: the auditor would learn of both.
#[test]
fn that_an_adults_matter_was_given_on_is_no_clock_that_ran_out() {
    let mut world = World::with_people();
    open(&mut world, 1, true);
    for owner in [3, 4] {
        let changed = AllegationOwnerChanged {
            owner: staff(owner),
            reason: text("she is away"),
        };
        let changed = AllegationEvent::OwnerChanged(changed);
        world.tell(allegation(1), staff(1), changed);
        pass(&mut world, 10 * 24 * 60);
        assert_eq!(late(&world), []);
    }
}

#[test]
fn a_concern_that_was_passed_on_late_stays_known_and_its_next_clock_is_another() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    // Due at 15:30, as all concerns of this world.
    let (first, next) = (at("2026-11-10T15:30:00Z"), at("2026-11-11T15:30:00Z"));
    world.now = at("2026-11-10T18:00:00Z");
    let passed = ConcernPassedOn {
        about_adult: AboutAdult::Yes,
        routed_to: vec![Role::Head],
        due: due(next, "by the end of the school day"),
        reason: text("she says who it was"),
    };
    world.tell(concern(1), staff(1), ConcernEvent::PassedOn(passed));
    let stream = concern(1).stream();
    assert_eq!(late(&world), [(stream, first)]);
    world.now = at("2026-11-12T09:00:00Z");
    assert_eq!(late(&world), [(stream, next), (stream, first)]);
    world.triage(1, 4, TriageDecision::NoFurtherAction);
    assert_eq!(late(&world), [(stream, next), (stream, first)]);
    // A second decision is no second clock.
    world.now = at("2026-11-13T09:00:00Z");
    world.triage(1, 4, TriageDecision::NoFurtherAction);
    assert_eq!(late(&world), [(stream, next), (stream, first)]);
}

/// Facts, and what still waits, in one order and on pages of any length; nothing of what a conflict hides.
#[test]
fn pages_join_what_happened_with_what_still_waits() {
    let mut world = a_case();
    let start = world.now;
    let by = |hours: i64| {
        let at = At::from_millis(start.millis() + hours * 60 * MINUTE);
        due(at, IN_TIME)
    };
    step_due(&mut world, 1, &by(1));
    referral_due(&mut world, 1, case(1).stream(), &by(2));
    referral_due(&mut world, 2, case(1).stream(), &by(3));
    entry_due(&mut world, 1, Some(case(1).stream()), &by(4));
    entry_due(&mut world, 2, None, &by(5));
    world.raise(3, 2, vec![linked_pupil(3)]);
    pass(&mut world, 10 * 60);
    do_step(&mut world, 1, &[]);
    tell_desk(&mut world, 1);
    let whole = read(&world, &kit(), ALL).rows;
    // The concern is due at 15:30, an hour and 25 minutes after everything.
    let hours: Vec<i64> = { whole.iter() }
        .map(|row| (row.at.millis() - start.millis()) / MINUTE)
        .collect();
    assert_eq!(hours, [300, 240, 180, 120, 85, 60]);
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let page = read(&world, &kit(), Paging { after, limit: 1 });
        paged.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(paged, whole);
    let mut close = kit();
    close.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    let left = read(&world, &close, ALL).rows;
    assert_eq!(left.len(), 2, "the entry of nothing, and another concern");
}

/// domain.md 5: somebody may say why without departing from anything.
#[test]
fn a_reason_alone_is_no_departure_from_the_matrix() {
    let proposed = ("matrix_proposed", "dsl, parents");
    let why = ("matrix_reason", "The head was there and knows.");
    for (fields, departs) in [
        (
            vec![
                ("matrix_row", "P10"),
                ("matrix_actions", "parents,dsl"),
                proposed,
                why,
            ],
            false,
        ),
        (
            vec![
                ("matrix_row", "P10"),
                ("matrix_actions", "dsl, parents"),
                proposed,
            ],
            false,
        ),
        (
            vec![
                ("matrix_row", "P10"),
                ("matrix_actions", "dsl"),
                proposed,
                why,
            ],
            true,
        ),
        (
            vec![("matrix_row", "none"), ("matrix_proposed", "none"), why],
            true,
        ),
    ] {
        let mut world = a_case();
        let by = in_an_hour(&world);
        step_due(&mut world, 1, &due(by, IN_TIME));
        do_step(&mut world, 1, &fields);
        let kinds: Vec<_> = { read(&world, &kit(), ALL).rows.into_iter() }
            .map(|row| row.kind)
            .collect();
        let expected = Vec::from_iter(departs.then_some(AuditKind::MatrixDeparted));
        assert_eq!(kinds, expected, "{fields:?}");
    }
}
