//! Playbooks: what do we do if …

use std::collections::BTreeMap;

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
    /// Its edition; a case keeps the one it started with. The file, and others that there were, are at
    /// `GET /v1/policies/playbook.{id}`.
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
    /// Whose it is: role ids, `finder`, `raiser` or `second_senior`; the first is meant, the others stand in.
    pub owner: Vec<String>,
    /// Who takes part besides.
    pub with: Vec<String>,
    /// By when: `now`, `today`, `2wd` working days, `5sd` school days, `72h`, `meeting`, `term`, `closing`, `open`.
    pub due: String,
    /// The step from whose end that counts; none: from when the concern was raised.
    pub after: Option<String>,
    /// Whether that counts from when the matter was known all the same, as the law does; the step begins no sooner.
    pub from_known: bool,
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
    /// Steps each of which is answered `no` before this one can be answered `yes`; once one of them is not, the
    /// `yes` counts as `no` until it is given anew.
    pub yes_if_all_no: Vec<String>,
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

/// What follows from a kind of incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixShown {
    /// `pupil` or `staff`.
    pub id: String,
    /// Its edition.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// What may follow.
    pub columns: Vec<MatrixColumn>,
    /// Kinds of incident.
    pub rows: Vec<MatrixRow>,
}

/// Something that may follow.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixColumn {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// Whether the policy had it and its ticks are gone: unknown, not "no".
    pub lost: bool,
}

/// A kind of incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixRow {
    /// Its id.
    pub id: String,
    /// What people read.
    pub text: String,
    /// The category it fits, where one does.
    #[schema(value_type = Option<String>)]
    pub category: Option<CategoryId>,
    /// What the policy says, by column: `certain`, or the reading under which there is a tick. Never
    /// changed.
    pub says: BTreeMap<String, &'static str>,
    /// What is proposed, by column: `propose`, `required_decision`, `consider`.
    pub proposed: BTreeMap<String, &'static str>,
}

/// What users may and may not do.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserActionsShown {
    /// Its edition.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// Its rows.
    pub rows: Vec<UserAction>,
}

/// Something that somebody may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserAction {
    /// Its id.
    pub id: String,
    /// What people read.
    pub text: String,
    /// What the policy calls it.
    pub class: &'static str,
    /// Whether the policy's table is certain there.
    pub certain: bool,
    /// What follows: `r6`, `r7`, `matrix`, `policy`.
    pub effect: &'static str,
    /// Whether it may be illegal though the policy does not say so.
    pub may_be_illegal: bool,
    /// Whether the data protection officer is told.
    pub dpo: bool,
    /// Whether the policy does not know it and it was added.
    pub added: bool,
}
