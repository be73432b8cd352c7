//! What Lanyard records: identifiers, the envelope, and the events of every aggregate.
//!
//! These types outlive a release: a stored event is never rewritten. A new shape of an event is a
//! new schema version plus one pure upcast (`upcast/`), and every old fixture decodes for ever.
//!
//! Not here: deciding whether an event may happen (`services/domain`), sealing it
//! (`services/vault`), committing to it (`contracts/evidence`), storing it (`services/journal`).

pub mod academy;
pub mod access;
pub mod allegation;
mod at;
mod calendar;
pub mod case;
pub mod case_links;
pub mod clock;
pub mod concern;
pub mod conflict;
pub mod delivery;
mod envelope;
mod event;
pub mod evidence;
pub mod fact;
pub mod filler;
pub mod grant;
mod id;
pub mod investigation;
mod login;
mod payload;
mod person;
pub mod policy;
pub mod pupil;
pub mod referral;
pub mod register;
pub mod roles;
mod schema;
pub mod seal;
mod sensitive;
pub mod snapshot;
pub mod staff;
pub mod step;
mod stream;
mod taxonomy;
pub mod trust;
mod upcast;

pub use at::{At, AtError};
pub use calendar::{Day, DayError};
pub use envelope::{
    Actor, Envelope, EventType, METADATA_FIELDS, Position, Recorded, Revision, SealedBox,
    SealedEvent,
};
pub use event::{Event, EventKind, FORMAT};
pub use id::{
    AcademyId, AccessStreamId, ActionId, AllegationId, BlobId, CaseId, CaseLinksId, ClientId,
    ClockId, CommandId, ConcernId, ConflictId, ContactId, CourtOrderId, DeliveryId, DesignationId,
    DutyId, EntryId, EventId, EvidenceId, FillerId, GrantId, IdError, InvestigationId, MeasureId,
    PolicyDocumentId, PolicyProposalId, PupilId, ReferralId, RoleProposalId, SealId,
    SettingProposalId, SnapshotId, StaffId, TrustId,
};
pub use login::LoginBinding;
pub use payload::{DecodeError, Payload};
pub use person::{LinkRole, LinkedPerson, PersonRef};
pub use roles::Role;
pub use schema::schemas;
pub use sensitive::Sensitive;
pub use stream::{StreamId, StreamKind};
pub use taxonomy::{
    BodyRegion, Category, CategoryId, FourC, Outcome, OutcomeId, Part, PartId, Taxonomy,
};
