//! Sealing: from now on it takes two to open it.

use lanyard_events::evidence::{EvidenceEvent, EvidenceSealed};

use crate::evidence::command::Seal;
use crate::evidence::state::{Hold, Sealing, State, destroyed};
use crate::refusal::Refusal;
use crate::text;

pub(in crate::evidence) fn decide(
    state: &State,
    seal: Seal,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    text::check("/reason", &seal.reason)?;
    if record.hold == Hold::Destroyed {
        return Err(destroyed());
    }
    match record.sealing {
        Sealing::Unsealed => Ok(vec![
            EvidenceSealed {
                reason: seal.reason,
            }
            .into(),
        ]),
        Sealing::Sealed { .. } => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;
    use crate::evidence::samples::{captured, sealed};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn it_is_sealed_once_with_a_reason() {
        let seal = |reason: &str| Seal {
            reason: words(reason),
        };
        given::<Evidence>([captured()])
            .when(seal("It shows a pupil in distress."))
            .then([sealed()])
            .when(seal("Again."))
            .then_already_so();
        given::<Evidence>([captured()])
            .when(seal(" "))
            .then_refused(Code::TextBlank);
    }
}
