//! What is sent: working on a case.

use lanyard_events::case::{AskedFirst, ContactHow, NoteKind};
use lanyard_events::{
    At, ContactId, Day, LinkRole, PartId, PersonRef, PupilId, Sensitive, StaffId,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// A note of work.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "meeting", "text": "Met with Amara's tutor and head of year: a quiet place at lunch for now."}))]
pub struct AddNote {
    /// What it is about. A child's wishes and feelings are better sent to `/v1/cases/{case}/wishes`, which says which
    /// child and how they made them known; `childs_wishes` is still taken. Forms of desks are filled from both.
    #[schema(value_type = v::NoteKind)]
    pub kind: NoteKind,
    /// The note.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Ask the provider to take the messages down",
    "owner": "018f4e9a-0000-7000-8000-0000000000c1",
    "due_at": "2026-11-12T16:00:00Z"
}))]
pub struct PlanAction {
    /// What is to be done.
    #[schema(value_type = String)]
    pub title: Sensitive<String>,
    /// Who does it.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// By when.
    #[schema(value_type = v::Moment)]
    pub due_at: At,
}

/// A planned action was done.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"outcome": "Taken down; the provider's confirmation is on file."}))]
pub struct CompleteAction {
    /// What came of it.
    #[schema(value_type = String)]
    pub outcome: Sensitive<String>,
}

/// A parent or carer was told or heard (R9).
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "pupil": "018f4e9a-0000-7000-8000-0000000000b1",
    "contact": "Mother",
    "how": "telephone",
    "summary": "Told what had happened; will keep the phone downstairs at night."
}))]
pub struct RecordParentsContact {
    /// For which child.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// Who, of the child's recorded contacts. Needed as long as somebody around the child must not be
    /// told.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub person: Option<ContactId>,
    /// Which parent or carer, in words.
    #[schema(value_type = String)]
    pub contact: Sensitive<String>,
    /// How.
    #[schema(value_type = v::ContactHow)]
    pub how: ContactHow,
    /// What was said, and their response.
    #[schema(value_type = String)]
    pub summary: Sensitive<String>,
    /// Which desk was asked first and what it advised, or why none was: needed where the police or social
    /// care are involved, and where the case comes out of an adult's matter. It names no adult.
    #[serde(default)]
    #[schema(value_type = Option<v::AskedFirst>)]
    pub asked_first: Option<AskedFirst>,
}

/// A reasoned decision not to tell parents (R9); it comes back on a day.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "pupil": "018f4e9a-0000-7000-8000-0000000000b1",
    "contact": "Father",
    "reason": "He is said to have been violent; telling him could put her at risk.",
    "review_on": "2026-11-24"
}))]
pub struct DecideParentsNotTold {
    /// For which child.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// Which parent or carer; none means all.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub contact: Option<Sensitive<String>>,
    /// Why not.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Day of the review.
    #[schema(value_type = v::Day)]
    pub review_on: Day,
}

/// Link a person to a case.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b3"},
    "role": "witness",
    "reason": "Was in the same chat."
}))]
pub struct LinkPerson {
    /// Who.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Their part.
    #[schema(value_type = v::LinkRole)]
    pub role: LinkRole,
    /// The trust's own word for it, of `parts` of the taxonomy: it stands for `role`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub part: Option<PartId>,
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
}

/// Put the right person in the place of one named wrongly; the old name stays, struck.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectPerson {
    /// Who was named.
    #[schema(value_type = v::PersonRef)]
    pub from: PersonRef,
    /// Who it is.
    #[schema(value_type = v::PersonRef)]
    pub to: PersonRef,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Give a case a new owner.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOwner {
    /// Who owns it now.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Close a case.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "outcome": "resolved_in_school",
    "reason": "No further messages in six weeks; Amara feels safe.",
    "confirmed_by": "018f4e9a-0000-7000-8000-0000000000c2"
}))]
pub struct CloseCase {
    /// Outcome, from `GET /v1/taxonomy`.
    pub outcome: String,
    /// Why it can be closed, and what came of it.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Why it is closed with steps open that may not simply be left, where some are.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub leaving_open: Option<Sensitive<String>>,
    /// Who confirmed the outcome.
    #[schema(value_type = v::Id)]
    pub confirmed_by: StaffId,
}

/// What is due to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListDue {
    /// Only of this person.
    #[param(value_type = Option<v::Id>)]
    pub owner: Option<String>,
    /// Only of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Only what is due before this moment.
    #[param(value_type = Option<v::Moment>)]
    pub before: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}

/// Open a closed case again.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenCase {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Mark that a member of staff may have no part in a matter: it locks for them at once.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "staff": "018f4e9a-0000-7000-8000-0000000000c1",
    "reason": "A statement names her."
}))]
pub struct MarkConflict {
    /// Who.
    #[schema(value_type = v::Id)]
    pub staff: StaffId,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Say that a confirmed conflict was looked at again, and stands.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewConflict {
    /// Why the matter stays closed.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Lift a conflict: one person where it was only marked, two once it was confirmed.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftConflict {
    /// The second senior, who agrees.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub second: Option<StaffId>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// A step that needs no words: send `{}` or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Which cases to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListCases {
    /// Only those in this state: `open` or `closed`.
    pub state: Option<String>,
    /// Only those of this owner.
    #[param(value_type = Option<v::Id>)]
    pub owner: Option<String>,
    /// Only those of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}
