//! Taking an academy into the record.

use lanyard_events::academy::{AcademyEvent, AcademyOpened};

use crate::academy::command::Open;
use crate::academy::state::State;
use crate::clock::SchoolCalendar;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS};

/// Local authority codes of the Department for Education have three digits.
const LOCAL_AUTHORITY_DIGITS: usize = 3;
/// Unique reference numbers of the Department for Education have six digits.
const URN_DIGITS: usize = 6;

pub(in crate::academy) fn decide(state: &State, open: Open) -> Result<Vec<AcademyEvent>, Refusal> {
    let opened = AcademyOpened {
        name: open.name,
        urn: open.urn,
        local_authority: open.local_authority,
        phase: open.phase,
        day_ends: open.day_ends,
    };
    match state {
        State::Absent => {
            check(&opened)?;
            Ok(vec![opened.into()])
        }
        State::Open(profile) if profile.opened == opened => Ok(Vec::new()),
        State::Open(_) | State::Erased => Err(Refusal::new(
            Code::AlreadyExists,
            "An academy with this id exists already.",
        )),
    }
}

fn check(opened: &AcademyOpened) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.text("/name", &opened.name, LABEL_MAX_CHARS);
    if opened
        .urn
        .as_ref()
        .is_some_and(|urn| !digits(urn, URN_DIGITS))
    {
        let detail = "A unique reference number has six digits.";
        checks.fail(Code::BadUrn, "/urn", detail);
    }
    if !digits(&opened.local_authority, LOCAL_AUTHORITY_DIGITS) {
        let detail = "A local authority code has three digits.";
        checks.fail(Code::BadLocalAuthority, "/local_authority", detail);
    }
    if SchoolCalendar::new(&opened.day_ends, Vec::new(), Vec::new()).is_err() {
        let detail = "The end of the school day is a time like 15:30.";
        checks.fail(Code::BadDayEnd, "/day_ends", detail);
    }
    checks.done()
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academy::Academy;
    use crate::academy::samples::{an_open, opened};
    use crate::scenario::given;

    #[test]
    fn an_academy_opens_once() {
        given::<Academy>([])
            .when(an_open())
            .then([opened()])
            .when(an_open())
            .then_already_so();
    }

    #[test]
    fn another_academy_of_the_same_id_is_refused() {
        let mut other = an_open();
        other.name = "Another".to_owned();
        given::<Academy>([opened()])
            .when(other.clone())
            .then_refused(Code::AlreadyExists);
        given::<Academy>([])
            .then_erased()
            .when(other)
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let mut wrong = an_open();
        wrong.name = " ".to_owned();
        wrong.urn = Some("12345".to_owned());
        wrong.local_authority = "91a".to_owned();
        wrong.day_ends = "half past three".to_owned();
        let refusal = given::<Academy>([])
            .when(wrong)
            .then_refused(Code::TextBlank);
        let codes: Vec<_> = refusal.faults().map(|fault| fault.code).collect();
        assert_eq!(
            codes,
            [
                Code::TextBlank,
                Code::BadUrn,
                Code::BadLocalAuthority,
                Code::BadDayEnd
            ]
        );
    }

    #[test]
    fn a_urn_may_be_absent() {
        let mut without = an_open();
        without.urn = None;
        given::<Academy>([]).when(without).then_events();
    }
}
