//! Whether there is substance in it: one writes it, the other signs (M8). Writing it is the first signature.

use lanyard_events::investigation::InvestigationFact as Fact;
use lanyard_events::{Sensitive, StaffId};

use super::{agreed, not_concluded};
use crate::investigation::record::Investigation;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(super) fn judge(
    record: &Investigation,
    substance: bool,
    reasons: Sensitive<String>,
    by: StaffId,
) -> Result<Vec<Fact>, Refusal> {
    agreed(record)?;
    not_concluded(record)?;
    no_open_sitting(record)?;
    let mut checks = Checks::default();
    checks.text("/reasons", reasons.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let before = record.judgement.as_ref();
    if before.is_some_and(|it| (it.substance, &it.reasons, it.by) == (substance, &reasons, by)) {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::Judged {
        judgement: before.map_or(1, |it| it.number.saturating_add(1)),
        substance,
        reasons,
        by,
    }])
}

pub(super) fn sign(record: &Investigation, number: u16, by: StaffId) -> Result<Vec<Fact>, Refusal> {
    agreed(record)?;
    let Some(judgement) = record.judgement.as_ref().filter(|it| it.number == number) else {
        return Err(Refusal::new(
            Code::JudgementReplaced,
            "This is not what was written last about its substance: read that, and sign it or write your own \
             view.",
        ));
    };
    if judgement.signed_by == Some(by) {
        return Ok(Vec::new());
    }
    not_concluded(record)?;
    no_open_sitting(record)?;
    if judgement.by == by {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "The other senior of this record has to sign this: your signature is that you wrote it.",
        ));
    }
    Ok(vec![Fact::JudgementSigned {
        judgement: number,
        by,
    }])
}

fn no_open_sitting(record: &Investigation) -> Result<(), Refusal> {
    if { record.sittings.values() }.all(|sitting| sitting.ended_at.is_some()) {
        return Ok(());
    }
    Err(Refusal::new(
        Code::SittingOpen,
        "A sitting of this record goes on: end it first.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{DSL, opened};
    use crate::investigation::samples::{
        SECOND, by, ended, fact, minute, proposed, record, row, start, started, story,
    };
    use crate::investigation::{InvestigationEntry, RecordInvestigation};
    use crate::scenario::{given, words};

    fn judge(substance: bool, n: u8) -> RecordInvestigation {
        let reasons = words("An advertisement opened it.");
        record(InvestigationEntry::Judge { substance, reasons }, n)
    }

    fn judged(judgement: u16, substance: bool, n: u8) -> Fact {
        Fact::Judged {
            judgement,
            substance,
            reasons: words("An advertisement opened it."),
            by: by(n),
        }
    }

    fn sign(judgement: u16, n: u8) -> RecordInvestigation {
        record(InvestigationEntry::SignJudgement { judgement }, n)
    }

    fn signed(judgement: u16, n: u8) -> Fact {
        Fact::JudgementSigned {
            judgement,
            by: by(n),
        }
    }

    #[test]
    fn one_writes_it_and_the_other_signs() {
        given::<Case>(story(&[started(), row(), ended(20)]))
            .when(judge(false, DSL))
            .then([fact(judged(1, false, DSL))])
            .when(sign(1, SECOND))
            .then([fact(signed(1, SECOND))])
            .when(sign(1, SECOND))
            .then_already_so();
    }

    #[test]
    fn one_person_does_not_sign_twice() {
        given::<Case>(story(&[judged(1, false, DSL)]))
            .when(sign(1, DSL))
            .then_refused(Code::SecondPersonNeeded);
    }

    #[test]
    fn whoever_thinks_otherwise_writes_that_and_only_the_last_is_signed() {
        given::<Case>(story(&[judged(1, false, DSL)]))
            .when(judge(false, DSL))
            .then_already_so();
        given::<Case>(story(&[judged(1, false, DSL)]))
            .when(judge(true, SECOND))
            .then([fact(judged(2, true, SECOND))])
            .when(sign(1, SECOND))
            .then_refused(Code::JudgementReplaced);
        given::<Case>(story(&[judged(1, false, DSL), judged(2, true, SECOND)]))
            .when(sign(2, DSL))
            .then([fact(signed(2, DSL))]);
    }

    #[test]
    fn after_both_have_signed_it_is_over() {
        let facts = [judged(1, false, DSL), signed(1, SECOND)];
        for command in [
            judge(true, SECOND),
            sign(1, DSL),
            start(&[DSL, SECOND], minute(30)),
        ] {
            given::<Case>(story(&facts))
                .when_at(command, minute(60))
                .then_refused(Code::InvestigationConcluded);
        }
    }

    #[test]
    fn it_takes_reasons_and_nobody_looks_meanwhile() {
        let blank = InvestigationEntry::Judge {
            substance: true,
            reasons: words(""),
        };
        given::<Case>(story(&[]))
            .when(record(blank, DSL))
            .then_refused(Code::TextBlank);
        given::<Case>(story(&[started()]))
            .when(judge(false, DSL))
            .then_refused(Code::SittingOpen);
        given::<Case>([opened(), fact(proposed())])
            .when(judge(false, DSL))
            .then_refused(Code::InvestigationNotAgreed);
        given::<Case>(story(&[]))
            .when(sign(1, SECOND))
            .then_refused(Code::JudgementReplaced);
    }
}
