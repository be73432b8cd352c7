//! Steps of a playbook as a case or an adult's matter keeps them: what was asked of people stays what it
//! was, whatever edition the trust publishes later (domain.md 4).
//!
//! Both kinds of matter record the same four events of steps. `step_payloads` declares them for one of
//! them, and turns them to and from the facts that the rules and views of steps know.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::concern::Due;
use crate::id::{PupilId, StaffId};
use crate::sensitive::Sensitive;

/// One step, as its edition had it on the day when the playbook started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaybookStep {
    /// Its id within the playbook: O1, 7.4.
    pub step: String,
    /// What is to be done.
    pub text: String,
    /// A few words more.
    pub help: Option<String>,
    /// Whose it is, by role; the first is meant, the others stand in.
    pub roles: Vec<String>,
    /// Whose it became: never nobody. By when it is to be done stands in what begins with it.
    pub owner: StaffId,
    /// When it is due, as the playbook writes it: now, 2wd.
    pub due: String,
    /// From the end of which step it counts.
    pub after: Option<String>,
    /// Whether its time counts from when the matter was known, with whatever step it begins (R3, R5, R10). False in
    /// what version 2 of the event kept.
    #[serde(default)]
    pub from_known: bool,
    /// On whose word it stands: S, S*, L, P.
    pub basis: String,
    /// A "yes" here halts everything else (R6).
    pub stop_rule: bool,
    /// One task for each of: child, parent_of_each_child.
    pub per: Option<String>,
    /// Desks to one of which it is referred.
    pub refers_to: Vec<String>,
    /// The playbook that a "yes" leads to.
    pub opens: Option<String>,
    /// What counts as done.
    pub done: StepEnd,
    /// Whether it may be left out.
    pub skip: StepSkip,
}

/// What counts as done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepEnd {
    /// In which way: tick, note, decision, reference, contact, custody, signatures.
    pub kind: String,
    /// What is decided.
    pub question: Option<String>,
    /// What may be answered.
    pub answers: Vec<String>,
    /// What "unknown" counts as.
    pub unknown_is: Option<String>,
    /// Steps each of which is answered "no" before this one can be answered "yes"; once one of them is not,
    /// the "yes" counts as "no" (R6). None in what version 1 of the event kept.
    #[serde(default)]
    pub yes_if_all_no: Vec<String>,
    /// Whether two unconflicted people do it; where it refers, whether not referring takes two.
    pub two: bool,
    /// What has to be filled in.
    pub fields: Vec<String>,
}

/// Whether a step may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepSkip {
    /// Never.
    No,
    /// With a reason.
    Reason,
    /// It closes itself while another step is so answered.
    Answered {
        /// The other step.
        step: String,
        /// So.
        answer: String,
    },
    /// Its owner may close it by saying exactly this.
    Said {
        /// The words.
        words: String,
    },
}

/// Names one step of one playbook of a case.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct StepName {
    /// The playbook.
    pub playbook: String,
    /// The step.
    pub step: String,
}

/// A step that people can begin with now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepBegun {
    /// Which.
    pub name: StepName,
    /// By when; none where no day is set.
    pub due_at: Option<Due>,
}

/// A desk that a step sends the matter to. A referral of its own follows from it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct StepReferral {
    /// The step that says so.
    pub name: StepName,
    /// Which desk.
    pub agency: String,
    /// The how-manieth time: an answer may be changed, and changed back.
    pub time: u16,
}

/// What moves with one event: steps that begin, that close themselves, and desks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepMoves {
    /// Steps that begin, or begin again.
    pub begun: Vec<StepBegun>,
    /// Steps that do not apply any more.
    pub closed: Vec<StepName>,
    /// Desks that are to be referred to.
    pub needed: Vec<StepReferral>,
    /// Desks that are not to be referred to after all.
    pub dropped: Vec<StepReferral>,
}

/// One field that was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilledField {
    /// Which.
    pub field: String,
    /// With what.
    pub value: Sensitive<String>,
}

/// A playbook began, in whichever kind of matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaybookStarted {
    /// Which one.
    pub playbook: String,
    /// Which edition of it.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Playbooks that do not run beside it.
    pub not_with: Vec<String>,
    /// Its steps, in order.
    pub steps: Vec<PlaybookStep>,
    /// The step that led to it, if one did.
    pub from: Option<StepName>,
    /// Why it was chosen, where somebody chose it.
    pub reason: Option<Sensitive<String>>,
    /// What moves with it.
    pub moves: StepMoves,
    /// When it was known of what the playbook is for; none in what version 2 of the event kept.
    pub known_at: Option<At>,
}

