//! The entry in the register of breaches behind which the matter stands, for the ICO and Report Fraud; and
//! what the steps of the playbook asked about it.

use std::collections::BTreeMap;

use lanyard_domain::clock::in_words;
use lanyard_domain::steps::Playbooks;
use lanyard_events::StreamId;
use lanyard_events::register::EntryValue;

use super::known::Known;
use super::place::Place;
use super::steps::answers;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Where a form takes what the register's field holds.
const FIELDS: &[(&str, Place)] = &[
    ("known_at", Place::BreachKnownAt),
    ("happened_at", Place::BreachOccurredAt),
    ("facts", Place::BreachWhatHappened),
    ("data_kinds", Place::BreachKindsOfData),
    ("whose", Place::BreachWhose),
    ("how_many", Place::BreachHowMany),
    ("protection", Place::BreachProtection),
    ("contained", Place::BreachWhatWasDone),
    ("severity", Place::BreachSeverity),
    ("late_reason", Place::BreachLateReason),
    ("others_told", Place::BreachOthersTold),
    ("lesson", Place::BreachWhatChanges),
];

/// The same of the steps of playbook 14, where the register says nothing.
const STEPS: &[(&str, Place)] = &[
    ("how_found", Place::BreachFoundHow),
    ("still_available", Place::BreachStillAvailable),
    ("kinds_of_data", Place::BreachKindsOfData),
    ("whose", Place::BreachWhose),
    ("how_many", Place::BreachHowMany),
    ("protection", Place::BreachProtection),
    ("facts", Place::BreachWhatHappened),
    ("what_was_done", Place::BreachWhatWasDone),
    ("severity", Place::BreachSeverity),
    ("what_changes", Place::BreachWhatChanges),
];

impl App {
    /// The newest entry that somebody may see, as far as they see it.
    pub(super) async fn know_breach(
        &self,
        known: &mut Known,
        context: &Context,
        matters: Vec<StreamId>,
        playbooks: &Playbooks,
    ) -> Result<(), AppError> {
        let found = self.entries_behind(context, "breaches", matters).await?;
        if let Some(entry) = found.into_iter().next() {
            know_entry(known, &entry.fields);
        }
        for (field, place) in STEPS {
            let said = answers(playbooks, &[field]);
            known.otherwise(*place, (!said.is_empty()).then(|| said.join("; ")));
        }
        Ok(())
    }
}

fn know_entry(known: &mut Known, fields: &BTreeMap<String, EntryValue>) {
    for (field, place) in FIELDS {
        known.maybe(*place, fields.get(*field).and_then(words));
    }
    // Its words are those of the form.
    if let Some(EntryValue::Choice(chosen)) = fields.get("likelihood") {
        known.maybe(Place::BreachLikelihood, chosen.first().cloned());
    }
    if let Some(EntryValue::Choice(what)) = fields.get("what") {
        let cyber = what.iter().any(|it| it == "attack_or_virus");
        known.maybe(Place::BreachCyber, cyber.then_some("yes"));
    }
    let told = fields.contains_key("people_told_at");
    known.maybe(Place::BreachPeopleTold, told.then_some("yes"));
}

fn words(value: &EntryValue) -> Option<String> {
    match value {
        EntryValue::Choice(chosen) => Some(chosen.join(", ").replace('_', " ")),
        EntryValue::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        EntryValue::Number(number) => Some(number.to_string()),
        EntryValue::When(when) => Some(match when.parse() {
            Ok(at) => in_words(at),
            Err(_) => when.clone(),
        }),
        EntryValue::Text(text) => Some(text.expose().clone()),
        EntryValue::Pupils(_)
        | EntryValue::Staff(_)
        | EntryValue::People(_)
        | EntryValue::Academies(_) => None,
    }
}
