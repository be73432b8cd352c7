//! Which role meets what at which route: `openapi/access-matrix.v1.md` is made from the table of
//! routes and the access policies' oracle.

use std::collections::BTreeSet;
use std::fmt::Write;

use lanyard_access::{
    Action, Caller, ClientRights, ClientScope, HeldRole, PersonKey, Resource, ResourceKind,
    RoleSet, oracle,
};
use lanyard_api::{Effect, ROUTES, Route, Who};
use lanyard_events::{AcademyId, Actor, ClientId, PupilId, Role, StaffId};
use uuid::Uuid;

const COMMITTED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../openapi/access-matrix.v1.md"
);

const HEAD: &str = "\
# Which role meets what at which route

Made from the table of routes (`services/api/src/routes.rs`) and the oracle of the access policies;
compared by a test, rewritten by `make bless`. Do not edit.

Each column is for somebody who holds that role and no other (for one academy, or for the whole
trust), without any conflict of interest, or for a client with all scopes; the thing asked for is of
the same academy, a matter is about a pupil (an adult's matter: about a teacher), and was raised by somebody
else; the role proposed,
confirmed or ended is `pastoral`. How relations and conflicts change the answer is in
`services/access/matrix.golden.md`.

`2xx` yes · `rows` yes, with as many rows as the caller may see, perhaps none · `401` log in first ·
`403` visible, but not to be done · `404` not to be told from what does not exist · `op` as the
operator has set it.
";

fn staff(n: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(n))
}

fn academy() -> AcademyId {
    AcademyId::new(Uuid::from_u128(0xa1))
}

/// Somebody who asks, with the heading of their column.
fn callers() -> Vec<(String, Option<Caller>)> {
    let mut callers = vec![("nobody".to_owned(), None)];
    for role in Role::ALL {
        let mut caller = Caller::nobody(Actor::Staff(staff(1)));
        caller.roles.push(HeldRole {
            role: *role,
            academy: (!role.is_trust_wide()).then(academy),
        });
        callers.push((role.name().to_owned(), Some(caller)));
    }
    let mut client = Caller::nobody(Actor::Client(ClientId::new(Uuid::from_u128(2))));
    client.client = Some(ClientRights {
        scopes: ClientScope::ALL.iter().copied().collect(),
        academies: BTreeSet::from([academy()]),
    });
    callers.push(("client".to_owned(), Some(client)));
    callers
}

/// What a route is about: a thing of its action's first kind, as most are; where an action is done to several
/// kinds, the one that the address names.
fn kind_at(path: &str, action: Action) -> ResourceKind {
    let named = [
        ("{allegation}", ResourceKind::Allegation),
        ("{case}", ResourceKind::Case),
        ("{evidence}", ResourceKind::Evidence),
        ("{entry}", ResourceKind::RegisterEntry),
    ];
    { named.into_iter() }
        .find(|(part, kind)| path.contains(part) && action.kinds().contains(kind))
        .map_or(action.kinds()[0], |(_, kind)| kind)
}

fn thing(action: Action) -> Resource {
    thing_of(action.kinds()[0])
}

fn thing_of(kind: ResourceKind) -> Resource {
    let mut thing = match kind {
        ResourceKind::PolicyDocument
        | ResourceKind::Overview
        | ResourceKind::Log
        | ResourceKind::AccessLog => {
            return Resource::new(kind);
        }
        ResourceKind::Academy
        | ResourceKind::Concern
        | ResourceKind::Case
        | ResourceKind::CaseAction
        | ResourceKind::Referral
        | ResourceKind::Allegation
        | ResourceKind::Evidence
        | ResourceKind::Grant
        | ResourceKind::RegisterEntry
        | ResourceKind::Pupil
        | ResourceKind::Staff => Resource::at(kind, academy()),
    };
    thing.raised_by = Some(Actor::Staff(staff(9)));
    match kind {
        ResourceKind::Concern
        | ResourceKind::Case
        | ResourceKind::CaseAction
        | ResourceKind::Evidence
        | ResourceKind::Grant
        | ResourceKind::Referral => {
            thing.routed_to =
                RoleSet::from_roles([Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead]);
            thing.people = vec![PersonKey::Pupil(PupilId::new(Uuid::from_u128(3)))];
        }
        ResourceKind::Allegation => {
            thing.routed_to = RoleSet::of(Role::Head);
            thing.people = vec![PersonKey::Staff(staff(8))];
        }
        ResourceKind::Staff => {
            thing.routed_to = RoleSet::of(Role::Pastoral);
            thing.subject = Some(PersonKey::Staff(staff(8)));
        }
        ResourceKind::Pupil => {
            thing.subject = Some(PersonKey::Pupil(PupilId::new(Uuid::from_u128(3))));
        }
        // Of a register that IT, head and DSL keep, like that of changes to the filter.
        ResourceKind::RegisterEntry => {
            thing.routed_to = RoleSet::from_roles([Role::It, Role::Head, Role::Dsl]);
        }
        ResourceKind::Academy
        | ResourceKind::PolicyDocument
        | ResourceKind::Overview
        | ResourceKind::Log
        | ResourceKind::AccessLog => {}
    }
    thing
}

