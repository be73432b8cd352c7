//! What happens to a piece of evidence: custody, sealing, opening by two, handing over, destruction.

use lanyard_access::Action;
use lanyard_domain::Senior;
use lanyard_domain::evidence::{
    AgreeDestruction, AgreeToOpen, AskToOpen, Command, Evidence, InstructDestruction, PassCustody,
    Release, Seal, State,
};
use lanyard_events::evidence::UnreadableWhy;
use lanyard_events::{At, EvidenceId, PersonRef, Sensitive};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;

/// Who keeps it now.
#[derive(Debug, Clone)]
pub struct CustodyPassed {
    /// Who.
    pub to: PersonRef,
    /// Where.
    pub place: Sensitive<String>,
    /// Since when; now where nothing is said.
    pub at: Option<At>,
    /// Why.
    pub reason: Option<Sensitive<String>>,
}

/// To whom it was handed over.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// To whom.
    pub to: Sensitive<String>,
    /// Their reference.
    pub reference: Option<Sensitive<String>>,
    /// When; now where nothing is said.
    pub at: Option<At>,
    /// Why, and what exactly.
    pub reason: Sensitive<String>,
}

impl App {
    /// Records who keeps it now, and where.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn pass_custody(
        &self,
        context: &Context,
        id: EvidenceId,
        passed: CustodyPassed,
    ) -> Result<Done, AppError> {
        self.work_on_evidence(context, id).await?;
        self.check_person(&passed.to, "/to")?;
        self.work_evidence(context, id, |at| {
            PassCustody {
                to: passed.to.clone(),
                place: passed.place.clone(),
                at: passed.at.unwrap_or(at),
                reason: passed.reason.clone(),
            }
            .into()
        })
        .await
    }

    /// Seals it: from now on it takes two to open it.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn seal_evidence(
        &self,
        context: &Context,
        id: EvidenceId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.work_on_evidence(context, id).await?;
        self.work_evidence(context, id, |_| {
            Seal {
                reason: reason.clone(),
            }
            .into()
        })
        .await
    }

    /// Asks to open what is sealed (S12).
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn ask_to_open_evidence(
        &self,
        context: &Context,
        id: EvidenceId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let loaded = self.work_on_evidence(context, id).await?;
        let by = self.acting_senior(context, id).await?;
        let barred = self.barred_by(&loaded).await?;
        self.work_evidence(context, id, |_| {
            AskToOpen {
                by,
                reason: reason.clone(),
                barred,
            }
            .into()
        })
        .await
    }

    /// Agrees, as the second, that it is opened (S12).
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn agree_to_open_evidence(
        &self,
        context: &Context,
        id: EvidenceId,
    ) -> Result<Done, AppError> {
        let loaded = self.work_on_evidence(context, id).await?;
        let by = self.acting_senior(context, id).await?;
        let barred = self.barred_by(&loaded).await?;
        self.work_evidence(context, id, |_| AgreeToOpen { by, barred }.into())
            .await
    }

    /// Records that it was handed over.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn hand_over_evidence(
        &self,
        context: &Context,
        id: EvidenceId,
        handed: HandedOver,
    ) -> Result<Done, AppError> {
        self.work_on_evidence(context, id).await?;
        self.work_evidence(context, id, |at| {
            Release {
                to: handed.to.clone(),
                reference: handed.reference.clone(),
                at: handed.at.unwrap_or(at),
                reason: handed.reason.clone(),
            }
            .into()
        })
        .await
    }

    /// Records that the police want it destroyed, in writing (R6).
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn instruct_destruction(
        &self,
        context: &Context,
        id: EvidenceId,
        instruction: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.work_on_evidence(context, id).await?;
        let by = self.acting_senior(context, id).await?;
        self.work_evidence(context, id, |_| {
            InstructDestruction {
                by,
                instruction: instruction.clone(),
            }
            .into()
        })
        .await
    }

    /// Agrees, as the second, that it is destroyed: key and file go at once. The decision stands first; the worker
    /// finishes after a crash what it asks for.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal, `FilesAway`.
    pub async fn agree_destruction(
        &self,
        context: &Context,
        id: EvidenceId,
    ) -> Result<Done, AppError> {
        self.work_on_evidence(context, id).await?;
        let by = self.acting_senior(context, id).await?;
        let done = self
            .work_evidence(context, id, |_| AgreeDestruction { by }.into())
            .await?;
        self.follow(done).await
    }

    /// The evidence, for somebody who may work on it.
    async fn work_on_evidence(
        &self,
        context: &Context,
        id: EvidenceId,
    ) -> Result<Loaded<State>, AppError> {
        self.address(context, id.stream(), asked(Action::WorkEvidence))
            .await?;
        self.load::<Evidence>(id.stream()).await
    }

    /// The caller as one of the two, with the facts about them.
    async fn acting_senior(&self, context: &Context, id: EvidenceId) -> Result<Senior, AppError> {
        let by = context.staff().ok_or(AppError::Forbidden)?;
        self.senior(by, id.stream(), "").await
    }

    async fn barred_by(&self, loaded: &Loaded<State>) -> Result<Option<UnreadableWhy>, AppError> {
        match loaded.state.record() {
            Some(record) => self.barred(record.matter).await,
            None => Ok(None),
        }
    }

    async fn work_evidence(
        &self,
        context: &Context,
        id: EvidenceId,
        command: impl Fn(At) -> Command,
    ) -> Result<Done, AppError> {
        self.change::<Evidence>(context, id.stream(), Precondition::Required, |_, at| {
            Ok(command(at))
        })
        .await
    }
}
