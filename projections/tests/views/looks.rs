use lanyard_access::{Action, PersonKey, Scope};
use lanyard_events::access::{AccessEvent, AccessLooked, LookResult};
use lanyard_events::filler::{FillerAdded, FillerEvent};
use lanyard_events::{AccessStreamId, Actor, FillerId, Role};
use lanyard_projections::looks::{LookFilter, LookRow, looks};
use uuid::Uuid;

use crate::world::*;

fn read(world: &World, scope: &Scope, filter: LookFilter) -> Vec<LookRow> {
    world.read(|views| looks(views, scope, &filter, ALL)).rows
}

fn auditor() -> lanyard_access::Caller {
    caller(7, &[Role::Auditor])
}

fn with_looks() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.raise(2, 2, vec![linked_pupil(3)]);
    world.look(1, vec![concern(1).stream()]);
    world.look(3, vec![concern(1).stream(), concern(2).stream()]);
    world.look(1, vec![]);
    world
}

#[test]
fn the_auditor_sees_who_looked_at_what() {
    let mut world = with_looks();
    let filler = FillerId::new(Uuid::from_u128(1));
    world.tell(filler, staff(1), FillerEvent::Added(FillerAdded {}));
    let scope = Scope::of(&auditor(), Action::ReadAccessLog);
    let all = read(&world, &scope, LookFilter::default());
    assert_eq!(all.len(), 3);
    assert_eq!(all[1].actor, Actor::Staff(staff(3)));
    assert_eq!(all[1].streams, [concern(1).uuid(), concern(2).uuid()]);
    assert_eq!(all[1].result, Some(LookResult::Opened));
    let by = |actor, stream: Option<Uuid>| read(&world, &scope, LookFilter { actor, stream }).len();
    assert_eq!(by(Some(Actor::Staff(staff(1))), None), 2);
    assert_eq!(by(None, Some(concern(2).uuid())), 1);
    assert_eq!(by(Some(Actor::Staff(staff(1))), Some(concern(2).uuid())), 0);
}

/// domain.md 1, row `auditor`: who looked, by ids only. Neither the record nor the route says that a matter is about
/// an adult.
#[test]
fn a_look_at_an_adults_matter_is_listed_like_any_other() {
    let mut world = World::with_people();
    let process = AccessStreamId::new(Uuid::from_u128(0x9000));
    for (stream, route) in [
        (case(1).stream(), "GET /v1/cases/{case}/timeline"),
        (allegation(1).stream(), "GET /v1/allegations/{allegation}"),
        (pupil(1).stream(), "GET /v1/pupils/{pupil}"),
    ] {
        let looked = AccessEvent::Looked(AccessLooked {
            streams: vec![stream],
            result: LookResult::Opened,
            route: route.to_owned(),
        });
        world.tell(process, staff(1), looked);
    }
    for role in [Role::Auditor, Role::Dpo] {
        let scope = scope(7, &[role], Action::ReadAccessLog);
        let all = read(&world, &scope, LookFilter::default());
        let route = |n: usize| all[n].route.as_deref();
        assert_eq!(route(0), Some("GET /v1/pupils/{pupil}"));
        assert_eq!(route(1), Some("GET /v1/{matter}"));
        assert_eq!(route(1), route(2), "{role:?}");
        assert_eq!(all[1].streams, [allegation(1).uuid()]);
        assert_eq!(all[2].streams, [case(1).uuid()]);
    }
}

#[test]
fn others_see_no_looks() {
    let world = with_looks();
    for role in [Role::Dsl, Role::Head, Role::TrustTeam] {
        let scope = scope(1, &[role], Action::ReadAccessLog);
        assert_eq!(read(&world, &scope, LookFilter::default()), []);
    }
}

#[test]
fn a_conflicted_auditor_sees_no_look_at_the_matter() {
    let world = with_looks();
    let mut kit = auditor();
    kit.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    let scope = Scope::of(&kit, Action::ReadAccessLog);
    let rows = read(&world, &scope, LookFilter::default());
    let shown: Vec<_> = rows.iter().map(|row| row.streams.clone()).collect();
    assert_eq!(shown, [vec![], vec![concern(2).uuid()]]);
    let filter = LookFilter {
        actor: None,
        stream: Some(concern(1).uuid()),
    };
    assert_eq!(read(&world, &scope, filter), []);
}
