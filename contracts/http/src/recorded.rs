//! Answers to changes. They carry ids, a reference and where the receipt is, never the text sent.

use lanyard_events::{ActionId, AllegationId, CaseId, ConcernId, RoleProposalId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::vocabulary as v;

/// A change is in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "018f4e9a-0000-7000-8000-000000000001",
    "revision": 3,
    "receipt": "/v1/receipts/018f4e9a-0000-7000-8000-0000000000aa"
}))]
pub struct Recorded {
    /// What was made or changed.
    #[schema(value_type = v::Id)]
    pub id: Uuid,
    /// Its revision now: the number in the `ETag`. Absent where the caller may not see how much has
    /// happened to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// Where the receipt can be fetched; absent when it was so already and nothing was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A concern was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "018f4e9a-0000-7000-8000-000000000001",
    "reference": "K7QM2XWD",
    "revision": 0,
    "receipt": "/v1/receipts/018f4e9a-0000-7000-8000-0000000000aa"
}))]
pub struct ConcernReceived {
    /// Its id.
    #[schema(value_type = v::Id)]
    pub id: ConcernId,
    /// Reference to quote: eight letters and digits that say nothing of the content.
    pub reference: String,
    /// Its revision: the number in the `ETag`.
    pub revision: u64,
    /// Where the receipt can be fetched.
    pub receipt: String,
}

/// A concern was received and is kept; it will be in the record when the recorder is back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "018f4e9a-0000-7000-8000-000000000001",
    "reference": "K7QM2XWD",
    "state": "pending",
    "receipt": "/v1/receipts/pending/AY9Omg"
}))]
pub struct ConcernKept {
    /// Its id, as it will be.
    #[schema(value_type = v::Id)]
    pub id: ConcernId,
    /// Reference to quote: eight letters and digits that say nothing of the content.
    pub reference: String,
    /// Always `pending`.
    pub state: &'static str,
    /// Where to ask, with the same log-in, whether it is in the record.
    pub receipt: String,
}

/// A receipt that is still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceiptToCome {
    /// `pending` while it is on its way, then `recorded`.
    pub state: &'static str,
    /// Where the receipt can be fetched, once it is in the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A concern was triaged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Triaged {
    /// The concern.
    #[schema(value_type = v::Id)]
    pub id: ConcernId,
    /// Its revision now.
    pub revision: u64,
    /// The case that it is part of now, if any.
    #[schema(value_type = Option<v::Id>)]
    pub case: Option<CaseId>,
    /// The adult's matter that it is part of now, if any.
    #[schema(value_type = Option<v::Id>)]
    pub allegation: Option<AllegationId>,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// An action was planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionPlanned {
    /// The action.
    #[schema(value_type = v::Id)]
    pub id: ActionId,
    /// The case.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// The revision of the case now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A role was proposed; it takes effect when a second senior confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleProposed {
    /// The proposal.
    #[schema(value_type = v::Id)]
    pub id: RoleProposalId,
    /// The revision of the member of staff now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A conflict of interest was marked, confirmed or lifted. Where it is kept, nobody learns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConflictNoted {
    /// The concern, case, adult's matter or entry of a register.
    #[schema(value_type = v::Id)]
    pub id: Uuid,
}
