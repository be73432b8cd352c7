//! A note.

use lanyard_events::allegation::{AllegationEvent, AllegationNoteAdded};

use crate::allegation::command::AddNote;
use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::allegation) fn decide(
    state: &State,
    add: AddNote,
) -> Result<Vec<AllegationEvent>, Refusal> {
    state.open()?;
    text::check("/text", &add.text)?;
    Ok(vec![AllegationNoteAdded { text: add.text }.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{needs_an_open_matter, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn note(text: &str) -> AddNote {
        AddNote { text: words(text) }
    }

    #[test]
    fn a_note_is_added_to_an_open_matter() {
        let text = words("The camera's pictures are kept.");
        given::<Allegation>([opened()])
            .when(note("The camera's pictures are kept."))
            .then([AllegationNoteAdded { text }.into()]);
        needs_an_open_matter(note("Late."));
    }

    #[test]
    fn it_says_something() {
        given::<Allegation>([opened()])
            .when(note(" "))
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn an_erased_note_does_not_stop_the_work() {
        given::<Allegation>([opened()])
            .then_erased()
            .when(note("On we go."))
            .then_events();
    }
}
