//! Playbooks: what do we do if …

use lanyard_events::CategoryId;
use serde::Serialize;
use utoipa::ToSchema;

/// A playbook in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookListed {
    /// Its id.
    pub id: String,
    /// Its edition; a case keeps the one it started with.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// Categories for which it is proposed.
    #[schema(value_type = Vec<String>)]
    pub opens_for: Vec<CategoryId>,
    /// How many steps it has.
    pub steps: usize,
}

/// A playbook with its steps.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookShown {
    /// Its id.
    pub id: String,
    /// Its edition; a case keeps the one it started with.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// Categories for which it is proposed.
    #[schema(value_type = Vec<String>)]
    pub opens_for: Vec<CategoryId>,
    /// Playbooks that do not run beside it.
    pub not_with: Vec<String>,
    /// Whether the opening and closing steps of every situation belong to it: see the playbook `common`.
    pub common_steps: bool,
    /// Its steps in order.
    pub steps: Vec<PlaybookStep>,
}

/// A step of a playbook.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookStep {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub text: String,
    /// A few words more.
    pub help: Option<String>,
    /// Whose it is: role ids, `finder` or `second_senior`; the first is meant, the others stand in.
    pub owner: Vec<String>,
    /// Who takes part besides.
    pub with: Vec<String>,
    /// By when: `now`, `today`, `2wd` working days, `5sd` school days, `72h`, `meeting`, `term`, `closing`, `open`.
    pub due: String,
    /// The step from whose end that counts; none: from when the concern was raised.
    pub after: Option<String>,
    /// Whether everything else halts here.
    pub stop_rule: bool,
    /// `child` or `parent_of_each_child` where it is one task for each.
    pub per: Option<String>,
    /// Desks to one of which it is referred.
    pub refers_to: Vec<String>,
    /// The playbook that a "yes" leads to.
    pub opens: Option<String>,
    /// What counts as done.
    pub done: PlaybookDone,
    /// Whether it may be left out: `no`, `reason`, `answered` (it closes itself) or `said`.
    pub skip: PlaybookSkip,
}

/// What counts as done.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookDone {
    /// `tick`, `note`, `decision`, `reference`, `contact`, `custody` or `signatures`.
    pub kind: String,
    /// What is decided; a decision always takes a reason.
    pub question: Option<String>,
    /// What may be answered.
    pub answers: Vec<String>,
    /// What `unknown` counts as.
    pub unknown_is: Option<String>,
    /// Whether it takes two people.
    pub two_people: bool,
    /// What has to be filled in.
    pub fields: Vec<String>,
}

/// Whether a step may be left out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PlaybookSkip {
    /// Never.
    No,
    /// With a reason.
    Reason,
    /// It closes itself when another step was so answered.
    Answered {
        /// The other step.
        step: String,
        /// So.
        answer: String,
    },
    /// Its owner may close it by saying exactly this.
    Said {
        /// This.
        words: String,
    },
}
