//! Reading the file: never where it may be illegal to hold, and of what is sealed only by the two who have
//! agreed, for as long as that holds. Each such reading is an event of its own (domain.md 2: each opening).

use lanyard_events::At;
use lanyard_events::evidence::{EvidenceEvent, EvidenceOpened};

use crate::evidence::command::Open;
use crate::evidence::state::{Sealing, State};
use crate::refusal::{Code, Refusal};

pub(in crate::evidence) fn decide(
    state: &State,
    open: Open,
    at: At,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    record.check_readable(open.barred)?;
    let Sealing::Sealed { opened, .. } = &record.sealing else {
        // The look says enough.
        return Ok(Vec::new());
    };
    let for_them = { opened.iter() }.find(|opened| at < opened.until);
    match (for_them, open.by) {
        (Some(opened), Some(by)) if opened.by.contains(&by) => {
            Ok(vec![EvidenceOpened { by }.into()])
        }
        (Some(_), _) => Err(Refusal::new(
            Code::EvidenceSealed,
            "This is sealed, and open only to the two people who agreed to open it.",
        )),
        (None, _) => Err(Refusal::new(
            Code::EvidenceSealed,
            "This is sealed: it opens when two different seniors have agreed, the second within half \
             an hour.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, HEAD, staff_id};
    use crate::evidence::Evidence;
    use crate::evidence::samples::{agreed, asked, at, captured, sealed, unreadable};
    use crate::scenario::given;
    use lanyard_events::evidence::UnreadableWhy;

    fn open(by: u8) -> Open {
        Open {
            by: Some(staff_id(by)),
            barred: None,
        }
    }

    #[test]
    fn what_is_not_sealed_is_read_by_whoever_may_see_it() {
        given::<Evidence>([captured()])
            .when(open(7))
            .then_already_so();
    }

    #[test]
    fn what_is_sealed_is_read_by_the_two_for_an_hour_and_each_reading_is_kept() {
        let opened = || given::<Evidence>([captured(), sealed(), asked(), agreed()]);
        for by in [DSL, HEAD] {
            let event = EvidenceOpened { by: staff_id(by) };
            opened()
                .when_at(open(by), at("2026-11-10T15:19:59Z"))
                .then([event.clone().into()])
                .when_at(open(by), at("2026-11-10T15:19:59Z"))
                .then([event.into()]);
            opened()
                .when_at(open(by), at("2026-11-10T15:20:00Z"))
                .then_refused(Code::EvidenceSealed);
        }
        opened().when(open(7)).then_refused(Code::EvidenceSealed);
        let nobody = Open {
            by: None,
            barred: None,
        };
        opened().when(nobody).then_refused(Code::EvidenceSealed);
        given::<Evidence>([captured(), sealed(), asked()])
            .when(open(DSL))
            .then_refused(Code::EvidenceSealed);
    }

    #[test]
    fn what_may_be_illegal_to_hold_is_read_by_nobody() {
        for before in [
            vec![captured(), unreadable()],
            vec![captured(), sealed(), asked(), agreed(), unreadable()],
        ] {
            given::<Evidence>(before)
                .when(open(DSL))
                .then_refused(Code::EvidenceUnreadable);
        }
        // Nothing of the file's own says so yet: its matter does.
        let mut barred = open(DSL);
        barred.barred = Some(UnreadableWhy::MatterReported);
        given::<Evidence>([captured()])
            .when(barred)
            .then_refused(Code::EvidenceUnreadable);
    }

    #[test]
    fn an_erased_event_never_opens_what_is_closed() {
        given::<Evidence>([captured(), unreadable()])
            .then_erased()
            .when(open(DSL))
            .then_refused(Code::EvidenceUnreadable);
    }
}
