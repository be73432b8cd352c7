//! A second senior agrees: both, named, may read it for an hour (S12).

use lanyard_events::At;
use lanyard_events::evidence::{EvidenceEvent, EvidenceOpeningAgreed};

use super::ask_to_open::not_sealed;
use super::{check_second, minutes_after};
use crate::evidence::command::AgreeToOpen;
use crate::evidence::state::{Sealing, State};
use crate::refusal::{Code, Refusal};

/// How long the two may read it: as long as a glass stays broken (domain.md 1 rule 2).
const OPEN_MINUTES: i64 = 60;

pub(in crate::evidence) fn decide(
    state: &State,
    agree: AgreeToOpen,
    at: At,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    record.check_readable(agree.barred)?;
    let Sealing::Sealed { asked, .. } = &record.sealing else {
        return Err(not_sealed());
    };
    let Some(asked) = asked else {
        return Err(Refusal::new(
            Code::OpeningNotAsked,
            "Nobody has asked to open this: ask first, with a reason.",
        ));
    };
    check_second(asked.by, &agree.by)?;
    if at >= asked.until {
        return Err(Refusal::new(
            Code::OpeningLapsed,
            "The half hour in which a second person could agree is over: ask again.",
        ));
    }
    let agreed = EvidenceOpeningAgreed {
        asked_by: asked.by,
        by: agree.by.staff,
        until: minutes_after(at, OPEN_MINUTES),
    };
    Ok(vec![agreed.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, HEAD, senior};
    use crate::evidence::Evidence;
    use crate::evidence::samples::{agreed, asked, at, captured, sealed, unreadable};
    use crate::scenario::given;

    fn agree(by: u8) -> AgreeToOpen {
        AgreeToOpen {
            by: senior(by),
            barred: None,
        }
    }

    #[test]
    fn a_different_unconflicted_senior_agrees_within_half_an_hour() {
        given::<Evidence>([captured(), sealed(), asked()])
            .when_at(agree(HEAD), at("2026-11-10T14:20:00Z"))
            .then([agreed()]);
        given::<Evidence>([captured(), sealed(), asked()])
            .when_at(agree(HEAD), at("2026-11-10T14:34:59Z"))
            .then_events();
    }

    #[test]
    fn the_same_person_twice_a_conflicted_second_and_a_late_one_are_refused() {
        let asked = || given::<Evidence>([captured(), sealed(), asked()]);
        asked()
            .when(agree(DSL))
            .then_refused(Code::SecondPersonNeeded);
        let mut conflicted = agree(HEAD);
        conflicted.by.is_conflicted = true;
        asked().when(conflicted).then_refused(Code::Conflicted);
        let mut junior = agree(HEAD);
        junior.by.is_senior_here = false;
        asked().when(junior).then_refused(Code::NotASenior);
        asked()
            .when_at(agree(HEAD), at("2026-11-10T14:35:00Z"))
            .then_refused(Code::OpeningLapsed);
    }

    #[test]
    fn one_request_is_agreed_to_once_and_none_that_was_not_made() {
        given::<Evidence>([captured(), sealed()])
            .when(agree(HEAD))
            .then_refused(Code::OpeningNotAsked);
        given::<Evidence>([captured(), sealed(), asked(), agreed()])
            .when(agree(HEAD))
            .then_refused(Code::OpeningNotAsked);
        given::<Evidence>([captured()])
            .when(agree(HEAD))
            .then_refused(Code::EvidenceNotSealed);
        given::<Evidence>([captured(), sealed(), asked(), unreadable()])
            .when(agree(HEAD))
            .then_refused(Code::EvidenceUnreadable);
    }
}