/// A step was done, in whichever kind of matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepDone {
    /// Which.
    pub name: StepName,
    /// For which child, where it is one task for each.
    pub child: Option<PupilId>,
    /// What was answered.
    pub answer: Option<String>,
    /// What was written; the reason of a decision.
    pub text: Option<Sensitive<String>>,
    /// A desk's or provider's reference.
    pub reference: Option<Sensitive<String>>,
    /// Fields that were filled in.
    pub fields: Vec<FilledField>,
    /// Who did it too, where it takes two.
    pub second: Option<StaffId>,
    /// Whether the step is done with this: not while other children are to come.
    pub complete: bool,
    /// What moves with it.
    pub moves: StepMoves,
}

/// A step was left out, in whichever kind of matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepSkipped {
    /// Which.
    pub name: StepName,
    /// The words by which its owner may close it; none where a reason is enough.
    pub said: Option<String>,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who agreed, where it takes two.
    pub second: Option<StaffId>,
    /// What moves with it.
    pub moves: StepMoves,
}

/// A step was given to somebody else, in whichever kind of matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepGiven {
    /// Which.
    pub name: StepName,
    /// Whose it is now.
    pub owner: StaffId,
    /// Why.
    pub reason: Option<Sensitive<String>>,
}

/// Declares the four events of steps for one kind of matter.
macro_rules! step_payloads {
    (
        $started_type:literal $started:ident, $done_type:literal $done:ident,
        $skipped_type:literal $skipped:ident, $given_type:literal $given:ident $(,)?
    ) => {
        $crate::payload::payloads! {
            /// A playbook began: its steps are tasks from now on (domain.md 4).
            $started_type v 3 $started {
                /// Which one.
                playbook: String,
                /// Which edition of it.
                edition: u16,
                /// What people read.
                title: String,
                /// Playbooks that do not run beside it.
                not_with: Vec<String>,
                /// Its steps, in order, with the opening and closing steps where they belong to it.
                steps: Vec<$crate::step::PlaybookStep>,
                /// The step that led to it, if one did.
                from: Option<$crate::step::StepName>,
                /// Why it was chosen, where somebody chose it.
                reason: Option<Sensitive<String>>,
                /// What moves with it.
                moves: $crate::step::StepMoves,
                /// When it was known of what the playbook is for, from which the law counts some steps (R3, R5, R10).
                known_at: Option<$crate::at::At>,
            }
            /// A step was done, or done again with another answer.
            $done_type v 1 $done {
                /// Which.
                name: $crate::step::StepName,
                /// For which child, where it is one task for each.
                child: Option<PupilId>,
                /// What was answered.
                answer: Option<String>,
                /// What was written; the reason of a decision.
                text: Option<Sensitive<String>>,
                /// A desk's or provider's reference.
                reference: Option<Sensitive<String>>,
                /// Fields that were filled in.
                fields: Vec<$crate::step::FilledField>,
                /// Who did it too, where it takes two.
                second: Option<StaffId>,
                /// Whether the step is done with this: not while other children are to come.
                complete: bool,
                /// What moves with it.
                moves: $crate::step::StepMoves,
            }
            /// A step was left out.
            $skipped_type v 1 $skipped {
                /// Which.
                name: $crate::step::StepName,
                /// The words by which its owner may close it; none where a reason is enough.
                said: Option<String>,
                /// Why.
                reason: Sensitive<String>,
                /// Who agreed, where it takes two.
                second: Option<StaffId>,
                /// What moves with it.
                moves: $crate::step::StepMoves,
            }
            /// A step was given to somebody else.
            $given_type v 1 $given {
                /// Which.
                name: $crate::step::StepName,
                /// Whose it is now.
                owner: StaffId,
                /// Why.
                reason: Option<Sensitive<String>>,
            }
        }

        $crate::step::same_fields! { $crate::step::PlaybookStarted, $started {
            playbook, edition, title, not_with, steps, from, reason, moves, known_at
        } }
        $crate::step::same_fields! { $crate::step::StepDone, $done {
            name, child, answer, text, reference, fields, second, complete, moves
        } }
        $crate::step::same_fields! { $crate::step::StepSkipped, $skipped {
            name, said, reason, second, moves
        } }
        $crate::step::same_fields! { $crate::step::StepGiven, $given { name, owner, reason } }
    };
}

/// Turns a fact of steps into an event and back.
macro_rules! same_fields {
    ($fact:path, $event:ident { $($field:ident),+ }) => {
        impl From<$fact> for $event {
            fn from(fact: $fact) -> Self {
                Self { $($field: fact.$field),+ }
            }
        }

        impl From<&$event> for $fact {
            fn from(event: &$event) -> Self {
                Self { $($field: event.$field.clone()),+ }
            }
        }
    };
}

pub(crate) use {same_fields, step_payloads};
