//! Anybody who may read a matter, or who raised it, says that what is attached to it may be illegal to hold
//! (R6). It takes one press, and nothing takes it back.

use lanyard_events::evidence::{EvidenceEvent, EvidenceMatterReported};

use crate::evidence::command::ReportMatter;
use crate::evidence::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::evidence) fn decide(
    state: &State,
    report: ReportMatter,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let mut checks = Checks::default();
    checks.optional("/note", report.note.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    match state {
        State::Absent => Ok(vec![
            EvidenceMatterReported {
                matter: report.matter,
                by: report.by,
                note: report.note,
            }
            .into(),
        ]),
        State::MatterReported(_) => Ok(Vec::new()),
        State::Captured(_) | State::Erased => Err(Refusal::new(
            Code::AlreadyExists,
            "There is evidence with this id already.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, staff_id};
    use crate::evidence::Evidence;
    use crate::evidence::samples::a_capture;
    use crate::scenario::given;

    #[test]
    fn a_matter_is_reported_once_and_is_no_file() {
        let report = || ReportMatter {
            matter: a_capture().matter,
            by: Some(staff_id(DSL)),
            note: None,
        };
        let events = given::<Evidence>([]).when(report()).then_events();
        given::<Evidence>(events.clone())
            .when(report())
            .then_already_so();
        given::<Evidence>(events)
            .when(crate::evidence::Destroyed)
            .then_refused(Code::Absent);
    }
}
