use lanyard_access::{Action, PersonKey, Scope};
use lanyard_events::access::LookResult;
use lanyard_events::filler::{FillerAdded, FillerEvent};
use lanyard_events::{Actor, FillerId, Role, StreamId};
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
    assert_eq!(all[1].streams, [concern(1).stream(), concern(2).stream()]);
    assert_eq!(all[1].result, Some(LookResult::Opened));
    assert_eq!(all[1].route.as_deref(), Some("GET /v1/cases/{id}"));
    let by =
        |actor, stream: Option<StreamId>| read(&world, &scope, LookFilter { actor, stream }).len();
    assert_eq!(by(Some(Actor::Staff(staff(1))), None), 2);
    assert_eq!(by(None, Some(concern(2).stream())), 1);
    assert_eq!(
        by(Some(Actor::Staff(staff(1))), Some(concern(2).stream())),
        0
    );
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
    assert_eq!(shown, [vec![], vec![concern(2).stream()]]);
    let filter = LookFilter {
        actor: None,
        stream: Some(concern(1).stream()),
    };
    assert_eq!(read(&world, &scope, filter), []);
}
