//! The file of a school before, as another Lanyard made it: `GET /v1/pupils/{pupil}/file` there.

use lanyard_events::{At, Day, EntryId, LinkRole, Sensitive};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::vocabulary as v;

/// The format of a file that is read. Another is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum FileFormat {
    /// The first.
    #[serde(rename = "lanyard/pupil-file/v1")]
    V1,
}

/// Take the file of a school before into the pupil's record.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePupilFile {
    /// The school that it came from.
    #[schema(value_type = String)]
    pub school: Sensitive<String>,
    /// Who handed it over.
    #[schema(value_type = String)]
    pub handed_over_by: Sensitive<String>,
    /// When it was received.
    #[schema(value_type = v::Moment)]
    pub received_at: At,
    /// The file, as it came.
    pub file: SentPupilFile,
}

/// A file, as another Lanyard made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentPupilFile {
    /// Its format.
    pub format: FileFormat,
    /// The pupil, as they are known there.
    pub pupil: SentPupil,
    /// When it was made.
    #[schema(value_type = v::Moment)]
    pub made_at: At,
    /// Up to which position of the record there.
    pub up_to_position: u64,
    /// What the record there has of this child, the oldest first; at least one matter.
    pub matters: Vec<SentMatter>,
    /// What was left out there.
    pub left_out: Vec<SentLeftOut>,
    /// What to do before it leaves.
    pub look_through: String,
}

/// The pupil, as they are known there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentPupil {
    /// Their id there.
    #[schema(value_type = v::Id)]
    pub id: lanyard_events::PupilId,
    /// Their revision there.
    pub revision: u64,
    /// Their academy there.
    pub academy: Option<String>,
    /// Surname.
    #[schema(value_type = String)]
    pub surname: Sensitive<String>,
    /// Forename.
    #[schema(value_type = String)]
    pub forename: Sensitive<String>,
    /// The forename used in school.
    #[schema(value_type = Option<String>)]
    pub preferred_forename: Option<Sensitive<String>>,
    /// Date of birth: it has to be that of the child who takes the file.
    #[schema(value_type = Option<v::Day>)]
    pub date_of_birth: Option<Day>,
    /// National curriculum year.
    pub year_group: Option<i8>,
    /// Unique pupil number: likewise.
    #[schema(value_type = Option<String>)]
    pub upn: Option<Sensitive<String>>,
    /// The MIS's own id.
    pub mis_id: Option<String>,
    /// Last day.
    #[schema(value_type = Option<v::Day>)]
    pub left_on: Option<Day>,
}

/// A matter there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentMatter {
    /// Its stream there.
    pub matter: String,
    /// Its academy there.
    pub academy: Option<String>,
    /// Its reference there.
    pub reference: String,
    /// Its category.
    pub category: String,
    /// When it began.
    #[schema(value_type = v::Moment)]
    pub begun_at: At,
    /// Where it stood.
    pub state: String,
    /// The pupil's parts in it.
    #[schema(value_type = Vec<v::LinkRole>)]
    pub parts: Vec<LinkRole>,
    /// What happened, in order.
    pub timeline: Vec<SentEntry>,
}

/// One entry there.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentEntry {
    /// Its place in the record there.
    pub position: u64,
    /// Its stream there.
    pub matter: String,
    /// Its place in that stream.
    pub revision: u64,
    /// What happened.
    pub kind: String,
    /// Who, by their id there.
    pub actor: String,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub actor_name: Option<Sensitive<String>>,
    /// When it happened.
    #[schema(value_type = v::Moment)]
    pub occurred_at: At,
    /// When it was decided, by the clock there.
    #[schema(value_type = v::Moment)]
    pub proposed_at: At,
    /// The recorder's clock there, whole minutes since 1970.
    pub recorded_minute: u32,
    /// A later entry that corrects it.
    pub corrected_by: Option<u64>,
    /// What was recorded.
    #[schema(value_type = Option<Object>)]
    pub detail: Option<Value>,
}

/// What somebody recorded is personal.
impl std::fmt::Debug for SentEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SentEntry(..)")
    }
}

/// Something that was left out there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentLeftOut {
    /// Its reference there.
    pub reference: String,
    /// Why.
    pub why: String,
}

/// The files of schools before in a pupil's record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedFiles {
    /// In the order in which they came.
    pub files: Vec<ReceivedFile>,
}

/// A file of a school before.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedFile {
    /// Its entry in the register of files.
    #[schema(value_type = v::Id)]
    pub entry: EntryId,
    /// The school that it came from.
    #[schema(value_type = String)]
    pub school: Sensitive<String>,
    /// Who handed it over.
    #[schema(value_type = String)]
    pub handed_over_by: Sensitive<String>,
    /// When it was received.
    #[schema(value_type = v::Moment)]
    pub received_at: At,
    /// When it was made.
    #[schema(value_type = v::Moment)]
    pub made_at: At,
    /// The first day that it tells of.
    #[schema(value_type = v::Day)]
    pub covers_from: Day,
    /// The last day that it tells of.
    #[schema(value_type = v::Day)]
    pub covers_to: Day,
    /// SHA-256 of the file as it came, RFC 8785, in hexadecimal.
    pub digest: String,
    /// The file, without what names others than this child and staff.
    #[schema(value_type = SentPupilFile)]
    pub file: crate::case::Verbatim,
}
