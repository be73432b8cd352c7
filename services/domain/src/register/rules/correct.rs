//! Correcting what stood there: the wrong stays, struck (domain.md 1 rule 5).

use lanyard_events::At;
use lanyard_events::register::{RegisterCorrected, RegisterEvent};

use super::nothing_missing;
use super::order::in_order;
use crate::refusal::{Code, Refusal};
use crate::register::clocks::{self, Happened};
use crate::register::command::Correct;
use crate::register::state::State;
use crate::register::{links, values};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::register) fn decide(
    state: &State,
    correct: &Correct,
    at: At,
) -> Result<Vec<RegisterEvent>, Refusal> {
    let record = state.there()?;
    let register = &correct.around.register;
    let mut checks = Checks::default();
    checks.text("/reason", correct.reason.expose(), TEXT_MAX_CHARS);
    let mut fields = values::read(register, &correct.fields, &mut checks);
    fields.retain(|given| record.fields.get(&given.field) != Some(&given.value));
    for given in &fields {
        if !record.fields.contains_key(&given.field) {
            let pointer = format!("/fields/{}", given.field);
            checks.fail(
                Code::NothingToCorrect,
                pointer,
                "Nothing stands there yet: fill it in.",
            );
        }
    }
    let mut after = record.clone();
    after.fill(&fields);
    for field in &register.fields {
        let filled = after.fields.contains_key(field.id.as_str());
        if filled && !after.asks(register, field) && record.asks(register, field) {
            let detail = "What stands there would not be asked any more: withdraw this entry and add a right one.";
            checks.fail(Code::FieldNotAsked, format!("/fields/{}", field.id), detail);
        }
    }
    nothing_missing(&after, register, &mut checks);
    let happened = Happened {
        added: false,
        made: None,
        fields: &fields,
        at,
    };
    in_order(&after, register, happened, &mut checks);
    checks.done()?;
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let corrected = RegisterCorrected {
        links: links::of(&after, register, correct.around.matter),
        clocks: clocks::after(&after, &correct.around, happened),
        fields,
        reason: correct.reason.clone(),
    };
    Ok(vec![corrected.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::register::Entry;
    use crate::register::samples::{added, around, block, said, unblock};
    use crate::scenario::{given, words};

    fn correct(field: &str, value: &str) -> Correct {
        Correct {
            around: around("filter_changes"),
            fields: [(field.to_owned(), said(value))].into(),
            reason: words("A slip of the pen."),
        }
    }

    #[test]
    fn another_end_moves_the_clock() {
        let events = given::<Entry>([added(unblock())])
            .when(correct("ends_at", "2026-11-19T17:00:00Z"))
            .then_events();
        let clocks = events[0].clocks();
        assert_eq!(clocks.started.len(), 1);
        assert_eq!(
            clocks.started[0].due.at.to_string(),
            "2026-11-19T17:00:00.000Z"
        );
        assert_eq!(clocks.ended, Vec::<String>::new());
    }

    #[test]
    fn a_correction_takes_a_reason_and_something_to_correct() {
        let mut blank = correct("site", "games.example");
        blank.reason = words(" ");
        given::<Entry>([added(block())])
            .when(blank)
            .then_refused(Code::TextBlank);
        given::<Entry>([added(block())])
            .when(correct("incident", "K7PW3HDN"))
            .then_refused(Code::NothingToCorrect);
    }

    #[test]
    fn what_would_turn_the_entry_into_another_is_refused() {
        let refusal = given::<Entry>([added(block())])
            .when(correct("action", "unblock"))
            .then_refused(Code::FieldNotAsked);
        assert_eq!(refusal.pointer(), Some("/fields/seen_at"));
    }
}
