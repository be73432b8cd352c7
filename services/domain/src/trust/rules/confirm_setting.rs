//! Confirming a setting: by another person than proposed it (domain.md 1 rules 4 and 7).

use lanyard_events::trust::{TrustEvent, TrustSettingConfirmed};

use crate::refusal::{Code, Refusal};
use crate::trust::command::ConfirmSetting;
use crate::trust::state::State;

pub(in crate::trust) fn decide(
    state: &State,
    confirm: ConfirmSetting,
) -> Result<Vec<TrustEvent>, Refusal> {
    let settings = &state.established()?.settings;
    if settings.confirmed.contains(&confirm.proposal) {
        return Ok(Vec::new());
    }
    let standing = { settings.proposed.iter() }.find(|it| it.proposal == confirm.proposal);
    let Some(proposed) = standing else {
        return Err(Refusal::new(
            Code::NoSuchProposal,
            "There is no such proposal, or a later one took its place.",
        ));
    };
    if proposed.by == confirm.by {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "Somebody other than the person who proposed it has to confirm it.",
        ));
    }
    Ok(vec![
        TrustSettingConfirmed {
            proposal: proposed.proposal,
            setting: proposed.setting,
            proposed_by: proposed.by,
            confirmed_by: confirm.by,
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::StaffId;
    use lanyard_events::snapshot::Suppression;

    use super::*;
    use crate::aggregate::Aggregate;
    use crate::scenario::{given, id};
    use crate::trust::samples::{
        LEAD, confirm, confirmed, established, nhs, ons, proposed, years_75,
    };
    use crate::trust::{Settings, Trust};

    fn settings(events: impl IntoIterator<Item = TrustEvent>) -> Settings {
        let state = { [established()].into_iter().chain(events) }
            .try_fold(State::Absent, |state, event| Trust::evolve(state, &event))
            .unwrap();
        state.profile().unwrap().settings.clone()
    }

    #[test]
    fn a_second_person_confirms_it_once() {
        given::<Trust>([established(), proposed(1, nhs())])
            .when(confirm(1))
            .then([confirmed(1, nhs())])
            .when(confirm(1))
            .then_already_so();
        let mut alone = confirm(1);
        alone.by = StaffId::new(id(LEAD));
        given::<Trust>([established(), proposed(1, nhs())])
            .when(alone)
            .then_refused(Code::SecondPersonNeeded);
    }

    #[test]
    fn a_later_proposal_takes_the_place_of_an_earlier_one_of_its_kind_only() {
        let history = [
            established(),
            proposed(1, nhs()),
            proposed(2, years_75()),
            proposed(3, ons()),
        ];
        given::<Trust>(history.clone())
            .when(confirm(1))
            .then_refused(Code::NoSuchProposal);
        given::<Trust>(history)
            .when(confirm(2))
            .then([confirmed(2, years_75())])
            .when(confirm(3))
            .then([confirmed(3, ons())]);
    }

    #[test]
    fn what_was_confirmed_holds_and_nothing_else() {
        let before = settings([]);
        assert_eq!(before.suppression, Suppression::Dfe);
        assert!(!before.abuse_kept_75_years);
        let waiting = settings([proposed(1, nhs())]);
        assert_eq!(waiting.suppression, Suppression::Dfe);
        let now = settings([
            proposed(1, nhs()),
            confirmed(1, nhs()),
            proposed(2, years_75()),
            confirmed(2, years_75()),
        ]);
        assert_eq!(now.suppression, Suppression::Nhs);
        assert!(now.abuse_kept_75_years && now.proposed.is_empty());
    }
}
