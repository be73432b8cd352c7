//! What sent fields name, read before anything is decided: facts about these people are looked up.

use lanyard_events::{PersonRef, Sensitive, StreamId};

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
    /// The matter that stands behind it and that no field ever named: it stays behind it, whatever number is
    /// filled in.
    pub behind: Option<StreamId>,
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
        let (behind, filled) = &record.begun;
        let named_it = { register.about_person.iter() }
            .filter_map(|field| register.field(field.as_str()))
            .any(|field| field.kind == ValueKind::Text && filled.contains(field.id.as_str()));
        self.behind = behind.filter(|_| !named_it);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::{CaseId, StreamId};

    use super::*;
    use crate::Aggregate;
    use crate::policy::Shipped;
    use crate::register::samples::{add, added, said};
    use crate::register::{Correct, Entry, Fill, Sent};
    use crate::scenario::{given, id, words};

    fn breach(number: Option<&str>, matter: StreamId) -> lanyard_events::register::RegisterEvent {
        let several = |one: &str| Sent::Several(vec![said(one)]);
        let fields = [
            ("known_at", said("2026-11-10T13:00:00Z")),
            ("what", said("other")),
            ("facts", said("A name was wrong.")),
            ("data_kinds", several("safeguarding")),
            ("whose", several("staff")),
            ("protection", said("not_known")),
            ("danger", said("not_known")),
        ];
        let number = number.map(|number| ("matter", said(number)));
        let mut add = add("breaches", fields.into_iter().chain(number));
        add.around.matter = Some(matter);
        added(add)
    }

    /// What is found to stand behind an entry, by these events.
    fn behind(events: &[lanyard_events::register::RegisterEvent], sent: &str) -> Linked {
        let register = Shipped::get().register("breaches").unwrap();
        let state = { events.iter() }.fold(State::default(), |state, event| {
            Entry::evolve(state, event).unwrap()
        });
        let mut found = linked(register, &[("matter".to_owned(), said(sent))].into());
        found.stands(register, &state);
        found
    }

    #[test]
    fn a_matter_that_no_field_named_stays_behind_whatever_number_is_filled_in() {
        let matter = CaseId::new(id(7)).stream();
        let begun = breach(None, matter);
        assert_eq!(
            behind(std::slice::from_ref(&begun), "K7PW3HDN").behind,
            Some(matter)
        );
        let mut around = crate::register::samples::around("breaches");
        around.matter = Some(matter);
        let fill = Fill {
            around: around.clone(),
            fields: [("matter".to_owned(), said("K7PW3HDN"))].into(),
        };
        let filled = given::<Entry>([begun.clone()]).when(fill).then_events();
        let mut events = vec![begun];
        events.extend(filled);
        let correct = Correct {
            around,
            fields: [("matter".to_owned(), said("AAAA2222"))].into(),
            reason: words("A slip of the pen."),
        };
        events.extend(given::<Entry>(events.clone()).when(correct).then_events());
        assert_eq!(behind(&events, "BBBB3333").behind, Some(matter));
    }

    #[test]
    fn a_matter_that_a_field_names_is_the_one_of_its_number() {
        let matter = CaseId::new(id(7)).stream();
        let found = behind(&[breach(Some("K7PW3HDN"), matter)], "AAAA2222");
        assert_eq!(found.behind, None);
        assert_eq!(found.number, Some(words("AAAA2222")));
    }
}
