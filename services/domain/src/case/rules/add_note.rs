//! A note: work, the child's wishes, a meeting, a decision, an agency.

use lanyard_events::case::{CaseEvent, CaseNoteAdded};

use crate::case::command::AddNote;
use crate::case::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::case) fn decide(state: &State, add: AddNote) -> Result<Vec<CaseEvent>, Refusal> {
    state.open()?;
    text::check("/text", &add.text)?;
    let added = CaseNoteAdded {
        kind: add.kind,
        text: add.text,
    };
    Ok(vec![added.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::case::NoteKind;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn note(text: &str) -> AddNote {
        AddNote {
            kind: NoteKind::ChildsWishes,
            text: words(text),
        }
    }

    #[test]
    fn a_note_is_added_to_an_open_case() {
        let added = CaseNoteAdded {
            kind: NoteKind::ChildsWishes,
            text: words("To be left alone."),
        };
        given::<Case>([opened()])
            .when(note("To be left alone."))
            .then([added.into()]);
    }

    #[test]
    fn it_says_something_within_its_length() {
        given::<Case>([opened()])
            .when(note(" "))
            .then_refused(Code::TextBlank);
        given::<Case>([opened()])
            .when(note(&"a".repeat(5_001)))
            .then_refused(Code::TextTooLong);
    }

    #[test]
    fn a_closed_absent_or_erased_case_takes_none() {
        given::<Case>([opened(), closed()])
            .when(note("Late."))
            .then_refused(Code::CaseClosed);
        given::<Case>([])
            .when(note("Early."))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(note("Gone."))
            .then_refused(Code::Erased);
    }

    #[test]
    fn an_erased_note_does_not_stop_the_work() {
        given::<Case>([opened()])
            .then_erased()
            .when(note("On we go."))
            .then_events();
    }
}
