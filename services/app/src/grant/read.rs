//! Reading grants, and who looked at a matter.

use lanyard_access::{Action, Resource, ResourceKind, Scope};
use lanyard_events::GrantId;
use lanyard_projections::grants::{
    GlassRow, GrantPage, GrantRow, HeldGlass, attempt, broken_glasses, grant_page, grants_of,
};
use lanyard_projections::looks::{MatterLook, looks_at};

use super::{Readable, of_grant};
use crate::address::Asked;
use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// What there is at the address of a grant.
#[derive(Debug, Clone)]
pub enum GrantShown {
    /// Leave to read a case, with the pages that were opened by it.
    Grant(Box<GrantPage>),
    /// An attempt to break the glass that opened nothing.
    Held(HeldGlass),
}

impl App {
    /// The grants of a matter, the newest first.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden` for whoever reads it by a grant, `Unavailable`.
    pub async fn grants_of_matter(
        &self,
        context: &Context,
        of: Readable,
    ) -> Result<Vec<GrantRow>, AppError> {
        let matter = of.stream();
        self.address(context, matter, of.asked()).await?;
        self.query(move |views| grants_of(views, matter)).await
    }

    /// One grant with every page that was opened by it.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn grant(&self, context: &Context, grant: GrantId) -> Result<GrantShown, AppError> {
        self.address(context, grant.stream(), of_grant(Action::ReadGrant))
            .await?;
        self.query(move |views| {
            if let Some(page) = grant_page(views, grant)? {
                return Ok(Some(GrantShown::Grant(Box::new(page))));
            }
            let held = attempt(views, grant)?;
            Ok(held.map(GrantShown::Held))
        })
        .await?
        .ok_or(AppError::NotShown)
    }

    /// Every broken glass and every attempt, by ids only, the newest first.
    ///
    /// # Errors
    /// `Forbidden` for anybody but the data protection officer and the auditor, `BadCursor`,
    /// `Unavailable`.
    pub async fn broken_glasses(
        &self,
        context: &Context,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<GlassRow>, AppError> {
        self.permit(
            context,
            Action::ReadAccessLog,
            &Resource::new(ResourceKind::AccessLog),
        )?;
        let scope = Scope::of(&context.caller, Action::ReadAccessLog);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self.query(move |views| broken_glasses(views, &scope, paging));
        Ok(page.await?.into())
    }

    /// Who looked at a case or an adult's matter, or at what belongs to it, the newest first.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden` for readers of the matter who do not answer for it, `BadCursor`,
    /// `Unavailable`.
    pub async fn looks_at(
        &self,
        context: &Context,
        of: Readable,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<MatterLook>, AppError> {
        let matter = of.stream();
        let asked = Asked {
            wanted: Action::ReadLooks,
            read: of.read(),
            status: Action::ReadLooks,
        };
        self.address(context, matter, asked).await?;
        let scope = Scope::of(&context.caller, Action::ReadLooks);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self.query(move |views| looks_at(views, &scope, matter, paging));
        Ok(page.await?.into())
    }
}
