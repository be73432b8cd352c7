//! What an edition of a register keeps. Of a shipped one: who sees it, how an entry moves and who signs, and every
//! clock, which may end sooner and never later; those are what law and the seeds ask for (R6, R10, S13). Of any edition
//! in force: its fields and states, because an entry goes on by the newest edition (ADR 17). A trust adds fields,
//! choices and clocks whose ids begin with `trust_`, and words everything as it likes.

use lanyard_events::Role;

use super::check::Lines;
use super::{DueBy, Level, Party, Register, RegisterClock, RegisterField, ValueKind};
use crate::policy::due::Due;
use crate::policy::kept::{Fixed, same};
use crate::policy::mistake::Mistake;
use crate::policy::names::{Field, PlaybookId};

impl Field {
    /// Whether it is of a trust's own: no later release ships the same.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.as_str().starts_with(PlaybookId::OWN)
    }
}

/// What an edition stands against.
#[derive(Debug, Clone, Copy)]
pub(in crate::policy) struct Against<'a> {
    /// What this release brings under its id; none for a register of the trust's own.
    pub(in crate::policy) shipped: Option<&'a Register>,
    /// The edition in force, if there is one.
    pub(in crate::policy) in_force: Option<&'a Register>,
}

pub(super) fn mistakes(
    edited: &Register,
    lines: &Lines,
    head: usize,
    against: Against<'_>,
) -> Vec<Mistake> {
    let mut fixed = Fixed::new(head);
    fixed.that(edited.edition > 0, || "edition begins with 1".to_owned());
    match against.shipped {
        Some(shipped) => of_shipped(&mut fixed, edited, shipped),
        None => of_own(&mut fixed, edited),
    }
    if let Some(before) = against.in_force {
        only_adds(&mut fixed, edited, before);
    }
    for (place, field) in edited.fields.iter().enumerate() {
        fixed.at(lines.fields.get(place).copied().unwrap_or(head));
        let id = field.id.as_str();
        match against.shipped.and_then(|shipped| shipped.field(id)) {
            Some(its) => shipped_field(&mut fixed, field, its, against.shipped),
            None => own_field(&mut fixed, edited, field, against),
        }
        if let Some(its) = against.in_force.and_then(|before| before.field(id)) {
            stands(&mut fixed, field, its);
        }
    }
    for (place, clock) in edited.clocks.iter().enumerate() {
        fixed.at(lines.clocks.get(place).copied().unwrap_or(head));
        match { against.shipped }.and_then(|shipped| shipped.clock(clock.id.as_str())) {
            Some(its) => shipped_clock(&mut fixed, clock, its),
            None => own_clock(&mut fixed, edited, clock, against.shipped.is_some()),
        }
    }
    fixed.found()
}

