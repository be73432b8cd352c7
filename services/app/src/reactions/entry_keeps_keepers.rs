//! An entry of a register has clocks, and each clock somebody who keeps it: who approves a change to the filter,
//! who decides whether a breach is reported. What somebody to whom the entry was closed had of them goes to
//! another who holds the clock's role, and with nobody left to the next unconflicted senior who sees the entry
//! (domain.md 1 rule 1), or is let in (`entry_lets_in.rs`). A leaver's go the same way (`entries/keepers.rs`).
//!
//! 1. After a conflict their conflict stream says so first: a crash between hides too much, and no reminder goes to
//!    them meanwhile.
//! 2. Whoever comes to be linked to an entry, by what is filled in or corrected, or to the matter behind it, may be
//!    close to whoever keeps its clocks.
//! 3. With nobody left a clock waits, hidden and counted, until the worker's look finds somebody (`nobody_left.rs`).

use std::collections::BTreeSet;

use lanyard_access::PersonKey;
use lanyard_domain::Aggregate;
use lanyard_domain::register::{Around, Command, Entry, Give, LetIn, Linked, Record, State};
use lanyard_events::register::RegisterEvent;
use lanyard_events::{Envelope, Event, Recorded, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::{caseload, registers};
use lanyard_vault::Opened;

use super::matter_keeps_owner::{HandOn, unless_refused};
use crate::app::App;
use crate::caller::key_of;
use crate::change::Reaction;
use crate::context::Done;
use crate::error::AppError;
use crate::load::Loaded;
use crate::submit::{Cause, Submitted};

/// What may link somebody else to an entry, or put another matter behind it.
const MAY_LINK: [&str; 3] = ["register.filled", "register.corrected", "register.moved"];

impl App {
    /// Whether somebody keeps a clock of an entry that runs, or it waits for their signature.
    pub(super) async fn has_of_entry(
        &self,
        entry: StreamId,
        staff: StaffId,
    ) -> Result<bool, AppError> {
        let state = self.load::<Entry>(entry).await?.state;
        Ok(keepers(&state).contains(&staff) || Self::waits_for_signature(&state, staff))
    }

    /// A matter was closed to somebody: so are the entries behind which it stands, and what they keep of those.
    pub(super) async fn entries_handed_on(
        &self,
        envelope: &Envelope,
        cause: Cause,
        matter: StreamId,
        staff: StaffId,
    ) -> Result<Vec<Done>, AppError> {
        let in_hand = self.reader.read(|views| caseload::in_hand(views, staff))?;
        let mut done = Vec::new();
        for entry in { in_hand.into_iter() }.filter(|it| it.kind == StreamKind::Register) {
            let row = self.reader.read(|views| access_row(views, entry))?;
            if row.behind == Some(matter) {
                done.extend(self.hand_on(envelope, cause, entry, staff).await?);
            }
        }
        Ok(done)
    }

    /// Other people, or another matter, may be linked to an entry by now.
    pub(super) async fn entry_keeps_keepers(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        let mut done = Vec::new();
        if !MAY_LINK.contains(&envelope.event_type.as_str()) {
            return Ok(done);
        }
        let Opened::Event(Event::Register(event)) = self.parts.vault.open(&recorded.event)? else {
            return Ok(done);
        };
        let entry = envelope.stream;
        let loaded = self.load::<Entry>(entry).await?;
        let people = self.people_around(&event)?;
        for staff in keepers(&loaded.state) {
            let Some(row) = self.staff_row(staff)? else {
                continue;
            };
            let excluded = self.exclusions(row.conflict).await?;
            let behind = { event.links().matter }.is_some_and(|it| excluded.bars_matter(it));
            if behind || excluded.bars(&people) || excluded.bars_matter(entry) {
                // The views may not have the new links yet.
                self.wait_for(self.head()).await?;
                done.extend(self.hand_on(envelope, cause, entry, staff).await?);
            }
        }
        Ok(done)
    }

    /// Everybody whom an entry links after an event, and whom the matter behind it does.
    fn people_around(&self, event: &RegisterEvent) -> Result<Vec<PersonKey>, AppError> {
        let links = event.links();
        let mut people: Vec<PersonKey> = links.people.iter().filter_map(key_of).collect();
        if let Some(matter) = links.matter {
            people.extend(self.reader.read(|views| access_row(views, matter))?.people);
        }
        Ok(people)
    }

    /// Other people may be linked by now to the matter behind some entries.
    pub(super) async fn entries_behind_keep_keepers(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let matter = envelope.stream;
        let mut done = Vec::new();
        let entries = self
            .reader
            .read(|views| registers::with_behind(views, matter))?;
        if entries.is_empty() {
            return Ok(done);
        }
        // The views may not have the new link yet.
        self.wait_for(self.head()).await?;
        for entry in entries {
            for staff in keepers(&self.load::<Entry>(entry).await?.state) {
                done.extend(self.hand_on(envelope, cause, entry, staff).await?);
            }
        }
        Ok(done)
    }

    /// Gives on the clocks that somebody keeps, and what they were to sign (R13).
    pub(super) async fn entry_handed_on(
        &self,
        row: &AccessRow,
        hand_on: &HandOn<'_>,
    ) -> Result<Vec<Done>, AppError> {
        let (entry, from) = (hand_on.matter, hand_on.from);
        let signer = self.review_keeps_signer(hand_on.reaction(entry, "signer"), (from, &[]));
        let signer = unless_refused(hand_on.event_type(), signer.await)?;
        let mut done: Vec<Done> = signer.flatten().into_iter().collect();
        let loaded = self.load::<Entry>(entry).await?;
        let (Some(around), Some(record)) = (
            self.around_as_it_stands(entry, &loaded).await?,
            loaded.state.record(),
        ) else {
            return Ok(done);
        };
        let give = Give {
            around,
            from: Some(from),
            held: Vec::new(),
            next: self.next_senior(row, &[from]).await?,
        };
        let reaction = |what: &str| hand_on.reaction(entry, what);
        let given = self.clocks_go((row, record), give, (reaction, hand_on.event_type()));
        done.extend(given.await?);
        Ok(done)
    }

    /// Gives clocks of an entry on; where one of them is for a senior, and none is left who sees it, the next one
    /// beyond is let in first. What is given stands in the command's id: what goes later does not go under the answer
    /// for what went before.
    pub(crate) async fn clocks_go(
        &self,
        (row, record): (&AccessRow, &Record),
        mut give: Give,
        (reaction, event_type): (impl Fn(&str) -> Reaction, &str),
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        let besides: Vec<StaffId> = give.from.into_iter().collect();
        if give.next.is_none()
            && give.asks_for_a_senior(record)
            && let Some((role, next)) = self.next_beyond(row, &besides).await?
        {
            let let_in = LetIn {
                around: give.around.clone(),
                role,
            };
            let let_in = self.react::<Entry>(reaction("let in"), |_, _| let_in.clone().into());
            done.extend(unless_refused(event_type, let_in.await)?);
            give.next = Some(next);
        }
        let clocks = give.clocks(record);
        if clocks.is_empty() {
            return Ok(done);
        }
        let reaction = reaction(&format!("clocks {}", clocks.join(", ")));
        let given = self.react::<Entry>(reaction, |_, _| give.clone().into());
        done.extend(unless_refused(event_type, given.await)?);
        Ok(done)
    }

    /// What an entry stands among, with nothing new filled in; none for one that nothing can be done with.
    pub(super) async fn around_as_it_stands(
        &self,
        entry: StreamId,
        loaded: &Loaded<State>,
    ) -> Result<Option<Around>, AppError> {
        let in_force = self.in_force()?;
        let register = { loaded.state.record() }.and_then(|it| in_force.register(&it.register));
        let Some(register) = register else {
            return Ok(None);
        };
        let mut linked = Linked::default();
        linked.stands(register, &loaded.state);
        let around = self.around_entry(register, loaded.academy, &linked, Some(entry));
        around.await.map(Some)
    }

    /// Gives the clocks that nobody keeps to whoever can keep them by now, and lets a senior in where none is left
    /// who sees the entry; whether anything moved.
    pub(super) async fn entry_found_keepers(&self, entry: StreamId) -> Result<bool, AppError> {
        let loaded = self.load::<Entry>(entry).await?;
        let (Some(around), Some(record)) = (
            self.around_as_it_stands(entry, &loaded).await?,
            loaded.state.record(),
        ) else {
            return Ok(false);
        };
        let row = self.reader.read(|views| access_row(views, entry))?;
        let give = Give {
            around,
            from: None,
            held: Vec::new(),
            next: self.next_senior(&row, &[]).await?,
        };
        let beyond = if give.next.is_none() && give.asks_for_a_senior(record) {
            self.next_beyond(&row, &[]).await?
        } else {
            None
        };
        let command: Command = match beyond {
            // The next look finds them among those who see it.
            Some((role, _)) => LetIn {
                around: give.around,
                role,
            }
            .into(),
            None => give.into(),
        };
        let now = self.now();
        let events = Entry::decide(&loaded.state, command, now)?;
        if events.is_empty() {
            return Ok(false);
        }
        let events = events.into_iter().map(Into::into).collect();
        let submitted = self
            .submit_as_system(now, (entry, loaded.academy), loaded.tip, events)
            .await?;
        Ok(matches!(submitted, Submitted::Done(_)))
    }
}

/// Who keeps a clock of an entry that runs.
fn keepers(entry: &State) -> BTreeSet<StaffId> {
    { entry.record().into_iter() }
        .flat_map(|record| record.clocks.values())
        .filter_map(|clock| clock.owner)
        .collect()
}
