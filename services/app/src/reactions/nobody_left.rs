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

    /// Hands on what was left by people who are gone, gives every matter that nobody could have to whoever can
    /// by now, and sends on what nobody is left to decide on; answers how many moved.
    pub(crate) async fn find_owners(&self) -> Result<usize, AppError> {
        let (mut moved, mut left) = (self.leavers_hand_on().await?, 0);
        for id in self.reader.read(allegations::without_owner)? {
            if is_found(self.find_owner(id.stream()).await) {
                moved += 1;
            } else {
                left += 1;
            }
        }
        for case in self.reader.read(caseload::without_owner)? {
            if is_found(self.case_found_owner(case).await) {
                moved += 1;
            } else {
                left += 1;
            }
        }
        for entry in self.reader.read(registers::without_keeper)? {
            if is_found(self.entry_found_keepers(entry).await) {
                moved += 1;
            } else {
                left += 1;
            }
        }
        let mut concerns = self.reader.read(concern_inbox::without_receiver)?;
        for concern in self.reader.read(concern_inbox::about_adults)? {
            if !concerns.contains(&concern) && self.is_left_behind(concern).await.unwrap_or(true) {
                concerns.push(concern);
            }
        }
        let of_children = self.lines_keep_receivers().await?;
        moved += of_children.0;
        for concern in concerns {
            match self.looked_after(concern).await {
                Looked::AsBefore => {}
                Looked::SentOn => moved += 1,
                Looked::Waits | Looked::Again => left += 1,
            }
        }
        if left > 0 {
            tracing::error!(
                matters = left,
                "nobody unconflicted is left to own a matter: give somebody a role"
            );
        }
        Ok(moved)
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

/// Whatever fails in one matter, the others are looked at all the same.
fn is_found(found: Result<bool, AppError>) -> bool {
    found.unwrap_or_else(|error| {
        tracing::error!(%error, "a matter that nobody could own was not looked at");
        false
    })
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
