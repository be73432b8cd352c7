use lanyard_access::{Action, PersonKey};
use lanyard_events::concern::{
    AboutAdult, ConcernEvent, ConcernInformationAdded, ConcernPersonCorrected, ConcernRerouted,
    ConcernText, ConcernTextCorrected, TriageDecision,
};
use lanyard_events::{Actor, LinkRole, PersonRef, Role, StaffId};
use lanyard_projections::caseload::{DueFilter, DueKind, due};
use lanyard_projections::concern_inbox::{
    ConcernFilter, ConcernState, ConcernStatus, ListedConcern, about_adults, concerns, linking,
    own_concerns, untriaged, without_receiver,
};
use lanyard_projections::concern_page::concern_page;
use lanyard_projections::{Cursor, Paging, ViewError};

use crate::world::*;

fn dsl(action: Action) -> lanyard_access::Scope {
    scope(1, &[Role::Staff, Role::Dsl], action)
}

#[test]
fn the_inbox_shows_what_is_untriaged_by_its_clock() {
    let mut world = World::with_people();
    for (n, due) in [
        (1, "2026-11-10T15:30:00Z"),
        (2, "2026-11-10T14:20:00Z"),
        (3, "2026-11-10T15:30:00Z"),
    ] {
        let mut raised = raised(vec![linked_pupil(1)], "words");
        raised.due.at = at(due);
        world.tell(concern(n), staff(2), ConcernEvent::Raised(raised));
    }
    world.triage(3, 1, TriageDecision::NoFurtherAction);
    let page = world.read(|views| untriaged(views, &dsl(Action::ListConcerns), None, ALL));
    let order: Vec<_> = page.rows.iter().map(|row| row.concern).collect();
    assert_eq!(order, [concern(2), concern(1)]);
    let first = &page.rows[0];
    assert_eq!(first.due.rule, "R1");
    assert_eq!(first.due.reason, "end of the school day");
    assert_eq!(first.reference, "K7M2Q9XA");
    assert_eq!(first.raised_by_name, Some(text("Priya Nair")));
    assert_eq!(first.people[0].name, Some(text("Amara Example")));
    assert_eq!(first.people[0].role, LinkRole::Affected);
}

#[test]
fn pages_of_the_inbox_meet_without_gap_or_repeat() {
    let mut world = World::with_people();
    for n in 1..=7 {
        world.raise(n, 2, vec![linked_pupil(1)]);
    }
    let scope = dsl(Action::ListConcerns);
    let mut seen = Vec::new();
    let mut paging = Paging::first(3);
    loop {
        let page = world.read(|views| untriaged(views, &scope, Some(academy(1)), paging));
        seen.extend(page.rows.iter().map(|row| row.concern));
        let Some(next) = page.next else { break };
        let next: Cursor = next.to_string().parse().unwrap();
        paging = Paging {
            after: Some(next),
            limit: 3,
        };
    }
    assert_eq!(seen, (1..=7).map(concern).collect::<Vec<_>>());
    let other = world
        .views
        .reader()
        .read(|views| concerns(views, &scope, &ConcernFilter::default(), paging));
    assert!(matches!(other, Err(ViewError::Cursor(_))));
}

#[test]
fn whoever_raised_a_concern_sees_its_status_and_nothing_of_it() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    let teacher = scope(2, &[Role::Staff], Action::ListConcerns);
    let own = |world: &World| world.read(|views| own_concerns(views, &teacher, ALL)).rows;
    assert_eq!(own(&world)[0].status, ConcernStatus::Received);
    world.triage(1, 1, TriageDecision::NoFurtherAction);
    assert_eq!(own(&world)[0].status, ConcernStatus::BeingDealtWith);
    let listed = world.read(|views| concerns(views, &teacher, &ConcernFilter::default(), ALL));
    assert!(matches!(listed.rows[..], [ListedConcern::Own(_)]));
    let reading = scope(2, &[Role::Staff], Action::ReadConcern);
    assert_eq!(
        world.read(|views| concern_page(views, &reading, concern(1))),
        None
    );
    assert_eq!(
        world
            .read(|views| untriaged(views, &teacher, None, ALL))
            .rows,
        []
    );
}

#[test]
fn a_parent_on_the_staff_sees_nothing_of_a_concern_about_their_child_not_even_their_own() {
    let mut world = World::with_people();
    world.raise(1, 3, vec![linked_pupil(1)]);
    let mut callum = caller(3, &[Role::Staff, Role::DeputyDsl]);
    callum.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    let scope = lanyard_access::Scope::of(&callum, Action::ListConcerns);
    assert_eq!(
        world.read(|views| own_concerns(views, &scope, ALL)).rows,
        []
    );
    assert_eq!(
        world.read(|views| untriaged(views, &scope, None, ALL)).rows,
        []
    );
    let all = world.read(|views| concerns(views, &scope, &ConcernFilter::default(), ALL));
    assert_eq!(all.rows, []);
}

