//! From the application's views to bodies.

use std::collections::BTreeMap;

use lanyard_app::EntryShown;
use lanyard_app::policy::Register;
use lanyard_app::views::registers::{Changed, EntryRow};
use lanyard_events::Sensitive;
use lanyard_events::register::{EntryField, EntryValue, RegisterEvent};
use lanyard_http::register::{
    AgendaItem, EntryChange, EntryDetail, EntryDue, EntrySigned, EntrySummary, FieldValue,
};
use serde_json::{Value, json};

pub(super) fn summary(register: &Register, row: EntryRow) -> EntrySummary {
    let title = { register.states.iter() }.find(|state| state.id.as_str() == row.state);
    EntrySummary {
        id: row.entry,
        revision: row.revision.0,
        edition: row.edition,
        academy: row.academy,
        number: row.number,
        state_title: title.map_or_else(|| row.state.clone(), |state| state.title.clone()),
        state: row.state,
        added_at: row.added_at,
        added_by: row.added_by,
        names: names_of(&row.fields, &row.names),
        fields: fields(register, &row.fields),
        register: row.register,
        signed: { row.signed.into_iter() }
            .map(|it| EntrySigned {
                made: it.made,
                by: it.by,
                at: it.at,
            })
            .collect(),
        due: { row.clocks.into_iter() }
            .map(|(clock, due)| EntryDue { clock, due })
            .collect(),
    }
}

pub(super) fn detail(shown: EntryShown) -> EntryDetail {
    let register = shown.register;
    EntryDetail {
        moves: shown.moves.iter().map(|it| it.id.to_string()).collect(),
        history: { shown.history.into_iter() }
            .map(|it| change(&register, it))
            .collect(),
        entry: summary(&register, shown.row),
    }
}

pub(super) fn agenda_item(register: &Register, row: EntryRow) -> AgendaItem {
    AgendaItem {
        title: register.title.clone(),
        number: row.number,
        state: row.state,
        added_at: row.added_at,
        fields: fields(register, &row.fields),
        register: row.register,
    }
}

fn change(register: &Register, changed: Changed) -> EntryChange {
    let (what, made, reason) = match &changed.event {
        Some(RegisterEvent::Added(_)) => ("added", None, None),
        Some(RegisterEvent::Filled(_)) => ("filled", None, None),
        Some(RegisterEvent::Corrected(it)) => ("corrected", None, Some(it.reason.clone())),
        Some(RegisterEvent::Moved(it)) => ("moved", Some(it.made.clone()), None),
        Some(RegisterEvent::Given(_)) => ("given", None, None),
        None => ("erased", None, None),
    };
    let filled = changed
        .event
        .as_ref()
        .map_or(&[][..], RegisterEvent::fields);
    EntryChange {
        by: changed.by,
        by_name: changed.by_name,
        at: changed.at,
        what,
        made,
        reason,
        fields: { filled.iter() }
            .map(|EntryField { field, value }| (field.clone(), shown(register, field, value)))
            .collect(),
    }
}

fn fields(
    register: &Register,
    fields: &BTreeMap<String, EntryValue>,
) -> BTreeMap<String, FieldValue> {
    { fields.iter() }
        .map(|(field, value)| (field.clone(), shown(register, field, value)))
        .collect()
}

/// A value as it was sent: one or several, as the field takes.
fn shown(register: &Register, field: &str, value: &EntryValue) -> FieldValue {
    let many = register.field(field).is_some_and(|field| field.many);
    let several = |values: Vec<Value>| match <[Value; 1]>::try_from(values) {
        Ok([one]) if !many => one,
        Ok(one) => Value::from(one.to_vec()),
        Err(values) => Value::from(values),
    };
    FieldValue(match value {
        EntryValue::Choice(chosen) => several(chosen.iter().map(|it| json!(it)).collect()),
        EntryValue::YesNo(answer) => json!(answer),
        EntryValue::Number(number) => json!(number),
        EntryValue::When(when) => json!(when),
        EntryValue::Text(text) => json!(text.expose()),
        EntryValue::Pupils(ids) => several(ids.iter().map(|it| json!(it)).collect()),
        EntryValue::Staff(ids) => several(ids.iter().map(|it| json!(it)).collect()),
        EntryValue::People(people) => several(people.iter().map(|it| json!(it)).collect()),
        EntryValue::Academies(ids) => several(ids.iter().map(|it| json!(it)).collect()),
    })
}

/// Names of those only who stand in the fields that are shown, and who signed.
fn names_of(
    fields: &BTreeMap<String, EntryValue>,
    names: &BTreeMap<String, Sensitive<String>>,
) -> BTreeMap<String, Sensitive<String>> {
    let shown = json!(fields).to_string();
    { names.iter() }
        .filter(|(id, _)| shown.contains(id.as_str()))
        .map(|(id, name)| (id.clone(), name.clone()))
        .collect()
}
