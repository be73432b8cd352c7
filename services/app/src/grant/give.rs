//! Giving leave to read a matter, taking it back, and reviewing a broken glass.

use lanyard_access::Action;
use lanyard_domain::grant::{End, Give, Grant, Review};
use lanyard_events::grant::GlassFinding;
use lanyard_events::{At, GrantId, Sensitive, StaffId};
use lanyard_projections::access_row::access_row;

use super::{Readable, of_grant};
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done};
use crate::error::AppError;

/// Leave for somebody to read a case or an adult's matter.
#[derive(Debug, Clone)]
pub struct GiveGrant {
    /// Who may read it.
    pub to: StaffId,
    /// Until when.
    pub until: At,
    /// Why.
    pub reason: Sensitive<String>,
}

impl App {
    /// Lets somebody read a matter by name until a set time.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn give_grant(
        &self,
        context: &Context,
        of: Readable,
        give: GiveGrant,
    ) -> Result<(Done, GrantId), AppError> {
        let matter = of.stream();
        self.address(context, matter, of.asked()).await?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        let (id, content) = context.command()?;
        let grant = GrantId::new(id.new_aggregate());
        if let Some(done) = self.replay(id, content).await? {
            return Ok((done, grant));
        }
        self.check_staff(give.to, "/to")?;
        let to = self.staff_row(give.to)?;
        let command = Give {
            matter,
            by,
            to: give.to,
            to_is_conflicted: self.bars(give.to, matter).await?,
            to_has_left: to.is_some_and(|row| self.has_left(&row)),
            until: give.until,
            reason: give.reason,
        };
        let begin = Begin {
            stream: grant.stream(),
            academy: { self.reader.read(|views| access_row(views, matter))? }.academy,
            command: command.into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        let done = self.begin::<Grant>(context, begin).await?;
        Ok((done, grant))
    }

    /// Takes a grant back before its time.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn end_grant(
        &self,
        context: &Context,
        grant: GrantId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = grant.stream();
        self.address(context, stream, of_grant(Action::EndGrant))
            .await?;
        self.change::<Grant>(context, stream, Precondition::Free, |_, _| {
            let reason = reason.clone();
            Ok(End { reason }.into())
        })
        .await
    }

    /// Says what is thought of somebody's having broken the glass.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn review_grant(
        &self,
        context: &Context,
        grant: GrantId,
        finding: GlassFinding,
        text: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = grant.stream();
        self.address(context, stream, of_grant(Action::ReviewGrant))
            .await?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        self.change::<Grant>(context, stream, Precondition::Free, |_, _| {
            let text = text.clone();
            Ok(Review { by, finding, text }.into())
        })
        .await
    }
}
