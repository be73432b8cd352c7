//! Reminding: whatever has fallen due or was left unanswered, once at each level (domain.md 3, R1, R2).
//!
//! What is due to be reminded of is asked of the views; whether it was, the stream of the matter's
//! reminders says, so that views that lag or are rebuilt remind nobody twice. However long nobody reminded,
//! what is owed is given then (`projections/src/reminders/history.rs`).

mod chain;
mod let_in;

use std::collections::BTreeSet;

use lanyard_access::{Action, Caller, PersonKey, RoleSet, Scope};
use lanyard_domain::Aggregate;
use lanyard_domain::reminder::{Remind, Reminding};
use lanyard_events::{AcademyId, At, ClockId, Role, StaffId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::reminders::{
    BOARD_TOLD, GOVERNORS_TOLD, Notice, Pending, Subject, notices, pending,
};

use self::chain::{CHAIR, chain, is_bare};
use crate::app::App;
use crate::command_id;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Reminders given in one go; what is left comes with the next.
const AT_ONCE: u32 = 500;

/// What names the things that nobody has in hand who does not read the matter.
const WITH_READING: &[&str] = &["measure ", "referral ", "review "];
/// What names the things that only somebody with a role of authority looks at: a restriction, a broken glass. They
/// are not handed on when that role ends, and so are told to the next senior at once (domain.md 1 rule 2).
const BY_AUTHORITY: &[&str] = &["break_glass ", "conflict ", "relation "];
/// Whether only somebody who reads the matter has the thing in hand: steps, actions and whatever else is given
/// by name can be anybody's.
fn comes_with_reading(pending: &Pending) -> bool {
    let is_matter = matches!(
        pending.matter.kind,
        StreamKind::Concern | StreamKind::Case | StreamKind::Allegation
    );
    is_matter && { WITH_READING.iter() }.any(|name| pending.item.starts_with(name))
}

/// Whether a role still lets somebody look at a restriction or a broken glass: of a matter about an adult, only a
/// role to which it went.
fn has_authority(role: Role, pending: &Pending, routed_to: RoleSet) -> bool {
    if pending.matter.kind == StreamKind::Staff {
        return matches!(role, Role::Head | Role::TrustLead | Role::Chair);
    }
    let is_reviewers = role == Role::Dpo && pending.item.starts_with("break_glass ");
    let is_childs = routed_to.contains(Role::Dsl);
    is_reviewers || routed_to.contains(role) || (is_childs && role.is_senior())
}

/// What somebody may be told without seeing the matter, as long as they hold the role.
pub(crate) fn told_barely(caller: &Caller) -> Vec<&'static str> {
    let holds = |role| caller.roles.iter().any(|held| held.role == role);
    { [(Role::Elt, BOARD_TOLD), (Role::Governor, GOVERNORS_TOLD)].into_iter() }
        .filter(|(role, _)| holds(*role))
        .map(|(_, item)| item)
        .collect()
}

impl App {
    /// Reminds of everything that is due to be reminded of, and gives matters that nobody could own to
    /// whoever can by now; answers of how many things.
    ///
    /// # Errors
    /// When the store or the recorder is away, or something could not be reminded of: to be asked again.
    pub async fn remind(&self) -> Result<usize, AppError> {
        let now = self.now();
        // Somebody is in danger: they wait for nothing (R2), however much is to be handed on. Of that there is so much
        // at a look, so that the next one comes in time.
        let in_danger = self.remind_of_all(now, true).await;
        let found = self.find_owners().await.unwrap_or_else(|error| {
            tracing::error!(%error, "matters that nobody could own wait on");
            0
        });
        // What was handed on by this look, or by a reaction meanwhile, is its new owner's, and is told to them.
        if let Err(error) = self.wait_for(self.head()).await {
            tracing::warn!(%error, "reminders go by views that are behind");
        }
        let others = self.remind_of_all(now, false).await;
        // Nobody waits for what was so before this start.
        let shut = self.once_named_before().await.unwrap_or_else(|error| {
            tracing::error!(%error, "corrected concerns are to be looked at again");
            0
        });
        Ok(in_danger? + others? + found + shut)
    }

