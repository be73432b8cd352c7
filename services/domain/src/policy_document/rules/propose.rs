//! Proposing an edition: nothing changes until another person publishes it (domain.md 1 rule 7).

use lanyard_events::policy::{PolicyEvent, PolicyProposed};

use super::edition_of;
use crate::policy_document::command::Propose;
use crate::policy_document::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::policy_document) fn decide(
    state: &State,
    propose: Propose,
) -> Result<Vec<PolicyEvent>, Refusal> {
    state.must_be_readable()?;
    let record = state.record();
    let standing = record.and_then(|record| record.standing.as_ref());
    if standing.is_some_and(|standing| standing.proposal == propose.proposal) {
        return Ok(Vec::new());
    }
    text::check("/reason", &propose.reason)?;
    let edition = edition_of(&propose.document, &propose.text, record, &propose.in_force)?;
    let proposed = PolicyProposed {
        proposal: propose.proposal,
        document: propose.document.to_string(),
        edition,
        text: propose.text,
        reason: propose.reason,
        by: propose.by,
    };
    Ok(vec![proposed.into()])
}

#[cfg(test)]
mod tests {
    use crate::policy::DocumentId;
    use crate::policy_document::samples::{propose, proposed, publish, published, withdrawn};
    use crate::policy_document::{PolicyDocument, Propose, Publish};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn an_edition_is_proposed_once_and_replaces_what_stood() {
        given::<PolicyDocument>([])
            .when(propose(1, 2))
            .then([proposed(1, 2)])
            .when(propose(1, 2))
            .then_already_so();
        given::<PolicyDocument>([proposed(1, 2)])
            .when(propose(2, 2))
            .then([proposed(2, 2)]);
    }

    #[test]
    fn its_number_is_higher_than_any_that_was_in_force() {
        let history = || given::<PolicyDocument>([proposed(1, 4), published(1, 4), withdrawn(4)]);
        let refusal = history()
            .when(propose(2, 4))
            .then_refused(Code::FileMistaken);
        assert!(
            refusal.detail().contains("edition 4 was in force"),
            "{refusal}"
        );
        history().when(propose(2, 5)).then([proposed(2, 5)]);
        given::<PolicyDocument>([])
            .when(propose(1, 1))
            .then_refused(Code::FileMistaken);
    }

    #[test]
    fn every_mistake_in_the_file_is_named_with_its_line() {
        let mut command = propose(1, 2);
        command.text = command.text.replace("title = \"", "title = \"\" # ");
        command.text = command.text.replace("id = \"8.4\"", "id = \"8.44\"");
        let refusal = given::<PolicyDocument>([])
            .when(command)
            .then_refused(Code::FileMistaken);
        let said: Vec<_> = refusal
            .faults()
            .map(|fault| fault.detail.to_string())
            .collect();
        assert!(said.len() > 1, "{said:?}");
        assert!(said.iter().all(|it| it.starts_with("line ")), "{said:?}");
        assert!(
            said.iter()
                .any(|it| it.contains("step 8.4 may not be left out")),
            "{said:?}"
        );
        assert_eq!(refusal.pointer(), Some("/text"));
    }

    #[test]
    fn a_category_stays_that_was_added_though_the_views_do_not_have_it_yet() {
        let asked = |number: u8, edition: u16, categories: &str| Propose {
            document: DocumentId::Taxonomy,
            text: format!("id = \"taxonomy\"\nedition = {edition}\ntitle = \"Ours\"\n{categories}"),
            // Fact: what is in force is what ships.
            ..propose(number, edition)
        };
        let vaping = "[[category]]\nid = \"trust_vaping\"\nlabel = \"Vaping\"\n";
        let mut history = given::<PolicyDocument>([])
            .when(asked(1, 2, vaping))
            .then_events();
        let publish = Publish {
            document: DocumentId::Taxonomy,
            ..publish(1)
        };
        history.extend(
            given::<PolicyDocument>(history.clone())
                .when(publish)
                .then_events(),
        );
        let refusal = given::<PolicyDocument>(history.clone())
            .when(asked(2, 3, ""))
            .then_refused(Code::FileMistaken);
        assert!(
            refusal
                .detail()
                .contains("trust_vaping may not be left out"),
            "{refusal}"
        );
        let next = given::<PolicyDocument>(history)
            .when(asked(2, 3, vaping))
            .then_events();
        assert_eq!(next.len(), 1);
    }

    #[test]
    fn it_takes_a_reason_and_a_record_that_can_be_read() {
        let mut command = propose(1, 2);
        command.reason = words(" ");
        given::<PolicyDocument>([])
            .when(command)
            .then_refused(Code::TextBlank);
        given::<PolicyDocument>([proposed(1, 2)])
            .then_erased()
            .when(propose(2, 3))
            .then_refused(Code::Erased);
    }
}
