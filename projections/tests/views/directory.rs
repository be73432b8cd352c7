use lanyard_access::{Action, HeldRole};
use lanyard_events::pupil::{PupilDetailsChanged, PupilEvent, PupilLeft};
use lanyard_events::staff::{
    Relation, StaffEnded, StaffEvent, StaffLoginBound, StaffRelationRegistered, StaffRoleConfirmed,
    StaffRoleEnded, StaffRoleProposed,
};
use lanyard_events::trust::{TrustEstablished, TrustEvent, TrustFormatRaised, TrustLogReopened};
use lanyard_events::{At, LoginBinding, PersonRef, Role, RoleProposalId, TrustId};
use lanyard_projections::Paging;
use lanyard_projections::directory::{
    RoleState, RosterFilter, academies, caller, holders, pupil as one_pupil, pupils, staff_member,
    staff_register, trust,
};
use uuid::Uuid;

use crate::world::{ALL, World, academy, pupil, scope, staff, text};

const ISSUER: &str = "https://id.example";

/// None of their roles has an end.
fn now() -> At {
    At::from_millis(0)
}

fn proposal(n: u128) -> RoleProposalId {
    RoleProposalId::new(Uuid::from_u128(n))
}

fn propose(world: &mut World, n: u128, who: u128, role: Role) {
    let proposed = StaffRoleProposed {
        proposal: proposal(n),
        role,
        academy: Some(academy(1)),
        until: None,
        reason: text("needed"),
    };
    world.tell(staff(who), staff(4), StaffEvent::RoleProposed(proposed));
}

fn confirm(world: &mut World, n: u128, who: u128) {
    let proposal = proposal(n);
    world.tell(
        staff(who),
        staff(3),
        StaffEvent::RoleConfirmed(StaffRoleConfirmed { proposal }),
    );
}

fn roles(world: &World, n: u128) -> Vec<HeldRole> {
    let subject = format!("subject-{n}");
    world
        .read(|views| caller(views, ISSUER, &subject, now()))
        .unwrap()
        .roles
}

#[test]
fn a_role_takes_effect_when_a_second_person_confirms_it() {
    let mut world = World::with_people();
    propose(&mut world, 1, 1, Role::Dsl);
    assert_eq!(roles(&world, 1), []);
    confirm(&mut world, 1, 1);
    let dsl = HeldRole {
        role: Role::Dsl,
        academy: Some(academy(1)),
    };
    assert_eq!(roles(&world, 1), [dsl]);
    // A proposal still open must not bring back what was taken away.
    propose(&mut world, 2, 1, Role::Dsl);
    let ended = StaffRoleEnded {
        role: Role::Dsl,
        academy: Some(academy(1)),
        reason: text("moved on"),
    };
    world.tell(staff(1), staff(4), StaffEvent::RoleEnded(ended));
    assert_eq!(roles(&world, 1), []);
    let member = world.read(|views| staff_member(views, staff(1))).unwrap();
    let states: Vec<_> = member.roles.iter().map(|role| role.state).collect();
    assert_eq!(states, [RoleState::Ended, RoleState::Ended]);
    assert!(member.has_login);
}

#[test]
fn a_role_that_is_confirmed_with_another_end_is_held_once_and_until_then() {
    let mut world = World::with_people();
    propose(&mut world, 1, 1, Role::Dsl);
    confirm(&mut world, 1, 1);
    let until = At::from_millis(4_000_000_000_000);
    let proposed = StaffRoleProposed {
        proposal: proposal(2),
        role: Role::Dsl,
        academy: Some(academy(1)),
        until: Some(until),
        reason: text("needed"),
    };
    world.tell(staff(1), staff(4), StaffEvent::RoleProposed(proposed));
    confirm(&mut world, 2, 1);
    let dsl = HeldRole {
        role: Role::Dsl,
        academy: Some(academy(1)),
    };
    assert_eq!(roles(&world, 1), [dsl]);
    let who: Vec<_> = { world.read(|views| holders(views, Role::Dsl, Some(academy(1)), now())) }
        .into_iter()
        .map(|row| row.staff)
        .collect();
    assert_eq!(who, [staff(1)]);
    let member = world.read(|views| staff_member(views, staff(1))).unwrap();
    let held = |state: RoleState| { member.roles.iter() }.find(|role| role.state == state);
    assert_eq!(held(RoleState::Held).unwrap().until, Some(until));
    assert_eq!(held(RoleState::Ended).unwrap().until, None);
    assert!(held(RoleState::Ended).unwrap().ended_at.is_some());
    // Of another role nothing ends.
    propose(&mut world, 3, 1, Role::Head);
    confirm(&mut world, 3, 1);
    assert_eq!(roles(&world, 1).len(), 2);
}