/// Who adds and sees, states, moves, and that nothing is gone.
fn of_shipped(fixed: &mut Fixed, edited: &Register, shipped: &Register) {
    let mut stays = |holds: bool, what: &str| {
        fixed.that(holds, || format!("{what} must stay as it is shipped"));
    };
    stays(edited.level == shipped.level, "level");
    stays(edited.sees == shipped.sees, "sees");
    stays(edited.own == shipped.own, "own");
    stays(edited.hides_row == shipped.hides_row, "hides_row");
    stays(edited.names_pupils == shipped.names_pupils, "names_pupils");
    let ids = |it: &Register| -> Vec<Field> { it.states.iter().map(|it| it.id.clone()).collect() };
    stays(ids(edited) == ids(shipped), "which states there are");
    let moves = |it: &Register| {
        let untitled = it.moves.iter().cloned().map(|mut it| {
            it.title.clear();
            it
        });
        untitled.collect::<Vec<_>>()
    };
    stays(
        moves(edited) == moves(shipped),
        "how an entry moves, who moves it and who signs",
    );
    let adders = { edited.adds.iter() }
        .all(|party| shipped.adds.contains(party) || shipped.sees.contains(party));
    fixed.that(adders, || {
        "adds may name, besides those that ship, only who sees the entries".to_owned()
    });
    let linked = |field: &Field| edited.about_person.contains(field);
    let more = |field: &Field| shipped.about_person.contains(field) || field.is_own();
    fixed.that(
        shipped.about_person.iter().all(linked) && edited.about_person.iter().all(more),
        || "about_person keeps what ships, and may name fields of your own".to_owned(),
    );
    for (party, fields) in &shipped.hides {
        let hidden = { edited.hides.get(party) }
            .is_some_and(|hidden| fields.iter().all(|field| hidden.contains(field)));
        fixed.that(hidden, || {
            format!("hides: what {party} does not see stays hidden")
        });
    }
    for field in &shipped.fields {
        let id = &field.id;
        fixed.that(edited.field(id.as_str()).is_some(), || {
            format!("field {id} may not be left out")
        });
    }
    for clock in &shipped.clocks {
        let id = &clock.id;
        fixed.that(edited.clock(id.as_str()).is_some(), || {
            format!("clock {id} may not be left out")
        });
    }
    let columns = &shipped.export.columns;
    let exported = { edited.export.columns.iter() }.all(|it| columns.contains(it) || it.is_own());
    fixed.that(exported, || {
        "export: columns may be those that ship and fields of your own".to_owned()
    });
    let by =
        |field: &Field| field.is_own() || shipped.filter.iter().any(|it| it.by.contains(field));
    let roles = |party: &Party| shipped.filter.iter().any(|it| it.roles.contains(party));
    let narrowed = { edited.filter.iter() }
        .all(|filter| filter.by.iter().all(by) && filter.roles.iter().all(roles));
    fixed.that(narrowed, || {
        "filter may name the fields and roles that ship, and fields of your own".to_owned()
    });
}

/// What holds for the shipped registers too, where tests see to it.
fn of_own(fixed: &mut Fixed, own: &Register) {
    let id = &own.id;
    fixed.that(id.is_own(), || {
        format!("\"{id}\": the id of a register of your own begins with trust_")
    });
    let governor = Party::Role(Role::Governor);
    fixed.that(!(own.names_pupils && own.sees.contains(&governor)), || {
        "governors see no register that names pupils".to_owned()
    });
    let counts = own.filter.iter().any(|it| it.roles.contains(&governor));
    fixed.that(!counts, || {
        "filter: governors narrow no register, or they could count in it".to_owned()
    });
}

/// An entry of an earlier edition goes on by this one.
fn only_adds(fixed: &mut Fixed, edited: &Register, before: &Register) {
    fixed.that(edited.level == before.level, || {
        "level stays as it is in force".to_owned()
    });
    fixed.that(edited.names_pupils || !before.names_pupils, || {
        "names_pupils stays: entries in force name pupils".to_owned()
    });
    let first = |it: &Register| it.states.first().map(|it| it.id.clone());
    fixed.that(first(edited) == first(before), || {
        "the first state stays as it is in force".to_owned()
    });
    for state in &before.states {
        let there = edited.states.iter().any(|it| it.id == state.id);
        let id = &state.id;
        fixed.that(there, || {
            format!("state {id} may not be left out: entries are in it")
        });
    }
    for field in { before.fields.iter() }.filter(|field| field.id.is_own()) {
        let id = &field.id;
        fixed.that(edited.field(id.as_str()).is_some(), || {
            format!("field {id} may not be left out: entries hold it")
        });
    }
}

fn shipped_field(
    fixed: &mut Fixed,
    field: &RegisterField,
    its: &RegisterField,
    shipped: Option<&Register>,
) {
    let id = &field.id;
    let mut stays = |holds: bool, what: &str| {
        fixed.that(holds, || {
            format!("field {id}: {what} must stay as it is shipped")
        });
    };
    stays(field.kind == its.kind, "kind");
    stays(field.many == its.many, "many");
    stays(field.required == its.required, "required");
    stays(field.personal == its.personal, "personal");
    stays(field.when == its.when, "when");
    stays(field.set == its.set, "set");
    stays(field.family_of == its.family_of, "family_of");
    stays(field.planned == its.planned, "planned");
    let kept = { its.choices.iter() }.all(|choice| field.choices.contains(choice));
    fixed.that(kept, || format!("field {id}: no choice may be left out"));
    let mut more = { field.choices.iter() }.filter(|choice| !its.choices.contains(choice));
    let own = more.clone().all(Field::is_own);
    fixed.that(own, || {
        format!("field {id}: a choice of your own begins with trust_")
    });
    // What else is asked hangs on it, and with that which moves are offered.
    let decides = shipped.is_some_and(|it| it.decides(&field.id));
    fixed.that(!(decides && more.next().is_some()), || {
        format!("field {id}: other fields are asked by its answer, so its choices stay")
    });
}

