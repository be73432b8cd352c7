//! What sent fields name, read before anything is decided: facts about these people are looked up.

use lanyard_events::{PersonRef, Sensitive};

use super::state::State;
use super::values::{self, SentFields};
use crate::policy::{Register, ValueKind};
use crate::text::Checks;
use lanyard_events::register::{EntryField, EntryValue};

/// What fields name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// Everybody named in what was sent, to be looked for on the registers.
    pub named: Vec<PersonRef>,
    /// Everybody whom the entry links.
    pub people: Vec<PersonRef>,
    /// The number of a matter.
    pub number: Option<Sensitive<String>>,
}

/// What fields name. Values that are wrong name nobody: the rules refuse them.
#[must_use]
pub fn linked(register: &Register, sent: &SentFields) -> Linked {
    let mut checks = Checks::default();
    let fields = values::read(register, sent, &mut checks);
    let mut linked = Linked {
        named: { fields.iter() }
            .flat_map(|field| values::people(&field.value))
            .collect(),
        ..Linked::default()
    };
    linked.take(register, &fields);
    linked
}

impl Linked {
    /// Adds what stands in the entry already, where nothing else was sent.
    pub fn stands(&mut self, register: &Register, state: &State) {
        let Some(record) = state.record() else {
            return;
        };
        let standing: Vec<EntryField> = { record.fields.iter() }
            .map(|(field, value)| EntryField {
                field: field.clone(),
                value: value.clone(),
            })
            .collect();
        let sent = self.number.take();
        self.take(register, &standing);
        self.number = sent.or_else(|| self.number.take());
    }

    fn take(&mut self, register: &Register, fields: &[EntryField]) {
        for given in fields {
            let links = register
                .about_person
                .iter()
                .any(|it| it.as_str() == given.field);
            let Some(field) = register.field(&given.field).filter(|_| links) else {
                continue;
            };
            if let (ValueKind::Text, EntryValue::Text(number)) = (field.kind, &given.value) {
                self.number = Some(number.clone());
            }
            self.people.extend(values::people(&given.value));
        }
    }
}
