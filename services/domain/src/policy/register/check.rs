//! The rules that a register's file is held to, each mistake with the line of its part.

use std::collections::BTreeSet;

use super::{DueBy, Party, Register, RegisterClock, RegisterField, RegisterMove, ValueKind, When};
use crate::policy::mistake::Mistake;
use crate::policy::names::Field;

/// A label is read at a glance.
const LABEL_MAX_CHARS: usize = 100;
/// More fields than this nobody fills in.
const FIELDS_MAX: usize = 60;

/// Where the parts begin.
pub(super) struct Lines {
    pub(super) fields: Vec<usize>,
    pub(super) moves: Vec<usize>,
    pub(super) clocks: Vec<usize>,
}

pub(super) fn mistakes(register: &Register, lines: &Lines) -> Vec<Mistake> {
    let mut check = Check {
        register,
        line: 1,
        found: Vec::new(),
    };
    check.head();
    for (place, field) in register.fields.iter().enumerate() {
        check.line = lines.fields.get(place).copied().unwrap_or(1);
        check.field(field, &register.fields[..place]);
    }
    for (place, it) in register.moves.iter().enumerate() {
        check.line = lines.moves.get(place).copied().unwrap_or(1);
        check.the_move(it, &register.moves[..place]);
    }
    for (place, clock) in register.clocks.iter().enumerate() {
        check.line = lines.clocks.get(place).copied().unwrap_or(1);
        check.clock(clock, &register.clocks[..place]);
    }
    check.found
}

struct Check<'a> {
    register: &'a Register,
    line: usize,
    found: Vec<Mistake>,
}