    /// Reminds of all danger, or of all else. What fails for one matter keeps no other from it.
    async fn remind_of_all(&self, now: At, of_danger: bool) -> Result<usize, AppError> {
        let due = self.reader.read(|views| pending(views, now, AT_ONCE))?;
        let mut given = 0;
        let mut failed = None;
        for pending in { due.iter() }.filter(|it| (it.subject == Subject::Danger) == of_danger) {
            match self.remind_of(pending, now).await {
                Ok(is_given) => given += usize::from(is_given),
                Err(error) => {
                    tracing::error!(%error, "somebody could not be reminded of a matter");
                    failed.get_or_insert(error);
                }
            }
        }
        failed.map_or(Ok(given), Err)
    }

    /// Whether something was recorded, or is to be looked at again.
    async fn remind_of(&self, pending: &Pending, now: At) -> Result<bool, AppError> {
        let mut row = self
            .reader
            .read(|views| access_row(views, pending.matter))?;
        if pending.matter.kind == StreamKind::Staff {
            // Whom they are close to is looked at by seniors, and never by themself.
            row.people = vec![PersonKey::Staff(StaffId::new(pending.matter.uuid))];
            row.routed_to = RoleSet::from_roles([Role::Head, Role::TrustLead]);
        }
        let lead_is_missing = self.lead_is_missing(pending, &row).await?;
        let mut chain = chain(pending, row.routed_to, lead_is_missing);
        if self.chair_was_let_in(&row).await? {
            chain.extend(CHAIR);
        }
        let stream = ClockId::new(command_id::of_clock(pending.matter)).stream();
        let loaded = self.load::<Reminding>(stream).await?;
        let told = loaded
            .state
            .told_below(&pending.item, pending.due_at, pending.level);
        if self.let_next_in(pending, (&chain, &row), &told).await? {
            row = self
                .reader
                .read(|views| access_row(views, pending.matter))?;
        }
        let (level, to) = self.whom(pending, (&chain, &row), (now, &told)).await?;
        // With nobody in the role, or nobody without a conflict, it is owed until there is somebody: it is told once,
        // and nobody else will ever say it.
        if is_bare(pending.subject) && to.is_empty() {
            return Ok(false);
        }
        // That it has come is told once, and then what is due in it.
        let is_told_once =
            matches!(pending.subject, Subject::Raised { .. }) || is_bare(pending.subject);
        let goes_on = !is_told_once && usize::from(level) + 1 < chain.len();
        let remind = Remind {
            matter: pending.matter,
            item: pending.item.clone(),
            due_at: pending.due_at,
            level,
            to,
            next_at: goes_on.then(|| At::from_millis(now.millis() + pending.patience)),
        };
        let events = Reminding::decide(&loaded.state, remind, now)?;
        if events.is_empty() {
            return Ok(false);
        }
        let events = events.into_iter().map(Into::into).collect();
        // Whoever was faster has reminded of something else in the matter: this comes with the next look.
        self.submit_as_system(now, (stream, None), loaded.tip, events)
            .await
            .map(|_| true)
    }

    /// Unconflicted people for this level, or for the first further one that has somebody. At the end
    /// of the chain there may be nobody: then it is recorded that nobody was left to remind.
    async fn whom(
        &self,
        pending: &Pending,
        (chain, row): (&[&[Role]], &AccessRow),
        (now, told): (At, &BTreeSet<StaffId>),
    ) -> Result<(u16, Vec<StaffId>), AppError> {
        let is_danger = pending.subject == Subject::Danger;
        let mut on_duty = if is_danger {
            self.ready_on_duty(pending, row, now).await?
        } else {
            Vec::new()
        };
        on_duty.retain(|staff| !told.contains(staff));
        let mut level = pending.level;
        let at_once = if level == 0 {
            self.told_at_once(pending.matter, &pending.item).await?
        } else {
            Vec::new()
        };
        while let Some(roles) = chain.get(usize::from(level)) {
            let mut to = Vec::new();
            if let (Subject::Item { owner: Some(owner) }, 0) = (pending.subject, level)
                && self.tells_owner(owner, pending, row).await?
            {
                to.push(owner);
            }
            // Adults' matters are for those to whom they were routed, and for nobody else.
            let at_once = at_once.iter().filter(|_| level == 0);
            let roles: Vec<Role> = roles.iter().chain(at_once).copied().collect();
            to.extend(self.of_turn(&roles, pending, row, told).await?);
            let has_duty = level == 0 && !on_duty.is_empty();
            if has_duty || !to.is_empty() {
                // Whoever has come on duty since the level before is told as well, without waiting for a
                // turn, and holds nobody else's up.
                to.extend(on_duty);
                to.sort_unstable();
                to.dedup();
                return Ok((level, to));
            }
            level = level.saturating_add(1);
        }
        Ok((level, on_duty))
    }

