//! Lifting a conflict: by another, unconflicted senior, with a reason. What was only marked takes one; what
//! was confirmed, or came with another matter, is a restriction and takes two (domain.md 1 rule 4).

use lanyard_events::conflict::{ConflictEvent, ConflictMatterLifted};

use super::{another_senior, second_senior};
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
        Some(MatterStanding::Marked) if lift.second.is_none() => {}
        Some(MatterStanding::Marked) => two_seniors(&lift)?,
        Some(MatterStanding::Followed | MatterStanding::Confirmed) => two_seniors(&lift)?,
        Some(MatterStanding::Lifted) => return Ok(Vec::new()),
        None => return Err(State::not_marked()),
    }
    let lifted = ConflictMatterLifted {
        matter: lift.matter,
        second: lift.second.map(|second| second.staff),
        reason: lift.reason,
    };
    Ok(vec![lifted.into()])
}

fn two_seniors(lift: &LiftMatter) -> Result<(), Refusal> {
    second_senior(lift.owner, lift.by.staff, lift.second).map(|_| ())
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
    fn what_was_only_marked_takes_one_and_what_was_confirmed_two() {
        let alone = || {
            let mut alone = lift();
            alone.second = None;
            alone
        };
        given::<Conflict>([marked()]).when(alone()).then_events();
        given::<Conflict>([marked(), confirmed()])
            .when(alone())
            .then_refused(Code::SecondPersonNeeded);
        for (second, code) in [
            (senior(3), Code::SecondPersonNeeded),
            (senior(OWNER), Code::OwnConflict),
        ] {
            let mut wrong = lift();
            wrong.second = Some(second);
            given::<Conflict>([marked(), confirmed()])
                .when(wrong)
                .then_refused(code);
        }
        let mut conflicted = lift();
        { conflicted.second.iter_mut() }.for_each(|it| it.is_conflicted = true);
        given::<Conflict>([marked(), confirmed()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
        let mut junior = lift();
        { junior.second.iter_mut() }.for_each(|it| it.is_senior_here = false);
        given::<Conflict>([marked()])
            .when(junior)
            .then_refused(Code::NotASenior);
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
