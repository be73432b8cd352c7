//! What a child is entitled to, or is, with its days; and how the child communicates.

use lanyard_events::pupil::{
    DesignationKind, PupilCommunicationRecorded, PupilDesignationEnded, PupilDesignationRecorded,
    PupilEvent,
};

use crate::pupil::command::{EndDesignation, RecordCommunication, RecordDesignation};
use crate::pupil::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{self, Checks, LABEL_MAX_CHARS};

/// Designations of one child, ended ones too.
const DESIGNATIONS_MAX: usize = 100;

pub(in crate::pupil) fn communication(
    state: &State,
    record: RecordCommunication,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    text::check("/how", &record.how)?;
    if around.communication() == Some(&record.how) {
        return Ok(Vec::new());
    }
    Ok(vec![PupilCommunicationRecorded { how: record.how }.into()])
}

pub(in crate::pupil) fn record(
    state: &State,
    record: RecordDesignation,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    if around.designation(record.designation).is_some() {
        return Err(Refusal::new(
            Code::AlreadyExists,
            "A designation with this id is recorded already.",
        ));
    }
    let mut checks = Checks::default();
    checks.optional("/words", record.words.as_ref(), LABEL_MAX_CHARS);
    if record.kind == DesignationKind::Other && record.words.is_none() {
        let detail = "Say in words what it is.";
        checks.fail(Code::FieldMissing, "/words", detail);
    }
    if record.to.is_some_and(|last| last < record.from) {
        let detail = "The last day comes before the first.";
        checks.fail(Code::EndsBeforeItBegins, "/to", detail);
    }
    checks.count("/kind", around.designations().len() + 1, DESIGNATIONS_MAX);
    checks.done()?;
    Ok(vec![
        PupilDesignationRecorded {
            designation: record.designation,
            kind: record.kind,
            words: record.words,
            from: record.from,
            to: record.to,
        }
        .into(),
    ])
}

pub(in crate::pupil) fn end(
    state: &State,
    end: EndDesignation,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    let Some(designation) = around.designation(end.designation) else {
        return Err(Refusal::new(
            Code::NoSuchDesignation,
            "There is no such designation.",
        ));
    };
    if designation.to == Some(end.to) {
        return Ok(Vec::new());
    }
    let mut checks = Checks::default();
    if end.to < designation.from {
        let detail = "The last day comes before the first.";
        checks.fail(Code::EndsBeforeItBegins, "/to", detail);
    }
    checks.done()?;
    Ok(vec![
        PupilDesignationEnded {
            designation: end.designation,
            to: end.to,
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::DesignationId;

    use super::*;
    use crate::pupil::Pupil;
    use crate::pupil::samples::registered;
    use crate::scenario::{given, id, words};

    fn designation(kind: DesignationKind) -> RecordDesignation {
        RecordDesignation {
            designation: DesignationId::new(id(4)),
            kind,
            words: None,
            from: "2026-09-01".parse().unwrap(),
            to: None,
        }
    }

    fn end(to: &str) -> EndDesignation {
        EndDesignation {
            designation: DesignationId::new(id(4)),
            to: to.parse().unwrap(),
        }
    }

    #[test]
    fn a_designation_has_days() {
        let recorded = given::<Pupil>([registered()])
            .when(designation(DesignationKind::LookedAfter))
            .then_events();
        let history = || std::iter::once(registered()).chain(recorded.clone());
        let ended = given::<Pupil>(history())
            .when(end("2026-12-18"))
            .then_events();
        given::<Pupil>(history().chain(ended.clone()))
            .when(end("2026-12-18"))
            .then_already_so();
        given::<Pupil>(history().chain(ended))
            .when(end("2026-08-31"))
            .then_refused(Code::EndsBeforeItBegins);
    }

    #[test]
    fn an_own_word_is_said() {
        let refusal = given::<Pupil>([registered()])
            .when(designation(DesignationKind::Other))
            .then_refused(Code::FieldMissing);
        assert_eq!(refusal.pointer(), Some("/words"));
    }

    #[test]
    fn how_the_child_communicates_is_recorded_once() {
        let how = || RecordCommunication {
            how: words("Signs and symbols"),
        };
        let recorded = PupilCommunicationRecorded {
            how: words("Signs and symbols"),
        };
        given::<Pupil>([registered()])
            .when(how())
            .then([recorded.into()])
            .when(how())
            .then_already_so();
        given::<Pupil>([]).when(how()).then_refused(Code::Absent);
    }

    #[test]
    fn there_has_to_be_a_pupil_and_a_designation() {
        given::<Pupil>([])
            .when(designation(DesignationKind::YoungCarer))
            .then_refused(Code::Absent);
        given::<Pupil>([registered()])
            .when(end("2026-12-18"))
            .then_refused(Code::NoSuchDesignation);
    }
}
