//! Confirming a marked conflict: by another, unconflicted senior, within one working day.

use lanyard_events::conflict::{ConflictEvent, ConflictMatterConfirmed};

use super::another_senior;
use crate::conflict::command::ConfirmMatter;
use crate::conflict::state::{MatterStanding, State};
use crate::refusal::Refusal;

pub(in crate::conflict) fn decide(
    state: &State,
    confirm: ConfirmMatter,
) -> Result<Vec<ConflictEvent>, Refusal> {
    another_senior(confirm.owner, &confirm.by)?;
    match state.standing(&confirm.matter) {
        Some(MatterStanding::Marked | MatterStanding::Followed) => {
            let confirmed = ConflictMatterConfirmed {
                matter: confirm.matter,
            };
            Ok(vec![confirmed.into()])
        }
        Some(MatterStanding::Confirmed) => Ok(Vec::new()),
        Some(MatterStanding::Lifted) | None => Err(State::not_marked()),
    }
}

#[cfg(test)]
mod tests {
    use crate::conflict::Conflict;
    use crate::conflict::samples::{OWNER, confirm, confirmed, lifted, marked, senior};
    use crate::refusal::Code;
    use crate::scenario::given;

    #[test]
    fn another_senior_confirms_once() {
        given::<Conflict>([marked()])
            .when(confirm())
            .then([confirmed()])
            .when(confirm())
            .then_already_so();
    }

    #[test]
    fn what_is_not_marked_cannot_be_confirmed() {
        given::<Conflict>([])
            .when(confirm())
            .then_refused(Code::NoSuchConflict);
        given::<Conflict>([marked(), lifted()])
            .when(confirm())
            .then_refused(Code::NoSuchConflict);
    }

    #[test]
    fn not_oneself_nor_a_conflicted_nor_a_junior_person() {
        let mut by_self = confirm();
        by_self.by = senior(OWNER);
        given::<Conflict>([marked()])
            .when(by_self)
            .then_refused(Code::OwnConflict);
        let mut conflicted = confirm();
        conflicted.by.is_conflicted = true;
        given::<Conflict>([marked()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
        let mut junior = confirm();
        junior.by.is_senior_here = false;
        given::<Conflict>([marked()])
            .when(junior)
            .then_refused(Code::NotASenior);
    }
}
