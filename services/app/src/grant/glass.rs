//! Breaking the glass of a pupil's case of another academy (domain.md 1 rule 2, S11).
//!
//! What is not there and what may not be opened so are told apart by nobody: both leave the attempt in
//! the record, and answer alike.

use lanyard_access::{Action, Resource, ResourceKind, RoleSet};
use lanyard_domain::Aggregate;
use lanyard_domain::case::Case;
use lanyard_domain::clock::{CLOSE_OF_DAY, working_day_deadline};
use lanyard_domain::grant::{BreakGlass as Break, Grant, HoldGlass, State};
use lanyard_domain::{Code, Refusal};
use lanyard_events::concern::Due;
use lanyard_events::{AcademyId, At, CaseId, CommandId, GrantId, Role, Sensitive, StaffId};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::grants::{Sought, pupils_cases};

use crate::app::App;
use crate::change::Begin;
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Working days within which it is reviewed (domain.md 1 rule 2).
const REVIEW_WORKING_DAYS: u32 = 2;

/// Who reviews it in the place of a data protection officer who is conflicted, or broke it themself.
const STAND_INS: [Role; 3] = [Role::TrustLead, Role::Head, Role::Dsl];

/// What somebody who is no reader of a case asks for.
#[derive(Debug, Clone)]
pub struct BreakGlass {
    /// The academy that the case belongs to.
    pub academy: AcademyId,
    /// By what it is looked for.
    pub find: Sought,
    /// Why.
    pub reason: Sensitive<String>,
}

/// A case that is open for a while.
#[derive(Debug, Clone)]
pub struct GlassBroken {
    /// What it left in the record.
    pub done: Done,
    /// The grant by which it is read.
    pub grant: GrantId,
    /// The case.
    pub case: CaseId,
    /// Until when.
    pub until: At,
}

impl App {
    /// Opens one pupil's case of another academy to the caller for an hour, read-only.
    ///
    /// # Errors
    /// `Forbidden` for who holds none of the four roles, `NotShown` where there is no such case or
    /// none that may be opened so, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn break_glass(
        &self,
        context: &Context,
        ask: BreakGlass,
    ) -> Result<GlassBroken, AppError> {
        let by = context.staff().ok_or(AppError::Forbidden)?;
        let mut any = Resource::at(ResourceKind::Case, ask.academy);
        any.routed_to = RoleSet::of(Role::Dsl);
        self.permit(context, Action::BreakGlass, &any)?;
        let hold = HoldGlass {
            asked: Sensitive::from(in_words(&ask.find)),
            reason: ask.reason.clone(),
        };
        // What is wrong with the request is said before anything is looked for.
        Grant::decide(&State::default(), hold.clone().into(), self.now())?;
        let (id, content) = context.command()?;
        let grant = GrantId::new(id.new_aggregate());
        if let Some(done) = self.replay(id, content).await? {
            return self.broken(done, grant).await;
        }
        let Some(row) = self.sought(context, &ask)? else {
            self.hold(context, id, content, ask.academy, hold).await?;
            return Err(AppError::NotShown);
        };
        self.refuse_readers(context, &row)?;
        let (told, reviewer) = self.told_of_glass(&row, ask.academy, by).await?;
        let begin = Begin {
            stream: grant.stream(),
            academy: row.academy,
            command: Break {
                matter: row.matter,
                by,
                reason: ask.reason,
                told,
                reviewer,
                review: self.review_due()?,
            }
            .into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        let done = self.begin::<Grant>(context, begin).await?;
        self.broken(done, grant).await
    }

    /// The first case that is meant and may be opened so.
    fn sought(&self, context: &Context, ask: &BreakGlass) -> Result<Option<AccessRow>, AppError> {
        let cases = self
            .reader
            .read(|views| pupils_cases(views, ask.academy, &ask.find))?;
        for case in cases {
            let row = self.reader.read(|views| access_row(views, case.stream()))?;
            if self
                .permit(context, Action::BreakGlass, &row.resource())
                .is_ok()
            {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Who reads the case already has no glass to break.
    fn refuse_readers(&self, context: &Context, row: &AccessRow) -> Result<(), AppError> {
        match self.permit(context, Action::ReadCase, &row.resource()) {
            Ok(()) => Err(Refusal::new(
                Code::AlreadyReader,
                "You can read this case already: open it as you open others.",
            )
            .into()),
            Err(_) => Ok(()),
        }
    }

    async fn hold(
        &self,
        context: &Context,
        id: CommandId,
        content: [u8; 32],
        academy: AcademyId,
        hold: HoldGlass,
    ) -> Result<(), AppError> {
        // Another command than the one that opens: whoever asks again may meet a case by then.
        let id = command_id::of_attempt(&id);
        let begin = Begin {
            stream: GrantId::new(id.new_aggregate()).stream(),
            academy: Some(academy),
            command: hold.into(),
            id,
            content,
            occurred_at: None,
            expires: true,
        };
        self.begin::<Grant>(context, begin).await.map(drop)
    }

    /// Who has a notice of it at once, and who reviews it: unconflicted people, never whoever broke it.
    async fn told_of_glass(
        &self,
        row: &AccessRow,
        academy: AcademyId,
        by: StaffId,
    ) -> Result<(Vec<StaffId>, Option<StaffId>), AppError> {
        let mut reviewer = None;
        for role in [Role::Dpo].into_iter().chain(STAND_INS) {
            let holders = self.unconflicted_holders(role, academy, &row.people, Some(row.matter));
            reviewer = holders.await?.into_iter().find(|holder| *holder != by);
            if reviewer.is_some() {
                break;
            }
        }
        let leads = self.unconflicted_holders(Role::Dsl, academy, &row.people, Some(row.matter));
        let mut told: Vec<StaffId> = leads.await?;
        told.extend(reviewer);
        let case = self.load::<Case>(row.matter).await?;
        if let Some(record) = case.state.record()
            && !self.bars(record.owner, row.matter).await?
        {
            told.push(record.owner);
        }
        told.retain(|staff| *staff != by);
        told.sort_unstable();
        told.dedup();
        Ok((told, reviewer))
    }

    fn review_due(&self) -> Result<Due, AppError> {
        let due = working_day_deadline(self.now(), REVIEW_WORKING_DAYS, CLOSE_OF_DAY);
        let due = due.map_err(|error| AppError::internal("two working days", error))?;
        Ok(due.of_rule("break_glass"))
    }

    async fn broken(&self, done: Done, grant: GrantId) -> Result<GlassBroken, AppError> {
        let loaded = self.load::<Grant>(grant.stream()).await?;
        let leave = loaded.state.leave().ok_or(AppError::NotShown)?;
        Ok(GlassBroken {
            done,
            grant,
            case: CaseId::new(leave.matter.uuid),
            until: leave.until,
        })
    }
}

/// What was asked for, as a reviewer reads it.
fn in_words(find: &Sought) -> String {
    match find {
        Sought::Reference(reference) => format!("case {reference}"),
        Sought::Upn(upn) => format!("pupil with number {}", upn.expose()),
        Sought::Name {
            forename,
            surname,
            date_of_birth,
        } => format!(
            "pupil {} {}, born {date_of_birth}",
            forename.expose(),
            surname.expose()
        ),
    }
}
