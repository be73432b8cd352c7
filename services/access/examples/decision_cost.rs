//! What one decision costs: `cargo run --release -p lanyard-access --example decision_cost`.

use std::collections::BTreeSet;
use std::io::Write;
use std::time::Instant;

use lanyard_access::{
    Action, Caller, HeldRole, PersonKey, Policies, Resource, ResourceKind, RoleSet, Scope, oracle,
};
use lanyard_events::{AcademyId, Actor, CaseId, Role, StaffId};

const ROUNDS: u32 = 20_000;

fn main() -> std::io::Result<()> {
    let academy: AcademyId = id(1);
    let staff: StaffId = id(2);
    let mut caller = Caller::nobody(Actor::Staff(staff));
    for role in [Role::Staff, Role::Dsl] {
        caller.roles.push(HeldRole {
            role,
            academy: Some(academy),
        });
    }
    caller.excluded_persons = BTreeSet::from([PersonKey::Staff(staff), PersonKey::Pupil(id(3))]);
    let mut case = Resource::at(ResourceKind::Case, academy);
    case.routed_to = RoleSet::SENIORS;
    case.stream = Some(id::<CaseId>(4).stream());
    case.people = vec![PersonKey::Pupil(id(5)), PersonKey::Pupil(id(6))];

    let policies = Policies::shipped();
    let mut out = std::io::stdout().lock();
    let mut time = |what: &str, ask: &dyn Fn() -> bool| {
        let start = Instant::now();
        let permitted = (0..ROUNDS).filter(|_| std::hint::black_box(ask())).count();
        let each = start.elapsed() / ROUNDS;
        writeln!(
            out,
            "{what:32} {each:>10.2?}  ({permitted} of {ROUNDS} permitted)"
        )
    };
    time("Cedar, read_case, permitted", &|| {
        policies
            .decide(&caller, Action::ReadCase, &case)
            .is_permitted()
    })?;
    let mut foreign = case.clone();
    foreign.academy = Some(id(7));
    time("Cedar, read_case, other academy", &|| {
        policies
            .decide(&caller, Action::ReadCase, &foreign)
            .is_permitted()
    })?;
    let absent = Resource::absent(ResourceKind::Case);
    time("Cedar, read_case, absent", &|| {
        policies
            .decide(&caller, Action::ReadCase, &absent)
            .is_permitted()
    })?;
    time("oracle, read_case", &|| {
        oracle::decide(&caller, Action::ReadCase, &case).is_permitted()
    })?;
    time("Scope::of, list_cases", &|| {
        !Scope::of(&caller, Action::ListCases).is_empty()
    })
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u8) -> T {
    format!("018f4e9a-0000-7000-8000-0000000000{number:02x}")
        .parse()
        .expect("it is spelled as an id")
}
