//! Adding to a concern: at any time, also after triage; nothing that is seen later is turned away.

use lanyard_events::concern::{ConcernEvent, ConcernInformationAdded};

use super::raiser_or_senior;
use crate::concern::command::AddInformation;
use crate::concern::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::concern) fn decide(
    state: &State,
    add: AddInformation,
) -> Result<Vec<ConcernEvent>, Refusal> {
    state.raised()?;
    raiser_or_senior(add.by)?;
    let mut checks = Checks::default();
    checks.text("/text", add.text.expose(), TEXT_MAX_CHARS);
    checks.optional("/childs_words", add.childs_words.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    let added = ConcernInformationAdded {
        text: add.text,
        childs_words: add.childs_words,
    };
    Ok(vec![added.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concern::Concern;
    use crate::concern::command::Standing;
    use crate::concern::samples::raised;
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn add(by: Standing, text: &str) -> AddInformation {
        AddInformation {
            by,
            text: words(text),
            childs_words: None,
        }
    }

    #[test]
    fn the_raiser_and_a_senior_may_add() {
        for by in [Standing::Raiser, Standing::Senior] {
            let added = ConcernInformationAdded {
                text: words("More."),
                childs_words: None,
            };
            given::<Concern>([raised()])
                .when(add(by, "More."))
                .then([added.into()]);
        }
    }

    #[test]
    fn nobody_else_may() {
        given::<Concern>([raised()])
            .when(add(Standing::Neither, "More."))
            .then_refused(Code::OnlyRaiserOrSenior);
    }

    #[test]
    fn it_has_to_say_something() {
        let refusal = given::<Concern>([raised()])
            .when(add(Standing::Raiser, " "))
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.pointer(), Some("/text"));
    }

    #[test]
    fn there_has_to_be_a_readable_concern() {
        let more = add(Standing::Raiser, "More.");
        given::<Concern>([])
            .when(more.clone())
            .then_refused(Code::Absent);
        given::<Concern>([])
            .then_erased()
            .when(more)
            .then_refused(Code::Erased);
    }
}
