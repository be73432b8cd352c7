//! Taking the file of a school before (R12; S14): once, and only into the record of the child whose it
//! is.

use lanyard_events::At;
use lanyard_events::pupil::PupilEvent;

use crate::pupil::command::ReceiveFile;
use crate::pupil::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS};

pub(in crate::pupil) fn decide(
    state: &State,
    receive: ReceiveFile,
    at: At,
) -> Result<Vec<PupilEvent>, Refusal> {
    let record = state.registered()?;
    let received = receive.received;
    let mut checks = Checks::default();
    checks.text("/school", received.school.expose(), LABEL_MAX_CHARS);
    let by = received.handed_over_by.expose();
    checks.text("/handed_over_by", by, LABEL_MAX_CHARS);
    if received.received_at > at {
        let detail = "It was received before now.";
        checks.fail(Code::LastDayAhead, "/received_at", detail);
    }
    if received.made_at > received.received_at {
        let detail = "It was made before it was received.";
        checks.fail(Code::LastDayAhead, "/file/made_at", detail);
    }
    if { receive.date_of_birth }.is_some_and(|born| born != record.details.date_of_birth) {
        let detail = "The file is about a child with another date of birth.";
        checks.fail(
            Code::FileOfAnotherPupil,
            "/file/pupil/date_of_birth",
            detail,
        );
    }
    if let (Some(theirs), Some(ours)) = (&receive.upn, &record.details.upn)
        && theirs != ours
    {
        let detail = "The file is about a child with another unique pupil number.";
        checks.fail(Code::FileOfAnotherPupil, "/file/pupil/upn", detail);
    }
    checks.done()?;
    if record.files.contains(&received.digest) {
        return Ok(Vec::new());
    }
    Ok(vec![received.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::pupil::PupilFileReceived;

    use super::*;
    use crate::pupil::Pupil;
    use crate::pupil::samples::{details, left, registered};
    use crate::scenario::{given, words};

    fn receive() -> ReceiveFile {
        ReceiveFile {
            received: PupilFileReceived {
                digest: "00".repeat(32),
                school: words("Fernhill School"),
                handed_over_by: words("Their safeguarding lead"),
                received_at: "2026-11-10T09:00:00Z".parse().unwrap(),
                made_at: "2026-11-09T09:00:00Z".parse().unwrap(),
                covers_from: "2025-09-21".parse().unwrap(),
                covers_to: "2026-10-04".parse().unwrap(),
                chronology: words("2025-09-21 concern K7QM2XWD: bullying"),
                file: Some(words("{}")),
                kept: None,
            },
            upn: details().upn,
            date_of_birth: Some(details().date_of_birth),
        }
    }

    #[test]
    fn a_file_is_taken_once_also_of_somebody_who_has_left() {
        for history in [vec![registered()], vec![registered(), left()]] {
            let events = given::<Pupil>(history.clone())
                .when(receive())
                .then_events();
            given::<Pupil>(history.into_iter().chain(events))
                .when(receive())
                .then_already_so();
        }
    }

    #[test]
    fn the_file_of_another_child_is_refused() {
        let mut other = receive();
        other.upn = Some(words("F919400125002"));
        other.date_of_birth = Some("2013-05-18".parse().unwrap());
        let refusal = given::<Pupil>([registered()])
            .when(other)
            .then_refused(Code::FileOfAnotherPupil);
        assert_eq!(refusal.faults().count(), 2);
        let mut unnumbered = receive();
        unnumbered.upn = None;
        given::<Pupil>([registered()])
            .when(unnumbered)
            .then_events();
    }

    #[test]
    fn its_times_are_in_order_and_it_says_whence_it_came() {
        let mut wrong = receive();
        wrong.received.received_at = "2027-01-10T09:00:00Z".parse().unwrap();
        wrong.received.made_at = "2027-01-11T09:00:00Z".parse().unwrap();
        wrong.received.school = words(" ");
        let refusal = given::<Pupil>([registered()])
            .when(wrong)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.faults().count(), 3);
        given::<Pupil>([])
            .when(receive())
            .then_refused(Code::Absent);
    }
}
