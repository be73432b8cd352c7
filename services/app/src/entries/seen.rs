//! What somebody sees of an entry: in which parts they see it, and which fields those parts show.

use std::sync::Arc;

use lanyard_access::{Action, RoleSet, Scope};
use lanyard_domain::policy::{Party, Register, RegisterMove};
use lanyard_domain::register::{Entry, offered};
use lanyard_events::access::LookResult;
use lanyard_events::{AcademyId, Actor, EntryId, Role, StaffId};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::registers::{Changed, EntryRow, entry_page};

use super::work::is_of;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// An entry as somebody sees it: fields that are hidden from them are not in it.
#[derive(Debug, Clone)]
pub struct EntryShown {
    /// Its register.
    pub register: Arc<Register>,
    /// The entry.
    pub row: EntryRow,
    /// What happened to it, in order.
    pub history: Vec<Changed>,
    /// Moves that this person may make now.
    pub moves: Vec<RegisterMove>,
}

impl App {
    /// One entry.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn entry(
        &self,
        context: &Context,
        register: &str,
        id: EntryId,
    ) -> Result<EntryShown, AppError> {
        let register = self.register(register)?;
        self.entry_address(context, id, &register, &register.sees)
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadEntry);
        let page = self
            .query(move |views| entry_page(views, &scope, id))
            .await?
            .filter(|page| page.row.register == register.id.as_str())
            .ok_or(AppError::NotShown)?;
        let parts = parts(context, &register, &page.row);
        let was_let_in = { page.row.let_in.iter() }
            .any(|role| page.row.seen_by.contains(role) && holds(context, role, page.row.academy));
        let moves = { offered(&register, &page.row.state, &page.row.fields).into_iter() }
            .filter(|it| {
                let by_part = it.by.iter().any(|party| parts.contains(party));
                by_part || (was_let_in && stand_in(&register, &it.by))
            })
            .cloned()
            .collect();
        let mut shown = EntryShown {
            register: Arc::clone(&register),
            row: page.row,
            history: page.history,
            moves,
        };
        hide(&register, &parts, &mut shown.row);
        for changed in &mut shown.history {
            if let Some(event) = &mut changed.event {
                event.keep_fields(|field| shows(&register, &parts, field));
            }
        }
        Ok(shown)
    }

    /// An entry of a register for somebody who sees it.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `Unavailable`.
    pub(crate) async fn entry_seen(
        &self,
        context: &Context,
        register: &str,
        entry: EntryId,
    ) -> Result<(), AppError> {
        let register = self.register(register)?;
        self.entry_address(context, entry, &register, &register.sees)
            .await?;
        let loaded = self.load::<Entry>(entry.stream()).await?;
        is_of(&register, &loaded.state)
    }

    /// The one path to an entry's address (design.md 5): like [`App::address`], for somebody who is to
    /// do what these parties may.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `Unavailable`.
    pub(super) async fn entry_address(
        &self,
        context: &Context,
        entry: EntryId,
        register: &Register,
        may: &[Party],
    ) -> Result<AccessRow, AppError> {
        let stream = entry.stream();
        let row = self.reader.read(|views| access_row(views, stream))?;
        let (seen, behind) = self.with_behind(&row)?;
        let mut wanted = seen.clone();
        wanted.routed_to = RoleSet::from_roles(Register::roles(may));
        if !may.contains(&Party::Own) {
            wanted.granted.clear();
        }
        let visible = self.permits(context, Action::ReadEntry, &seen, behind) & row.exists;
        let permitted = self.permits(context, Action::WorkEntry, &wanted, behind);
        let result = if visible {
            LookResult::Opened
        } else {
            LookResult::NotShown
        };
        self.looks
            .record(context.caller.actor, vec![stream], result, context.route)
            .await?;
        match (visible, permitted) {
            (false, _) => Err(AppError::NotShown),
            (true, true) => Ok(row),
            (true, false) => {
                // Only whoever sees it already costs this.
                wanted.routed_to = self.let_in_to(entry, register, may).await?;
                if self.permits(context, Action::WorkEntry, &wanted, behind) {
                    return Ok(row);
                }
                Err(AppError::Forbidden)
            }
        }
    }

    /// Roles that were let in to an entry, where they may do what these parties may.
    async fn let_in_to(
        &self,
        entry: EntryId,
        register: &Register,
        may: &[Party],
    ) -> Result<RoleSet, AppError> {
        if !stand_in(register, may) {
            return Ok(RoleSet::EMPTY);
        }
        let loaded = self.load::<Entry>(entry.stream()).await?;
        let let_in = { loaded.state.record() }.map(|record| record.let_in.clone());
        Ok(RoleSet::from_roles(let_in.unwrap_or_default()))
    }
}

/// Whether whoever was let in may do what these parties may: look at the entry, and what any senior may do, in
/// whose place they are (domain.md 1 rule 7).
fn stand_in(register: &Register, may: &[Party]) -> bool {
    may == register.sees || RoleSet::from_roles(Register::roles(may)).overlaps(RoleSet::SENIORS)
}

/// In which parts somebody sees an entry.
pub(super) fn parts(context: &Context, register: &Register, row: &EntryRow) -> Vec<Party> {
    { register.sees.iter().copied() }
        .chain(row.let_in.iter().map(Party::Role))
        .filter(|party| match party {
            Party::Role(role) => row.seen_by.contains(*role) && holds(context, *role, row.academy),
            Party::Own => is_own(context, &row.own),
            Party::Client => false,
        })
        .collect()
}

fn is_own(context: &Context, own: &[StaffId]) -> bool {
    matches!(context.caller.actor, Actor::Staff(me) if own.contains(&me))
}

/// Whether somebody holds a role where an entry lies; of the trust's, anywhere.
fn holds(context: &Context, role: Role, academy: Option<AcademyId>) -> bool {
    { context.caller.roles.iter() }
        .filter(|held| held.role == role)
        .any(|held| match (held.academy, academy) {
            (Some(mine), Some(its)) => mine == its,
            (Some(_), None) => true,
            (None, _) => role.is_trust_wide() || role == Role::Staff,
        })
}

/// Whether one of the parts shows a field.
pub(super) fn shows(register: &Register, parts: &[Party], field: &str) -> bool {
    parts.iter().any(|party| {
        !{ register.hides.get(party) }
            .is_some_and(|hidden| hidden.iter().any(|it| it.as_str() == field))
    })
}

/// Takes out what is hidden.
pub(super) fn hide(register: &Register, parts: &[Party], row: &mut EntryRow) {
    row.fields.retain(|field, _| shows(register, parts, field));
}