#[test]
fn a_log_in_is_a_person_by_issuer_and_subject_only() {
    let mut world = World::with_people();
    let find = |world: &World, issuer: &str, subject: &str| {
        world
            .read(|views| caller(views, issuer, subject, now()))
            .map(|row| row.staff)
    };
    assert_eq!(find(&world, ISSUER, "subject-1"), Some(staff(1)));
    assert_eq!(find(&world, "https://other.example", "subject-1"), None);
    assert_eq!(find(&world, ISSUER, "Subject-1"), None);
    let login = LoginBinding {
        issuer: ISSUER.to_owned(),
        subject: text("new"),
    };
    world.tell(
        staff(1),
        staff(4),
        StaffEvent::LoginBound(StaffLoginBound { login }),
    );
    assert_eq!(find(&world, ISSUER, "subject-1"), None);
    assert_eq!(find(&world, ISSUER, "new"), Some(staff(1)));
}

#[test]
fn a_log_in_of_two_people_lets_neither_in_until_one_has_left() {
    let mut world = World::with_people();
    let login = LoginBinding {
        issuer: ISSUER.to_owned(),
        subject: text("subject-2"),
    };
    world.tell(
        staff(1),
        staff(4),
        StaffEvent::LoginBound(StaffLoginBound { login }),
    );
    let find = |world: &World| world.read(|views| caller(views, ISSUER, "subject-2", now()));
    assert_eq!(find(&world), None);
    let on = "2026-11-30".parse().unwrap();
    world.tell(staff(2), staff(4), StaffEvent::Ended(StaffEnded { on }));
    assert_eq!(find(&world).unwrap().staff, staff(1));
}

#[test]
fn a_leaver_is_still_found_with_their_last_day() {
    let mut world = World::with_people();
    let on = "2026-11-30".parse().unwrap();
    world.tell(staff(1), staff(4), StaffEvent::Ended(StaffEnded { on }));
    let row = world
        .read(|views| caller(views, ISSUER, "subject-1", now()))
        .unwrap();
    assert_eq!(row.ended_on, Some(on));
    assert_eq!(row.conflict.uuid(), Uuid::from_u128(0xf001));
    let scope = scope(4, &[Role::Head], Action::ReadStaffRegister);
    let listed = world.read(|views| staff_register(views, &scope, &RosterFilter::default(), ALL));
    assert_eq!(listed.rows.len(), 3);
}

#[test]
fn the_roster_is_found_by_the_beginning_of_any_name() {
    let mut world = World::with_people();
    world.register_pupil(4, "Émile", "van Amaranth");
    let scope = scope(2, &[Role::Staff], Action::ReadPupilRoster);
    let find = |world: &World, prefix: &str| {
        let filter = RosterFilter {
            academy: Some(academy(1)),
            name_prefix: Some(text(prefix)),
            with_leavers: false,
        };
        let page = world.read(|views| pupils(views, &scope, &filter, ALL));
        page.rows
            .into_iter()
            .map(|row| row.pupil)
            .collect::<Vec<_>>()
    };
    assert_eq!(find(&world, "AMAR"), [pupil(1), pupil(2), pupil(4)]);
    assert_eq!(find(&world, "o'n"), [pupil(3)]);
    assert_eq!(find(&world, "émi"), [pupil(4)]);
    assert_eq!(find(&world, "%"), []);
    let on = "2026-11-30".parse().unwrap();
    world.tell(
        pupil(1),
        staff(1),
        PupilEvent::Left(PupilLeft {
            on,
            destination: None,
        }),
    );
    assert_eq!(find(&world, "amara e"), []);
}

