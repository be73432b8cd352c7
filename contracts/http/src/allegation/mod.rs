//! Matters about adults.

mod sent;
mod shown;

pub use sent::{
    AddAllegationNote, ChangeAllegationOwner, CloseAllegation, CorrectAllegationPerson,
    DecideInterimMeasure, DecideTelling, DecideThreshold, DeclineChildCase, LinkAllegationPerson,
    ListAllegations, MatchAllegationPerson, NameSupportPerson, NoteEnquiry, OpenChildCase,
    RecordConsultation, RecordOutcome, ReopenAllegation, ShareName,
};
pub use shown::{
    AllegationDetail, AllegationPlaybooks, AllegationState, AllegationSummary, ChildCase,
    ChildCaseOpened, ProposedPlaybook, SameAdult, SameAdultMatter,
};
