//! A desk is to be told, as somebody decides; and is not told after all.

use lanyard_access::Action;
use lanyard_domain::allegation::{Allegation, State as AllegationState};
use lanyard_domain::case::{Case, State as CaseState};
use lanyard_domain::policy::{Agency, Desk, Shipped};
use lanyard_domain::reference;
use lanyard_domain::referral::{CallOff, Need, Referral, Stage, State};
use lanyard_domain::{Code, Refusal};
use lanyard_events::allegation::ThresholdDecision;
use lanyard_events::{
    AcademyId, At, CategoryId, CommandId, ReferralId, Revision, Sensitive, StaffId, StreamId,
    StreamKind,
};

use super::asked;
use super::once::stream_of_matter;
use crate::address::Asked;
use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;

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
    /// What is recorded says that desks about adults are told: the threshold may be met.
    settled: bool,
}

/// Where a referral is to stand.
enum Place {
    /// It stands there.
    Stands(StreamId),
    /// It was decided against there, and comes back.
    Again(StreamId),
    /// It begins there.
    New(StreamId),
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
        if let Some(done) = self.replay(id, content).await? {
            return Ok((done, ReferralId::new(done.stream.uuid)));
        }
        let desk = desk(&need.agency)?;
        let place = self.place_of(matter, desk, &id).await?;
        if let Place::Stands(stream) = place {
            // Whoever asks again finds the one that stands in the queue.
            let loaded = self.load::<Referral>(stream).await?;
            let revision = loaded.tip.map_or(Revision(0), |tip| tip.revision);
            let done = self.already_so(stream, revision);
            return Ok((done, ReferralId::new(stream.uuid)));
        }
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
            settled: out_of.settled,
            reason: Some(need.reason),
            owner: context.staff().ok_or(AppError::Forbidden)?,
            counts_from: out_of.counts_from,
            step_due: None,
            calendar: self.calendar_at(out_of.academy).await?,
            reference: reference::of_command(&id),
        };
        let done = match place {
            Place::Stands(stream) | Place::Again(stream) => {
                let need = |_: &Loaded<State>, _| Ok(command.clone().into());
                let done = self.change::<Referral>(context, stream, Precondition::Free, need);
                done.await?
            }
            Place::New(stream) => {
                let begin = Begin {
                    stream,
                    academy: out_of.academy,
                    command: command.into(),
                    id,
                    content,
                    occurred_at: None,
                    expires: true,
                };
                self.begin::<Referral>(context, begin).await?
            }
        };
        Ok((done, ReferralId::new(done.stream.uuid)))
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
            settled: false,
        })
    }

    /// R3 counts from when the employer knew: the raising of the first concern.
    async fn out_of_allegation(&self, matter: StreamId) -> Result<OutOf, AppError> {
        let loaded = self.load::<Allegation>(matter).await?;
        let AllegationState::Open(record) = &loaded.state else {
            return Err(closed());
        };
        let decided = record.threshold.as_ref().map(|decided| decided.decision);
        Ok(OutOf {
            category: record.category.clone(),
            academy: loaded.academy,
            counts_from: self.known_of(record).await?,
            settled: decided == Some(ThresholdDecision::MayMeetThreshold),
        })
    }

    /// Where a referral that somebody asks for is to stand. The LADO has one of a matter at a time (R3): the one
    /// that stands already, or that was decided against; also where two people ask at once.
    async fn place_of(
        &self,
        matter: StreamId,
        desk: &Desk,
        command: &CommandId,
    ) -> Result<Place, AppError> {
        let drawn = Place::New(ReferralId::new(command.new_aggregate()).stream());
        if desk.id != Agency::Lado || matter.kind != StreamKind::Allegation {
            return Ok(drawn);
        }
        let loaded = self.load::<Allegation>(matter).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(drawn);
        };
        let all = { self.referrals_to(matter, &record.playbooks, desk.id) }.await?;
        let live = all.iter().find(|it| it.is_live());
        let not_made = all.iter().find(|it| it.stage == Stage::NotMade);
        Ok(match (live, not_made) {
            (Some(live), _) => Place::Stands(live.stream),
            (None, Some(not_made)) => Place::Again(not_made.stream),
            (None, None) if all.is_empty() => Place::New(stream_of_matter(matter, desk.id)),
            (None, None) => drawn,
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
