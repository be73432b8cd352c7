//! What somebody sees of an entry: in which parts they see it, and which fields those parts show.

use std::sync::Arc;

use lanyard_access::{Action, Decision, Resource, RoleSet, Scope};
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
        self.entry_address(context, id, &register.sees).await?;
        let scope = Scope::of(&context.caller, Action::ReadEntry);
        let page = self
            .query(move |views| entry_page(views, &scope, id))
            .await?
            .filter(|page| page.row.register == register.id.as_str())
            .ok_or(AppError::NotShown)?;
        let parts = parts(context, &register, &page.row);
        let moves = { offered(&register, &page.row.state, &page.row.fields).into_iter() }
            .filter(|it| it.by.iter().any(|party| parts.contains(party)))
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
        self.entry_address(context, entry, &register.sees).await?;
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
        may: &[Party],
    ) -> Result<AccessRow, AppError> {
        let stream = entry.stream();
        let row = self.reader.read(|views| access_row(views, stream))?;
        // Read for every entry, absent ones too, so that the cost tells nothing.
        let behind = row.behind.unwrap_or(stream);
        let behind = self.reader.read(|views| access_row(views, behind))?;
        let mut seen = if row.exists {
            row.resource()
        } else {
            Resource::absent(row.resource().kind)
        };
        if row.behind.is_some() {
            seen.people.extend(&behind.people);
        }
        let mut wanted = seen.clone();
        wanted.routed_to = RoleSet::from_roles(Register::roles(may));
        if !may.contains(&Party::Own) {
            wanted.granted.clear();
        }
        let decide = |action, resource: &Resource| {
            let mut of_behind = resource.clone();
            of_behind.stream = Some(behind.matter);
            let permits = |resource| {
                self.parts
                    .policies
                    .decide(&context.caller, action, resource)
                    == Decision::Permit
            };
            // Both are always asked.
            permits(resource) & permits(&of_behind)
        };
        let visible = decide(Action::ReadEntry, &seen) & row.exists;
        let permitted = decide(Action::WorkEntry, &wanted);
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
            (true, false) => Err(AppError::Forbidden),
            (true, true) => Ok(row),
        }
    }
}

/// In which parts somebody sees an entry.
pub(super) fn parts(context: &Context, register: &Register, row: &EntryRow) -> Vec<Party> {
    { register.sees.iter().copied() }
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
