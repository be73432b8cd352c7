//! Cases.

mod sent;
mod shown;

pub use sent::{
    AddNote, ChangeOwner, CloseCase, CompleteAction, CorrectPerson, DecideParentsNotTold,
    LiftConflict, LinkPerson, ListCases, MarkConflict, Nothing, PlanAction, RecordParentsContact,
    ReopenCase,
};
pub use shown::{
    CaseConcern, CaseDetail, CaseState, CaseSummary, Done, DueItem, DueKind, NamedPerson, Timeline,
    TimelineEntry, Verbatim,
};
