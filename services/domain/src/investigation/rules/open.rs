//! Naming the second senior, agreeing, and the designated computer (M3, M4).

use lanyard_events::investigation::{InvestigationFact as Fact, Machine};
use lanyard_events::{At, Sensitive, StaffId};

use super::while_looking;
use crate::investigation::command::Computer;
use crate::investigation::record::Investigation;
use crate::refusal::{Code, Refusal};
use crate::senior::Senior;
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

/// The two seniors.
pub(super) struct Pair {
    /// Who proposes it.
    pub(super) by: Senior,
    /// Who is asked.
    pub(super) second: Senior,
    /// Fact: they see the matter, or something of it by name.
    pub(super) second_has_access: bool,
}

pub(super) fn propose(
    found: Option<&Investigation>,
    device: Machine,
    computer: Computer,
    pair: Pair,
) -> Result<Vec<Fact>, Refusal> {
    let Pair {
        by,
        second,
        second_has_access,
    } = pair;
    if found.is_some() {
        return Err(Refusal::new(
            Code::AlreadyExists,
            "A record with this id exists already.",
        ));
    }
    by.check("")?;
    let mut checks = Checks::default();
    machine(&mut checks, "/device", &device);
    designated(&mut checks, &computer);
    checks.done()?;
    if second.staff == by.staff {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/second",
            "Nobody looks into this alone: name somebody other than yourself. In a small school the second \
             person comes from the trust.",
        ));
    }
    second.check("/second")?;
    if !second_has_access {
        return Err(Refusal::of_field(
            Code::CannotSeeMatter,
            "/second",
            "This person does not see this matter: name somebody who does, or give them a step of it by name \
             first.",
        ));
    }
    Ok(vec![Fact::Proposed {
        device,
        computer: computer.machine,
        by: by.staff,
        second: second.staff,
    }])
}

pub(super) fn agree(record: &Investigation, by: Senior, at: At) -> Result<Vec<Fact>, Refusal> {
    if by.staff != record.second {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "The senior who was named as the second has to agree to this.",
        ));
    }
    if record.opened_at.is_some() {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::Agreed {
        by: by.staff,
        opened_at: at,
    }])
}

pub(super) fn change_computer(
    record: &Investigation,
    computer: Computer,
    reason: Sensitive<String>,
    by: StaffId,
) -> Result<Vec<Fact>, Refusal> {
    while_looking(record)?;
    let mut checks = Checks::default();
    designated(&mut checks, &computer);
    checks.text("/reason", reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    if computer.machine == record.computer {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::ComputerChanged {
        computer: computer.machine,
        reason,
        by,
    }])
}

/// The police may take it, and no pupil may ever come upon what was seen on it (M4).
fn designated(checks: &mut Checks, computer: &Computer) {
    machine(checks, "/computer", &computer.machine);
    if computer.used_by_pupils {
        let detail = "Choose a computer that pupils never use and that the police may take.";
        checks.fail(Code::PupilsComputer, "/computer/used_by_pupils", detail);
    }
}

fn machine(checks: &mut Checks, at: &str, machine: &Machine) {
    let (number, place) = (machine.number.expose(), machine.place.expose());
    checks.text(format!("{at}/number"), number, LABEL_MAX_CHARS);
    checks.text(format!("{at}/place"), place, LABEL_MAX_CHARS);
}

#[cfg(test)]
mod tests {
    use lanyard_events::allegation::AllegationInvestigationRecorded;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples as adults;
    use crate::case::Case;
    use crate::case::samples::{DSL, closed, opened};
    use crate::investigation::samples::{
        SECOND, agreed, by, fact, proposal, propose, proposed, record, story,
    };
    use crate::investigation::{InvestigationEntry, InvestigationFacts, RecordInvestigation};
    use crate::scenario::{given, words};

    fn proposing(second: u8, change: impl FnOnce(&mut InvestigationFacts)) -> RecordInvestigation {
        let mut command = propose();
        if let InvestigationEntry::Propose { second: named, .. } = &mut command.entry {
            *named = by(second);
        }
        change(&mut command.facts);
        command
    }

