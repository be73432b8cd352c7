//! Editions of documents of policy: what is in force, what there was.

use lanyard_events::policy::{PolicyEvent, PolicyProposed, PolicyPublished, PolicyWithdrawn};
use lanyard_events::{Actor, PolicyDocumentId, PolicyProposalId};
use lanyard_projections::editions::{
    EditionState, editions_in_force, editions_of, newest_change, proposals,
};
use uuid::Uuid;

use crate::world::{World, staff, text};

const GAMES: &str = "playbook.age_inappropriate_games";

fn document() -> PolicyDocumentId {
    PolicyDocumentId::new(Uuid::from_u128(700))
}

fn proposal(n: u128) -> PolicyProposalId {
    PolicyProposalId::new(Uuid::from_u128(n))
}

fn propose(world: &mut World, n: u128, edition: u16) {
    let proposed = PolicyProposed {
        proposal: proposal(n),
        document: GAMES.to_owned(),
        edition,
        text: format!("edition = {edition}"),
        reason: text("The form has changed."),
        by: staff(1),
    };
    world.tell(document(), staff(1), PolicyEvent::Proposed(proposed));
}

fn publish(world: &mut World, n: u128, edition: u16) {
    let published = PolicyPublished {
        proposal: proposal(n),
        document: GAMES.to_owned(),
        edition,
        text: format!("edition = {edition}"),
        proposed_by: staff(1),
        published_by: staff(2),
        beside: Some(1),
    };
    world.tell(document(), staff(2), PolicyEvent::Published(published));
}

fn withdraw(world: &mut World, edition: u16) {
    let withdrawn = PolicyWithdrawn {
        document: GAMES.to_owned(),
        edition,
        reason: text("Wrong form."),
        by: staff(1),
    };
    world.tell(document(), staff(1), PolicyEvent::Withdrawn(withdrawn));
}

fn in_force(world: &World) -> Vec<String> {
    let rows = world.read(editions_in_force);
    rows.into_iter().map(|row| row.text).collect()
}

fn states(world: &World) -> Vec<(u16, EditionState)> {
    let rows = world.read(|views| editions_of(views, GAMES));
    rows.into_iter()
        .map(|row| (row.edition, row.state))
        .collect()
}

#[test]
fn the_newest_published_edition_is_in_force_until_it_is_withdrawn() {
    let mut world = World::with_people();
    assert_eq!(world.read(newest_change), None);
    propose(&mut world, 1, 2);
    assert_eq!(world.read(newest_change), None, "proposing changes nothing");
    assert_eq!(in_force(&world), [""; 0]);
    publish(&mut world, 1, 2);
    let first = world.read(newest_change);
    assert!(first.is_some());
    assert_eq!(in_force(&world), ["edition = 2"]);

    propose(&mut world, 2, 3);
    propose(&mut world, 3, 3);
    assert_eq!(world.read(newest_change), first);
    publish(&mut world, 3, 3);
    assert!(world.read(newest_change) > first);
    assert_eq!(in_force(&world), ["edition = 3"]);
    let second = world.read(newest_change);
    withdraw(&mut world, 3);
    assert!(world.read(newest_change) > second);
    assert_eq!(in_force(&world), [""; 0]);

    let mut found = states(&world);
    found.sort_by_key(|(edition, state)| (*edition, state.name()));
    assert_eq!(
        found,
        [
            (2, EditionState::Followed),
            (3, EditionState::Replaced),
            (3, EditionState::Withdrawn),
        ]
    );
    assert_eq!(world.read(proposals), []);
}

#[test]
fn an_edition_names_both_people_and_why_it_went() {
    let mut world = World::with_people();
    propose(&mut world, 1, 2);
    let waiting = world.read(proposals).remove(0);
    assert_eq!(
        (waiting.state, waiting.published),
        (EditionState::Proposed, None)
    );
    publish(&mut world, 1, 2);
    withdraw(&mut world, 2);
    let row = world.read(|views| editions_of(views, GAMES)).remove(0);
    assert_eq!(row.proposed_by, staff(1));
    assert_eq!(row.published.map(|(by, _)| by), Some(staff(2)));
    assert_eq!(row.withdrawn.map(|(by, _)| by), Some(staff(1)));
    assert!(row.ended_at.is_some());
}

#[test]
fn an_edition_whose_proposal_was_erased_is_in_force_all_the_same() {
    let mut world = World::with_people();
    let proposer = Actor::Staff(staff(1));
    let erased = world.make(document().into(), proposer, None, "policy.proposed");
    world.apply(erased);
    publish(&mut world, 1, 2);
    assert_eq!(in_force(&world), ["edition = 2"]);
    let row = world.read(|views| editions_of(views, GAMES)).remove(0);
    assert_eq!(row.proposed_by, staff(1));
    assert_eq!(row.published.map(|(by, _)| by), Some(staff(2)));
    withdraw(&mut world, 2);
    assert_eq!(in_force(&world), [""; 0]);
}
