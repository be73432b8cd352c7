//! Steps of a playbook as a case keeps them: what was asked of people stays what it was, whatever
//! edition the trust publishes later (domain.md 4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::concern::Due;
use crate::id::StaffId;

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
    pub value: crate::sensitive::Sensitive<String>,
}
