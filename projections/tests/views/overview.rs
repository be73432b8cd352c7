use lanyard_access::{Action, PersonKey, Scope};
use lanyard_events::Role;
use lanyard_events::case::{CaseActionPlanned, CaseEvent};
use lanyard_events::concern::{ConcernEvent, TriageDecision};
use lanyard_events::{ActionId, At};
use lanyard_projections::trust_overview::{AcademyFigures, TrustOverview, trust_overview};
use uuid::Uuid;

use crate::world::*;

const NOW: &str = "2026-11-13T12:00:00Z";

fn overview(world: &World, scope: &Scope) -> TrustOverview {
    let since = "2026-11-09".parse().unwrap();
    world.read(|views| trust_overview(views, scope, at(NOW), since))
}

fn team() -> Scope {
    scope(8, &[Role::TrustTeam], Action::ReadTrustOverview)
}

fn of(world: &World, scope: &Scope) -> AcademyFigures {
    overview(world, scope)
        .academies
        .remove(&Some(academy(1)))
        .unwrap_or_default()
}

fn later(at: At, minutes: i64) -> At {
    At::from_millis(at.millis() + minutes * 60_000)
}

fn with_work() -> World {
    let mut world = World::with_people();
    let start = world.now;
    for n in 1..=5 {
        world.now = start;
        world.raise(n, 2, vec![linked_pupil(1)]);
    }
    for (n, minutes) in [(1, 10), (2, 20), (3, 60)] {
        world.now = later(start, minutes);
        world.triage(n, 1, TriageDecision::NoFurtherAction);
    }
    world.now = later(start, 70);
    world.open_case(4, vec![linked_pupil(3)]);
    let planned = CaseActionPlanned {
        action: ActionId::new(Uuid::from_u128(1)),
        title: text("call"),
        owner: staff(1),
        due_at: at("2026-11-12T17:00:00Z"),
    };
    world.tell(case(4), staff(1), CaseEvent::ActionPlanned(planned));
    world
}

#[test]
fn figures_are_those_of_the_record() {
    let world = with_work();
    let figures = of(&world, &team());
    assert_eq!(figures.untriaged, 1);
    assert_eq!(figures.untriaged_overdue, 1);
    assert_eq!(
        figures.oldest_untriaged_at,
        Some(at("2026-11-10T14:05:00Z"))
    );
    assert_eq!(figures.open_cases, 1);
    assert_eq!(figures.overdue_actions, 1);
    assert_eq!((figures.raised, figures.triaged), (5, 4));
    assert_eq!(figures.triage_minutes_median, Some(20));
    assert_eq!(figures.triage_minutes_mean, Some(40.0));
    let weeks = overview(&world, &team()).weeks;
    assert_eq!(weeks.len(), 1);
    assert_eq!(weeks[0].week.to_string(), "2026-11-09");
    assert_eq!(
        (weeks[0].category.as_str(), weeks[0].raised),
        ("cyber_bullying", 5)
    );
}

#[test]
fn adults_matters_change_no_figure_of_the_central_team() {
    let mut world = with_work();
    let before = overview(&world, &team());
    let mut about_adult = raised(vec![linked_staff(4)], "about an adult");
    about_adult.routed_to = vec![Role::TrustLead];
    world.tell(concern(9), staff(3), ConcernEvent::Raised(about_adult));
    assert_eq!(overview(&world, &team()), before);
    let lead = scope(9, &[Role::TrustLead], Action::ReadTrustOverview);
    assert_eq!(of(&world, &lead).untriaged, 2);
}

#[test]
fn a_conflict_takes_a_matter_out_of_every_figure() {
    let world = with_work();
    let mut jon = caller(8, &[Role::TrustTeam]);
    jon.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    let figures = of(&world, &Scope::of(&jon, Action::ReadTrustOverview));
    // What is left is case 4, which does not link pupil 1.
    let expected = AcademyFigures {
        open_cases: 1,
        overdue_actions: 1,
        ..AcademyFigures::default()
    };
    assert_eq!(figures, expected);
    jon.excluded_matters.insert(case(4).stream());
    let none = overview(&world, &Scope::of(&jon, Action::ReadTrustOverview));
    assert_eq!(none, TrustOverview::default());
}