/// What makes a thing visible at all.
fn reading(kind: ResourceKind) -> Option<Action> {
    match kind {
        ResourceKind::Concern => Some(Action::ReadConcern),
        ResourceKind::Case | ResourceKind::CaseAction => Some(Action::ReadCase),
        ResourceKind::Referral => Some(Action::ReadReferral),
        ResourceKind::Pupil => Some(Action::ReadPupilRoster),
        ResourceKind::Staff => Some(Action::ReadStaffRegister),
        ResourceKind::Academy => Some(Action::ReadAcademy),
        ResourceKind::Allegation => Some(Action::ReadAllegation),
        ResourceKind::Evidence => Some(Action::ReadEvidence),
        ResourceKind::Grant => Some(Action::ReadGrant),
        ResourceKind::RegisterEntry => Some(Action::ReadEntry),
        ResourceKind::PolicyDocument
        | ResourceKind::Overview
        | ResourceKind::Log
        | ResourceKind::AccessLog => None,
    }
}

fn may(caller: &Caller, action: Action) -> bool {
    oracle::decide(caller, action, &thing(action)).is_permitted()
}

/// What stands at an address: what belongs to an adult's matter is seen like that.
fn thing_at(path: &str, kind: ResourceKind) -> Resource {
    let mut thing = thing_of(kind);
    if path.contains("{allegation}") && kind == ResourceKind::Evidence {
        let matter = thing_of(ResourceKind::Allegation);
        (thing.routed_to, thing.people) = (matter.routed_to, matter.people);
    }
    thing
}

fn visible(caller: &Caller, kind: ResourceKind) -> bool {
    let as_wanted = thing_of(kind);
    reading(as_wanted.kind).is_some_and(|read| {
        let mut as_read = thing(read);
        as_read.kind = *read.kinds().first().unwrap_or(&as_wanted.kind);
        oracle::decide(caller, read, &as_read).is_permitted()
    })
}

fn met(route: &Route, caller: Option<&Caller>) -> &'static str {
    let caller = match (route.who, caller) {
        (Who::Anyone, _) => return "2xx",
        (Who::Operator, _) => return "op",
        (Who::Caller, None) => return "401",
        (Who::Caller, Some(caller)) => caller,
    };
    let Some(action) = Action::ALL
        .iter()
        .copied()
        .find(|action| action.name() == route.action)
    else {
        return "2xx";
    };
    if caller.client.is_some() && action == Action::ListMyActions {
        // Only people have something to do.
        return "403";
    }
    let kind = kind_at(route.path, action);
    let mut thing_there = thing_at(route.path, kind);
    if kind == ResourceKind::RegisterEntry
        && matches!(action, Action::ConfirmConflict | Action::LiftConflict)
    {
        // For the seniors among those who see the entry.
        thing_there.routed_to = RoleSet::from_roles([Role::Head, Role::Dsl]);
    }
    let permitted = oracle::decide(caller, action, &thing_there).is_permitted();
    match (route.effect, permitted) {
        (Effect::Reads, _) if lists_rows(route, action) => "rows",
        (_, true) => "2xx",
        (Effect::Reads, false) if thing(action).kind == ResourceKind::Academy => "404",
        (Effect::Reads | Effect::Begins, false) => "403",
        // Who reads a case sees that it is there, and may not answer for who looks at it.
        (Effect::ReadsContent, false) if action == Action::ReadLooks && visible(caller, kind) => {
            "403"
        }
        (Effect::ReadsContent, false) => "404",
        (Effect::Adds | Effect::Changes | Effect::Replaces, false) if visible(caller, kind) => {
            "403"
        }
        (Effect::Adds | Effect::Changes | Effect::Replaces, false) => "404",
    }
}

/// Lists and searches are never refused: they show what there is to see.
fn lists_rows(route: &Route, action: Action) -> bool {
    let kind = thing(action).kind;
    let register = !matches!(
        kind,
        ResourceKind::Overview | ResourceKind::Log | ResourceKind::AccessLog
    );
    // An export is for those who may narrow the list.
    let of_register = kind == ResourceKind::RegisterEntry && !route.path.ends_with("/export");
    register && !action.row_kinds().is_empty() && (of_register || !route.path.contains('{'))
}

