//! Listing a register, its export, and what the next meeting of the online safety group takes up.

use std::sync::Arc;

use lanyard_access::{Action, Scope};
use lanyard_domain::policy::{Party, Register};
use lanyard_events::{AcademyId, At};
use lanyard_projections::registers::{EntryFilter, EntryRow, entries};

use super::seen::{hide, parts};
use crate::app::App;
use crate::context::{Context, Page, paging};
use crate::error::AppError;

/// Rows of an export, page by page.
const EXPORT_PAGE: u32 = 200;
/// Most rows that leave in one export.
const EXPORT_MOST: usize = 20_000;

/// Which entries to list.
#[derive(Debug, Clone, Default)]
pub struct EntryQuery {
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only added from this moment on.
    pub added_from: Option<At>,
    /// Only with these answers: field and value.
    pub answers: Vec<(String, String)>,
    /// Where the page starts.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

impl EntryQuery {
    fn narrows(&self) -> bool {
        self.state.is_some() || self.added_from.is_some() || !self.answers.is_empty()
    }
}

/// Entries of a register, as somebody sees them.
#[derive(Debug, Clone)]
pub struct RegisterList {
    /// The register.
    pub register: Arc<Register>,
    /// The rows.
    pub page: Page<EntryRow>,
}

impl App {
    /// Entries of a register, the newest first.
    ///
    /// # Errors
    /// `NotShown` for an unknown register, `BadQuery`, `BadCursor`, `Unavailable`.
    pub async fn entries(
        &self,
        context: &Context,
        register: &str,
        query: EntryQuery,
    ) -> Result<RegisterList, AppError> {
        let register = self.register(register)?;
        may_narrow(context, &register, &query)?;
        let filter = EntryFilter {
            register: Some(register.id.to_string()),
            state: query.state,
            academy: query.academy,
            added_from: query.added_from,
            answers: query.answers,
            ..EntryFilter::default()
        };
        let page = self
            .entries_of(context, filter, query.limit, query.cursor.as_deref())
            .await?;
        Ok(RegisterList { register, page })
    }

    async fn entries_of(
        &self,
        context: &Context,
        filter: EntryFilter,
        limit: u32,
        cursor: Option<&str>,
    ) -> Result<Page<EntryRow>, AppError> {
        let scope = Scope::of(&context.caller, Action::ListEntries);
        let paging = paging(limit, cursor)?;
        let page = self
            .query(move |views| entries(views, &scope, &filter, paging))
            .await?;
        let shown = page.rows.iter().map(|row| row.entry.stream()).collect();
        self.looked(context, shown).await?;
        let mut page: Page<EntryRow> = page.into();
        let in_force = self.in_force()?;
        for row in &mut page.rows {
            let Some(register) = in_force.register(&row.register) else {
                row.fields.clear();
                continue;
            };
            let parts = parts(context, register, row);
            hide(register, &parts, row);
        }
        Ok(page)
    }

    /// Every entry that somebody may see, up to a limit, as the register's export has them.
    ///
    /// # Errors
    /// `NotShown` for an unknown register, `Forbidden` for those who only see its list, `BadQuery`,
    /// `Unavailable`.
    pub async fn export_entries(
        &self,
        context: &Context,
        register: &str,
        query: EntryQuery,
    ) -> Result<RegisterList, AppError> {
        let known = self.register(register)?;
        if !may_filter(context, &known) {
            return Err(AppError::Forbidden);
        }
        let mut all = Page {
            rows: Vec::new(),
            next: None,
        };
        let mut cursor = None;
        loop {
            let part = EntryQuery {
                cursor,
                limit: EXPORT_PAGE,
                ..query.clone()
            };
            let list = self.entries(context, register, part).await?;
            all.rows.extend(list.page.rows);
            cursor = list.page.next;
            if cursor.is_none() || all.rows.len() >= EXPORT_MOST {
                all.next = cursor;
                break;
            }
        }
        Ok(RegisterList {
            register: known,
            page: all,
        })
    }

    /// What the online safety group takes up at its next meeting: entries that wait for it, without
    /// anything personal (S13).
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn agenda(
        &self,
        context: &Context,
        academy: AcademyId,
        limit: u32,
        cursor: Option<String>,
    ) -> Result<Page<EntryRow>, AppError> {
        let in_force = self.in_force()?;
        let running = { in_force.registers.iter() }
            .flat_map(|register| {
                { register.clocks.iter() }
                    .filter(|clock| clock.agenda)
                    .map(|clock| (register.id.to_string(), clock.id.to_string()))
            })
            .collect();
        let filter = EntryFilter {
            academy: Some(academy),
            running,
            ..EntryFilter::default()
        };
        let mut page = self
            .entries_of(context, filter, limit, cursor.as_deref())
            .await?;
        for row in &mut page.rows {
            if let Some(register) = in_force.register(&row.register) {
                row.fields
                    .retain(|name, _| register.field(name).is_some_and(|field| !field.personal));
            }
            row.names.clear();
        }
        Ok(page)
    }
}

/// Whoever may narrow a list may count in it; governors may not (R16).
fn may_narrow(context: &Context, register: &Register, query: &EntryQuery) -> Result<(), AppError> {
    if !query.narrows() {
        return Ok(());
    }
    let allowed = |name: &str| {
        register.filter.iter().any(|filter| {
            filter.by.iter().any(|by| by.as_str() == name) && holds_one(context, &filter.roles)
        })
    };
    let asked = { query.answers.iter() }
        .map(|(field, _)| field.as_str())
        .chain(query.state.as_ref().map(|_| "state"))
        .chain(query.added_from.map(|_| "added_at"));
    for name in asked {
        if !allowed(name) {
            return Err(AppError::BadQuery(
                "You may not narrow this register by that: GET /v1/registers/{register} says by what.",
            ));
        }
    }
    Ok(())
}

fn may_filter(context: &Context, register: &Register) -> bool {
    { register.filter.iter() }.any(|filter| holds_one(context, &filter.roles))
}

fn holds_one(context: &Context, parties: &[Party]) -> bool {
    Register::roles(parties).any(|role| context.caller.roles.iter().any(|held| held.role == role))
}