#[test]
fn concerns_are_listed_by_state_the_newest_first() {
    let mut world = World::with_people();
    for n in 1..=4 {
        world.raise(n, 2, vec![linked_pupil(1)]);
    }
    world.triage(
        1,
        1,
        TriageDecision::Monitor {
            review_on: "2026-11-24".parse().unwrap(),
        },
    );
    world.triage(2, 1, TriageDecision::NoFurtherAction);
    world.open_case(3, vec![linked_pupil(1)]);
    let of = |state| {
        let filter = ConcernFilter {
            state,
            academy: None,
        };
        let page = world.read(|views| concerns(views, &dsl(Action::ListConcerns), &filter, ALL));
        page.rows
            .into_iter()
            .map(|row| match row {
                ListedConcern::Read(row) => (row.concern, row.case),
                ListedConcern::Own(_) => panic!("the safeguarding lead raised none"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Some(ConcernState::Monitored)), [(concern(1), None)]);
    assert_eq!(
        of(Some(ConcernState::NoFurtherAction)),
        [(concern(2), None)]
    );
    assert_eq!(
        of(Some(ConcernState::InCase)),
        [(concern(3), Some(case(3)))]
    );
    assert_eq!(of(Some(ConcernState::Untriaged)), [(concern(4), None)]);
    assert_eq!(of(None).len(), 4);
}

#[test]
fn corrections_stand_beside_what_they_strike() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1), linked_pupil(3)]);
    let correction = ConcernPersonCorrected {
        from: PersonRef::Pupil { id: pupil(1) },
        to: PersonRef::Pupil { id: pupil(2) },
        reason: text("two Amaras"),
    };
    world.tell(
        concern(1),
        staff(1),
        ConcernEvent::PersonCorrected(correction),
    );
    for (n, words) in [(1, "Messages in a game."), (2, "Messages in a game chat.")] {
        let corrected = ConcernTextCorrected {
            field: ConcernText::Account,
            text: text(words),
            reason: text("slip"),
        };
        world.tell(concern(1), staff(n), ConcernEvent::TextCorrected(corrected));
    }
    let added = ConcernInformationAdded {
        text: text("Her mother rang."),
        childs_words: None,
    };
    world.tell(concern(1), staff(2), ConcernEvent::InformationAdded(added));
    world.triage(1, 1, TriageDecision::NoFurtherAction);
    let page = world
        .read(|views| concern_page(views, &dsl(Action::ReadConcern), concern(1)))
        .unwrap();
    let names: Vec<_> = page
        .concern
        .people
        .iter()
        .map(|person| person.name.clone())
        .collect();
    assert_eq!(
        names,
        [Some(text("Amara Specimen")), Some(text("Jo O'Neill"))]
    );
    let struck = &page.struck_people[0];
    assert_eq!(struck.from_name, Some(text("Amara Example")));
    assert_eq!(struck.by_name, Some(text("Ruth Osei")));
    assert_eq!(struck.reason, text("two Amaras"));
    assert_eq!(page.account.text, Some(text("Messages in a game chat.")));
    let old: Vec<_> = page
        .account
        .struck
        .iter()
        .map(|old| old.text.clone().unwrap())
        .collect();
    assert_eq!(
        old,
        [
            text("Threatening messages from a group chat."),
            text("Messages in a game.")
        ]
    );
    assert_eq!(page.account.struck[1].by, Actor::Staff(staff(2)));
    assert_eq!(page.information[0].text, text("Her mother rang."));
    assert_eq!(page.triage[0].decision, TriageDecision::NoFurtherAction);
    assert_eq!(
        page.childs_words.text,
        Some(text("they keep writing to me"))
    );
    assert_eq!(page.erased_entries, 0);
}

#[test]
fn a_case_that_the_reader_may_not_see_is_not_named_on_its_concern() {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    let mut ruth = caller(1, &[Role::Dsl]);
    let page = |caller: &lanyard_access::Caller| {
        let scope = lanyard_access::Scope::of(caller, Action::ReadConcern);
        world
            .read(|views| concern_page(views, &scope, concern(1)))
            .unwrap()
    };
    assert_eq!(page(&ruth).concern.case, Some(case(1)));
    assert_eq!(page(&ruth).triage.len(), 1);
    ruth.excluded_matters.insert(case(1).stream());
    assert_eq!(page(&ruth).concern.case, None);
    assert_eq!(page(&ruth).triage, []);
}

