//! Asking to open what is sealed: a senior asks, and a second has half an hour to agree (S12).

use lanyard_events::At;
use lanyard_events::evidence::{EvidenceEvent, EvidenceOpeningAsked};

use super::minutes_after;
use crate::evidence::command::AskToOpen;
use crate::evidence::state::{Sealing, State};
use crate::refusal::{Code, Refusal};
use crate::text;

/// How long a second senior has to agree (S12).
const ASKED_MINUTES: i64 = 30;

pub(in crate::evidence) fn decide(
    state: &State,
    ask: AskToOpen,
    at: At,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    text::check("/reason", &ask.reason)?;
    record.check_readable(ask.barred)?;
    ask.by.check("")?;
    let Sealing::Sealed { asked, .. } = &record.sealing else {
        return Err(not_sealed());
    };
    if asked.is_some_and(|asked| asked.by == ask.by.staff && at < asked.until) {
        return Ok(Vec::new());
    }
    let asked = EvidenceOpeningAsked {
        by: ask.by.staff,
        reason: ask.reason,
        until: minutes_after(at, ASKED_MINUTES),
    };
    Ok(vec![asked.into()])
}

/// The refusal of opening by two what anybody who may see it can read.
pub(super) fn not_sealed() -> Refusal {
    Refusal::new(
        Code::EvidenceNotSealed,
        "This is not sealed: whoever may see the matter can read it.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, HEAD, senior};
    use crate::evidence::Evidence;
    use crate::evidence::samples::{asked, at, captured, sealed, unreadable};
    use crate::scenario::{given, words};
    use lanyard_events::evidence::UnreadableWhy;

    fn ask(by: u8) -> AskToOpen {
        AskToOpen {
            by: senior(by),
            reason: words("The police ask what it says."),
            barred: None,
        }
    }

    #[test]
    fn a_senior_asks_and_a_second_has_half_an_hour() {
        given::<Evidence>([captured(), sealed()])
            .when(ask(DSL))
            .then([asked()])
            .when(ask(DSL))
            .then_already_so();
        given::<Evidence>([captured(), sealed(), asked()])
            .when(ask(HEAD))
            .then_events();
        given::<Evidence>([captured(), sealed(), asked()])
            .when_at(ask(DSL), at("2026-11-10T14:35:00Z"))
            .then_events();
    }

    #[test]
    fn nobody_asks_for_what_is_open_or_for_what_nobody_may_read() {
        given::<Evidence>([captured()])
            .when(ask(DSL))
            .then_refused(Code::EvidenceNotSealed);
        given::<Evidence>([captured(), sealed(), unreadable()])
            .when(ask(DSL))
            .then_refused(Code::EvidenceUnreadable);
        let mut barred = ask(DSL);
        barred.barred = Some(UnreadableWhy::Category);
        given::<Evidence>([captured(), sealed()])
            .when(barred)
            .then_refused(Code::EvidenceUnreadable);
        let mut conflicted = ask(DSL);
        conflicted.by.is_conflicted = true;
        given::<Evidence>([captured(), sealed()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
        let mut junior = ask(DSL);
        junior.by.is_senior_here = false;
        given::<Evidence>([captured(), sealed()])
            .when(junior)
            .then_refused(Code::NotASenior);
    }
}
