//! Filling in what had been left empty.

use lanyard_events::At;
use lanyard_events::register::{RegisterEvent, RegisterFilled};

use super::only_what_is_asked;
use super::order::in_order;
use crate::refusal::{Code, Refusal};
use crate::register::clocks::{self, Happened};
use crate::register::command::Fill;
use crate::register::state::State;
use crate::register::{links, values};
use crate::text::Checks;

pub(in crate::register) fn decide(
    state: &State,
    fill: &Fill,
    at: At,
) -> Result<Vec<RegisterEvent>, Refusal> {
    let record = state.there()?;
    let register = &fill.around.register;
    let mut checks = Checks::default();
    let mut fields = values::read(register, &fill.fields, &mut checks);
    // The same once more is so already.
    fields.retain(|given| record.fields.get(&given.field) != Some(&given.value));
    for given in &fields {
        if record.fields.contains_key(&given.field) {
            let pointer = format!("/fields/{}", given.field);
            let detail = "Something stands there already: correct it, with a reason.";
            checks.fail(Code::FieldAlreadyFilled, pointer, detail);
        }
    }
    let mut after = record.clone();
    after.fill(&fields);
    only_what_is_asked(&after, register, &fields, None, &mut checks);
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
    let filled = RegisterFilled {
        links: links::of(&after, register, fill.around.matter),
        clocks: clocks::after(&after, &fill.around, happened),
        fields,
    };
    Ok(vec![filled.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Entry;
    use crate::register::samples::{added, around, block, said, unblock};
    use crate::scenario::given;

    fn fill(field: &str, value: &str) -> Fill {
        Fill {
            around: around("filter_changes"),
            fields: [(field.to_owned(), said(value))].into(),
        }
    }

    #[test]
    fn only_what_is_empty_is_filled_in() {
        let events = given::<Entry>([added(block())])
            .when(fill("incident", "K7PW3HDN"))
            .then_events();
        let before = [added(block()), events[0].clone()];
        given::<Entry>(before.clone())
            .when(fill("incident", "K7PW3HDN"))
            .then_already_so();
        given::<Entry>(before)
            .when(fill("incident", "AAAA2222"))
            .then_refused(Code::FieldAlreadyFilled);
    }

    #[test]
    fn what_comes_with_a_move_waits_for_it() {
        given::<Entry>([added(unblock())])
            .when(fill("risk", "A teacher is in the room."))
            .then_refused(Code::FieldNotAsked);
    }

    #[test]
    fn nothing_is_filled_into_what_is_not_there() {
        given::<Entry>([])
            .when(fill("incident", "K7PW3HDN"))
            .then_refused(Code::Absent);
        given::<Entry>([])
            .then_erased()
            .when(fill("incident", "K7PW3HDN"))
            .then_refused(Code::Erased);
    }
}
