//! It may be illegal to hold: nobody reads it from now on (R6). Nothing makes it readable again.

use lanyard_events::evidence::{EvidenceEvent, EvidenceMadeUnreadable};

use crate::evidence::command::MakeUnreadable;
use crate::evidence::state::{Hold, State};
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::evidence) fn decide(
    state: &State,
    make: MakeUnreadable,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    let mut checks = Checks::default();
    checks.optional("/note", make.note.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    match record.hold {
        Hold::Readable => Ok(vec![
            EvidenceMadeUnreadable {
                why: make.why,
                by: make.by,
                note: make.note,
            }
            .into(),
        ]),
        Hold::Unreadable(_) | Hold::Instructed { .. } | Hold::Agreed | Hold::Destroyed => {
            Ok(Vec::new())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, staff_id};
    use crate::evidence::Evidence;
    use crate::evidence::samples::{captured, destruction_agreed, instructed, unreadable};
    use crate::refusal::Code;
    use crate::scenario::given;
    use lanyard_events::evidence::UnreadableWhy;

    fn press() -> MakeUnreadable {
        MakeUnreadable {
            why: UnreadableWhy::Reported,
            by: Some(staff_id(DSL)),
            note: None,
        }
    }

    #[test]
    fn one_press_is_enough_and_the_next_changes_nothing() {
        given::<Evidence>([captured()])
            .when(press())
            .then([unreadable()])
            .when(press())
            .then_already_so();
        given::<Evidence>([captured(), unreadable(), instructed(), destruction_agreed()])
            .when(press())
            .then_already_so();
        given::<Evidence>([])
            .when(press())
            .then_refused(Code::Absent);
    }
}
