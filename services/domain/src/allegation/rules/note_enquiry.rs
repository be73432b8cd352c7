//! Basic enquiries: what can be found out without interviewing the adult, the child or a witness,
//! so that nothing is spoilt for those who may investigate (KCSIE Part 4).

use lanyard_events::allegation::{AllegationEnquiryNoted, AllegationEvent};

use crate::allegation::command::NoteEnquiry;
use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    note: NoteEnquiry,
) -> Result<Vec<AllegationEvent>, Refusal> {
    state.open()?;
    let mut checks = Checks::default();
    checks.text("/looked_at", note.looked_at.expose(), TEXT_MAX_CHARS);
    checks.text("/found", note.found.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let noted = AllegationEnquiryNoted {
        looked_at: note.looked_at,
        found: note.found,
    };
    Ok(vec![noted.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{needs_an_open_matter, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn enquiry(found: &str) -> NoteEnquiry {
        NoteEnquiry {
            looked_at: words("The timetable."),
            found: words(found),
        }
    }

    #[test]
    fn what_was_found_is_noted() {
        let noted = AllegationEnquiryNoted {
            looked_at: words("The timetable."),
            found: words("She taught the class."),
        };
        given::<Allegation>([opened()])
            .when(enquiry("She taught the class."))
            .then([noted.into()]);
        needs_an_open_matter(enquiry("She taught the class."));
    }

    #[test]
    fn it_says_what() {
        given::<Allegation>([opened()])
            .when(enquiry(" "))
            .then_refused(Code::TextBlank);
    }
}
