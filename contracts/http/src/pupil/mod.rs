//! The roster, and who is around a child.

mod around;
mod received;

pub use around::{
    Communication, Contact, ContactAdded, ContactBody, CourtOrder, CourtOrderAdded, CourtOrders,
    Designation, DesignationAdded, Designations, DischargeCourtOrder, DoNotContact,
    DoNotContactMark, EndContact, EndDesignation, LiftDoNotContact, PupilContacts,
    RecordCourtOrder, RecordDesignation,
};

use lanyard_events::{AcademyId, At, Day, LinkRole, PupilId, Sensitive, StreamId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

pub use received::{
    FileFormat, ReceivedFile, ReceivedFiles, SentEntry, SentLeftOut, SentMatter, SentPupil,
    SentPupilFile, TakePupilFile,
};

/// A pupil comes on the roster.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "academy": "018f4e9a-0000-7000-8000-0000000000a1",
    "upn": "H801200001001",
    "surname": "Example",
    "forename": "Amara",
    "date_of_birth": "2013-11-02",
    "year_group": 8,
    "mis_id": "4711"
}))]
pub struct RegisterPupil {
    /// Which academy.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// Unique pupil number; its check letter is verified.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub upn: Option<Sensitive<String>>,
    /// Surname.
    #[schema(value_type = String)]
    pub surname: Sensitive<String>,
    /// Forename.
    #[schema(value_type = String)]
    pub forename: Sensitive<String>,
    /// The forename used in school.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub preferred_forename: Option<Sensitive<String>>,
    /// Date of birth.
    #[schema(value_type = v::Day)]
    pub date_of_birth: Day,
    /// National curriculum year, -1 (nursery) to 14.
    #[schema(minimum = -1, maximum = 14)]
    pub year_group: i8,
    /// The MIS's own id.
    #[serde(default)]
    pub mis_id: Option<String>,
}

/// All details of a pupil as the MIS has them now.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PupilDetails {
    /// Unique pupil number; its check letter is verified.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub upn: Option<Sensitive<String>>,
    /// Surname.
    #[schema(value_type = String)]
    pub surname: Sensitive<String>,
    /// Forename.
    #[schema(value_type = String)]
    pub forename: Sensitive<String>,
    /// The forename used in school.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub preferred_forename: Option<Sensitive<String>>,
    /// Date of birth.
    #[schema(value_type = v::Day)]
    pub date_of_birth: Day,
    /// National curriculum year, -1 (nursery) to 14.
    #[schema(minimum = -1, maximum = 14)]
    pub year_group: i8,
    /// The MIS's own id.
    #[serde(default)]
    pub mis_id: Option<String>,
}

/// A pupil leaves the academy.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-12-04", "destination": "Fernhill School"}))]
pub struct PupilLeaves {
    /// Last day.
    #[schema(value_type = v::Day)]
    pub on: Day,
    /// Where to, if known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub destination: Option<Sensitive<String>>,
}

/// Find pupils by name. A POST, so that no name stands in an address.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "amara", "limit": 10}))]
pub struct FindPupils {
    /// The beginning of a surname, forename or preferred forename.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
    /// Only those of this academy.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// Where the page starts, as the page before had it.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Which pupils to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPupils {
    /// Only those of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}

/// A pupil on the roster.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Pupil {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: PupilId,
    /// Their revision on the roster, as in their `ETag`: nothing else that is recorded of them moves it.
    pub revision: u64,
    /// Academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Surname.
    #[schema(value_type = String)]
    pub surname: Sensitive<String>,
    /// Forename.
    #[schema(value_type = String)]
    pub forename: Sensitive<String>,
    /// The forename used in school.
    #[schema(value_type = Option<String>)]
    pub preferred_forename: Option<Sensitive<String>>,
    /// Date of birth.
    #[schema(value_type = Option<v::Day>)]
    pub date_of_birth: Option<Day>,
    /// National curriculum year.
    pub year_group: Option<i8>,
    /// Unique pupil number.
    #[schema(value_type = Option<String>)]
    pub upn: Option<Sensitive<String>>,
    /// The MIS's own id.
    pub mis_id: Option<String>,
    /// Last day, once it is known.
    #[schema(value_type = Option<v::Day>)]
    pub left_on: Option<Day>,
}

/// One matter in a pupil's history.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HistoryItem {
    /// The concern or case, or the register's entry of a file that was received.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category, of the taxonomy; `file_received` for a file from a school before.
    pub category: String,
    /// When it was raised or opened; of a received file, the day on which it begins.
    #[schema(value_type = v::Moment)]
    pub begun_at: At,
    /// Where it stands: for a concern `untriaged`, `no_further_action`, `monitored` or `in_case`;
    /// for a case `open` or `closed`; for a received file `received`.
    #[schema(value_type = String)]
    pub state: MatterState,
    /// The pupil's parts in it.
    #[schema(value_type = Vec<v::LinkRole>)]
    pub parts: Vec<LinkRole>,
}

/// Where a concern or a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum MatterState {
    /// A concern.
    Concern(crate::concern::ConcernState),
    /// A case.
    Case(crate::case::CaseState),
    /// A file that came from a school before.
    Received(ReceivedState),
}

/// Where a received file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceivedState {
    /// It is here.
    Received,
}

/// In which form a file leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskPupilFile {
    /// `json`; `text` or `html`, to be read and printed; `json` if not given.
    pub format: Option<String>,
}

/// The file that goes with a pupil to the next school (R12).
#[derive(Debug, Serialize, ToSchema)]
pub struct PupilFile {
    /// `lanyard/pupil-file/v1`.
    pub format: &'static str,
    /// The pupil.
    pub pupil: Pupil,
    /// When it was made.
    #[schema(value_type = v::Moment)]
    pub made_at: At,
    /// Up to which position of the record.
    pub up_to_position: u64,
    /// What the record has of this child, the oldest first.
    pub matters: Vec<PupilFileMatter>,
    /// What was left out.
    pub left_out: Vec<PupilFileLeftOut>,
    /// What to do before it leaves.
    pub look_through: &'static str,
}

/// A concern by itself, a case with its concerns, or a file that came from a school before.
#[derive(Debug, Serialize, ToSchema)]
pub struct PupilFileMatter {
    /// What it is.
    #[serde(flatten)]
    pub matter: HistoryItem,
    /// What happened, in order. Others than this child and staff are not named in it.
    pub timeline: Vec<crate::case::TimelineEntry>,
}

/// Something that does not go along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PupilFileLeftOut {
    /// Its reference.
    pub reference: String,
    /// `about_a_sibling` or `about_somebody_else`.
    pub why: &'static str,
}