#[test]
fn the_roster_is_read_in_pages_by_name() {
    let world = World::with_people();
    let scope = scope(2, &[Role::Staff], Action::ReadPupilRoster);
    let filter = RosterFilter::default();
    let first = world.read(|views| pupils(views, &scope, &filter, Paging::first(2)));
    let cursor = first.next.unwrap();
    assert!(!cursor.to_string().contains("neill"));
    let rest = Paging {
        after: Some(cursor),
        limit: 2,
    };
    let second = world.read(|views| pupils(views, &scope, &filter, rest));
    let all = first.rows.iter().chain(&second.rows);
    let surnames: Vec<_> = all.map(|row| row.surname.clone()).collect();
    assert_eq!(
        surnames,
        [text("Example"), text("O'Neill"), text("Specimen")]
    );
    assert_eq!(second.next, None);
}

#[test]
fn somebody_without_a_role_at_the_academy_sees_no_roster() {
    let world = World::with_people();
    let mut elsewhere = crate::world::caller(2, &[Role::Staff]);
    elsewhere.roles[0].academy = Some(academy(2));
    let scope = lanyard_access::Scope::of(&elsewhere, Action::ReadPupilRoster);
    let page = world.read(|views| pupils(views, &scope, &RosterFilter::default(), ALL));
    assert_eq!(page.rows, []);
}

#[test]
fn new_details_take_the_place_of_old_ones() {
    let mut world = World::with_people();
    let changed = PupilDetailsChanged {
        upn: Some(text("A123456789012")),
        surname: text("Newname"),
        forename: text("Amara"),
        preferred_forename: Some(text("Mara")),
        date_of_birth: "2014-02-03".parse().unwrap(),
        year_group: 9,
        mis_id: None,
    };
    world.tell(pupil(1), staff(1), PupilEvent::DetailsChanged(changed));
    let row = world.read(|views| one_pupil(views, pupil(1))).unwrap();
    assert_eq!(row.surname, text("Newname"));
    assert_eq!(row.year_group, Some(9));
    assert_eq!(row.academy, Some(academy(1)));
    assert_eq!(row.revision, lanyard_events::Revision(1));
}

#[test]
fn relations_name_the_person() {
    let mut world = World::with_people();
    let related = StaffRelationRegistered {
        person: PersonRef::Pupil { id: pupil(3) },
        relation: Relation::Relative,
    };
    world.tell(staff(3), staff(4), StaffEvent::RelationRegistered(related));
    let member = world.read(|views| staff_member(views, staff(3))).unwrap();
    assert_eq!(member.relations[0].name, Some(text("Jo O'Neill")));
    assert_eq!(member.relations[0].relation, Relation::Relative);
}

#[test]
fn academies_and_trust_are_there() {
    let mut world = World::with_people();
    let names: Vec<_> = world
        .read(academies)
        .into_iter()
        .map(|row| row.name)
        .collect();
    assert_eq!(names, ["Oakfield", "St Aldhelm's"]);
    assert_eq!(world.read(trust), None);
    let id = TrustId::new(Uuid::from_u128(1));
    let established = TrustEstablished {
        name: "Ridgeway".to_owned(),
        origin: "log.example".to_owned(),
        trust_lead: staff(1),
        second: staff(2),
    };
    world.tell(id, staff(1), TrustEvent::Established(established));
    world.tell(
        id,
        staff(1),
        TrustEvent::FormatRaised(TrustFormatRaised { format: 2 }),
    );
    let reopened = TrustLogReopened {
        origin: "log-2.example".to_owned(),
        former_origin: "log.example".to_owned(),
        last_size: 9,
        last_root: "a".repeat(64),
        kept: 7,
        ordered_by: staff(1),
        second: staff(2),
    };
    world.tell(id, staff(1), TrustEvent::LogReopened(reopened));
    let row = world.read(trust).unwrap();
    assert_eq!(row.origin, "log-2.example");
    assert_eq!(
        (row.name.as_str(), row.format, row.second),
        ("Ridgeway", 2, staff(2))
    );
}
