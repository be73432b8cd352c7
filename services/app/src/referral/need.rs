//! A desk is to be told, as somebody decides; and is not told after all.

use lanyard_access::Action;
use lanyard_domain::case::{Case, State as CaseState};
use lanyard_domain::policy::{Agency, Desk, Shipped};
use lanyard_domain::reference;
use lanyard_domain::referral::{CallOff, Need, Referral};
use lanyard_domain::{Code, Refusal};
use lanyard_events::{CaseId, ReferralId, Sensitive, StaffId};

use super::asked;
use crate::address::Asked;
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done};
use crate::error::AppError;

/// A referral that somebody decides on.
#[derive(Debug, Clone)]
pub struct NeedReferral {
    /// The case that it comes out of.
    pub case: CaseId,
    /// Which desk.
    pub agency: String,
    /// Why.
    pub reason: Sensitive<String>,
}

impl App {
    /// Puts a desk's referral into its queue.
    ///
    /// # Errors
    /// `NotShown`, a refusal with the right desks where this one cannot act (R8), `NotRecorded`,
    /// `OutcomeUnknown`.
    pub async fn need_referral(
        &self,
        context: &Context,
        need: NeedReferral,
    ) -> Result<(Done, ReferralId), AppError> {
        let asked = Asked {
            wanted: Action::WorkCase,
            read: Action::ReadCase,
            status: Action::ReadCase,
        };
        let matter = need.case.stream();
        self.address(context, matter, asked).await?;
        let (id, content) = context.command()?;
        let referral = ReferralId::new(id.new_aggregate());
        if let Some(done) = self.replay(id, content).await? {
            return Ok((done, referral));
        }
        let loaded = self.load::<Case>(matter).await?;
        let CaseState::Open(record) = &loaded.state else {
            return Err(Refusal::of_field(
                Code::CaseClosed,
                "/case",
                "This case is closed: reopen it first, with a reason.",
            )
            .into());
        };
        let command = Need {
            desk: desk(&need.agency)?,
            matter,
            category: record.category.clone(),
            authority: self.authority_of(loaded.academy)?,
            step: None,
            reason: Some(need.reason),
            owner: context.staff().ok_or(AppError::Forbidden)?,
            counts_from: self.now(),
            step_due: None,
            calendar: self.calendar_of_matter(matter).await?,
            reference: reference::of_command(&id),
        };
        if command.desk.about_adults {
            return Err(Refusal::of_field(
                Code::AdultMatter,
                "/agency",
                "This desk is told of adults, and a pupil's case holds none: pass it to the \
                 headteacher, who refers from the adult's matter.",
            )
            .into());
        }
        let begin = Begin {
            stream: referral.stream(),
            academy: loaded.academy,
            command: command.into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        let done = self.begin::<Referral>(context, begin).await?;
        Ok((done, referral))
    }

    /// Records that a desk is not told after all (R7, R8: the police and CEOP take two people).
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn call_off_referral(
        &self,
        context: &Context,
        id: ReferralId,
        reason: Sensitive<String>,
        second: Option<StaffId>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::WorkReferral))
            .await?;
        let by = context.staff().ok_or(AppError::Forbidden)?;
        let second = match second {
            Some(second) => Some(self.senior(second, stream, "/second").await?),
            None => None,
        };
        self.change::<Referral>(context, stream, Precondition::Required, |_, _| {
            Ok(CallOff {
                reason: reason.clone(),
                second,
                by: Some(by),
            }
            .into())
        })
        .await
    }
}

/// The desk of a name.
pub(super) fn desk(agency: &str) -> Result<&'static Desk, AppError> {
    { Agency::ALL.iter() }
        .find(|known| known.name() == agency)
        .and_then(|known| Shipped::get().desk(*known))
        .ok_or_else(|| {
            Refusal::of_field(
                Code::UnknownAgency,
                "/agency",
                "There is no such desk: GET /v1/desks lists them.",
            )
            .into()
        })
}
