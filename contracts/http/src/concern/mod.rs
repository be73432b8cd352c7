//! Concerns.

mod sent;
mod shown;

pub use sent::{
    AddInformation, CorrectConcern, ListConcerns, RaiseConcern, TriageConcern, TriageDecision,
};
pub use shown::{
    AddedInformation, Concern, ConcernDetail, ConcernListed, ConcernState, ConcernStatus,
    ConcernSummary, OwnConcern, PassedOn, SameChild, ShownText, StruckPerson, StruckText,
    TriageShown,
};