impl Register {
    /// Whether anything is asked, hidden or shown by the answer to a field.
    fn decides(&self, field: &Field) -> bool {
        let of_fields = { self.fields.iter() }.filter_map(|it| it.when.as_ref());
        let of_rows = self.hides_row.iter().map(|it| &it.when);
        of_fields.chain(of_rows).any(|when| when.field == *field)
    }
}

fn own_field(fixed: &mut Fixed, edited: &Register, field: &RegisterField, against: Against<'_>) {
    let id = &field.id;
    let in_shipped = against.shipped.is_some();
    fixed.that(!in_shipped || id.is_own(), || {
        format!("field {id}: a field of your own begins with trust_")
    });
    let is_new = { against.in_force }.is_some_and(|it| it.field(id.as_str()).is_none());
    fixed.that(!(field.required && (in_shipped || is_new)), || {
        format!("field {id} is not required: there are entries without it")
    });
    fixed.that(field.set.is_none(), || {
        format!("field {id}: the system fills in no field of your own")
    });
    let names = matches!(field.kind, ValueKind::Person | ValueKind::Pupil);
    fixed.that(!names || edited.about_person.contains(id), || {
        format!("field {id} names people: about_person has to name it, or they would see the entry")
    });
    let governor = Party::Role(Role::Governor);
    let hidden = { edited.hides.get(&governor) }.is_some_and(|hidden| hidden.contains(id));
    let shown = edited.sees.contains(&governor) && !hidden;
    fixed.that(!(field.personal && shown), || {
        format!("field {id} is personal: hides has to keep it from governor")
    });
}

/// What a field of the edition in force holds stays readable.
fn stands(fixed: &mut Fixed, field: &RegisterField, before: &RegisterField) {
    let id = &field.id;
    same(fixed, &field.kind, &before.kind, || {
        format!("field {id}: kind stays as it is in force")
    });
    fixed.that(field.many || !before.many, || {
        format!("field {id}: many stays as it is in force")
    });
    fixed.that(field.personal || !before.personal, || {
        format!("field {id}: personal stays as it is in force")
    });
    let kept = { before.choices.iter() }.all(|choice| field.choices.contains(choice));
    fixed.that(kept, || {
        format!("field {id}: a choice is gone that entries in force may hold")
    });
    fixed.that(before.required || !field.required, || {
        format!("field {id} is not required: there are entries without it")
    });
}

fn shipped_clock(fixed: &mut Fixed, clock: &RegisterClock, its: &RegisterClock) {
    let id = &clock.id;
    let no_later = match (&clock.due, &its.due) {
        (DueBy::After(mine), DueBy::After(shipped)) => mine.is_no_later_than(*shipped),
        (mine, shipped) => mine == shipped,
    };
    fixed.that(no_later, || {
        format!("clock {id}: due may be sooner than it is shipped, not later")
    });
    let mut rest = clock.clone();
    rest.due = its.due.clone();
    fixed.that(rest == *its, || {
        format!("clock {id}: everything but due must stay as it is shipped")
    });
}

fn own_clock(fixed: &mut Fixed, edited: &Register, clock: &RegisterClock, in_shipped: bool) {
    let id = &clock.id;
    fixed.that(!in_shipped || id.is_own(), || {
        format!("clock {id}: a clock of your own begins with trust_")
    });
    fixed.that(!in_shipped || clock.at_end.is_none(), || {
        format!("clock {id}: no entry moves at the end of a clock of your own")
    });
    fixed.that(clock.rule.is_none(), || {
        format!("clock {id}: rule names what law asks for, which a clock of your own is not")
    });
    let by_school = matches!(
        clock.due,
        DueBy::After(Due::Today | Due::SchoolDays(_) | Due::Term)
    );
    fixed.that(!(by_school && edited.level == Level::Trust), || {
        format!("clock {id}: the trust has no school days: count working days or days")
    });
}
