//! Lifting a conflict that was marked wrongly: by another, unconflicted senior, with a reason.

use lanyard_events::conflict::{ConflictEvent, ConflictMatterLifted};

use super::another_senior;
use crate::conflict::command::LiftMatter;
use crate::conflict::state::{MatterStanding, State};
use crate::refusal::Refusal;
use crate::text;

pub(in crate::conflict) fn decide(
    state: &State,
    lift: LiftMatter,
) -> Result<Vec<ConflictEvent>, Refusal> {
    another_senior(lift.owner, &lift.by)?;
    text::check("/reason", &lift.reason)?;
    match state.standing(&lift.matter) {
        Some(MatterStanding::Marked | MatterStanding::Confirmed) => {
            let lifted = ConflictMatterLifted {
                matter: lift.matter,
                reason: lift.reason,
            };
            Ok(vec![lifted.into()])
        }
        Some(MatterStanding::Lifted) => Ok(Vec::new()),
        None => Err(State::not_marked()),
    }
}

#[cfg(test)]
mod tests {
    use crate::conflict::Conflict;
    use crate::conflict::samples::{OWNER, confirmed, lift, lifted, marked, senior};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn another_senior_lifts_it_once() {
        for history in [vec![marked()], vec![marked(), confirmed()]] {
            given::<Conflict>(history)
                .when(lift())
                .then([lifted()])
                .when(lift())
                .then_already_so();
        }
    }

    #[test]
    fn what_is_not_marked_cannot_be_lifted() {
        given::<Conflict>([])
            .when(lift())
            .then_refused(Code::NoSuchConflict);
    }

    #[test]
    fn it_takes_a_reason() {
        let mut unreasoned = lift();
        unreasoned.reason = words(" ");
        given::<Conflict>([marked()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn not_oneself_nor_a_conflicted_nor_a_junior_person() {
        let mut by_self = lift();
        by_self.by = senior(OWNER);
        given::<Conflict>([marked()])
            .when(by_self)
            .then_refused(Code::OwnConflict);
        let mut conflicted = lift();
        conflicted.by.is_conflicted = true;
        given::<Conflict>([marked()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
        let mut junior = lift();
        junior.by.is_senior_here = false;
        given::<Conflict>([marked()])
            .when(junior)
            .then_refused(Code::NotASenior);
    }
}
