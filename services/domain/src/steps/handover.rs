//! What a step of a pupil's case finds about an adult is handed to the headteacher: the case is read by the
//! whole safeguarding team, and so shows no more of it than that (domain.md 1 rule 1; playbooks.md 0, O5;
//! `data/agencies.toml`, `about_adults`).

use lanyard_events::Sensitive;
use lanyard_events::step::{FilledField, StepDone};

use super::command::DoStep;
use super::matter::Matter;
use super::task::Task;
use crate::policy::{Answer, Shipped};

/// The field of a done step that says so. Nobody fills it in: no playbook has it.
const FIELD: &str = "handed_over";
/// All that the step's readers are shown.
const WORDS: &str = "Handed to the headteacher.";

/// Whether a desk is told of adults, out of their matters only.
pub(crate) fn is_about_adults(agency: &str) -> bool {
    { Shipped::get().desk_named(agency) }.is_some_and(|desk| desk.about_adults)
}

/// What the record says of it: where a "yes" leads to an adults' playbook, or to a desk that is told of
/// adults.
pub(crate) fn of(
    matter: &Matter<'_>,
    task: &Task,
    step: &DoStep,
    agencies: &[String],
) -> Option<FilledField> {
    let yes = { step.answer.iter() }.any(|answer| task.counts_as(answer) == Answer::YES);
    let opens = { step.opens.iter() }.any(|opens| opens.playbook.about_adults);
    let tells = { agencies.iter() }.any(|agency| is_about_adults(agency));
    (!matter.about_adult && yes && (opens || tells)).then(|| FilledField {
        field: FIELD.to_owned(),
        value: Sensitive::from(WORDS),
    })
}

/// Whether a step that was done is to be handed to the headteacher.
#[must_use]
pub fn is_handed_over(done: &StepDone) -> bool {
    { done.fields.iter() }.any(|filled| filled.field == FIELD && filled.value.expose() == WORDS)
}
