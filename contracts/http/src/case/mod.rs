//! Cases.

mod for_the_child;
mod linked;
mod plans;
mod sent;
mod shown;
mod steps;

pub use for_the_child::{Assess, EndMeasure, HearWishes, MeasureTaken, TakeMeasure};
pub use linked::{LinkCases, LinkedCase, OtherCase, OtherCases, SiblingsCase, UnlinkCases};
pub use plans::{EndPlan, ListPlans, Plan, SetPlan};
pub use sent::{
    AddNote, ChangeOwner, CloseCase, CompleteAction, CorrectPerson, DecideParentsNotTold,
    LiftConflict, LinkPerson, ListCases, ListDue, MarkConflict, Nothing, PlanAction,
    RecordParentsContact, ReopenCase, ReviewConflict,
};
pub use shown::{
    CaseConcern, CaseDetail, CaseState, CaseSummary, Done, DueItem, DueKind, NamedPerson, Timeline,
    TimelineEntry, Verbatim,
};
pub use steps::{
    CasePlaybook, CasePlaybooks, CaseStep, DoStep, GiveStep, SkipStep, StartPlaybook, StepState,
};
