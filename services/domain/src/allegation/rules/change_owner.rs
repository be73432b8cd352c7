//! Giving the matter to another case manager: it always has one who is unconflicted.

use lanyard_events::allegation::{AllegationEvent, AllegationOwnerChanged};

use crate::allegation::command::ChangeOwner;
use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::allegation) fn decide(
    state: &State,
    change: ChangeOwner,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    text::check("/reason", &change.reason)?;
    change.owner.check(&record.routed_to, "/owner")?;
    if record.owner == change.owner.staff && !record.is_without_owner {
        return Ok(Vec::new());
    }
    let changed = AllegationOwnerChanged {
        owner: change.owner.staff,
        reason: change.reason,
    };
    Ok(vec![changed.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::Role;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{HEAD, manager, needs_an_open_matter, opened, staff_id};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn change(to: u8, role: Role) -> ChangeOwner {
        ChangeOwner {
            owner: manager(to, role),
            reason: words("On leave from Monday."),
        }
    }

    #[test]
    fn it_goes_to_another_of_those_to_whom_it_went() {
        let reason = words("On leave from Monday.");
        let changed = AllegationOwnerChanged {
            owner: staff_id(4),
            reason,
        };
        given::<Allegation>([opened()])
            .when(change(4, Role::Head))
            .then([changed.into()])
            .when(change(4, Role::Head))
            .then_already_so();
        given::<Allegation>([opened()])
            .when(change(HEAD, Role::Head))
            .then_already_so();
        needs_an_open_matter(change(4, Role::Head));
    }

    #[test]
    fn never_to_a_safeguarding_lead_nor_to_somebody_conflicted() {
        given::<Allegation>([opened()])
            .when(change(4, Role::Dsl))
            .then_refused(Code::NotASenior);
        let mut wrong = change(4, Role::Head);
        wrong.owner.is_conflicted = true;
        given::<Allegation>([opened()])
            .when(wrong)
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn it_takes_a_reason() {
        let mut unreasoned = change(4, Role::Head);
        unreasoned.reason = words(" ");
        given::<Allegation>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
