//! Putting a right text in the place of a wrong one. The old text stays in the record, struck.

use lanyard_events::concern::{ConcernEvent, ConcernText, ConcernTextCorrected};

use super::raiser_or_senior;
use crate::concern::command::CorrectText;
use crate::concern::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{ACCOUNT_MAX_CHARS, Checks, TEXT_MAX_CHARS};

pub(in crate::concern) fn decide(
    state: &State,
    correct: CorrectText,
) -> Result<Vec<ConcernEvent>, Refusal> {
    let matter = state.raised()?;
    raiser_or_senior(correct.by)?;
    let max = match correct.field {
        ConcernText::Account => ACCOUNT_MAX_CHARS,
        ConcernText::ChildsWords | ConcernText::ActionTaken => TEXT_MAX_CHARS,
    };
    let mut checks = Checks::default();
    checks.text("/text", correct.text.expose(), max);
    checks.text("/reason", correct.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    match matter.text(correct.field) {
        None => Err(Refusal::of_field(
            Code::NothingToCorrect,
            "/field",
            "Nothing was recorded here: add it as further information.",
        )),
        Some(text) if *text == correct.text => Ok(Vec::new()),
        Some(_) => {
            let corrected = ConcernTextCorrected {
                field: correct.field,
                text: correct.text,
                reason: correct.reason,
            };
            Ok(vec![corrected.into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concern::Concern;
    use crate::concern::command::Standing;
    use crate::concern::samples::raised;
    use crate::scenario::{given, words};

    fn correct(field: ConcernText, text: &str) -> CorrectText {
        CorrectText {
            by: Standing::Raiser,
            field,
            text: words(text),
            reason: words("I mixed up two lessons."),
        }
    }

    #[test]
    fn the_right_text_stands() {
        for field in [ConcernText::Account, ConcernText::ActionTaken] {
            let corrected = ConcernTextCorrected {
                field,
                text: words("It was in period 4."),
                reason: words("I mixed up two lessons."),
            };
            given::<Concern>([raised()])
                .when(correct(field, "It was in period 4."))
                .then([corrected.into()])
                .when(correct(field, "It was in period 4."))
                .then_already_so();
        }
    }

    #[test]
    fn what_was_never_recorded_cannot_be_corrected() {
        let refusal = given::<Concern>([raised()])
            .when(correct(ConcernText::ChildsWords, "He said so."))
            .then_refused(Code::NothingToCorrect);
        assert_eq!(refusal.pointer(), Some("/field"));
    }

    #[test]
    fn text_and_reason_have_to_say_something_within_their_length() {
        let at = |command: CorrectText| {
            let refusal = given::<Concern>([raised()]).when(command);
            refusal
                .then_refused(Code::TextBlank)
                .pointer()
                .map(str::to_owned)
        };
        assert_eq!(
            at(correct(ConcernText::Account, "")).as_deref(),
            Some("/text")
        );
        let mut unreasoned = correct(ConcernText::Account, "It was in period 4.");
        unreasoned.reason = words(" ");
        assert_eq!(at(unreasoned).as_deref(), Some("/reason"));
        given::<Concern>([raised()])
            .when(correct(ConcernText::ActionTaken, &"a".repeat(5_001)))
            .then_refused(Code::TextTooLong);
        given::<Concern>([raised()])
            .when(correct(ConcernText::Account, &"a".repeat(5_001)))
            .then_events();
    }

    #[test]
    fn only_the_raiser_or_a_senior_corrects_a_readable_concern() {
        let mut command = correct(ConcernText::Account, "It was in period 4.");
        given::<Concern>([])
            .when(command.clone())
            .then_refused(Code::Absent);
        given::<Concern>([])
            .then_erased()
            .when(command.clone())
            .then_refused(Code::Erased);
        command.by = Standing::Neither;
        given::<Concern>([raised()])
            .when(command)
            .then_refused(Code::OnlyRaiserOrSenior);
    }
}
