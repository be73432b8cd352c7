//! From what somebody sent to what may stand in a field.

use std::collections::BTreeMap;
use std::fmt;

use lanyard_events::register::{EntryField, EntryValue};
use lanyard_events::{At, Day, PersonRef, PupilId, Sensitive, StaffId};

use crate::policy::{Register, RegisterField, ValueKind};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

/// Most that several may be.
const SEVERAL_MAX: usize = 50;

/// What somebody sent for a field, before it is known what the field takes.
#[derive(Clone, PartialEq, Eq)]
pub enum Sent {
    /// `true` or `false`.
    YesNo(bool),
    /// A number.
    Number(u64),
    /// A text: words, a choice, a time, an id.
    Text(Sensitive<String>),
    /// A person with their kind.
    Person(PersonRef),
    /// Several.
    Several(Vec<Self>),
    /// Anything else.
    Other,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sent(…)")
    }
}

/// What was sent, by the field's name as sent.
pub type SentFields = BTreeMap<String, Sent>;

const NO_SUCH_FIELD: &str =
    "This register has no such field: GET /v1/registers/{register} lists them.";

/// The refusal of a field that the register does not have, or that is hidden from whoever sent it: to them
/// it has none.
#[must_use]
pub fn no_such_field() -> Refusal {
    Refusal::of_field(Code::UnknownField, "/fields", NO_SUCH_FIELD)
}

/// Reads every field that was sent against the register; faults are collected.
pub(super) fn read(register: &Register, sent: &SentFields, checks: &mut Checks) -> Vec<EntryField> {
    let mut fields = Vec::with_capacity(sent.len());
    for (name, value) in sent {
        let Some(field) = register.field(name) else {
            // What was typed is not repeated: it may be a name.
            checks.fail(Code::UnknownField, "/fields", NO_SUCH_FIELD);
            continue;
        };
        let pointer = format!("/fields/{}", field.id);
        if field.set.is_some() {
            let detail = "This is filled in by the system.";
            checks.fail(Code::UnknownField, pointer, detail);
            continue;
        }
        match value_of(field, value) {
            Ok(value) => {
                check_text(field, &value, &pointer, checks);
                fields.push(EntryField {
                    field: field.id.to_string(),
                    value,
                });
            }
            Err(detail) => checks.fail(Code::WrongValue, pointer, detail),
        }
    }
    fields
}

fn check_text(field: &RegisterField, value: &EntryValue, pointer: &str, checks: &mut Checks) {
    if let EntryValue::Text(text) = value {
        let most = if field.kind == ValueKind::LongText {
            TEXT_MAX_CHARS
        } else {
            LABEL_MAX_CHARS * 2
        };
        checks.text(pointer, text.expose(), most);
    }
}

fn value_of(field: &RegisterField, sent: &Sent) -> Result<EntryValue, String> {
    let several = if let Sent::Several(several) = sent {
        if !field.many {
            return Err("One answer is possible here, not a list.".into());
        }
        several.as_slice()
    } else {
        std::slice::from_ref(sent)
    };
    if several.is_empty() || several.len() > SEVERAL_MAX {
        return Err(format!(
            "Between 1 and {SEVERAL_MAX} answers are possible here."
        ));
    }
    match field.kind {
        ValueKind::Choice => each(several, |sent| choice(field, sent)).map(EntryValue::Choice),
        ValueKind::Pupil => each(several, |sent| id(sent, "pupil")).map(EntryValue::Pupils),
        ValueKind::Staff => {
            each(several, |sent| id(sent, "member of staff")).map(EntryValue::Staff)
        }
        ValueKind::Person => each(several, person).map(EntryValue::People),
        ValueKind::Academy => each(several, |sent| id(sent, "academy")).map(EntryValue::Academies),
        ValueKind::YesNo => yes_no(sent),
        ValueKind::Number => number(sent),
        ValueKind::Date => when::<Day>(sent, "a day like 2026-11-16"),
        ValueKind::Datetime => when::<At>(sent, "a moment like 2026-11-16T14:05:00Z"),
        ValueKind::Time => when::<jiff::civil::Time>(sent, "a time of day like 14:05"),
        ValueKind::Text | ValueKind::LongText | ValueKind::Url | ValueKind::Document => {
            let text = text(sent).ok_or("Write a text.")?;
            Ok(EntryValue::Text(text.clone()))
        }
    }
}

