//! What has to be decided in a matter from its opening on, each with its time: whether the harm threshold
//! may be met (R3), and whether a child of the matter gets a case of their own (S16).

use lanyard_events::allegation::{AllegationDecisionDue, AllegationEvent};

use crate::allegation::command::AskForDecisions;
use crate::allegation::state::State;

/// Only what is still open is asked for, and once. A matter that is closed asks for nothing.
pub(in crate::allegation) fn decide(state: &State, ask: AskForDecisions) -> Vec<AllegationEvent> {
    let State::Open(record) = state else {
        return Vec::new();
    };
    { ask.asked.into_iter() }
        .filter(|(decision, _)| record.is_to_decide(*decision))
        .map(|(decision, due)| AllegationDecisionDue { decision, due }.into())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::allegation::{
        AllegationChildCaseLinked, AllegationConcernAdded, MatterDecision, ThresholdDecision,
    };
    use lanyard_events::concern::Due;
    use lanyard_events::{CaseId, PupilId};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::command::LinkPerson;
    use crate::allegation::samples::{closed, concern, decided, opened, staff_id, teacher};
    use crate::concern::samples::{all_desks, category, pupil};
    use crate::scenario::{given, id, words};

    fn due() -> Due {
        Due {
            rule: "R3".to_owned(),
            at: "2026-11-11T17:00:00Z".parse().unwrap(),
            reason: "one working day from Tue 10 Nov, 14:05".to_owned(),
        }
    }

    fn ask() -> AskForDecisions {
        AskForDecisions {
            asked: [MatterDecision::Threshold, MatterDecision::ChildsSide]
                .map(|decision| (decision, due()))
                .to_vec(),
        }
    }

    fn asked(decision: MatterDecision) -> AllegationEvent {
        let due = due();
        AllegationDecisionDue { decision, due }.into()
    }

    fn linked() -> AllegationEvent {
        AllegationChildCaseLinked {
            case: CaseId::new(id(90)),
            pupils: vec![PupilId::new(id(1))],
            category: category("physical_abuse"),
            owner: staff_id(2),
            reason: words("She needs somebody of her own."),
        }
        .into()
    }

    #[test]
    fn what_is_open_is_due_once() {
        let both = [MatterDecision::Threshold, MatterDecision::ChildsSide].map(asked);
        given::<Allegation>([opened()])
            .when(ask())
            .then(both)
            .when(ask())
            .then_already_so();
    }

    #[test]
    fn what_is_decided_is_not_due() {
        given::<Allegation>([opened(), decided(ThresholdDecision::LowLevel), linked()])
            .when(ask())
            .then_already_so();
        given::<Allegation>([opened(), closed()])
            .when(ask())
            .then_already_so();
        given::<Allegation>([]).when(ask()).then_already_so();
    }

    #[test]
    fn the_threshold_is_asked_for_again_with_another_concern() {
        let joined = || -> AllegationEvent {
            AllegationConcernAdded {
                concern: concern(2),
                people: vec![pupil(1), teacher()],
            }
            .into()
        };
        let asked_before = || {
            [
                opened(),
                asked(MatterDecision::Threshold),
                asked(MatterDecision::ChildsSide),
            ]
        };
        // It may have been known before the first was.
        given::<Allegation>(asked_before().into_iter().chain([joined()]))
            .when(ask())
            .then([asked(MatterDecision::Threshold)])
            .when(ask())
            .then_already_so();
        let low = decided(ThresholdDecision::LowLevel);
        given::<Allegation>(asked_before().into_iter().chain([low, joined()]))
            .when(ask())
            .then([asked(MatterDecision::Threshold)]);
    }

    #[test]
    fn another_child_is_asked_for_again_once_the_first_has_a_case() {
        let history = || {
            [
                opened(),
                asked(MatterDecision::Threshold),
                asked(MatterDecision::ChildsSide),
            ]
        };
        let another = LinkPerson {
            person: pupil(2),
            reason: None,
            routing: all_desks(),
            taxonomy: std::sync::Arc::new(lanyard_events::Taxonomy::v1().clone()),
        };
        let second = given::<Allegation>(history()).when(another).then_events();
        let before = || history().into_iter().chain(second.clone());
        // One due decision is enough for both children.
        given::<Allegation>(before()).when(ask()).then_already_so();
        given::<Allegation>(before().chain([linked()]))
            .when(ask())
            .then([asked(MatterDecision::ChildsSide)]);
    }
}