    #[test]
    fn one_senior_proposes_and_the_other_agrees() {
        given::<Case>([opened()])
            .when(propose())
            .then([fact(proposed())])
            .when(record(InvestigationEntry::Agree, SECOND))
            .then([fact(agreed())])
            .when(record(InvestigationEntry::Agree, SECOND))
            .then_already_so();
    }

    #[test]
    fn an_adults_matter_has_the_same_record() {
        let event = AllegationInvestigationRecorded {
            investigation: propose().investigation,
            fact: proposed(),
        };
        given::<Allegation>([adults::opened()])
            .when(propose())
            .then([event.into()]);
        adults::needs_an_open_matter(propose());
    }

    #[test]
    fn the_same_person_twice_is_not_two() {
        let twice = proposing(DSL, |_| {});
        let refusal = given::<Case>([opened()])
            .when(twice)
            .then_refused(Code::SecondPersonNeeded);
        assert_eq!(refusal.pointer(), Some("/second"));
        let not_asked = record(InvestigationEntry::Agree, DSL);
        given::<Case>([opened(), fact(proposed())])
            .when(not_asked)
            .then_refused(Code::SecondPersonNeeded);
    }

    #[test]
    fn the_second_is_an_unconflicted_senior_who_sees_the_matter() {
        for (second, code) in [
            (
                proposing(SECOND, |facts| facts.conflicted = [by(SECOND)].into()),
                Code::Conflicted,
            ),
            (
                proposing(SECOND, |facts| facts.second_is_senior = false),
                Code::NotASenior,
            ),
            (
                proposing(SECOND, |facts| facts.second_has_access = false),
                Code::CannotSeeMatter,
            ),
        ] {
            let refusal = given::<Case>([opened()]).when(second).then_refused(code);
            assert_eq!(refusal.pointer(), Some("/second"));
        }
    }

    #[test]
    fn nobody_else_writes_in_it_nor_anybody_who_has_become_conflicted() {
        let entry = || InvestigationEntry::Agree;
        given::<Case>([opened(), fact(proposed())])
            .when(record(entry(), 8))
            .then_refused(Code::OnlyInvestigators);
        let mut conflicted = record(entry(), SECOND);
        conflicted.by.is_conflicted = true;
        given::<Case>([opened(), fact(proposed())])
            .when(conflicted)
            .then_refused(Code::OnlyInvestigators);
        let mut no_senior = record(entry(), SECOND);
        no_senior.by.is_senior_here = false;
        given::<Case>([opened(), fact(proposed())])
            .when(no_senior)
            .then_refused(Code::NotASenior);
    }

    #[test]
    fn the_computer_is_none_that_pupils_use_and_has_a_number() {
        let mut wrong = propose();
        if let InvestigationEntry::Propose { computer, .. } = &mut wrong.entry {
            computer.used_by_pupils = true;
            computer.machine.number = words(" ");
        }
        let refusal = given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::TextBlank);
        let codes: Vec<_> = refusal.faults().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::TextBlank, Code::PupilsComputer]);
    }

    #[test]
    fn another_computer_takes_a_reason() {
        let (_, mut computer) = proposal();
        computer.machine.number = words("Laptop 8");
        let change = |reason: &str| {
            let computer = computer.clone();
            let reason = words(reason);
            record(InvestigationEntry::ChangeComputer { computer, reason }, DSL)
        };
        let changed = Fact::ComputerChanged {
            computer: computer.machine.clone(),
            reason: words("The first one broke."),
            by: by(DSL),
        };
        given::<Case>(story(&[]))
            .when(change(""))
            .then_refused(Code::TextBlank);
        given::<Case>(story(&[]))
            .when(change("The first one broke."))
            .then([fact(changed)])
            .when(change("Again."))
            .then_already_so();
    }

    #[test]
    fn it_is_of_an_open_matter_and_one_that_was_begun() {
        given::<Case>([opened(), closed()])
            .when(propose())
            .then_refused(Code::CaseClosed);
        given::<Case>([]).when(propose()).then_refused(Code::Absent);
        given::<Case>([opened()])
            .when(record(InvestigationEntry::Agree, SECOND))
            .then_refused(Code::NoSuchInvestigation);
        given::<Case>([opened(), fact(proposed())])
            .when(propose())
            .then_refused(Code::AlreadyExists);
    }
}
