//! The child's wishes and feelings, by whatever way the child has of telling them (domain.md 2, "Case").

use lanyard_events::case::CaseEvent;

use super::linked_pupil;
use crate::case::command::HearWishes;
use crate::case::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(state: &State, hear: HearWishes) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let HearWishes(heard) = hear;
    let mut checks = Checks::default();
    checks.text("/text", heard.text.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    linked_pupil(case, heard.pupil)?;
    Ok(vec![heard.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::PupilId;
    use lanyard_events::case::{CaseWishesHeard, WishesHow};

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, id, words};

    fn heard(pupil: u8, text: &str) -> CaseWishesHeard {
        CaseWishesHeard {
            pupil: PupilId::new(id(pupil)),
            how: WishesHow::Symbols,
            text: words(text),
        }
    }

    #[test]
    fn they_are_recorded_with_how_they_were_told() {
        let wishes = heard(1, "Pointed to home and to worried.");
        given::<Case>([opened()])
            .when(HearWishes(wishes.clone()))
            .then([wishes.into()]);
    }

    #[test]
    fn they_say_something_and_are_a_child_of_the_cases() {
        given::<Case>([opened()])
            .when(HearWishes(heard(1, "")))
            .then_refused(Code::TextBlank);
        given::<Case>([opened()])
            .when(HearWishes(heard(2, "Wants to go home.")))
            .then_refused(Code::PersonNotLinked);
        given::<Case>([opened(), closed()])
            .when(HearWishes(heard(1, "Wants to go home.")))
            .then_refused(Code::CaseClosed);
    }
}
