//! Matters that nobody unconflicted is left to have (domain.md 1 rule 1): they wait, hidden from everybody
//! conflicted. The worker says how many there are, and an alert does, never which; as soon as somebody can
//! have one, by a role or because a conflict was lifted, the worker's next look gives it to them. So do entries of
//! registers of which nobody keeps a clock.

use lanyard_domain::case::{Case, ChangeOwner, GiveAction, Record, State};
use lanyard_domain::{Aggregate, Senior};
use lanyard_events::{Event, Sensitive, StaffId, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::{Reading, ViewError, allegations, caseload, concern_inbox, registers};

use super::concern_keeps_receiver::Looked;
use super::matter_keeps_owner::REASON;
use crate::app::App;
use crate::error::AppError;
use crate::submit::Submitted;

impl App {
    /// How many matters wait for somebody who can have them, for monitoring. Never for a page that anybody
    /// reads: that there is one at all is nobody's to know (domain.md 1 rule 1).
    ///
    /// # Errors
    /// When the views cannot be read.
    pub fn without_owner(&self) -> Result<usize, AppError> {
        Ok(self.reader.read(how_many)?)
    }

    /// Gives matters that nobody could have to whoever can by now, hands on what was left by people who are gone,
    /// and sends on what nobody is left to decide on, so many of each at a look; answers how many moved.
    pub(crate) async fn find_owners(&self) -> Result<usize, AppError> {
        let mut look = Look::default();
        let allegations = self.reader.read(allegations::without_owner)?;
        let allegations = allegations.into_iter().map(|id| id.stream()).collect();
        for matter in self.settled.turn("allegations", allegations) {
            if !look.is_behind {
                look.found(self.find_owner(matter).await);
            }
        }
        let cases = self.reader.read(caseload::without_owner)?;
        for case in self.settled.turn("cases", cases) {
            if !look.is_behind {
                look.found(self.case_found_owner(case).await);
            }
        }
        let entries = self.reader.read(registers::without_keeper)?;
        for entry in self.settled.turn("entries", entries) {
            if !look.is_behind {
                look.found(self.entry_found_keepers(entry).await);
            }
        }
        // After them: a leaver's steps in a case that had no owner have gone with it, and its owner is told once.
        if look.moved > 0 {
            self.wait_for(self.head()).await?;
        }
        look.moved += self.leavers_hand_on().await?;
        let waiting = self.reader.read(concern_inbox::without_receiver)?;
        let mut concerns = self.settled.turn("concerns", waiting);
        let about_adults = self.reader.read(concern_inbox::about_adults)?;
        for concern in self.settled.turn("concerns about adults", about_adults) {
            if !concerns.contains(&concern) && self.is_left_behind(concern).await.unwrap_or(true) {
                concerns.push(concern);
            }
        }
        look.moved += self.lines_keep_receivers().await?;
        for concern in concerns {
            match self.looked_after(concern).await {
                Looked::AsBefore => {}
                Looked::SentOn => look.moved += 1,
                Looked::Waits | Looked::Again => look.left += 1,
            }
        }
        if look.left > 0 {
            tracing::error!(
                matters = look.left,
                "nobody unconflicted is left to own a matter: give somebody a role"
            );
        }
        Ok(look.moved)
    }

    /// The order of the durable steps:
    /// 1. its open referrals go to whoever can own the case;
    /// 2. the case does, with its steps and with the actions of whoever had it.
    ///
    /// Until 2 it waits, so that after a crash the next look goes on.
    async fn case_found_owner(&self, case: StreamId) -> Result<bool, AppError> {
        let loaded = self.load::<Case>(case).await?;
        let State::Open(record) = &loaded.state else {
            return Ok(false);
        };
        let row = self.reader.read(|views| access_row(views, case))?;
        let Some(to) = self.next_senior(&row, &[]).await? else {
            return Ok(false);
        };
        // The views may not have the newest referral yet.
        self.wait_for(self.head()).await?;
        for referral in self.open_referrals(case, record.owner)? {
            if !self.referral_found_owner(referral, to).await? {
                return Ok(false);
            }
        }
        let now = self.now();
        let mut events: Vec<Event> = Vec::new();
        for give in actions_of_owner(record, to) {
            let given = Case::decide(&loaded.state, give.into(), now)?;
            events.extend(given.into_iter().map(Event::from));
        }
        let change = ChangeOwner {
            owner: Senior::looked_up(to),
            reason: Sensitive::from(REASON),
        };
        let changed = Case::decide(&loaded.state, change.into(), now)?;
        events.extend(changed.into_iter().map(Event::from));
        if events.is_empty() {
            // The views are behind: it has an owner already.
            return Ok(false);
        }
        let submitted = self
            .submit_as_system(now, (case, loaded.academy), loaded.tip, events)
            .await?;
        Ok(matches!(submitted, Submitted::Done(_)))
    }
}

/// What has become of the matters of one look.
#[derive(Default)]
struct Look {
    moved: usize,
    left: usize,
    /// The views are behind: each further matter would only wait for them, and reminders with it.
    is_behind: bool,
}

impl Look {
    /// Whatever else fails in one matter, the others are looked at all the same.
    fn found(&mut self, found: Result<bool, AppError>) {
        match found {
            Ok(true) => self.moved += 1,
            Ok(false) => self.left += 1,
            Err(error) => {
                tracing::error!(%error, "a matter that nobody could own was not looked at");
                self.left += 1;
                self.is_behind = matches!(error, AppError::Behind);
            }
        }
    }
}

fn how_many(views: &Reading<'_>) -> Result<usize, ViewError> {
    Ok(allegations::without_owner(views)?.len()
        + caseload::without_owner(views)?.len()
        + concern_inbox::without_receiver(views)?.len()
        + registers::without_keeper(views)?.len())
}

/// The open actions of whoever had the case, for its new owner.
fn actions_of_owner(record: &Record, to: StaffId) -> Vec<GiveAction> {
    { record.actions.iter() }
        .filter(|(_, action)| action.owner == record.owner && action.outcome.is_none())
        .map(|(id, _)| GiveAction {
            action: *id,
            owner: to,
            owner_is_conflicted: false,
            reason: Sensitive::from(REASON),
        })
        .collect()
}
