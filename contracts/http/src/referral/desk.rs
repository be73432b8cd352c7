//! The desks that referrals go to, and what their forms ask.

use std::collections::BTreeMap;

use lanyard_events::referral::SentHow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::vocabulary as v;

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormField {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// A few words more.
    pub help: Option<String>,
    /// The heading under which it stands.
    pub section: String,
    /// What is filled in: text, `long_text`, date, datetime, choice, `yes_no_unknown`, person …
    pub kind: String,
    /// Whether the desk needs it.
    pub required: bool,
    /// What may be chosen.
    pub choices: Vec<String>,
}

/// A desk outside the trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeskListed {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// What it does.
    pub what_for: String,
    /// By when it is told: now, today, 1wd.
    pub due: String,
    /// By which rule.
    pub rule: Option<String>,
    /// How it is told.
    #[schema(value_type = Vec<v::SentHow>)]
    pub ways: Vec<SentHow>,
    /// Whether its queue belongs to matters about adults.
    pub about_adults: bool,
}

/// A desk with what it asks for, and what to say and ask on the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeskShown {
    /// What lists show of it.
    #[serde(flatten)]
    pub desk: DeskListed,
    /// How it is reached, and what the trust has to enter for it.
    pub reach: String,
    /// Whether names of children and adults go to it.
    pub names_allowed: bool,
    /// Whether it advises without being told a name.
    pub no_names_advice: bool,
    /// What it may answer.
    pub outcomes: Vec<String>,
    /// Categories on which it never acts, and who does.
    pub instead: BTreeMap<String, Vec<String>>,
    /// Its form, where it has one.
    pub form: Vec<FormField>,
    /// What to say on the telephone.
    pub say: Vec<String>,
    /// What to ask.
    pub ask: Vec<String>,
    /// What to write down.
    pub write_down: Vec<String>,
    /// Where this comes from.
    pub source: Vec<String>,
}
