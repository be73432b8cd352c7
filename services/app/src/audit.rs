//! What the auditor reads of matters, by ids only (domain.md 1, row `auditor`). Each page is a look at what it lists.

use lanyard_access::{Action, Resource, ResourceKind, Scope};
use lanyard_projections::audit::{AuditRow, deviations, disposals};

use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

impl App {
    /// Where people departed from the rules, and which clocks ran out, the newest first.
    ///
    /// # Errors
    /// `Forbidden` for anybody but the auditor, `BadCursor`, `Unavailable`.
    pub async fn deviations(
        &self,
        context: &Context,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<AuditRow>, AppError> {
        let scope = self.auditing(context)?;
        let (now, paging) = (self.now(), paging(limit, cursor.as_deref())?);
        let page = self
            .query(move |views| deviations(views, &scope, now, paging))
            .await?;
        self.audited(context, page.into()).await
    }

    /// What was destroyed, the newest first.
    ///
    /// # Errors
    /// `Forbidden` for anybody but the auditor, `BadCursor`, `Unavailable`.
    pub async fn disposals(
        &self,
        context: &Context,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<AuditRow>, AppError> {
        let scope = self.auditing(context)?;
        let paging = paging(limit, cursor.as_deref())?;
        let page = self
            .query(move |views| disposals(views, &scope, paging))
            .await?;
        self.audited(context, page.into()).await
    }

    fn auditing(&self, context: &Context) -> Result<Scope, AppError> {
        self.permit(
            context,
            Action::ReadDeviations,
            &Resource::new(ResourceKind::AccessLog),
        )?;
        Ok(Scope::of(&context.caller, Action::ReadDeviations))
    }

    async fn audited(
        &self,
        context: &Context,
        page: Page<AuditRow>,
    ) -> Result<Page<AuditRow>, AppError> {
        let mut shown: Vec<_> = page.rows.iter().map(|row| row.stream).collect();
        shown.sort_unstable();
        shown.dedup();
        self.looked(context, shown).await?;
        Ok(page)
    }
}
