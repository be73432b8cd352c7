//! Proposing a setting: nothing changes until another person confirms it (domain.md 1 rule 7).

use lanyard_events::trust::{TrustEvent, TrustSettingProposed};

use crate::refusal::Refusal;
use crate::text;
use crate::trust::command::ProposeSetting;
use crate::trust::state::State;

pub(in crate::trust) fn decide(
    state: &State,
    propose: ProposeSetting,
) -> Result<Vec<TrustEvent>, Refusal> {
    let settings = &state.established()?.settings;
    let stands = { settings.proposed.iter() }.any(|it| it.proposal == propose.proposal);
    if stands || settings.confirmed.contains(&propose.proposal) {
        return Ok(Vec::new());
    }
    text::check("/reason", &propose.reason)?;
    Ok(vec![
        TrustSettingProposed {
            proposal: propose.proposal,
            setting: propose.setting,
            reason: propose.reason,
            by: propose.by,
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    use crate::refusal::Code;
    use crate::scenario::{given, words};
    use crate::trust::Trust;
    use crate::trust::samples::{established, nhs, propose, proposed, years_75};

    #[test]
    fn a_setting_is_proposed_once_with_a_reason() {
        given::<Trust>([established()])
            .when(propose(1, nhs()))
            .then([proposed(1, nhs())])
            .when(propose(1, nhs()))
            .then_already_so();
        let mut unreasoned = propose(1, years_75());
        unreasoned.reason = words(" ");
        given::<Trust>([established()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        given::<Trust>([])
            .when(propose(1, nhs()))
            .then_refused(Code::Absent);
    }
}
