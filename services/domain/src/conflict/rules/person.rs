//! Looking again at whom somebody is close to, every 90 days: the restriction stands, or two seniors lift it
//! (domain.md 1 rules 2 and 4). That everybody is kept out of matters about themself is looked at by nobody.

use lanyard_events::PersonRef;
use lanyard_events::conflict::{
    ConflictEvent, ConflictPersonLifted, ConflictPersonReviewPlanned, ConflictPersonReviewed,
};

use super::{another_senior, second_senior};
use crate::conflict::command::{LiftPerson, PlanPersonReview, ReviewPerson};
use crate::conflict::state::State;
use crate::refusal::{Code, Refusal};
use crate::text;

/// Once for each time that somebody is registered as close.
pub(in crate::conflict) fn plan(state: &State, plan: PlanPersonReview) -> Vec<ConflictEvent> {
    let is_wanted = state.exclusions().is_some_and(|exclusions| {
        exclusions.persons.contains(&plan.person) && !exclusions.planned.contains(&plan.person)
    });
    if !is_wanted {
        return Vec::new();
    }
    let planned = ConflictPersonReviewPlanned {
        person: plan.person,
        owner: plan.owner,
        due: plan.due,
    };
    vec![planned.into()]
}

pub(in crate::conflict) fn review(
    state: &State,
    review: ReviewPerson,
) -> Result<Vec<ConflictEvent>, Refusal> {
    another_senior(review.owner, &review.by)?;
    text::check("/reason", &review.reason)?;
    if !is_close(state, &review.person, review.owner) {
        return Err(not_close());
    }
    let reviewed = ConflictPersonReviewed {
        person: review.person,
        reason: review.reason,
    };
    Ok(vec![reviewed.into()])
}

pub(in crate::conflict) fn lift(
    state: &State,
    lift: LiftPerson,
) -> Result<Vec<ConflictEvent>, Refusal> {
    another_senior(lift.owner, &lift.by)?;
    text::check("/reason", &lift.reason)?;
    let second = second_senior(lift.owner, lift.by.staff, lift.second)?;
    if !is_close(state, &lift.person, lift.owner) {
        return Err(not_close());
    }
    let lifted = ConflictPersonLifted {
        person: lift.person,
        second,
        reason: lift.reason,
    };
    Ok(vec![lifted.into()])
}

fn is_close(state: &State, person: &PersonRef, owner: lanyard_events::StaffId) -> bool {
    person.staff() != Some(owner) && { state.exclusions() }
        .is_some_and(|exclusions| exclusions.persons.contains(person))
}

fn not_close() -> Refusal {
    Refusal::of_field(
        Code::PersonNotLinked,
        "/person",
        "Nobody has registered this person as close to them.",
    )
}

#[cfg(test)]
mod tests {
    use lanyard_events::StaffId;
    use lanyard_events::conflict::ConflictPersonAdded;
    use lanyard_events::staff::Relation;

    use super::*;
    use crate::concern::samples::pupil;
    use crate::conflict::Conflict;
    use crate::conflict::samples::{OWNER, ask_review, senior};
    use crate::scenario::{given, id, words};

    fn daughter() -> ConflictEvent {
        ConflictPersonAdded {
            person: pupil(1).person,
            relation: Relation::Relative,
        }
        .into()
    }

    fn plan() -> PlanPersonReview {
        let ask = ask_review();
        PlanPersonReview {
            person: pupil(1).person,
            owner: ask.owner,
            due: ask.due,
        }
    }

    fn planned() -> ConflictEvent {
        let plan = plan();
        ConflictPersonReviewPlanned {
            person: plan.person,
            owner: plan.owner,
            due: plan.due,
        }
        .into()
    }

    fn review() -> ReviewPerson {
        ReviewPerson {
            person: pupil(1).person,
            owner: StaffId::new(id(OWNER)),
            by: senior(3),
            reason: words("She is still at the academy."),
        }
    }

    fn lift() -> LiftPerson {
        LiftPerson {
            person: pupil(1).person,
            owner: StaffId::new(id(OWNER)),
            by: senior(3),
            second: Some(senior(4)),
            reason: words("Another Byrne."),
        }
    }

    fn lifted() -> ConflictEvent {
        ConflictPersonLifted {
            person: pupil(1).person,
            second: StaffId::new(id(4)),
            reason: words("Another Byrne."),
        }
        .into()
    }

    #[test]
    fn it_is_planned_once_each_time_that_somebody_is_registered() {
        given::<Conflict>([daughter()])
            .when(plan())
            .then([planned()])
            .when(plan())
            .then_already_so();
        given::<Conflict>([]).when(plan()).then_already_so();
        given::<Conflict>([daughter(), planned(), lifted(), daughter()])
            .when(plan())
            .then([planned()]);
    }

    #[test]
    fn it_stands_or_is_lifted_by_two() {
        let reviewed = ConflictPersonReviewed {
            person: pupil(1).person,
            reason: words("She is still at the academy."),
        };
        given::<Conflict>([daughter(), planned()])
            .when(review())
            .then([reviewed.into()]);
        given::<Conflict>([daughter()])
            .when(lift())
            .then([lifted()])
            .when(lift())
            .then_refused(Code::PersonNotLinked);
        let mut alone = lift();
        alone.second = None;
        given::<Conflict>([daughter()])
            .when(alone)
            .then_refused(Code::SecondPersonNeeded);
    }

    #[test]
    fn not_by_oneself_and_not_of_oneself() {
        let mut own = review();
        own.by = senior(OWNER);
        given::<Conflict>([daughter()])
            .when(own)
            .then_refused(Code::OwnConflict);
        let oneself = PersonRef::Staff {
            id: StaffId::new(id(OWNER)),
        };
        let added = ConflictPersonAdded {
            person: oneself.clone(),
            relation: Relation::Oneself,
        };
        let mut of_oneself = lift();
        of_oneself.person = oneself;
        given::<Conflict>([added.into()])
            .when(of_oneself)
            .then_refused(Code::PersonNotLinked);
        given::<Conflict>([])
            .when(review())
            .then_refused(Code::PersonNotLinked);
    }
}
