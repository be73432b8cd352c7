use lanyard_access::{Action, PersonKey, Scope};
use lanyard_events::{Role, StreamId};
use lanyard_projections::Paging;
use lanyard_projections::search::{search_matters_by_name, search_people, search_texts};
use proptest::prelude::*;

use crate::world::*;

fn dsl() -> Scope {
    scope(1, &[Role::Dsl], Action::Search)
}

fn found(world: &World, scope: &Scope, words: &str) -> Vec<StreamId> {
    let page = world.read(|views| search_texts(views, scope, &text(words), ALL));
    page.rows.into_iter().map(|hit| hit.matter.matter).collect()
}

fn with_texts() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    world.open_case(1, vec![linked_pupil(1)]);
    world.note(1, "The café owner saw it: a grey van.");
    world
}

#[test]
fn words_are_found_in_accounts_notes_and_references() {
    let world = with_texts();
    assert_eq!(
        found(&world, &dsl(), "threatening chat"),
        [concern(1).stream()]
    );
    assert_eq!(found(&world, &dsl(), "GREY van"), [case(1).stream()]);
    assert_eq!(found(&world, &dsl(), "cafe"), [case(1).stream()]);
    assert_eq!(found(&world, &dsl(), "k7m2q9xa"), [concern(1).stream()]);
    assert_eq!(found(&world, &dsl(), "dragon99"), [concern(1).stream()]);
    assert_eq!(found(&world, &dsl(), "threat"), [concern(1).stream()]);
    assert_eq!(found(&world, &dsl(), "threatening van"), []);
}

#[test]
fn nothing_is_found_that_the_reader_may_not_see() {
    let world = with_texts();
    let teacher = scope(2, &[Role::Staff], Action::Search);
    assert_eq!(found(&world, &teacher, "threatening"), []);
    let mut ruth = caller(1, &[Role::Dsl]);
    ruth.excluded_matters.insert(case(1).stream());
    let scope = Scope::of(&ruth, Action::Search);
    assert_eq!(found(&world, &scope, "van"), []);
    assert_eq!(found(&world, &scope, "threatening"), [concern(1).stream()]);
    ruth.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    let scope = Scope::of(&ruth, Action::Search);
    assert_eq!(found(&world, &scope, "threatening"), []);
    let people = world.read(|views| search_people(views, &scope, &text("amara"), 10));
    let people: Vec<_> = people.into_iter().map(|person| person.person).collect();
    assert_eq!(people, [PersonKey::Pupil(pupil(2))]);
}

#[test]
fn a_name_leads_to_people_and_their_matters() {
    let world = with_texts();
    let people = world.read(|views| search_people(views, &dsl(), &text("amara"), 10));
    let names: Vec<_> = people.iter().map(|person| person.name.clone()).collect();
    assert_eq!(names, [text("Amara Example"), text("Amara Specimen")]);
    let matters = |words: &str| {
        let page = world.read(|views| search_matters_by_name(views, &dsl(), &text(words), ALL));
        page.rows
            .into_iter()
            .map(|found| found.matter)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        matters("example ama"),
        [case(1).stream(), concern(1).stream()]
    );
    assert_eq!(matters("specimen"), []);
}

#[test]
fn hits_are_read_in_pages_the_newest_first() {
    let mut world = with_texts();
    for _ in 0..5 {
        world.note(1, "van");
    }
    let first = world.read(|views| search_texts(views, &dsl(), &text("van"), Paging::first(4)));
    let rest = Paging {
        after: first.next,
        limit: 4,
    };
    let second = world.read(|views| search_texts(views, &dsl(), &text("van"), rest));
    let all: Vec<_> = first
        .rows
        .iter()
        .chain(&second.rows)
        .map(|hit| hit.position)
        .collect();
    assert_eq!(all.len(), 6);
    assert!(all.is_sorted_by(|a, b| a > b));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_typed_is_an_error(texts in proptest::collection::vec("\\PC{0,24}|[\"'*^:()+ANDORNT -]{1,16}", 8)) {
        let world = with_texts();
        for typed in texts {
            let hits = found(&world, &dsl(), &typed);
            prop_assert!(hits.len() <= 3);
            world.read(|views| search_people(views, &dsl(), &text(&typed), 10));
        }
    }
}
