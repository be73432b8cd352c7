//! Somebody told the desk: how, when, by whom, with which reference (R3 to R8).
//!
//! Required fields that are missing refuse it with their list. Protecting a child does not wait for a
//! form, though: what is said by telephone needs none, and anything else goes with a reason.

use lanyard_events::At;
use lanyard_events::referral::{ReferralEvent, ReferralSubmitted, SentHow};

use super::{check_past, draft};
use crate::referral::command::Submit;
use crate::referral::next;
use crate::referral::state::{Record, Stage, State};
use crate::refusal::{Code, Fault, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::referral) fn decide(
    state: &State,
    submit: Submit,
    at: At,
) -> Result<Vec<ReferralEvent>, Refusal> {
    let record = state.at_least(Stage::Needed, "")?;
    let mut checks = Checks::default();
    check_past(&mut checks, "/at", submit.at, at);
    checks.optional("/spoken_to", submit.spoken_to.as_ref(), LABEL_MAX_CHARS);
    let reference = submit.their_reference.as_ref();
    checks.optional("/their_reference", reference, LABEL_MAX_CHARS);
    let reason = submit.missing_reason.as_ref();
    checks.optional("/missing_reason", reason, TEXT_MAX_CHARS);
    checks.done()?;
    let missing = missing(record, &submit)?;
    let submitted = ReferralEvent::from(ReferralSubmitted {
        next: next::after_telling(submit.desk, submit.how, submit.at, &submit.calendar),
        how: submit.how,
        at: submit.at,
        spoken_to: submit.spoken_to,
        their_reference: submit.their_reference,
        missing,
        missing_reason: submit.missing_reason,
    });
    if record.is_last(&submitted) {
        return Ok(Vec::new());
    }
    if record.stage >= Stage::Submitted {
        return Err(Refusal::new(
            Code::ReferralSubmitted,
            "The desk was told already: record that it was asked again, or what it answered.",
        ));
    }
    Ok(vec![submitted])
}

fn missing(record: &Record, submit: &Submit) -> Result<Vec<String>, Refusal> {
    let Some(form) = submit.form else {
        return Ok(Vec::new());
    };
    let missing = draft::missing(form, &record.fields);
    let spoken = matches!(submit.how, SentHow::Phone | SentHow::InPerson);
    if missing.is_empty() || spoken || submit.missing_reason.is_some() {
        return Ok(missing);
    }
    let faults = { missing.iter() }
        .map(|field| Fault {
            code: Code::FieldMissing,
            detail: "The desk asks for this. Fill it in (\"not known\" fills it too), or say in \
                     missing_reason why it went without."
                .into(),
            pointer: Some(format!("/fields/{field}").into()),
        })
        .collect();
    match Refusal::of_faults(faults) {
        Some(refusal) => Err(refusal),
        None => Ok(missing),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::referral::Referral;
    use crate::referral::samples::{a_submit, closed, full, needed_at, not_made};
    use crate::scenario::{given, words};

    fn submitted(events: &[ReferralEvent]) -> &ReferralSubmitted {
        let ReferralEvent::Submitted(submitted) = &events[0] else {
            panic!("{events:?}");
        };
        submitted
    }

    #[test]
    fn a_full_form_goes_and_is_chased_when_no_answer_comes() {
        let events = given::<Referral>([needed_at("ceop"), full("ceop")])
            .when(a_submit("ceop", SentHow::Portal))
            .then_events();
        let event = submitted(&events);
        assert!(event.missing.is_empty());
        let chase = event.next.chase.clone().unwrap();
        assert_eq!(chase.at.to_string(), "2026-11-12T17:00:00.000Z");
        assert_eq!(event.next.in_writing, None);
        given::<Referral>([needed_at("ceop"), full("ceop"), events[0].clone()])
            .when(a_submit("ceop", SentHow::Portal))
            .then_already_so();
    }

    #[test]
    fn missing_fields_refuse_it_with_their_list_unless_a_reason_says_why() {
        let refusal = given::<Referral>([needed_at("ceop")])
            .when(a_submit("ceop", SentHow::Portal))
            .then_refused(Code::FieldMissing);
        assert_eq!(refusal.faults().count(), 27);
        let mut reasoned = a_submit("ceop", SentHow::Portal);
        reasoned.missing_reason = Some(words("All of it was typed on the portal."));
        let events = given::<Referral>([needed_at("ceop")])
            .when(reasoned)
            .then_events();
        assert_eq!(submitted(&events).missing.len(), 27);
    }

    #[test]
    fn social_care_by_telephone_is_due_in_writing_in_24_hours_and_its_answer_in_a_working_day() {
        let events = given::<Referral>([needed_at("social_care")])
            .when(a_submit("social_care", SentHow::Phone))
            .then_events();
        let next = &submitted(&events).next;
        let at = |due: &Option<lanyard_events::concern::Due>| due.clone().unwrap().at.to_string();
        assert_eq!(at(&next.in_writing), "2026-11-11T14:05:00.000Z");
        assert_eq!(at(&next.answer), "2026-11-11T17:00:00.000Z");
        assert_eq!(at(&next.chase), "2026-11-12T17:00:00.000Z");
        assert_eq!(next.in_writing.clone().unwrap().rule, "R4");
    }

    #[test]
    fn it_is_told_once_in_the_past_and_while_it_is_open() {
        let mut ahead = a_submit("police", SentHow::Phone);
        ahead.at = "2026-11-10T15:00:00Z".parse().unwrap();
        given::<Referral>([needed_at("police")])
            .when(ahead)
            .then_refused(Code::LastDayAhead);
        let told = given::<Referral>([needed_at("police")])
            .when(a_submit("police", SentHow::Phone))
            .then_events();
        let mut otherwise = a_submit("police", SentHow::InPerson);
        otherwise.spoken_to = None;
        given::<Referral>([needed_at("police"), told[0].clone()])
            .when(otherwise)
            .then_refused(Code::ReferralSubmitted);
        given::<Referral>([needed_at("police"), not_made()])
            .when(a_submit("police", SentHow::Phone))
            .then_refused(Code::ReferralNotMade);
        given::<Referral>([needed_at("police"), told[0].clone(), closed()])
            .when(a_submit("police", SentHow::Phone))
            .then_refused(Code::ReferralClosed);
        given::<Referral>([])
            .when(a_submit("police", SentHow::Phone))
            .then_refused(Code::Absent);
    }
}