    /// Whoever is told in the turn of these roles, as far as the matter went to them; whoever is told nothing but
    /// that there is one need not be of those.
    async fn of_turn(
        &self,
        roles: &[Role],
        pending: &Pending,
        row: &AccessRow,
        told: &BTreeSet<StaffId>,
    ) -> Result<Vec<StaffId>, AppError> {
        let mut to = Vec::new();
        let tells_bare = is_bare(pending.subject);
        let turn = { roles.iter() }.filter(|role| tells_bare || row.routed_to.contains(**role));
        for role in turn {
            let mut holders = self
                .holders_for(*role, pending.academy, &row.people, pending)
                .await?;
            // The head has a turn of their own besides being told at once; nobody else is told twice.
            if pending.subject == Subject::Danger && *role != Role::Head {
                holders.retain(|holder| !told.contains(holder));
            }
            to.extend(holders);
        }
        Ok(to)
    }

    /// Whether a thing's owner is told of it: they work here, and have no conflict in the matter. Of what comes
    /// with reading it, only as long as they hold a role to which it went; with nobody told, it goes up at once.
    async fn tells_owner(
        &self,
        owner: StaffId,
        pending: &Pending,
        row: &AccessRow,
    ) -> Result<bool, AppError> {
        let Some(staff) = self.staff_row(owner)? else {
            return Ok(false);
        };
        if self.has_left(&staff) || self.bars(owner, pending.matter).await? {
            return Ok(false);
        }
        let mut here = { staff.roles.iter() }
            .filter(|held| held.role.is_trust_wide() || held.academy == pending.academy);
        if { BY_AUTHORITY.iter() }.any(|name| pending.item.starts_with(name)) {
            return Ok(here.any(|held| has_authority(held.role, pending, row.routed_to)));
        }
        let reads = here.any(|held| row.routed_to.contains(held.role));
        Ok(reads || !comes_with_reading(pending))
    }

    /// Whoever is on duty now, may read the matter for a role that they hold there, and has no conflict
    /// in it (domain.md 1 rule 1).
    async fn ready_on_duty(
        &self,
        pending: &Pending,
        row: &AccessRow,
        now: At,
    ) -> Result<Vec<StaffId>, AppError> {
        let Some(academy) = pending.academy else {
            return Ok(Vec::new());
        };
        let mut ready = Vec::new();
        for on_duty in self.on_duty(academy, now)? {
            let reads = { on_duty.roles.iter() }.any(|role| row.routed_to.contains(*role));
            if reads && !self.bars(on_duty.staff, pending.matter).await? {
                ready.push(on_duty.staff);
            }
        }
        Ok(ready)
    }

    async fn holders_for(
        &self,
        role: Role,
        academy: Option<AcademyId>,
        people: &[PersonKey],
        pending: &Pending,
    ) -> Result<Vec<StaffId>, AppError> {
        if is_bare(pending.subject) {
            return self
                .unconflicted_holders(role, None, people, Some(pending.matter))
                .await;
        }
        let matter = pending.matter;
        let is_entry = matter.kind == StreamKind::Register;
        // An entry of the trust's registers has no academy: the roles of the whole trust are asked.
        if academy.is_none() && !(is_entry && role.is_trust_wide()) {
            return Ok(Vec::new());
        }
        let mut holders = self
            .unconflicted_holders(role, academy, people, Some(matter))
            .await?;
        if is_entry {
            // To whom the matter behind it is closed, it is too: nobody is told of what they do not see.
            let mut told = Vec::new();
            for holder in holders {
                if !self.bars(holder, matter).await? {
                    told.push(holder);
                }
            }
            holders = told;
        }
        Ok(holders)
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
        let bare = told_barely(&context.caller);
        let paging = paging(limit, cursor.as_deref())?;
        let page = self
            .query(move |views| notices(views, &scope, (staff, &bare), paging))
            .await?;
        // That there is a matter shows nothing of it.
        let shown = page.rows.iter().filter_map(|row| row.matter).collect();
        self.looked(context, shown).await?;
        Ok(page.into())
    }
}
