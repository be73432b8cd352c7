//! Who keeps the device or print, and where (domain.md 2: custody). Also of what nobody can read any more.

use lanyard_events::At;
use lanyard_events::evidence::{EvidenceCustodyPassed, EvidenceEvent};

use super::check_past;
use crate::evidence::command::PassCustody;
use crate::evidence::state::State;
use crate::people::check_person;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::evidence) fn decide(
    state: &State,
    pass: PassCustody,
    at: At,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    let mut checks = Checks::default();
    check_person(&mut checks, "/to", &pass.to);
    checks.text("/place", pass.place.expose(), TEXT_MAX_CHARS);
    check_past(&mut checks, "/at", pass.at, at);
    checks.optional("/reason", pass.reason.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    let passed = EvidenceEvent::from(EvidenceCustodyPassed {
        to: pass.to,
        place: pass.place,
        at: pass.at,
        reason: pass.reason,
    });
    if record.is_last(&passed) {
        return Ok(Vec::new());
    }
    Ok(vec![passed])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{HEAD, staff_id};
    use crate::evidence::Evidence;
    use crate::evidence::samples::{at, captured, unreadable};
    use crate::refusal::Code;
    use crate::scenario::{given, now, words};
    use lanyard_events::PersonRef;

    fn pass() -> PassCustody {
        PassCustody {
            to: PersonRef::Staff { id: staff_id(HEAD) },
            place: words("The safe in the office"),
            at: now(),
            reason: None,
        }
    }

    #[test]
    fn it_passes_on_with_place_and_time_also_when_nobody_reads_it() {
        for before in [vec![captured()], vec![captured(), unreadable()]] {
            let events = given::<Evidence>(before.clone()).when(pass()).then_events();
            given::<Evidence>(before.into_iter().chain(events))
                .when(pass())
                .then_already_so();
        }
    }

    #[test]
    fn a_place_is_needed_and_a_time_that_has_been() {
        let mut nowhere = pass();
        nowhere.place = words("");
        given::<Evidence>([captured()])
            .when(nowhere)
            .then_refused(Code::TextBlank);
        let mut ahead = pass();
        ahead.at = at("2026-11-10T14:06:00Z");
        given::<Evidence>([captured()])
            .when(ahead)
            .then_refused(Code::LastDayAhead);
        given::<Evidence>([])
            .when(pass())
            .then_refused(Code::Absent);
    }
}
