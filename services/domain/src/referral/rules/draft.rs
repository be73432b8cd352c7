//! Filling the form in: unknown fields are refused, missing ones are named and stop nothing.

use std::collections::BTreeSet;

use lanyard_events::referral::{ReferralDrafted, ReferralEvent};
use lanyard_events::step::FilledField;

use crate::policy::{FieldKind, Form, FormField};
use crate::referral::command::Draft;
use crate::referral::state::{Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text::{ACCOUNT_MAX_CHARS, Checks};

/// More than any form has.
const FIELDS_MAX: usize = 200;

pub(in crate::referral) fn decide(
    state: &State,
    draft: Draft,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Needed, "")?;
    let form = draft.form.ok_or_else(|| {
        Refusal::new(
            Code::NoForm,
            "This desk has no form: record how and when it was told.",
        )
    })?;
    check(form, &draft.fields)?;
    let drafted = ReferralDrafted {
        form: form.agency.name().to_owned(),
        edition: form.edition,
        missing: missing(form, &draft.fields),
        fields: draft.fields,
    };
    let drafted = ReferralEvent::from(drafted);
    if record.is_last(&drafted) {
        return Ok(Vec::new());
    }
    Ok(vec![drafted])
}

/// Required fields that are not filled in, in the form's order.
pub(super) fn missing(form: &Form, fields: &[FilledField]) -> Vec<String> {
    let is_filled = |field: &FormField| {
        { fields.iter() }.any(|filled| {
            filled.field == field.id.as_str() && !filled.value.expose().trim().is_empty()
        })
    };
    { form.fields.iter() }
        .filter(|field| field.required && !is_filled(field))
        .map(|field| field.id.to_string())
        .collect()
}

fn check(form: &Form, fields: &[FilledField]) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.count("/fields", fields.len(), FIELDS_MAX);
    let mut seen = BTreeSet::new();
    for filled in fields {
        let known = { form.fields.iter() }.find(|field| field.id.as_str() == filled.field);
        let Some(known) = known.filter(|_| seen.insert(&filled.field)) else {
            // What somebody typed as a name is not repeated: it may be a text in the wrong place.
            let detail = "This form does not have one of these fields, or it stands here twice.";
            checks.fail(Code::UnknownField, "/fields", detail);
            continue;
        };
        let pointer = format!("/fields/{}", filled.field);
        let value = filled.value.expose();
        checks.text(&pointer, value, ACCOUNT_MAX_CHARS);
        if let Some(choices) = choices(known).filter(|it| !it.iter().any(|one| one == value)) {
            let detail = format!("This must be one of: {}.", choices.join(", "));
            checks.fail(Code::UnknownAnswer, pointer, detail);
        }
    }
    checks.done()
}

fn choices(field: &FormField) -> Option<Vec<String>> {
    match field.kind {
        FieldKind::Choice => Some(field.choices.clone()),
        FieldKind::YesNoUnknown => Some(["yes", "no", "unknown"].map(str::to_owned).into()),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Date
        | FieldKind::Datetime
        | FieldKind::Person
        | FieldKind::People
        | FieldKind::Address
        | FieldKind::Phone
        | FieldKind::Url => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{field, form_of, needed_at, not_made};
    use crate::scenario::given;

    fn draft(fields: Vec<FilledField>) -> Draft {
        Draft {
            form: form_of("ceop"),
            fields,
        }
    }

    #[test]
    fn what_is_there_is_kept_and_what_is_missing_is_named() {
        let filled = draft(vec![field("platform", "A game with a chat")]);
        let events = given::<Referral>([needed_at("ceop")])
            .when(filled.clone())
            .then_events();
        let ReferralEvent::Drafted(drafted) = &events[0] else {
            panic!("{events:?}");
        };
        assert!(!drafted.missing.contains(&"platform".to_owned()));
        assert!(drafted.missing.contains(&"what_happened".to_owned()));
        assert!(!drafted.missing.contains(&"best_times".to_owned()));
        given::<Referral>([needed_at("ceop"), events[0].clone()])
            .when(filled)
            .then_already_so();
    }

    #[test]
    fn a_field_that_the_form_does_not_have_or_a_choice_that_it_does_not_give_is_refused() {
        let refusal = given::<Referral>([needed_at("ceop")])
            .when(draft(vec![
                field("picture", "…"),
                field("professional_report", "perhaps"),
                field("platform", " "),
            ]))
            .then_refused(Code::UnknownField);
        let pointers: Vec<_> = { refusal.faults() }
            .map(|fault| fault.pointer.clone().unwrap())
            .collect();
        let expected = ["", "/professional_report", "/platform"];
        assert_eq!(pointers, expected.map(|field| format!("/fields{field}")));
    }

    #[test]
    fn it_takes_a_form_and_a_referral_that_is_to_be_made() {
        let without = Draft {
            form: None,
            fields: Vec::new(),
        };
        given::<Referral>([needed_at("nspcc")])
            .when(without)
            .then_refused(Code::NoForm);
        given::<Referral>([needed_at("ceop"), not_made()])
            .when(draft(Vec::new()))
            .then_refused(Code::ReferralNotMade);
        given::<Referral>([])
            .when(draft(Vec::new()))
            .then_refused(Code::Absent);
    }
}
