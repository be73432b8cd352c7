//! A desk is to be told, as somebody decides; and is not told after all.

use lanyard_access::Action;
use lanyard_domain::allegation::{Allegation, State as AllegationState};
use lanyard_domain::case::{Case, State as CaseState};
use lanyard_domain::policy::{Desk, Shipped};
use lanyard_domain::reference;
use lanyard_domain::referral::{CallOff, Need, Referral};
use lanyard_domain::{Code, Refusal};
use lanyard_events::{
    AcademyId, At, CategoryId, ReferralId, Sensitive, StaffId, StreamId, StreamKind,
};

use super::asked;
use crate::address::Asked;
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done};
use crate::error::AppError;

/// A referral that somebody decides on.
#[derive(Debug, Clone)]
pub struct NeedReferral {
    /// The case or adult's matter that it comes out of.
    pub matter: StreamId,
    /// Which desk.
    pub agency: String,
    /// Why.
    pub reason: Sensitive<String>,
}

/// What a referral takes from its matter.
struct OutOf {
    category: CategoryId,
    academy: Option<AcademyId>,
    /// From when the desk's clock runs.
    counts_from: At,
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
        let matter = need.matter;
        let (wanted, read) = if matter.kind == StreamKind::Allegation {
            (Action::WorkAllegation, Action::ReadAllegation)
        } else {
            (Action::WorkCase, Action::ReadCase)
        };
        let asked = Asked {
            wanted,
            read,
            status: read,
        };
        self.address(context, matter, asked).await?;
        let (id, content) = context.command()?;
        let referral = ReferralId::new(id.new_aggregate());
        if let Some(done) = self.replay(id, content).await? {
            return Ok((done, referral));
        }
        let desk = desk(&need.agency)?;
        let out_of = if matter.kind == StreamKind::Allegation {
            self.out_of_allegation(matter).await?
        } else {
            may_come_out_of_a_case(desk)?;
            self.out_of_case(matter).await?
        };
        let command = Need {
            desk,
            matter,
            category: out_of.category,
            authority: self.authority_of(out_of.academy)?,
            step: None,
            reason: Some(need.reason),
            owner: context.staff().ok_or(AppError::Forbidden)?,
            counts_from: out_of.counts_from,
            step_due: None,
            calendar: self.calendar_at(out_of.academy).await?,
            reference: reference::of_command(&id),
        };
        let begin = Begin {
            stream: referral.stream(),
            academy: out_of.academy,
            command: command.into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        let done = self.begin::<Referral>(context, begin).await?;
        Ok((done, referral))
    }

    async fn out_of_case(&self, matter: StreamId) -> Result<OutOf, AppError> {
        let loaded = self.load::<Case>(matter).await?;
        let CaseState::Open(record) = &loaded.state else {
            return Err(closed());
        };
        Ok(OutOf {
            category: record.category.clone(),
            academy: loaded.academy,
            counts_from: self.now(),
        })
    }

    /// R3 counts from when the employer knew: the raising of the first concern.
    async fn out_of_allegation(&self, matter: StreamId) -> Result<OutOf, AppError> {
        let loaded = self.load::<Allegation>(matter).await?;
        let AllegationState::Open(record) = &loaded.state else {
            return Err(closed());
        };
        let first = record.concerns.first().ok_or(AppError::NotShown)?;
        Ok(OutOf {
            category: record.category.clone(),
            academy: loaded.academy,
            counts_from: self.begun_at(first.stream()).await?,
        })
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

fn closed() -> AppError {
    Refusal::new(
        Code::CaseClosed,
        "This matter is closed: reopen it first, with a reason.",
    )
    .into()
}

/// Desks that are told of adults are told out of the adult's matter, which the case does not know.
fn may_come_out_of_a_case(desk: &Desk) -> Result<(), AppError> {
    if desk.about_adults {
        return Err(Refusal::of_field(
            Code::AdultMatter,
            "/agency",
            "This desk is told of adults, and a pupil's case holds none: pass it to the headteacher, \
             who refers from the adult's matter.",
        )
        .into());
    }
    Ok(())
}

/// The desk of a name.
pub(super) fn desk(agency: &str) -> Result<&'static Desk, AppError> {
    Shipped::get().desk_named(agency).ok_or_else(|| {
        Refusal::of_field(
            Code::UnknownAgency,
            "/agency",
            "There is no such desk: GET /v1/desks lists them.",
        )
        .into()
    })
}
