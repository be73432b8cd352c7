//! Publishing an edition: by another person than proposed it (domain.md 1 rules 4 and 7).

use lanyard_events::policy::{PolicyEvent, PolicyPublished};

use super::{edition_of, record};
use crate::policy_document::command::Publish;
use crate::policy_document::state::State;
use crate::refusal::{Code, Refusal};

pub(in crate::policy_document) fn decide(
    state: &State,
    publish: &Publish,
) -> Result<Vec<PolicyEvent>, Refusal> {
    let record = record(state)?;
    if record.published.contains(&publish.proposal) {
        return Ok(Vec::new());
    }
    let standing = { record.standing.as_ref() }.filter(|it| it.proposal == publish.proposal);
    let Some(proposed) = standing else {
        return Err(Refusal::new(
            Code::NoSuchProposal,
            "There is no such proposal, or a later one took its place.",
        ));
    };
    if proposed.by == publish.by {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "Somebody other than the person who proposed it has to publish it.",
        ));
    }
    // Other documents may have changed since it was proposed.
    let (document, text) = (&publish.document, &proposed.text);
    let edition = edition_of(document, text, Some(record), &publish.in_force)?;
    let published = PolicyPublished {
        proposal: proposed.proposal,
        document: proposed.document.clone(),
        edition,
        text: proposed.text.clone(),
        proposed_by: proposed.by,
        published_by: publish.by,
        beside: document.shipped_edition(),
    };
    Ok(vec![published.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::StaffId;

    use super::*;
    use crate::policy_document::PolicyDocument;
    use crate::policy_document::samples::{LEAD, proposed, publish, published, withdrawn};
    use crate::scenario::{given, id};

    #[test]
    fn a_second_person_publishes_it_once() {
        given::<PolicyDocument>([proposed(1, 2)])
            .when(publish(1))
            .then([published(1, 2)])
            .when(publish(1))
            .then_already_so();
        given::<PolicyDocument>([
            proposed(1, 2),
            published(1, 2),
            withdrawn(2),
            proposed(2, 3),
        ])
        .when(publish(2))
        .then([published(2, 3)]);
    }

    #[test]
    fn whoever_proposed_it_may_not() {
        let mut command = publish(1);
        command.by = StaffId::new(id(LEAD));
        given::<PolicyDocument>([proposed(1, 2)])
            .when(command)
            .then_refused(Code::SecondPersonNeeded);
    }

    #[test]
    fn what_another_proposal_replaced_is_gone() {
        given::<PolicyDocument>([proposed(1, 2), proposed(2, 2)])
            .when(publish(1))
            .then_refused(Code::NoSuchProposal);
        given::<PolicyDocument>([])
            .when(publish(1))
            .then_refused(Code::NothingPublished);
        given::<PolicyDocument>([])
            .then_erased()
            .when(publish(1))
            .then_refused(Code::Erased);
    }

    #[test]
    fn it_is_held_to_the_rules_again() {
        // A later release ships this number itself.
        given::<PolicyDocument>([proposed(1, 1)])
            .when(publish(1))
            .then_refused(Code::FileMistaken);
    }
}
