//! Reading queues and referrals.

use lanyard_access::{Action, Scope};
use lanyard_events::{AcademyId, At, ReferralId, StreamId};
use lanyard_projections::referral_queue::{
    ReferralFilter, ReferralPage, ReferralRow, ReferralStage, referral_page, referrals,
};

use super::asked;
use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Which referrals to list.
#[derive(Debug, Clone, Default)]
pub struct ReferralQuery {
    /// Only to this desk.
    pub agency: Option<String>,
    /// Only at this stage.
    pub stage: Option<ReferralStage>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only out of this matter.
    pub matter: Option<StreamId>,
    /// Only where something is due before this moment.
    pub due_before: Option<At>,
    /// Only with which the trust does not agree, or only the others.
    pub disputed: Option<bool>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

impl App {
    /// Referrals, the most pressing first.
    ///
    /// # Errors
    /// `BadCursor`, `Unavailable`.
    pub async fn referrals(
        &self,
        context: &Context,
        query: ReferralQuery,
    ) -> Result<Page<ReferralRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListReferrals);
        let paging = paging(query.limit, query.cursor.as_deref())?;
        let filter = ReferralFilter {
            agency: query.agency,
            stage: query.stage,
            academy: query.academy,
            matter: query.matter,
            due_before: query.due_before,
            disputed: query.disputed,
        };
        let page = self
            .query(move |views| referrals(views, &scope, &filter, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.matter).collect();
        self.looked(context, shown).await?;
        Ok(page.into())
    }

    /// One referral.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn referral(
        &self,
        context: &Context,
        id: ReferralId,
    ) -> Result<ReferralPage, AppError> {
        self.address(context, id.stream(), asked(Action::ReadReferral))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadReferral);
        self.query(move |views| referral_page(views, &scope, id))
            .await?
            .ok_or(AppError::NotShown)
    }
}
