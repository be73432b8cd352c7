//! Letting somebody read a case by name: with a reason and an end (domain.md 1 rule 2, S31).

use lanyard_events::At;
use lanyard_events::grant::{GrantEvent, GrantGiven};

use crate::grant::command::Give;
use crate::grant::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

/// Nobody is left with access that is looked at less often than restrictions are (domain.md 1 rule 2:
/// every 90 days).
pub const GRANT_MAX_DAYS: i64 = 90;
const DAY_MILLIS: i64 = 24 * 3_600_000;

pub(in crate::grant) fn decide(
    state: &State,
    give: Give,
    at: At,
) -> Result<Vec<GrantEvent>, Refusal> {
    state.must_be_new()?;
    let mut checks = Checks::default();
    checks.text("/reason", give.reason.expose(), TEXT_MAX_CHARS);
    if give.until <= at {
        let detail = "A grant ends at a time that is still to come.";
        checks.fail(Code::DueInThePast, "/until", detail);
    } else if give.until.millis() - at.millis() > GRANT_MAX_DAYS * DAY_MILLIS {
        let detail = "A grant ends within 90 days; give another one then, if it is still needed.";
        checks.fail(Code::GrantTooLong, "/until", detail);
    }
    checks.done()?;
    if give.to == give.by {
        return Err(Refusal::of_field(
            Code::GrantToOneself,
            "/to",
            "Nobody gives leave to themself.",
        ));
    }
    if give.to_has_left {
        let detail = "This person does not work here any more.";
        return Err(Refusal::of_field(Code::StaffLeft, "/to", detail));
    }
    if give.to_is_conflicted {
        return Err(Refusal::of_field(
            Code::Conflicted,
            "/to",
            "This person cannot be given leave to read this matter.",
        ));
    }
    let given = GrantGiven {
        matter: give.matter,
        to: give.to,
        until: give.until,
        reason: give.reason,
    };
    Ok(vec![given.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::staff_id;
    use crate::grant::Grant;
    use crate::grant::samples::{GIVER, a_give, given_leave};
    use crate::scenario::{given, now, words};

    fn until_in(millis: i64) -> Give {
        Give {
            until: At::from_millis(now().millis() + millis),
            ..a_give()
        }
    }

    #[test]
    fn somebody_may_read_a_case_until_a_set_time() {
        given::<Grant>([]).when(a_give()).then([given_leave()]);
        given::<Grant>([given_leave()])
            .when(a_give())
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn it_ends_ahead_and_within_ninety_days() {
        for past in [0, -1] {
            given::<Grant>([])
                .when(until_in(past))
                .then_refused(Code::DueInThePast);
        }
        given::<Grant>([])
            .when(until_in(90 * DAY_MILLIS))
            .then_events();
        given::<Grant>([])
            .when(until_in(90 * DAY_MILLIS + 1))
            .then_refused(Code::GrantTooLong);
    }

    #[test]
    fn not_to_oneself_nor_a_leaver_nor_anybody_conflicted_and_with_a_reason() {
        let mut wrong = a_give();
        wrong.to = staff_id(GIVER);
        given::<Grant>([])
            .when(wrong)
            .then_refused(Code::GrantToOneself);
        let mut wrong = a_give();
        wrong.to_has_left = true;
        given::<Grant>([]).when(wrong).then_refused(Code::StaffLeft);
        let mut wrong = a_give();
        wrong.to_is_conflicted = true;
        given::<Grant>([])
            .when(wrong)
            .then_refused(Code::Conflicted);
        let mut wrong = a_give();
        wrong.reason = words(" ");
        given::<Grant>([]).when(wrong).then_refused(Code::TextBlank);
    }
}
