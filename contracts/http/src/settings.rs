//! What the trust settles for itself.

use lanyard_events::snapshot::Suppression;
use lanyard_events::{Sensitive, SettingProposalId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary as v;

/// A setting of the trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TrustSetting {
    /// By which rule small figures are hidden from governors (R16).
    Suppression {
        /// `dfe` 1 to 5, `nhs` 1 to 7, `ons` under 10.
        #[schema(value_type = v::Suppression)]
        rule: Suppression,
    },
    /// Whether records of child sexual abuse are kept for 75 years (R17): recommended, not law.
    AbuseRecords {
        /// Whether they are.
        kept_75_years: bool,
    },
}

/// The settings of the trust.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrustSettings {
    /// By which rule small figures are hidden from governors. What was published keeps the rule by which it
    /// was published.
    #[schema(value_type = v::Suppression)]
    pub suppression: Suppression,
    /// Whether records of child sexual abuse are kept for 75 years.
    pub abuse_kept_75_years: bool,
    /// What waits for a second person, one of each kind at most.
    pub proposed: Vec<ProposedSetting>,
}

/// A setting that waits for a second person.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProposedSetting {
    /// The proposal's id, by which it is confirmed.
    #[schema(value_type = v::Id)]
    pub proposal: SettingProposalId,
    /// What is to hold.
    pub setting: TrustSetting,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Who proposed it.
    #[schema(value_type = v::Id)]
    pub proposed_by: StaffId,
}

/// Propose a setting: nothing changes until a second senior confirms it.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "setting": {"kind": "suppression", "rule": "nhs"},
    "reason": "Our academies are small."
}))]
pub struct ProposeSetting {
    /// What is to hold.
    pub setting: TrustSetting,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// A setting was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingProposed {
    /// The proposal's id, by which it is confirmed.
    #[schema(value_type = v::Id)]
    pub id: SettingProposalId,
    /// The trust's revision now.
    pub revision: u64,
    /// Where the receipt can be fetched; absent when it was so already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}
