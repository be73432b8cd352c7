//! What leavers leave behind: the matter always has one unconflicted owner, and a step never falls to nobody
//! (domain.md 1 rules 1 and 2). Whatever somebody has in hand who has left, or who has lost the role by which
//! they had it, goes to the next unconflicted senior.
//!
//! An end that is entered is followed at once, by the worker alone: whoever enters it, as the school's own
//! system, learns nothing by how long that takes. An end that comes by the clock, of a role or on the day after
//! the last one, is found by the worker's look. Both derive their command ids from the newest event that gave or
//! ended a role, so that each thing goes once.
//!
//! With nobody left a matter waits, as when all are conflicted (`nobody_left.rs`). Whoever gets something has a
//! notice of it by the event that gives it (`projections/src/reminders/handed_on.rs`); whoever left has none.
//!
//! Those who left something behind have their turns, so many at a look (`settled.rs`): no reminder waits for more.
//! No fault in one matter keeps another from going, nor what else the worker does: what is left is found by its
//! next look.

use lanyard_access::{HeldRole, RoleSet};
use lanyard_domain::clock::london_day;
use lanyard_events::{Actor, Envelope, Recorded, Revision, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::caseload;
use lanyard_projections::directory::CallerRow;

use super::cause_of;
use super::matter_keeps_owner::Why;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::settled::AT_A_LOOK;
use crate::submit::Cause;

/// What takes effect at once and may leave something behind.
const ENDS: [&str; 2] = ["staff.ended", "staff.role_ended"];
/// What may lie behind an end: a role that was confirmed until a time ends by the clock.
const BEHIND_AN_END: [&str; 3] = ["staff.ended", "staff.role_ended", "staff.role_confirmed"];
/// Events read at once.
const BATCH: u32 = 200;
/// Things handed on in one go: nothing else that the worker does waits for more.
const AT_ONCE: usize = 100;

/// Somebody who cannot have everything any more that they have, and by which event.
struct Leaver {
    who: CallerRow,
    has_left: bool,
    /// By the record itself: whoever entered the end has no part in the matters.
    envelope: Envelope,
    cause: Cause,
}

impl App {
    /// Hands on what follows from an end that was just recorded.
    pub(super) async fn leaver_hands_on(&self, recorded: &Recorded) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        if !ENDS.contains(&envelope.event_type.as_str()) {
            return Ok(Vec::new());
        }
        // The views say who holds which role, and what is open.
        self.wait_for(recorded.position).await?;
        let staff = StaffId::new(envelope.stream.uuid);
        let done = self.hands_on(staff, AT_ONCE).await?;
        self.lines_keep_receivers().await?;
        Ok(done)
    }

    /// Hands on what is left behind by the clock, and what a crash has left over, so much at once; answers how
    /// many things moved.
    pub(super) async fn leavers_hand_on(&self) -> Result<usize, AppError> {
        let now = self.now();
        let today = london_day(now);
        let mut moved = 0;
        let leavers = self
            .reader
            .read(|views| caseload::leaves_behind(views, today, now))?;
        let leavers = leavers.into_iter().map(StaffId::stream).collect();
        for staff in self.settled.turn("leavers", leavers) {
            if moved >= AT_ONCE {
                break;
            }
            let staff = StaffId::new(staff.uuid);
            match self.hands_on(staff, AT_ONCE - moved).await {
                Ok(done) => moved += { done.iter() }.filter(|done| is_new(done)).count(),
                Err(error) => {
                    tracing::error!(%error, "what somebody left behind was not looked at")
                }
            }
        }
        Ok(moved)
    }

    /// Until about so many things have moved: the rest goes with the next look.
    async fn hands_on(&self, staff: StaffId, most: usize) -> Result<Vec<Done>, AppError> {
        let mut done: Vec<Done> = Vec::new();
        let Some(leaver) = self.leaver(staff).await? else {
            return Ok(done);
        };
        let mut moved = 0;
        for matter in self.reader.read(|views| caseload::in_hand(views, staff))? {
            if moved >= most {
                break;
            }
            match self.hands_on_of(&leaver, matter).await {
                Ok(handed_on) => {
                    moved += { handed_on.iter() }.filter(|done| is_new(done)).count();
                    done.extend(handed_on);
                }
                // Of several things: the others go all the same.
                Err(AppError::Refused(refusal)) => tracing::warn!(
                    code = refusal.code().name(),
                    "what somebody left behind was not handed on"
                ),
                Err(error) => {
                    tracing::error!(%error, "what somebody left behind was not handed on");
                }
            }
        }
        Ok(done)
    }

    async fn leaver(&self, staff: StaffId) -> Result<Option<Leaver>, AppError> {
        let Some(who) = self.staff_row(staff)? else {
            return Ok(None);
        };
        let mut behind = None;
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(staff.stream(), from, BATCH);
            let batch = batch.await?;
            let read = batch.len();
            for recorded in batch {
                from = recorded.event.envelope.revision.next();
                if BEHIND_AN_END.contains(&recorded.event.envelope.event_type.as_str()) {
                    behind = Some(recorded);
                }
            }
            if read < BATCH as usize {
                break;
            }
        }
        Ok(behind.map(|recorded| Leaver {
            has_left: self.has_left(&who),
            who,
            cause: cause_of(&recorded),
            envelope: Envelope {
                actor: Actor::System,
                occurred_at: self.now(),
                ..recorded.event.envelope
            },
        }))
    }

    async fn hands_on_of(&self, leaver: &Leaver, matter: StreamId) -> Result<Vec<Done>, AppError> {
        if matter.kind == StreamKind::Register {
            return self.entry_hands_on(leaver, matter).await;
        }
        let row = self.reader.read(|views| access_row(views, matter))?;
        let why = if leaver.has_left {
            Why::Left
        } else if acts_in(&leaver.who.roles, &row) {
            return Ok(Vec::new());
        } else {
            Why::RoleEnded(roles_here(&leaver.who.roles, &row))
        };
        let (staff, envelope) = (leaver.who.staff, &leaver.envelope);
        if matter.kind == StreamKind::Concern {
            // Whoever gets it has it among what is theirs to do, and is told of that.
            let given = self.concern_given_on(envelope, leaver.cause, (matter, staff));
            return given.await;
        }
        let given = self.give_away(envelope, leaver.cause, (matter, staff), why);
        given.await.map(|(_, done)| done)
    }

    async fn entry_hands_on(
        &self,
        leaver: &Leaver,
        entry: StreamId,
    ) -> Result<Vec<Done>, AppError> {
        let reaction = |what: &str| Reaction {
            stream: entry,
            academy: None,
            actor: leaver.envelope.actor,
            occurred_at: leaver.envelope.occurred_at,
            cause: leaver.cause,
            id: leaver.command(entry, what),
        };
        let roles: &[HeldRole] = if leaver.has_left {
            &[]
        } else {
            &leaver.who.roles
        };
        let from = leaver.who.staff;
        let signer = self.review_keeps_signer(reaction("signer"), (from, roles));
        let signer = signer.await?;
        let because = (reaction, leaver.envelope.event_type.as_str());
        let keeper = self.entry_keeps_keeper(because, (entry, from, roles));
        Ok(signer.into_iter().chain(keeper.await?).collect())
    }

    /// Sends on what waits for the safeguarding leads of an academy, where none of them is left, so much at once;
    /// answers how many moved.
    pub(super) async fn lines_keep_receivers(&self) -> Result<usize, AppError> {
        let (mut moved, mut most) = (0, AT_A_LOOK);
        let mut changed = self.changed_lines()?;
        changed.sort_by_key(|(academy, _)| *academy);
        let last = self.settled.stopped_in();
        let after = changed.partition_point(|(academy, _)| Some(*academy) <= last);
        changed.rotate_left(after);
        for (academy, line) in changed {
            if most == 0 {
                break;
            }
            moved += self.concerns_of_line(academy, line, &mut most).await?;
        }
        Ok(moved)
    }
}

impl Leaver {
    fn command(&self, of: StreamId, what: &str) -> lanyard_events::CommandId {
        let name = format!("{what} of {of} from {}", self.who.staff);
        command_id::of_reaction(self.envelope.id, &name)
    }
}

/// Whether it was recorded just now, and not found to be so already.
pub(super) const fn is_new(done: &Done) -> bool {
    done.event.is_some() && !done.replayed
}

/// The roles that somebody holds where a matter lies.
fn roles_here(roles: &[HeldRole], row: &AccessRow) -> RoleSet {
    let is_here = |held: &&HeldRole| held.role.is_trust_wide() || held.academy == row.academy;
    RoleSet::from_roles(roles.iter().filter(is_here).map(|held| held.role))
}

/// Whether somebody with these roles is still one of those who act in a matter: it went to a role of theirs, or
/// it is a child's and they are a senior where it lies.
fn acts_in(roles: &[HeldRole], row: &AccessRow) -> bool {
    let is_childs = row.matter.kind == StreamKind::Case;
    { roles_here(roles, row).iter() }
        .any(|role| row.routed_to.contains(role) || (is_childs && role.is_senior()))
}
