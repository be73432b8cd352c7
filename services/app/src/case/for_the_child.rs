//! What is done for a child in a case: assessments and safety plans, their wishes, measures.

use lanyard_access::Action;
use lanyard_domain::case::{Assess, Case, EndMeasure, HearWishes, TakeMeasure};
use lanyard_events::case::{
    CaseAssessed, CaseMeasureEnded, CaseMeasureTaken, CaseWishesHeard, MeasureKind,
};
use lanyard_events::{CaseId, Day, MeasureId, PupilId, Sensitive};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// A measure that is to be taken.
#[derive(Debug, Clone)]
pub struct Measure {
    /// About which child.
    pub pupil: PupilId,
    /// What sort.
    pub kind: MeasureKind,
    /// What, and why.
    pub text: Sensitive<String>,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Option<Day>,
}

impl App {
    /// Records what was assessed of a child, or agreed for them.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn assess(
        &self,
        context: &Context,
        id: CaseId,
        assessed: CaseAssessed,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
            Ok(Assess(assessed.clone()).into())
        })
        .await
    }

    /// Records a child's wishes and feelings.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn hear_wishes(
        &self,
        context: &Context,
        id: CaseId,
        heard: CaseWishesHeard,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
            Ok(HearWishes(heard.clone()).into())
        })
        .await
    }

    /// Records a sanction or an interim measure; answers its id.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn take_measure(
        &self,
        context: &Context,
        id: CaseId,
        measure: Measure,
    ) -> Result<(Done, MeasureId), AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        let (command, _) = context.command()?;
        let named = MeasureId::new(command.new_aggregate());
        let taken = CaseMeasureTaken {
            measure: named,
            pupil: measure.pupil,
            kind: measure.kind,
            text: measure.text,
            from: measure.from,
            until: measure.until,
        };
        let done = self
            .change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(TakeMeasure(taken.clone()).into())
            })
            .await?;
        Ok((done, named))
    }

    /// Records that a measure has ended.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn end_measure(
        &self,
        context: &Context,
        id: CaseId,
        ended: CaseMeasureEnded,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(EndMeasure(ended.clone()).into())
        })
        .await
    }
}
