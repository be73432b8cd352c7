//! Taking the trust's edition out of force, at once: the shipped one is in force again. What was begun by
//! it goes on by it.

use lanyard_events::policy::{PolicyEvent, PolicyWithdrawn};

use super::record;
use crate::policy::DocumentId;
use crate::policy_document::command::Withdraw;
use crate::policy_document::state::State;
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::policy_document) fn decide(
    state: &State,
    withdraw: Withdraw,
) -> Result<Vec<PolicyEvent>, Refusal> {
    let record = record(state)?;
    let Some(edition) = record.in_force else {
        return Err(Refusal::new(
            Code::NothingPublished,
            "No edition of the trust's own is in force: the shipped one is, where there is one.",
        ));
    };
    if withdraw.document.only_adds() {
        // A category that a concern bears, and a field that an entry holds, are never removed (domain.md 2).
        return Err(Refusal::new(
            Code::StaysInForce,
            "What was added stays: publish the next edition instead.",
        ));
    }
    text::check("/reason", &withdraw.reason)?;
    if let DocumentId::Playbook(id) = &withdraw.document
        && id.is_own()
    {
        // A playbook of the trust's own is gone when it is withdrawn; nothing may lead to it then.
        let naming = withdraw.in_force.naming(id);
        if !naming.is_empty() {
            let naming: Vec<_> = naming.iter().map(ToString::to_string).collect();
            let detail = format!("These playbooks name it: {}.", naming.join(", "));
            return Err(Refusal::new(Code::NamedByOthers, detail));
        }
    }
    let withdrawn = PolicyWithdrawn {
        document: withdraw.document.to_string(),
        edition,
        reason: withdraw.reason,
        by: withdraw.by,
    };
    Ok(vec![withdrawn.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::Arc;

    use super::*;
    use crate::policy::InForce;
    use crate::policy_document::PolicyDocument;
    use crate::policy_document::samples::{proposed, published, text, withdraw, withdrawn};
    use crate::scenario::{given, words};

    #[test]
    fn the_edition_in_force_is_withdrawn_by_one_person() {
        given::<PolicyDocument>([proposed(1, 2), published(1, 2)])
            .when(withdraw())
            .then([withdrawn(2)])
            .when(withdraw())
            .then_refused(Code::NothingPublished);
    }

    #[test]
    fn there_has_to_be_one_and_a_reason() {
        given::<PolicyDocument>([proposed(1, 2)])
            .when(withdraw())
            .then_refused(Code::NothingPublished);
        let mut command = withdraw();
        command.reason = words("");
        given::<PolicyDocument>([proposed(1, 2), published(1, 2)])
            .when(command)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn categories_are_never_withdrawn() {
        let mut command = withdraw();
        command.document = DocumentId::Taxonomy;
        given::<PolicyDocument>([proposed(1, 2), published(1, 2)])
            .when(command)
            .then_refused(Code::StaysInForce);
    }

    #[test]
    fn a_playbook_that_others_lead_to_stays() {
        let own = DocumentId::parse("playbook.trust_vaping").unwrap();
        let vaping = text(2).replace("\"age_inappropriate_games\"", "\"trust_vaping\"");
        let other = DocumentId::parse("playbook.trust_smoking").unwrap();
        let smoking = text(2)
            .replace("\"age_inappropriate_games\"", "\"trust_smoking\"")
            .replacen("not_with = [", "not_with = [\"trust_vaping\", ", 1);
        let both = [(own.clone(), vaping.as_str()), (other, smoking.as_str())];
        let (in_force, unreadable) = InForce::with(both);
        assert_eq!(unreadable, []);
        let mut command = withdraw();
        command.document = own;
        command.in_force = Arc::new(in_force);
        let refusal = given::<PolicyDocument>([proposed(1, 2), published(1, 2)])
            .when(command)
            .then_refused(Code::NamedByOthers);
        assert!(refusal.detail().contains("trust_smoking"));
    }
}
