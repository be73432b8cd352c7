//! Handing it over, with the receiver and their reference. Also of what nobody can read any more: the police
//! take the device as it is.

use lanyard_events::At;
use lanyard_events::evidence::{EvidenceEvent, EvidenceReleased};

use super::check_past;
use crate::evidence::command::Release;
use crate::evidence::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::evidence) fn decide(
    state: &State,
    release: Release,
    at: At,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    let mut checks = Checks::default();
    checks.text("/to", release.to.expose(), LABEL_MAX_CHARS);
    checks.optional("/reference", release.reference.as_ref(), LABEL_MAX_CHARS);
    check_past(&mut checks, "/at", release.at, at);
    checks.text("/reason", release.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let released = EvidenceEvent::from(EvidenceReleased {
        to: release.to,
        reference: release.reference,
        at: release.at,
        reason: release.reason,
    });
    if record.is_last(&released) {
        return Ok(Vec::new());
    }
    Ok(vec![released])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;
    use crate::evidence::samples::{captured, unreadable};
    use crate::refusal::Code;
    use crate::scenario::{given, now, words};

    fn release() -> Release {
        Release {
            to: words("PC Example, digital unit"),
            reference: Some(words("CR-20481")),
            at: now(),
            reason: words("The telephone, as it was found."),
        }
    }

    #[test]
    fn it_is_handed_over_with_a_reference() {
        for before in [vec![captured()], vec![captured(), unreadable()]] {
            let events = given::<Evidence>(before.clone())
                .when(release())
                .then_events();
            given::<Evidence>(before.into_iter().chain(events))
                .when(release())
                .then_already_so();
        }
        let mut nobody = release();
        nobody.to = words("");
        given::<Evidence>([captured()])
            .when(nobody)
            .then_refused(Code::TextBlank);
    }
}
