//! The use cases: one public function each, methods of [`App`].
//!
//! Every one authorises first, loads what it needs, calls the pure rules, forms and seals the events
//! and proposes them; reading ones record the look before content leaves. Denied and absent take one
//! path (`address.rs`).
//!
//! Not here: HTTP (`services/api`), rules (`services/domain`), SQL (`projections`,
//! `services/journal`), the loops (`services/worker`).

mod address;
mod allegation;
mod app;
mod audit;
mod calendars;
mod caller;
mod case;
mod change;
mod command_id;
mod concern;
mod conflict;
mod context;
mod duty;
mod entries;
mod error;
mod evidence;
mod explain;
mod facts;
mod fillers;
mod grant;
mod hex;
mod hold;
mod incident_log;
mod inspection;
mod investigation;
mod items;
mod known;
mod load;
mod log;
mod looks;
mod mailing;
mod overview;
mod pending;
mod policies;
mod ports;
mod reactions;
mod record;
mod referral;
mod register;
mod reminding;
mod retention;
mod seals;
mod serious;
mod settings;
mod settled;
mod snapshots;
mod steps;
mod submit;
mod telling;
mod term_dates;

pub use allegation::{
    AllegationClosing, AllegationQuery, AllegationWork, ChildCaseOpened, Match, Outcome,
};
pub use app::{App, Parts, Readiness};
pub use caller::Login;
pub use case::{CaseQuery, Measure, OtherCases, ParentTold};
pub use concern::{
    ConcernQuery, ConcernShown, PassOnWay, PublicReport, RaiseConcern, Raised, Received,
    ReportReceived, ReportSecret, Triage, TriageChoice, Triaged,
};
pub use conflict::Place;
pub use context::{Context, Done, Idempotency, Page};
pub use duty::{Cover, OnDuty, Rota};
pub use entries::{EntryQuery, EntryShown, RegisterList};
pub use error::AppError;
pub use evidence::{
    AddEvidence, CustodyPassed, EvidenceAdded, EvidenceFile, EvidenceListed, EvidenceShown,
    HandedOver,
};
pub use explain::{CouldSee, Rule};
pub use grant::{BreakGlass, GiveGrant, GlassBroken, GrantShown, Readable};
pub use incident_log::IncidentQuery;
pub use inspection::{AdultsInspected, Inspected};
pub use lanyard_access::{Caller, ClientScope, PersonKey};
/// A stretch of time of a rota.
pub use lanyard_domain::academy::rota::Span;
/// What is done in an adult's matter, as the rules take it.
pub use lanyard_domain::allegation::{
    AddNote as AddAllegationNote, Consult, DecideInterimMeasure, DecideTelling, DecideThreshold,
    NameSupportPerson, NoteEnquiry,
};
/// The day of a moment in London, and the moment in words.
pub use lanyard_domain::clock::{in_words, london_day};
/// The longest evidence file, in bytes.
pub use lanyard_domain::evidence::media::MOST_FILE_BYTES;
/// How small figures are shown.
pub use lanyard_domain::figures;
/// What is written into a record of looking into misuse.
pub use lanyard_domain::investigation::{Computer, InvestigationEntry};
/// Playbooks as they are published.
pub use lanyard_domain::policy;
/// The longest file of a school before, in bytes.
pub use lanyard_domain::pupil::MOST_FILE_BYTES as MOST_PUPIL_FILE_BYTES;
/// Who is around a pupil.
pub use lanyard_domain::pupil::{Around, Contact, CourtOrder, Designation, Mark};
/// What is sent for an entry of a register.
pub use lanyard_domain::register::{Sent, SentFields};
/// What is kept.
pub use lanyard_domain::retention::{RecordKind, Retained};
pub use lanyard_domain::{Fault, Refusal, RefusalKind};
/// What queries answer.
pub use lanyard_projections as views;
pub use mailing::{EmailNotices, Letter, NotSent};
pub use overview::{AccessQuery, Found};
pub use pending::PendingReceipt;
pub use policies::PolicyShown;
pub use ports::{Clock, Promise, Randomness, SystemRandomness};
pub use referral::{Answered, FilledForm, NeedReferral, ReferralQuery, ReferralSubmitted};
pub use register::{
    AcademyDetails, AroundPupil, ConcernForm, ContactKnown, CourtOrderMade, DesignationGiven,
    Establish, Established, FileMatter, Founder, LeftOut, Loss, ProposedRole, PupilDetails,
    PupilFile, PupilQuery, ReceivedFile, StaffDetails, StaffQuery, TakeFile, WhyLeftOut,
};
pub use retention::{RetainedRow, RetentionQuery};
pub use settings::TrustSettings;
pub use snapshots::GovernorsFigures;
pub use steps::{StepDone, StepSkipped};
pub use telling::Told;
pub use term_dates::TermDates;
