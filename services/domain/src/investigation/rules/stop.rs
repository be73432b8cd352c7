//! The stop rule: it ends the looking at once, for good (M7, R6, R7).

use lanyard_events::investigation::InvestigationFact as Fact;
use lanyard_events::{At, Sensitive, StaffId};

use super::{agreed, in_its_time, not_concluded};
use crate::investigation::command::InvestigationEntry as Entry;
use crate::investigation::record::Investigation;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

/// Whoever sees it stops: the other is not asked, and an open sitting ends with it.
pub(super) fn stop(
    record: &Investigation,
    entry: Entry,
    by: StaffId,
    at: At,
) -> Result<Vec<Fact>, Refusal> {
    let opened_at = agreed(record)?;
    not_concluded(record)?;
    let Entry::Stop {
        rule,
        stopped_at,
        seen,
        police_reference,
    } = entry
    else {
        return Ok(Vec::new());
    };
    if record.stopped.contains(&rule) {
        return Ok(Vec::new());
    }
    // What turns out to be worse than was thought first is stopped for that too: R6 follows from it.
    let mut checks = Checks::default();
    in_its_time(&mut checks, "/stopped_at", stopped_at, opened_at, at);
    checks.text("/seen", seen.expose(), TEXT_MAX_CHARS);
    checks.optional(
        "/police_reference",
        police_reference.as_ref(),
        LABEL_MAX_CHARS,
    );
    checks.done()?;
    Ok(vec![Fact::Stopped {
        rule,
        stopped_at,
        seen,
        police_reference,
        by,
    }])
}

pub(super) fn give_reference(
    record: &Investigation,
    police_reference: Sensitive<String>,
    by: StaffId,
) -> Result<Vec<Fact>, Refusal> {
    if record.stopped.is_empty() {
        return Err(Refusal::new(
            Code::InvestigationNotStopped,
            "This record was not stopped: a call to the police is recorded with its referral.",
        ));
    }
    let mut checks = Checks::default();
    let given = police_reference.expose();
    checks.text("/police_reference", given, LABEL_MAX_CHARS);
    checks.done()?;
    match &record.police_reference {
        Some(known) if *known == police_reference => Ok(Vec::new()),
        Some(_) => Err(Refusal::new(
            Code::PoliceReferenceKnown,
            "Another reference of the police stands there already: add a note where it was wrong.",
        )),
        None => Ok(vec![Fact::PoliceReferenceGiven {
            police_reference,
            by,
        }]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::investigation::StopRule;

    use super::*;
    use crate::Aggregate;
    use crate::case::Case;
    use crate::case::samples::{DSL, opened};
    use crate::investigation::samples::{
        SECOND, by, ended, fact, minute, proposed, record, row, start, started, story,
    };
    use crate::investigation::{InvestigationEntry, RecordInvestigation};
    use crate::scenario::{given, words};

    fn stopping(rule: StopRule) -> RecordInvestigation {
        let entry = InvestigationEntry::Stop {
            rule,
            stopped_at: minute(15),
            seen: words("Both of us; on the desktop in room 4."),
            police_reference: None,
        };
        record(entry, SECOND)
    }

    fn stopped(rule: StopRule) -> Fact {
        Fact::Stopped {
            rule,
            stopped_at: minute(15),
            seen: words("Both of us; on the desktop in room 4."),
            police_reference: None,
            by: by(SECOND),
        }
    }

    fn suspects_image(facts: &[Fact]) -> bool {
        let mut state = crate::case::State::default();
        for event in story(facts) {
            state = Case::evolve(state, &event).unwrap();
        }
        state.record().unwrap().investigations.suspect_image()
    }

    #[test]
    fn from_then_on_nothing_is_looked_at() {
        let facts = [started(), stopped(StopRule::Grooming)];
        given::<Case>(story(&[started()]))
            .when_at(stopping(StopRule::Grooming), minute(60))
            .then([fact(stopped(StopRule::Grooming))])
            .when_at(stopping(StopRule::Grooming), minute(60))
            .then_already_so();
        let row = InvestigationEntry::AddRow {
            sitting: 1,
            address: words("more.example"),
            nature: words("More of it"),
            seen_at: minute(15),
            seen_by: vec![by(DSL), by(SECOND)],
            screenshot: false,
            evidence: None,
            printed: false,
        };
        for command in [
            start(&[DSL, SECOND], minute(20)),
            record(row, DSL),
            record(
                InvestigationEntry::EndSitting {
                    sitting: 1,
                    ended_at: minute(20),
                },
                DSL,
            ),
        ] {
            given::<Case>(story(&facts))
                .when_at(command, minute(60))
                .then_refused(Code::InvestigationStopped);
        }
    }

    #[test]
    fn only_a_suspected_image_closes_the_matter_to_files() {
        assert!(!suspects_image(&[started(), row(), ended(14)]));
        assert!(!suspects_image(&[stopped(StopRule::Grooming)]));
        let image = stopped(StopRule::SuspectedIndecentImage);
        assert!(suspects_image(&[
            stopped(StopRule::Grooming),
            image.clone()
        ]));
        assert!(suspects_image(&[image, stopped(StopRule::Grooming)]));
    }

    #[test]
    fn what_is_worse_than_was_thought_first_is_stopped_for_too() {
        given::<Case>(story(&[stopped(StopRule::Grooming)]))
            .when_at(stopping(StopRule::SuspectedIndecentImage), minute(60))
            .then([fact(stopped(StopRule::SuspectedIndecentImage))]);
    }

    #[test]
    fn it_has_its_time_and_says_who_saw_it() {
        let entry = InvestigationEntry::Stop {
            rule: StopRule::OtherCrime,
            stopped_at: minute(61),
            seen: words(""),
            police_reference: Some(words(" ")),
        };
        let refusal = given::<Case>(story(&[]))
            .when_at(record(entry, DSL), minute(60))
            .then_refused(Code::TimeAhead);
        assert_eq!(refusal.faults().count(), 3);
        given::<Case>([opened(), fact(proposed())])
            .when_at(stopping(StopRule::OtherCrime), minute(60))
            .then_refused(Code::InvestigationNotAgreed);
    }

    #[test]
    fn the_polices_reference_comes_when_it_is_known() {
        let give = |reference: &str| {
            let police_reference = words(reference);
            record(
                InvestigationEntry::GivePoliceReference { police_reference },
                DSL,
            )
        };
        let given_later = Fact::PoliceReferenceGiven {
            police_reference: words("CAD-77"),
            by: by(DSL),
        };
        given::<Case>(story(&[]))
            .when(give("CAD-77"))
            .then_refused(Code::InvestigationNotStopped);
        let facts = [stopped(StopRule::OtherCrime)];
        given::<Case>(story(&facts))
            .when(give(""))
            .then_refused(Code::TextBlank);
        given::<Case>(story(&facts))
            .when(give("CAD-77"))
            .then([fact(given_later.clone())])
            .when(give("CAD-77"))
            .then_already_so();
        let known = [stopped(StopRule::OtherCrime), given_later];
        given::<Case>(story(&known))
            .when(give("CAD-78"))
            .then_refused(Code::PoliceReferenceKnown);
    }
}
