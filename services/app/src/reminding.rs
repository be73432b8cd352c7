//! Reminding: whatever has fallen due or was left unanswered, once at each level (domain.md 3, R1, R2).
//!
//! What is due to be reminded of is asked of the views; whether it was, the stream of the matter's
//! reminders says, so that views that lag or are rebuilt remind nobody twice.

use lanyard_access::{Action, PersonKey, Scope};
use lanyard_domain::Aggregate;
use lanyard_domain::reminder::{Remind, Reminding};
use lanyard_events::{AcademyId, At, ClockId, Role, StaffId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::reminders::{Notice, Pending, Subject, notices, pending};

use crate::app::App;
use crate::command_id;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Reminders given in one go; what is left comes with the next.
const AT_ONCE: u32 = 500;

/// R2: the safeguarding leads and the head at once, then their deputies, the head again, the trust's
/// lead.
const DANGER: &[&[Role]] = &[
    &[Role::Dsl, Role::Head],
    &[Role::DeputyDsl],
    &[Role::Head],
    &[Role::TrustLead],
];
/// A concern that nobody has looked at by the end of its day (R1).
const UNTRIAGED: &[&[Role]] = &[
    &[Role::Dsl, Role::DeputyDsl],
    &[Role::Head],
    &[Role::TrustLead],
];
/// Anything else, after whoever has it in hand.
const OVERDUE: &[&[Role]] = &[&[], &[Role::Head], &[Role::TrustLead]];

impl App {
    /// Reminds of everything that is due to be reminded of, and gives matters that nobody could own to
    /// whoever can by now; answers of how many things.
    ///
    /// # Errors
    /// When the store or the recorder is away: to be asked again.
    pub async fn remind(&self) -> Result<usize, AppError> {
        let now = self.now();
        // Reminders never wait for it: somebody may be in danger (R2).
        let found = self.find_owners().await.unwrap_or_else(|error| {
            tracing::error!(%error, "matters that nobody could own wait on");
            0
        });
        let due = self.reader.read(|views| pending(views, now, AT_ONCE))?;
        for pending in &due {
            self.remind_of(pending, now).await?;
        }
        Ok(due.len() + found)
    }

    async fn remind_of(&self, pending: &Pending, now: At) -> Result<(), AppError> {
        let chain = match pending.subject {
            Subject::Danger => DANGER,
            Subject::Untriaged => UNTRIAGED,
            Subject::Item { .. } => OVERDUE,
        };
        let (level, to) = self.whom(pending, chain).await?;
        let goes_on = usize::from(level) + 1 < chain.len();
        let remind = Remind {
            matter: pending.matter,
            item: pending.item.clone(),
            due_at: pending.due_at,
            level,
            to,
            next_at: goes_on.then(|| At::from_millis(now.millis() + pending.patience)),
        };
        let stream = ClockId::new(command_id::of_clock(pending.matter)).stream();
        let loaded = self.load::<Reminding>(stream).await?;
        let events = Reminding::decide(&loaded.state, remind, now)?;
        if events.is_empty() {
            return Ok(());
        }
        let events = events.into_iter().map(Into::into).collect();
        // Whoever was faster has reminded of something else in the matter: this comes with the next look.
        self.submit_as_system(now, (stream, None), loaded.tip, events)
            .await
            .map(|_| ())
    }

    /// Unconflicted people for this level, or for the first further one that has somebody. At the end
    /// of the chain there may be nobody: then it is recorded that nobody was left to remind.
    async fn whom(
        &self,
        pending: &Pending,
        chain: &[&[Role]],
    ) -> Result<(u16, Vec<StaffId>), AppError> {
        let row = self
            .reader
            .read(|views| access_row(views, pending.matter))?;
        let mut level = pending.level;
        let at_once = if level == 0 {
            self.told_at_once(pending.matter, &pending.item).await?
        } else {
            Vec::new()
        };
        while let Some(roles) = chain.get(usize::from(level)) {
            let mut to = Vec::new();
            if let (Subject::Item { owner: Some(owner) }, 0) = (pending.subject, level)
                && !self.bars(owner, pending.matter).await?
            {
                to.push(owner);
            }
            // Adults' matters are for those to whom they were routed, and for nobody else.
            let at_once = at_once.iter().filter(|_| level == 0);
            let roles = roles.iter().chain(at_once);
            for role in roles.filter(|role| row.routed_to.contains(**role)) {
                let holders = self.holders_for(*role, pending.academy, &row.people, pending);
                to.extend(holders.await?);
            }
            to.sort_unstable();
            to.dedup();
            if !to.is_empty() {
                return Ok((level, to));
            }
            level = level.saturating_add(1);
        }
        Ok((level, Vec::new()))
    }

    async fn holders_for(
        &self,
        role: Role,
        academy: Option<AcademyId>,
        people: &[PersonKey],
        pending: &Pending,
    ) -> Result<Vec<StaffId>, AppError> {
        match academy {
            Some(academy) => {
                self.unconflicted_holders(role, academy, people, Some(pending.matter))
                    .await
            }
            None => Ok(Vec::new()),
        }
    }

    /// What the caller was reminded of, the newest first.
    ///
    /// # Errors
    /// `Forbidden` for a client, `BadCursor`, `Unavailable`.
    pub async fn my_notices(
        &self,
        context: &Context,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<Page<Notice>, AppError> {
        let staff = context.staff().ok_or(AppError::Forbidden)?;
        let scope = Scope::of(&context.caller, Action::ListMyActions);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self
            .query(move |views| notices(views, &scope, staff, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.matter).collect();
        self.looked(context, shown).await?;
        Ok(page.into())
    }
}
