//! One file per command.

pub(super) mod add;
pub(super) mod correct;
pub(super) mod fill;
pub(super) mod give;
pub(super) mod let_in;
pub(super) mod make_move;
mod order;

use lanyard_events::register::EntryField;

use super::state::Record;
use crate::policy::{Register, RegisterMove};
use crate::refusal::Code;
use crate::text::Checks;

/// Refuses what is not asked, and what is filled in with another move; `after` has the new fields.
fn only_what_is_asked(
    after: &Record,
    register: &Register,
    fields: &[EntryField],
    with: Option<&RegisterMove>,
    checks: &mut Checks,
) {
    for given in fields {
        let Some(field) = register.field(&given.field) else {
            continue;
        };
        let pointer = format!("/fields/{}", field.id);
        if !after.asks(register, field) {
            let detail = "This is not asked here, as the other questions are answered.";
            checks.fail(Code::FieldNotAsked, pointer, detail);
        } else if register.comes_with_a_move(field)
            && !with.is_some_and(|it| it.needs.contains(&field.id))
        {
            let detail = "This is filled in later, with the move that asks for it.";
            checks.fail(Code::FieldNotAsked, pointer, detail);
        }
    }
}

/// Names every field that has to be filled in and is not.
fn nothing_missing(after: &Record, register: &Register, checks: &mut Checks) {
    for field in register.fields.iter().filter(|field| field.required) {
        let filled = after.fields.contains_key(field.id.as_str());
        if !filled && after.asks(register, field) {
            let pointer = format!("/fields/{}", field.id);
            checks.fail(Code::FieldMissing, pointer, "This has to be filled in.");
        }
    }
}
