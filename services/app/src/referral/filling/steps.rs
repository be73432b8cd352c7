//! What was filled into the steps of the playbooks that run in the matter.

use lanyard_domain::policy::DoneKind;
use lanyard_domain::steps::{Playbooks, Task};

use super::known::Known;
use super::place::Place;

/// What is in place to keep the child safe, as steps ask for it.
const SAFETY: [&str; 5] = [
    "safety_plan",
    "plan",
    "measures",
    "arrangements",
    "what_is_done_meanwhile",
];
/// What was offered to child and family.
const SUPPORT: [&str; 4] = ["support", "support_plan", "trusted_adult", "offered_to"];
/// What the child says and wants.
pub(super) const WISHES: [&str; 4] = [
    "wishes_and_feelings",
    "what_the_child_wants",
    "wishes_of_the_child_harmed",
    "what_the_child_says",
];

/// What stands in fields of these names, in the order of the steps.
pub(super) fn answers(playbooks: &Playbooks, fields: &[&str]) -> Vec<String> {
    let filled = playbooks.tasks().flat_map(|(_, task)| filled(task));
    { filled.filter(|(field, _)| fields.contains(&field.as_str())) }
        .map(|(_, value)| value)
        .collect()
}

pub(super) fn know_steps(known: &mut Known, playbooks: &Playbooks) {
    known.several(Place::CaseSafetyPlan, answers(playbooks, &SAFETY), "\n");
    known.several(
        Place::CaseSupportOffered,
        answers(playbooks, &SUPPORT),
        "\n",
    );
    let kept = { playbooks.tasks() }
        .filter(|(_, task)| task.is(DoneKind::Custody))
        .map(|(_, task)| {
            let parts = filled(task).into_iter();
            let parts = parts.map(|(field, value)| format!("{}: {value}", field.replace('_', " ")));
            parts.collect::<Vec<_>>().join("; ")
        });
    known.several(Place::DeviceCustody, kept, "\n");
}

fn filled(task: &Task) -> Vec<(String, String)> {
    let last = task.last.iter().flat_map(|last| &last.fields);
    last.map(|it| (it.field.clone(), it.value.expose().clone()))
        .collect()
}
