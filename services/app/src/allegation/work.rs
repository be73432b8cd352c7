//! What is done in a matter and needs no fact from elsewhere: notes, advice, enquiries, decisions.

use lanyard_access::Action;
use lanyard_domain::allegation::{
    AddNote, Allegation, Command, Consult, DecideInterimMeasure, DecideTelling, DecideThreshold,
    NameSupportPerson, NoteEnquiry,
};
use lanyard_events::AllegationId;

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// One piece of work.
#[derive(Debug, Clone)]
pub enum AllegationWork {
    /// A note.
    Note(AddNote),
    /// Talked over without names.
    Consultation(Consult),
    /// Found out without interviewing anybody.
    Enquiry(NoteEnquiry),
    /// Whether the harm threshold may be met.
    Threshold(DecideThreshold),
    /// Who is told when.
    Telling(DecideTelling),
    /// What is done meanwhile.
    InterimMeasure(DecideInterimMeasure),
    /// Who supports the adult.
    SupportPerson(NameSupportPerson),
}

impl AllegationWork {
    /// A decision takes the place of an earlier one, so it is made on what was read; the rest only
    /// adds.
    const fn precondition(&self) -> Precondition {
        match self {
            Self::Note(_) | Self::Consultation(_) | Self::Enquiry(_) => Precondition::Free,
            Self::Threshold(_)
            | Self::Telling(_)
            | Self::InterimMeasure(_)
            | Self::SupportPerson(_) => Precondition::Required,
        }
    }

    fn command(self) -> Command {
        match self {
            Self::Note(add) => add.into(),
            Self::Consultation(consult) => consult.into(),
            Self::Enquiry(note) => note.into(),
            Self::Threshold(decide) => decide.into(),
            Self::Telling(decide) => decide.into(),
            Self::InterimMeasure(decide) => decide.into(),
            Self::SupportPerson(name) => name.into(),
        }
    }
}

impl App {
    /// Works on a matter.
    ///
    /// # Errors
    /// `NotShown`, for decisions `PreconditionRequired` and `Stale`, a refusal.
    pub async fn work_on_allegation(
        &self,
        context: &Context,
        id: AllegationId,
        work: AllegationWork,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::WorkAllegation))
            .await?;
        if let AllegationWork::SupportPerson(name) = &work {
            self.check_person(&name.person, "/person")?;
        }
        let precondition = work.precondition();
        let done = self
            .change::<Allegation>(context, stream, precondition, |_, _| {
                Ok(work.clone().command())
            })
            .await?;
        self.follow(done).await
    }
}