fn matrix() -> String {
    let callers = callers();
    let mut text = HEAD.to_owned();
    let headings: Vec<&str> = callers.iter().map(|(name, _)| name.as_str()).collect();
    writeln!(text, "\n| route | {} |", headings.join(" | ")).expect("memory takes it");
    writeln!(text, "|---|{}", "---|".repeat(headings.len())).expect("memory takes it");
    for route in ROUTES {
        let cells: Vec<&str> = callers
            .iter()
            .map(|(_, caller)| met(route, caller.as_ref()))
            .collect();
        writeln!(text, "| {} | {} |", route.template, cells.join(" | ")).expect("memory takes it");
    }
    text
}

#[test]
fn the_committed_matrix_is_current() {
    let now = matrix();
    if std::env::var_os("LANYARD_BLESS").is_some() {
        std::fs::write(COMMITTED, &now).expect("the matrix can be written");
    }
    let committed = std::fs::read_to_string(COMMITTED).expect("the matrix is committed");
    assert!(
        committed == now,
        "openapi/access-matrix.v1.md is not what routes and policies say; look at the change, then run `make bless`"
    );
}

#[test]
fn every_action_that_a_route_names_exists() {
    for route in ROUTES {
        let known = route.action.is_empty()
            || Action::ALL
                .iter()
                .any(|action| action.name() == route.action);
        assert!(known, "{} names {}", route.template, route.action);
    }
}

#[test]
fn who_may_not_see_a_matter_never_learns_that_it_is_there() {
    for route in ROUTES {
        let about_matters = route.path.contains("{concern}") || route.path.contains("{case}");
        let about_adults = route.path.contains("{allegation}");
        if !about_matters && !about_adults {
            continue;
        }
        for (name, caller) in callers() {
            let Some(caller) = caller else { continue };
            let reads = if about_adults {
                may(&caller, Action::ReadAllegation)
            } else {
                may(&caller, Action::ReadConcern) || may(&caller, Action::ReadCase)
            };
            // The data protection officer knows of a case by who looked at it, and sees no more of it.
            // What is due for review and what is held they know by ids alone (R17).
            let knows = !about_adults
                && [Action::ReadLooks, Action::HoldMatter]
                    .iter()
                    .any(|action| route.action == action.name() && may(&caller, *action));
            if !reads && !knows {
                assert_eq!(
                    met(route, Some(&caller)),
                    "404",
                    "{} {name}",
                    route.template
                );
            }
        }
    }
}

/// domain.md 1 rule 1: zero allows, for every role and all of them together, by every route of a matter, also where it
/// was raised by whoever asks, or given to them by name.
#[test]
fn nobody_with_a_conflict_is_let_in_by_any_route_of_a_matter() {
    const OF_A_MATTER: [&str; 6] = [
        "{concern}",
        "{case}",
        "{allegation}",
        "{referral}",
        "{evidence}",
        "{grant}",
    ];
    let mut all_roles = Caller::nobody(Actor::Staff(staff(1)));
    all_roles.roles = { Role::ALL.iter() }
        .map(|role| HeldRole {
            role: *role,
            academy: (!role.is_trust_wide()).then(academy),
        })
        .collect();
    let mut callers = callers();
    callers.push(("all".to_owned(), Some(all_roles)));
    let of_matters = |route: &&Route| OF_A_MATTER.iter().any(|part| route.path.contains(part));
    let mut asked = 0;
    for route in ROUTES.iter().filter(of_matters) {
        let action = { Action::ALL.iter() }.find(|action| action.name() == route.action);
        let action = *action.expect("a route of a matter has an action");
        for (name, caller) in &callers {
            let Some(mut caller) = caller.clone() else {
                continue;
            };
            caller.excluded_persons = [
                PersonKey::Pupil(PupilId::new(Uuid::from_u128(3))),
                PersonKey::Staff(staff(8)),
            ]
            .into();
            let met = met(route, Some(&caller));
            assert_eq!(met, "404", "{} {name}", route.template);
            let mut own = thing_at(route.path, kind_at(route.path, action));
            own.raised_by = Some(caller.actor);
            own.granted = vec![staff(1)];
            let permitted = oracle::decide(&caller, action, &own).is_permitted();
            assert!(!permitted, "{} {name}", route.template);
            asked += 1;
        }
    }
    assert!(asked > 1_000, "{asked}");
}