fn text(sent: &Sent) -> Option<&Sensitive<String>> {
    if let Sent::Text(text) = sent {
        Some(text)
    } else {
        None
    }
}

fn yes_no(sent: &Sent) -> Result<EntryValue, String> {
    if let Sent::YesNo(answer) = sent {
        Ok(EntryValue::YesNo(*answer))
    } else {
        Err("Answer true or false.".into())
    }
}

fn number(sent: &Sent) -> Result<EntryValue, String> {
    if let Sent::Number(number) = sent {
        Ok(EntryValue::Number(*number))
    } else {
        Err("Write a whole number.".into())
    }
}

fn each<T>(sent: &[Sent], read: impl Fn(&Sent) -> Result<T, String>) -> Result<Vec<T>, String> {
    sent.iter().map(read).collect()
}

fn choice(field: &RegisterField, sent: &Sent) -> Result<String, String> {
    let known = |text: &&String| field.choices.iter().any(|choice| choice.as_str() == **text);
    let chosen = text(sent).map(Sensitive::expose).filter(known);
    chosen.cloned().ok_or_else(|| {
        let choices: Vec<&str> = { field.choices.iter() }.map(|it| it.as_str()).collect();
        format!("Choose one of: {}.", choices.join(", "))
    })
}

fn id<T: std::str::FromStr>(sent: &Sent, whose: &str) -> Result<T, String> {
    let parsed = text(sent).and_then(|text| text.expose().parse().ok());
    parsed.ok_or_else(|| format!("Give the id of a {whose}: a lower-case UUID."))
}

fn person(sent: &Sent) -> Result<PersonRef, String> {
    if let Sent::Person(person) = sent {
        Ok(person.clone())
    } else {
        Err("Name a person: kind pupil or staff with their id, or described with words.".into())
    }
}

fn when<T: std::str::FromStr + fmt::Display>(
    sent: &Sent,
    form: &str,
) -> Result<EntryValue, String> {
    let parsed = text(sent).and_then(|text| text.expose().parse::<T>().ok());
    { parsed.map(|time| EntryValue::When(time.to_string())) }
        .ok_or_else(|| format!("Write {form}."))
}

/// The people whom a value names.
pub(super) fn people(value: &EntryValue) -> Vec<PersonRef> {
    let pupil = |id: &PupilId| PersonRef::Pupil { id: *id };
    let staff = |id: &StaffId| PersonRef::Staff { id: *id };
    match value {
        EntryValue::Pupils(pupils) => pupils.iter().map(pupil).collect(),
        EntryValue::Staff(members) => members.iter().map(staff).collect(),
        EntryValue::People(people) => people.clone(),
        EntryValue::Choice(_)
        | EntryValue::YesNo(_)
        | EntryValue::Number(_)
        | EntryValue::When(_)
        | EntryValue::Text(_)
        | EntryValue::Academies(_) => Vec::new(),
    }
}

/// Whether the value is this answer: a choice, or yes or no.
pub(super) fn is_answer(value: &EntryValue, answer: &str) -> bool {
    match value {
        EntryValue::Choice(chosen) => chosen.iter().any(|it| it == answer),
        EntryValue::YesNo(yes) => answer == if *yes { "yes" } else { "no" },
        EntryValue::Number(_)
        | EntryValue::When(_)
        | EntryValue::Text(_)
        | EntryValue::Pupils(_)
        | EntryValue::Staff(_)
        | EntryValue::People(_)
        | EntryValue::Academies(_) => false,
    }
}
