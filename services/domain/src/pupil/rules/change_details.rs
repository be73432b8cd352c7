//! Taking over other details; also of somebody who has left, for the MIS still corrects them.

use lanyard_events::At;
use lanyard_events::pupil::{PupilDetailsChanged, PupilEvent};

use super::check_details;
use crate::pupil::command::ChangeDetails;
use crate::pupil::state::State;
use crate::refusal::Refusal;

pub(in crate::pupil) fn decide(
    state: &State,
    change: ChangeDetails,
    at: At,
) -> Result<Vec<PupilEvent>, Refusal> {
    if state.registered()?.details == change.details {
        return Ok(Vec::new());
    }
    check_details(&change.details, at)?;
    let details = change.details;
    let changed = PupilDetailsChanged {
        upn: details.upn,
        surname: details.surname,
        forename: details.forename,
        preferred_forename: details.preferred_forename,
        date_of_birth: details.date_of_birth,
        year_group: details.year_group,
        mis_id: details.mis_id,
    };
    Ok(vec![changed.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pupil::Pupil;
    use crate::pupil::samples::{details, left, registered};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn moved_up() -> ChangeDetails {
        let mut details = details();
        details.year_group = 9;
        ChangeDetails { details }
    }

    #[test]
    fn other_details_are_taken_over_once() {
        for history in [vec![registered()], vec![registered(), left()]] {
            let events = given::<Pupil>(history.clone())
                .when(moved_up())
                .then_events();
            assert_eq!(events.len(), 1);
            given::<Pupil>(history.into_iter().chain(events))
                .when(moved_up())
                .then_already_so();
        }
    }

    #[test]
    fn identical_details_change_nothing() {
        let same = ChangeDetails { details: details() };
        given::<Pupil>([registered()]).when(same).then_already_so();
    }

    #[test]
    fn wrong_details_are_refused() {
        let mut wrong = moved_up();
        wrong.details.upn = Some(words("F919400125002"));
        wrong.details.surname = words("");
        let refusal = given::<Pupil>([registered()])
            .when(wrong)
            .then_refused(Code::BadUpn);
        assert_eq!(refusal.faults().count(), 2);
    }

    #[test]
    fn there_has_to_be_a_readable_pupil() {
        given::<Pupil>([])
            .when(moved_up())
            .then_refused(Code::Absent);
        given::<Pupil>([])
            .then_erased()
            .when(moved_up())
            .then_refused(Code::Erased);
    }
}
