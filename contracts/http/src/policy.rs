//! Documents of policy that a trust edits: playbooks, matrices, the table of user actions.

use lanyard_events::{At, PolicyProposalId, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary as v;

/// Propose an edition of a document: nothing changes until a second senior publishes it.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "text": "id = \"trust_vaping\"\nedition = 1\n…",
    "reason": "The nurse comes on Tuesdays now."
}))]
pub struct ProposeEdition {
    /// The whole file, as `GET /v1/policies/{document}` gives it, with the next number as its edition.
    pub text: String,
    /// Why it is to change.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Take the trust's edition out of force: the shipped one is in force again.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "It named the wrong nurse."}))]
pub struct WithdrawEdition {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// An edition was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "018f4e9a-0000-7000-8000-000000000001",
    "revision": 3,
    "receipt": "/v1/receipts/018f4e9a-0000-7000-8000-0000000000aa"
}))]
pub struct EditionProposed {
    /// The proposal's id, by which it is published.
    #[schema(value_type = v::Id)]
    pub id: PolicyProposalId,
    /// The document's revision now.
    pub revision: u64,
    /// Where the receipt can be fetched; absent when it was so already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A document in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyListed {
    /// Its name: `playbook.cyber_bullying`, `matrix.pupil`, `user_actions`, `taxonomy`, `register.breaches`.
    pub document: String,
    /// The edition in force; none of a trust's own that is not.
    pub edition: Option<u16>,
    /// Whether that is the trust's edition, not the shipped one.
    pub published: bool,
    /// The edition that this release brings; none of a trust's own.
    pub shipped: Option<u16>,
    /// Whether a release has brought a newer one since the trust's edition was published: compare the two.
    pub newer_shipped: bool,
    /// The edition that waits for a second person.
    pub proposed: Option<u16>,
}

/// A document with the file that is in force, and what is proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyShown {
    /// Its name.
    pub document: String,
    /// The edition in force; none of a trust's own that is not.
    pub edition: Option<u16>,
    /// The edition that this release brings; none of a trust's own.
    pub shipped: Option<u16>,
    /// Whether a release has brought a newer one since the trust's edition was published: compare the two.
    pub newer_shipped: bool,
    /// The whole file in force; edit a copy of it.
    pub text: Option<String>,
    /// How the trust's edition came into force; none where the shipped one is.
    pub published: Option<Edition>,
    /// What waits for a second person.
    pub proposed: Option<Edition>,
}

/// An edition that was proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Edition {
    /// The proposal's id.
    #[schema(value_type = v::Id)]
    pub proposal: PolicyProposalId,
    /// Its number.
    pub edition: u16,
    /// What became of it: `proposed`, `in_force`, `replaced` by another proposal, `followed` by a later
    /// edition, `withdrawn`.
    pub state: &'static str,
    /// The whole file.
    pub text: String,
    /// Why it was proposed.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Who proposed it.
    #[schema(value_type = v::Id)]
    pub proposed_by: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub proposed_by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub proposed_at: At,
    /// The second person, who published it.
    #[schema(value_type = Option<v::Id>)]
    pub published_by: Option<StaffId>,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub published_by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = Option<v::Moment>)]
    pub published_at: Option<At>,
    /// When it went out of force.
    #[schema(value_type = Option<v::Moment>)]
    pub ended_at: Option<At>,
    /// Who withdrew it.
    #[schema(value_type = Option<v::Id>)]
    pub withdrawn_by: Option<StaffId>,
    /// Why.
    #[schema(value_type = Option<String>)]
    pub withdrawn_reason: Option<Sensitive<String>>,
}
