//! Giving a step to somebody else: never to somebody with a conflict.

use lanyard_events::step::StepGiven;

use crate::refusal::{Code, Refusal};
use crate::steps::command::{Doer, GiveStep};
use crate::steps::matter::{Matter, StepEvent, step_of};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(crate) fn give_step(matter: &Matter<'_>, give: GiveStep) -> Result<Vec<StepEvent>, Refusal> {
    let by_reader = Doer::Person {
        staff: give.owner,
        is_senior: true,
    };
    let task = step_of(matter, &give.name, by_reader)?;
    let mut checks = Checks::default();
    checks.optional("/reason", give.reason.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    if give.owner_is_conflicted {
        return Err(Refusal::of_field(
            Code::Conflicted,
            "/owner",
            "This person cannot act in this matter: name somebody else.",
        ));
    }
    if task.owner == give.owner {
        return Ok(Vec::new());
    }
    let given = StepGiven {
        name: give.name,
        owner: give.owner,
        reason: give.reason,
    };
    Ok(vec![StepEvent::Given(given)])
}
