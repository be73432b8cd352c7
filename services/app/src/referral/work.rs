//! What people did with a desk: drafted, told, put in writing, asked again, heard.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::policy::{Desk, Form, Shipped};
use lanyard_domain::referral::{
    Acknowledge, Answer, Chase, Close, Command, Dispute, Draft, Give, PutInWriting, Referral,
    State, Submit,
};
use lanyard_events::referral::SentHow;
use lanyard_events::step::FilledField;
use lanyard_events::{At, ReferralId, Sensitive, StaffId};

use super::asked;
use super::need::desk;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;

/// How a desk was told.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// How.
    pub how: SentHow,
    /// When; now where nothing is said.
    pub at: Option<At>,
    /// To whom they spoke.
    pub spoken_to: Option<Sensitive<String>>,
    /// The desk's reference.
    pub their_reference: Option<Sensitive<String>>,
    /// Why it went although required fields are missing.
    pub missing_reason: Option<Sensitive<String>>,
}

/// What a desk answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// One of its answers.
    pub outcome: String,
    /// In its words.
    pub text: Sensitive<String>,
    /// When; now where nothing is said.
    pub at: Option<At>,
    /// The desk's reference.
    pub their_reference: Option<Sensitive<String>>,
}

impl App {
    /// Fills the form in: with what is given, and what the record has for every other field.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn draft_referral(
        &self,
        context: &Context,
        id: ReferralId,
        fields: Vec<FilledField>,
    ) -> Result<Done, AppError> {
        let loaded = self.work_on(context, id).await?;
        let form = form_of(&loaded.state);
        let mut all: BTreeMap<String, FilledField> = BTreeMap::new();
        if let Some(form) = form {
            for filled in self.fields_from_record(context, id, &loaded, form).await? {
                all.insert(filled.field.clone(), filled);
            }
        }
        if let Some(record) = loaded.state.record() {
            let before = record.fields.iter().cloned();
            all.extend(before.map(|filled| (filled.field.clone(), filled)));
        }
        all.extend(
            fields
                .into_iter()
                .map(|filled| (filled.field.clone(), filled)),
        );
        let fields: Vec<FilledField> = all.into_values().collect();
        self.change::<Referral>(context, id.stream(), Precondition::Required, |_, _| {
            let fields = fields.clone();
            Ok(Draft { form, fields }.into())
        })
        .await
    }

    /// Records that somebody told the desk. The step that asks for it is done with that.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal with every field that is missing.
    pub async fn submit_referral(
        &self,
        context: &Context,
        id: ReferralId,
        submitted: Submitted,
    ) -> Result<Done, AppError> {
        let loaded = self.work_on(context, id).await?;
        let desk = desk_of(&loaded.state)?;
        let calendar = self.calendar_of_matter(id.stream()).await?;
        let done = self
            .change::<Referral>(context, id.stream(), Precondition::Required, |now, at| {
                Ok(Submit {
                    desk,
                    form: form_of(&now.state),
                    how: submitted.how,
                    at: submitted.at.unwrap_or(at),
                    spoken_to: submitted.spoken_to.clone(),
                    their_reference: submitted.their_reference.clone(),
                    missing_reason: submitted.missing_reason.clone(),
                    calendar: Arc::clone(&calendar),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// Records that what was said by telephone followed in writing (R4).
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn put_referral_in_writing(
        &self,
        context: &Context,
        id: ReferralId,
        how: SentHow,
        when: Option<At>,
    ) -> Result<Done, AppError> {
        self.work_on(context, id).await?;
        self.work(context, id, |at| {
            PutInWriting {
                how,
                at: when.unwrap_or(at),
            }
            .into()
        })
        .await
    }

    /// Records that the desk confirmed that it has it.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn acknowledge_referral(
        &self,
        context: &Context,
        id: ReferralId,
        when: Option<At>,
        by: Option<Sensitive<String>>,
        their_reference: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        self.work_on(context, id).await?;
        self.work(context, id, |at| {
            Acknowledge {
                at: when.unwrap_or(at),
                by: by.clone(),
                their_reference: their_reference.clone(),
            }
            .into()
        })
        .await
    }

    /// Records that the desk was asked again.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn chase_referral(
        &self,
        context: &Context,
        id: ReferralId,
        how: SentHow,
        text: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let desk = desk_of(&self.work_on(context, id).await?.state)?;
        let calendar = self.calendar_of_matter(id.stream()).await?;
        self.work(context, id, |_| {
            Chase {
                desk,
                how,
                text: text.clone(),
                calendar: Arc::clone(&calendar),
            }
            .into()
        })
        .await
    }

    /// Records what the desk answered.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn answer_referral(
        &self,
        context: &Context,
        id: ReferralId,
        answered: Answered,
    ) -> Result<Done, AppError> {
        let desk = desk_of(&self.work_on(context, id).await?.state)?;
        self.work(context, id, |at| {
            Answer {
                desk,
                outcome: answered.outcome.clone(),
                text: answered.text.clone(),
                at: answered.at.unwrap_or(at),
                their_reference: answered.their_reference.clone(),
            }
            .into()
        })
        .await
    }

    /// Records that the trust does not agree, and to whom it was taken.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn dispute_referral(
        &self,
        context: &Context,
        id: ReferralId,
        reason: Sensitive<String>,
        taken_to: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let desk = desk_of(&self.work_on(context, id).await?.state)?;
        let calendar = self.calendar_of_matter(id.stream()).await?;
        self.work(context, id, |_| {
            Dispute {
                desk,
                calendar: Arc::clone(&calendar),
                reason: reason.clone(),
                taken_to: taken_to.clone(),
            }
            .into()
        })
        .await
    }

    /// Gives the referral to somebody else.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn give_referral(
        &self,
        context: &Context,
        id: ReferralId,
        owner: StaffId,
        reason: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        self.work_on(context, id).await?;
        self.check_staff(owner, "/owner")?;
        let barred = self.bars(owner, id.stream()).await?;
        self.work(context, id, |_| {
            Give {
                owner,
                owner_is_conflicted: barred,
                reason: reason.clone(),
            }
            .into()
        })
        .await
    }

    /// Closes the referral.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn close_referral(
        &self,
        context: &Context,
        id: ReferralId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.work_on(context, id).await?;
        self.work(context, id, |_| {
            Close {
                reason: reason.clone(),
            }
            .into()
        })
        .await
    }

    /// The referral, for somebody who may work on it.
    async fn work_on(&self, context: &Context, id: ReferralId) -> Result<Loaded<State>, AppError> {
        self.address(context, id.stream(), asked(Action::WorkReferral))
            .await?;
        self.load::<Referral>(id.stream()).await
    }

    async fn work(
        &self,
        context: &Context,
        id: ReferralId,
        command: impl Fn(At) -> Command,
    ) -> Result<Done, AppError> {
        self.change::<Referral>(context, id.stream(), Precondition::Required, |_, at| {
            Ok(command(at))
        })
        .await
    }
}

/// The desk of a referral.
fn desk_of(state: &State) -> Result<&'static Desk, AppError> {
    let record = state.record().ok_or(AppError::NotShown)?;
    desk(&record.agency)
}

/// The form of a referral's desk, where it has one.
pub(super) fn form_of(state: &State) -> Option<&'static Form> {
    let desk = desk_of(state).ok()?;
    Shipped::get().form(desk.id)
}
