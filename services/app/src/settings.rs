//! What the trust settles for itself: by which rule small figures are hidden (R16), whether records of child
//! sexual abuse are kept for 75 years (R17). The trust's stream is asked each time, so that a setting holds
//! from the moment it was confirmed, whatever the views have seen.

use lanyard_access::{Action, Resource, ResourceKind};
use lanyard_domain::trust::{ConfirmSetting, ProposeSetting, Settings, Trust};
use lanyard_events::trust::TrustSetting;
use lanyard_events::{Revision, Sensitive, SettingProposalId, StreamId, TrustId};
use lanyard_projections::directory;

use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// What holds, and what waits for a second person.
#[derive(Debug, Clone)]
pub struct TrustSettings {
    /// The settings.
    pub settings: Settings,
    /// The revision of the trust.
    pub revision: Revision,
}

impl App {
    /// The settings of the trust.
    ///
    /// # Errors
    /// `Forbidden` for whoever is no senior and does not check the trust, `NotShown` before there is a trust,
    /// `Unavailable`.
    pub async fn trust_settings(&self, context: &Context) -> Result<TrustSettings, AppError> {
        self.permit(context, Action::ReadPolicy, &policy())?;
        self.settled().await
    }

    /// Proposes a setting; it holds when a second senior confirms it.
    ///
    /// # Errors
    /// `Forbidden` for anybody but the group safeguarding lead, a refusal.
    pub async fn propose_setting(
        &self,
        context: &Context,
        setting: TrustSetting,
        reason: Sensitive<String>,
    ) -> Result<(Done, SettingProposalId), AppError> {
        self.permit(context, Action::EditPolicy, &policy())?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        let (id, _) = context.command()?;
        let proposal = SettingProposalId::new(id.new_aggregate());
        let stream = self.stream_of_trust().await?;
        let done = self.change::<Trust>(context, stream, Precondition::Free, |_, _| {
            Ok(ProposeSetting {
                proposal,
                setting,
                reason: reason.clone(),
                by,
            }
            .into())
        });
        Ok((done.await?, proposal))
    }

    /// Confirms what somebody else proposed: it holds from here on.
    ///
    /// # Errors
    /// `Forbidden` for whoever is no senior, a refusal.
    pub async fn confirm_setting(
        &self,
        context: &Context,
        proposal: SettingProposalId,
    ) -> Result<Done, AppError> {
        self.permit(context, Action::PublishPolicy, &policy())?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        let stream = self.stream_of_trust().await?;
        self.change::<Trust>(context, stream, Precondition::Free, |_, _| {
            Ok(ConfirmSetting { proposal, by }.into())
        })
        .await
    }

    /// What holds now.
    pub(crate) async fn settled(&self) -> Result<TrustSettings, AppError> {
        let loaded = self.load::<Trust>(self.stream_of_trust().await?).await?;
        let tip = loaded.tip.ok_or(AppError::NotShown)?;
        let settings = loaded
            .state
            .profile()
            .map(|profile| profile.settings.clone());
        Ok(TrustSettings {
            settings: settings.unwrap_or_default(),
            revision: tip.revision,
        })
    }

    async fn stream_of_trust(&self) -> Result<StreamId, AppError> {
        let trust = self.query(directory::trust).await?;
        let trust: TrustId = trust.ok_or(AppError::NotShown)?.trust;
        Ok(trust.stream())
    }
}

const fn policy() -> Resource {
    Resource::new(ResourceKind::PolicyDocument)
}