impl Check<'_> {
    fn that(&mut self, holds: bool, or: impl FnOnce() -> String) {
        if !holds {
            self.found.push(Mistake::at(self.line, or()));
        }
    }

    fn head(&mut self) {
        let it = self.register;
        self.that(!it.source.is_empty(), || {
            "say where it comes from: source".into()
        });
        self.that(!it.adds.is_empty(), || {
            "nobody may add an entry: adds".into()
        });
        self.that(it.fields.len() <= FIELDS_MAX, || {
            format!(
                "{} fields; nobody fills in more than {FIELDS_MAX}",
                it.fields.len()
            )
        });
        for field in &it.own {
            let names =
                field.as_str() == Register::ADDED || self.is_kind(field, ValueKind::is_person);
            self.that(names, || {
                format!("own: {field} is neither added nor a field with a person")
            });
        }
        let own = it.sees.contains(&Party::Own);
        self.that(own != it.own.is_empty(), || {
            "own and \"self\" in sees belong together".into()
        });
        for field in &it.about_person {
            let links = self.is_kind(field, |kind| kind.is_person() || kind == ValueKind::Text);
            self.that(links, || format!("about_person: {field} links nobody"));
        }
        for (party, fields) in &it.hides {
            self.that(it.sees.contains(party), || {
                format!("hides: {party} sees nothing anyway")
            });
            for field in fields {
                self.that(it.field(field.as_str()).is_some(), || {
                    format!("hides: no field {field}")
                });
            }
        }
        for row in &it.hides_row {
            self.when(&row.when);
        }
        for column in &it.export.columns {
            self.that(self.is_column(column), || {
                format!("export: no field {column}")
            });
        }
        for filter in &it.filter {
            for field in &filter.by {
                self.that(self.is_column(field), || {
                    format!("filter: no field {field}")
                });
            }
            for party in &filter.roles {
                self.that(it.sees.contains(party), || {
                    format!("filter: {party} sees no entry")
                });
            }
        }
        self.states();
    }

    /// Every state is reached, and each leads to an end.
    fn states(&mut self) {
        let it = self.register;
        let Some(first) = it.states.first() else {
            return self.that(false, || "an entry needs a state".into());
        };
        let reached = self.reach(&first.id);
        for state in &it.states {
            let named = it
                .states
                .iter()
                .filter(|other| other.id == state.id)
                .count();
            self.that(named == 1, || format!("state {} is there twice", state.id));
            self.that(reached.contains(&state.id), || {
                format!("state {} is never reached", state.id)
            });
            let ends = self
                .reach(&state.id)
                .iter()
                .any(|to| it.is_end(to.as_str()));
            self.that(ends, || {
                format!("nothing leads from state {} to an end", state.id)
            });
        }
    }

    fn reach(&self, from: &Field) -> BTreeSet<Field> {
        let mut reached = BTreeSet::from([from.clone()]);
        let mut todo = vec![from.clone()];
        while let Some(state) = todo.pop() {
            for it in self
                .register
                .moves
                .iter()
                .filter(|it| it.from.contains(&state))
            {
                if reached.insert(it.to.clone()) {
                    todo.push(it.to.clone());
                }
            }
        }
        reached
    }

    fn field(&mut self, field: &RegisterField, before: &[RegisterField]) {
        let id = &field.id;
        self.that(before.iter().all(|other| other.id != *id), || {
            format!("field {id} is there twice")
        });
        let taken = Register::BUILT_IN.contains(&id.as_str()) || id.as_str() == Register::ADDED;
        self.that(!taken, || format!("every entry has {id} anyway"));
        self.that(self.register.move_named(id.as_str()).is_none(), || {
            format!("{id} is a field and a move")
        });
        self.that(field.label.chars().count() <= LABEL_MAX_CHARS, || {
            format!("the label of {id} is too long")
        });
        let chooses = field.kind == ValueKind::Choice;
        self.that(chooses != field.choices.is_empty(), || {
            format!("{id}: choices belong to a field of kind choice, and only to one")
        });
        self.that(!field.kind.is_person() || field.personal, || {
            format!("{id} names people, so it is personal")
        });
        self.that(
            field.kind != ValueKind::Pupil || self.register.names_pupils,
            || format!("{id} names pupils, but names_pupils is false"),
        );
        if let Some(when) = &field.when {
            self.when(when);
        }
        let is_time = matches!(field.kind, ValueKind::Date | ValueKind::Datetime);
        self.that(!field.planned || is_time, || {
            format!("planned: {id} is no day and no moment")
        });
        if let Some(pupil) = &field.family_of {
            let of = self.register.field(pupil.as_str());
            let is_family =
                field.kind == ValueKind::Person && of.is_some_and(|of| of.kind == ValueKind::Pupil);
            self.that(is_family, || {
                format!("family_of: {id} is a person, {pupil} a pupil")
            });
        }
    }

    fn when(&mut self, when: &When) {
        let asked = self.register.field(when.field.as_str());
        let answers: Option<Vec<&str>> = asked.and_then(|field| {
            if field.kind == ValueKind::YesNo {
                Some(vec!["yes", "no"])
            } else if field.kind == ValueKind::Choice && !field.many {
                Some(field.choices.iter().map(Field::as_str).collect())
            } else {
                None
            }
        });
        let is_answer = answers.is_some_and(|answers| answers.contains(&when.is.as_str()));
        self.that(is_answer, || {
            format!("when: {} is no answer to a field {}", when.is, when.field)
        });
    }

    fn the_move(&mut self, it: &RegisterMove, before: &[RegisterMove]) {
        let id = &it.id;
        self.that(before.iter().all(|other| other.id != *id), || {
            format!("move {id} is there twice")
        });
        for state in it.from.iter().chain([&it.to]) {
            let known = self.register.states.iter().any(|known| known.id == *state);
            self.that(known, || format!("move {id}: no state {state}"));
        }
        for party in &it.by {
            self.that(self.register.sees.contains(party), || {
                format!("move {id}: {party} does not see the entry")
            });
        }
        for field in &it.needs {
            self.that(self.register.field(field.as_str()).is_some(), || {
                format!("move {id}: no field {field}")
            });
        }
        if let Some(who) = &it.not_by_who {
            let known = who.as_str() == Register::ADDED
                || self.register.move_named(who.as_str()).is_some()
                || self.is_kind(who, ValueKind::is_person);
            self.that(known, || {
                format!("move {id}: not_by_who {who} names nobody")
            });
            self.that(it.signature, || {
                format!("move {id} takes two people, so it is signed")
            });
        }
    }

    fn clock(&mut self, clock: &RegisterClock, before: &[RegisterClock]) {
        let id = &clock.id;
        self.that(before.iter().all(|other| other.id != *id), || {
            format!("clock {id} is there twice")
        });
        let starts = clock.starts.as_str();
        let begins = starts == Register::ADDED
            || self.register.move_named(starts).is_some()
            || self.is_kind(&clock.starts, is_time);
        self.that(begins, || format!("clock {id}: {starts} is no beginning"));
        if let DueBy::Field(field) = &clock.due {
            self.that(self.is_kind(field, is_time), || {
                format!("clock {id}: {field} holds no time")
            });
        }
        if let Some(when) = &clock.when {
            self.when(when);
        }
        for end in clock.ends_by.iter().chain(&clock.at_end) {
            self.that(self.register.move_named(end.as_str()).is_some(), || {
                format!("clock {id}: no move {end}")
            });
        }
        let by_itself = clock
            .at_end
            .as_ref()
            .and_then(|end| self.register.move_named(end.as_str()));
        self.that(by_itself.is_none_or(|it| !it.signature), || {
            format!("clock {id}: the system cannot sign")
        });
        self.that(!clock.tells_all || clock.owner.len() > 1, || {
            format!("clock {id}: tells_all needs several roles in owner")
        });
        self.that(!clock.tells_all || clock.at_end.is_none(), || {
            format!("clock {id}: nobody is told of what the system does by itself")
        });
        for role in &clock.owner {
            self.that(self.register.sees.contains(&Party::Role(*role)), || {
                format!("clock {id}: {role} does not see the entry")
            });
        }
    }

    fn is_kind(&self, field: &Field, is: impl Fn(ValueKind) -> bool) -> bool {
        self.register
            .field(field.as_str())
            .is_some_and(|field| is(field.kind))
    }

    fn is_column(&self, name: &Field) -> bool {
        Register::BUILT_IN.contains(&name.as_str()) || self.register.field(name.as_str()).is_some()
    }
}

fn is_time(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::Date | ValueKind::Datetime)
}
