//! The children of a matter need no case out of it: that is a decision too, with its reason (S16).

use lanyard_events::allegation::{AllegationChildCaseDeclined, AllegationEvent};

use crate::allegation::command::DeclineChildCase;
use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::allegation) fn decide(
    state: &State,
    decline: DeclineChildCase,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    text::check("/reason", &decline.reason)?;
    let declined = AllegationChildCaseDeclined {
        reason: decline.reason,
    };
    if record.child_case_declined.as_ref() == Some(&declined) {
        return Ok(Vec::new());
    }
    Ok(vec![declined.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::allegation::{AllegationDecisionDue, MatterDecision};
    use lanyard_events::concern::Due;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::command::{AskForDecisions, LinkPerson};
    use crate::allegation::samples::{needs_an_open_matter, opened};
    use crate::concern::samples::{all_desks, pupil};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn decline() -> DeclineChildCase {
        DeclineChildCase {
            reason: words("She has a case already."),
        }
    }

    fn declined() -> AllegationEvent {
        AllegationChildCaseDeclined {
            reason: words("She has a case already."),
        }
        .into()
    }

    #[test]
    fn it_takes_a_reason_and_is_decided_once() {
        given::<Allegation>([opened()])
            .when(decline())
            .then([declined()])
            .when(decline())
            .then_already_so();
        let mut silent = decline();
        silent.reason = words(" ");
        given::<Allegation>([opened()])
            .when(silent)
            .then_refused(Code::TextBlank);
        needs_an_open_matter(decline());
    }

    #[test]
    fn it_is_not_asked_again_until_another_child_comes() {
        let due = Due {
            rule: "15.8".to_owned(),
            at: "2026-11-10T15:30:00Z".parse().unwrap(),
            reason: "today 15:30, end of the school day".to_owned(),
        };
        let ask = || AskForDecisions {
            asked: vec![(MatterDecision::ChildsSide, due.clone())],
        };
        given::<Allegation>([opened(), declined()])
            .when(ask())
            .then_already_so();
        let another = LinkPerson {
            person: pupil(2),
            reason: None,
            routing: all_desks(),
            taxonomy: std::sync::Arc::new(lanyard_events::Taxonomy::v1().clone()),
        };
        let linked = given::<Allegation>([opened(), declined()])
            .when(another)
            .then_events();
        let asked = AllegationDecisionDue {
            decision: MatterDecision::ChildsSide,
            due: due.clone(),
        };
        given::<Allegation>([opened(), declined()].into_iter().chain(linked))
            .when(ask())
            .then([asked.into()]);
    }
}
