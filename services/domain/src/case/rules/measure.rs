//! Sanctions and interim measures (domain.md 2, "Case"). An interim withdrawal of access is no sanction:
//! it has an end from the beginning, and comes back on that day (seed 4).

use lanyard_events::Day;
use lanyard_events::case::{CaseEvent, MeasureKind};

use super::linked_pupil;
use crate::case::command::{EndMeasure, TakeMeasure};
use crate::case::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn take(state: &State, take: TakeMeasure) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let TakeMeasure(taken) = take;
    if case.measures.get(&taken.measure) == Some(&taken) {
        return Ok(Vec::new());
    }
    let mut checks = Checks::default();
    checks.text("/text", taken.text.expose(), TEXT_MAX_CHARS);
    if taken.kind == MeasureKind::Interim && taken.until.is_none() {
        let detail = "An interim measure is no sanction: say until which day it is to last.";
        checks.fail(Code::NoEnd, "/until", detail);
    }
    not_before(&mut checks, "/until", taken.until, taken.from);
    checks.done()?;
    linked_pupil(case, taken.pupil)?;
    Ok(vec![taken.into()])
}

pub(in crate::case) fn end(state: &State, end: EndMeasure) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let EndMeasure(ended) = end;
    let Some(taken) = case.measures.get(&ended.measure) else {
        return Err(Refusal::new(
            Code::NoSuchMeasure,
            "No such measure is in force in this case.",
        ));
    };
    let mut checks = Checks::default();
    checks.text("/reason", ended.reason.expose(), TEXT_MAX_CHARS);
    not_before(&mut checks, "/on", Some(ended.on), taken.from);
    checks.done()?;
    Ok(vec![ended.into()])
}

fn not_before(checks: &mut Checks, pointer: &'static str, day: Option<Day>, from: Day) {
    if day.is_some_and(|day| day < from) {
        let detail = "This comes before the day on which the measure begins.";
        checks.fail(Code::EndsBeforeItBegins, pointer, detail);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::case::{CaseMeasureEnded, CaseMeasureTaken};
    use lanyard_events::{MeasureId, PupilId};

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::scenario::{given, id, words};

    fn taken(kind: MeasureKind, until: Option<&str>) -> CaseMeasureTaken {
        CaseMeasureTaken {
            measure: MeasureId::new(id(40)),
            pupil: PupilId::new(id(1)),
            kind,
            text: words("No access to the network."),
            from: "2026-11-10".parse().unwrap(),
            until: until.map(|day| day.parse().unwrap()),
        }
    }

    fn ended(on: &str) -> CaseMeasureEnded {
        CaseMeasureEnded {
            measure: MeasureId::new(id(40)),
            on: on.parse().unwrap(),
            reason: words("It was not her account."),
        }
    }

    #[test]
    fn a_measure_is_taken_and_ended_once() {
        let interim = taken(MeasureKind::Interim, Some("2026-11-13"));
        given::<Case>([opened()])
            .when(TakeMeasure(interim.clone()))
            .then([interim.clone().into()])
            .when(EndMeasure(ended("2026-11-12")))
            .then([ended("2026-11-12").into()])
            .when(EndMeasure(ended("2026-11-12")))
            .then_refused(Code::NoSuchMeasure);
        given::<Case>([opened(), interim.clone().into()])
            .when(TakeMeasure(interim))
            .then_already_so();
    }

    #[test]
    fn an_interim_measure_has_an_end_and_a_sanction_need_not() {
        let sanction = taken(MeasureKind::Sanction, None);
        given::<Case>([opened()])
            .when(TakeMeasure(sanction.clone()))
            .then([sanction.into()]);
        let refusal = given::<Case>([opened()])
            .when(TakeMeasure(taken(MeasureKind::Interim, None)))
            .then_refused(Code::NoEnd);
        assert_eq!(refusal.pointer(), Some("/until"));
    }

    #[test]
    fn it_does_not_end_before_it_begins() {
        let early = taken(MeasureKind::Interim, Some("2026-11-09"));
        given::<Case>([opened()])
            .when(TakeMeasure(early))
            .then_refused(Code::EndsBeforeItBegins);
        let interim = taken(MeasureKind::Interim, Some("2026-11-13"));
        let refusal = given::<Case>([opened(), interim.into()])
            .when(EndMeasure(ended("2026-11-09")))
            .then_refused(Code::EndsBeforeItBegins);
        assert_eq!(refusal.pointer(), Some("/on"));
    }

    #[test]
    fn it_is_about_a_child_of_an_open_case() {
        let mut other = taken(MeasureKind::Sanction, None);
        other.pupil = PupilId::new(id(2));
        given::<Case>([opened()])
            .when(TakeMeasure(other))
            .then_refused(Code::PersonNotLinked);
        given::<Case>([opened(), closed()])
            .when(TakeMeasure(taken(MeasureKind::Sanction, None)))
            .then_refused(Code::CaseClosed);
    }
}