/// How many concerns are in somebody's inbox, and what is due from them.
fn has(world: &World, n: u128, role: Role) -> (usize, Vec<(DueKind, Actor)>) {
    let inbox = scope(n, &[role], Action::ListConcerns);
    let inbox = world.read(|views| untriaged(views, &inbox, None, ALL));
    let mine = scope(n, &[role], Action::ListDue);
    let mine = world.read(|views| due(views, &mine, &DueFilter::default(), ALL));
    let mine = mine.rows.iter().map(|row| (row.kind, row.owner)).collect();
    (inbox.rows.len(), mine)
}

#[test]
fn one_that_is_sent_on_is_with_whoever_has_it_now_until_they_decide() {
    let mut world = World::with_people();
    let mut about = raised(vec![linked_staff(1)], "words");
    about.about_adult = AboutAdult::Yes;
    about.routed_to = vec![Role::Head];
    world.tell(concern(1), staff(2), ConcernEvent::Raised(about));
    assert_eq!(has(&world, 3, Role::Head), (1, vec![]));
    assert_eq!(has(&world, 4, Role::TrustLead), (0, vec![]));
    let rerouted = |to: Role, receivers: Vec<StaffId>| {
        ConcernEvent::Rerouted(ConcernRerouted {
            routed_to: vec![to],
            receivers,
            reason: text("Whoever had it cannot act in it."),
        })
    };
    let sent_on = rerouted(Role::TrustLead, vec![staff(4)]);
    world.tell(concern(1), staff(2), sent_on);
    let asked = (DueKind::ConcernReview, Actor::Staff(staff(4)));
    assert_eq!(has(&world, 3, Role::Head), (0, vec![]));
    assert_eq!(has(&world, 4, Role::TrustLead), (1, vec![asked]));
    let stream = concern(1).stream();
    let subject = PersonKey::Staff(staff(1));
    assert_eq!(world.read(|views| linking(views, subject)), [stream]);
    assert_eq!(world.read(about_adults), [stream]);
    assert!(world.read(without_receiver).is_empty());
    // Nobody is left; then somebody is, and decides.
    let nobody = rerouted(Role::TrustLead, vec![]);
    world.tell(concern(1), staff(2), nobody);
    assert_eq!(has(&world, 4, Role::TrustLead), (1, vec![]));
    assert_eq!(world.read(without_receiver), [stream]);
    let chair = rerouted(Role::Chair, vec![staff(5)]);
    world.tell(concern(1), staff(2), chair);
    assert!(world.read(without_receiver).is_empty());
    world.triage(1, 5, TriageDecision::NoFurtherAction);
    assert!(world.read(about_adults).is_empty());
    assert_eq!(has(&world, 5, Role::Chair), (0, vec![]));
}

/// As the rules of the concern tell the two apart: whoever is let in comes behind those that have it.
#[test]
fn one_whose_roles_are_named_anew_is_with_whoever_has_it_now_and_one_that_lets_in_with_both() {
    let mut world = World::with_people();
    let mut about = raised(vec![linked_staff(1)], "words");
    about.about_adult = AboutAdult::Yes;
    about.routed_to = vec![Role::TrustLead];
    world.tell(concern(1), staff(2), ConcernEvent::Raised(about));
    let rerouted = |routed_to: &[Role], receiver: u128| {
        ConcernEvent::Rerouted(ConcernRerouted {
            routed_to: routed_to.to_vec(),
            receivers: vec![staff(receiver)],
            reason: text("Whoever had it cannot act in it."),
        })
    };
    let asked = |world: &World| -> Vec<Actor> {
        let (_, due) = has(world, 4, Role::TrustLead);
        due.into_iter().map(|(_, owner)| owner).collect()
    };
    world.tell(concern(1), staff(2), rerouted(&[Role::TrustLead], 4));
    assert_eq!(asked(&world), [Actor::Staff(staff(4))]);
    let anew = rerouted(&[Role::Head, Role::TrustLead], 3);
    world.tell(concern(1), staff(2), anew);
    assert_eq!(asked(&world), [Actor::Staff(staff(3))]);
    let lets_in = rerouted(&[Role::Head, Role::TrustLead, Role::Chair], 5);
    world.tell(concern(1), staff(2), lets_in);
    let mut both = asked(&world);
    both.sort_unstable();
    assert_eq!(both, [Actor::Staff(staff(3)), Actor::Staff(staff(5))]);
}
