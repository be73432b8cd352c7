//! Entries behind which a matter stands, for what is filled in from them.

use lanyard_access::{Action, Scope};
use lanyard_events::StreamId;
use lanyard_projections::Paging;
use lanyard_projections::registers::{EntryFilter, EntryRow, entries};

use super::seen::{hide, parts};
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Entries of one register behind one matter that are read; nobody makes more.
const MOST: u32 = 20;

impl App {
    /// Entries of a register with one of these matters behind them, the newest first, as far as somebody
    /// sees them. Where the field with the matter's number is hidden from them, the entry is not there.
    ///
    /// # Errors
    /// `NotShown` for an unknown register, `Unavailable`.
    pub(crate) async fn entries_behind(
        &self,
        context: &Context,
        register: &str,
        matters: Vec<StreamId>,
    ) -> Result<Vec<EntryRow>, AppError> {
        let register = self.register(register)?;
        let scope = Scope::of(&context.caller, Action::ListEntries);
        let filter = EntryFilter {
            register: Some(register.id.to_string()),
            behind: matters,
            ..EntryFilter::default()
        };
        let page = self
            .query(move |views| entries(views, &scope, &filter, Paging::first(MOST)))
            .await?;
        let mut rows = page.rows;
        for row in &mut rows {
            hide(&register, &parts(context, &register, row), row);
        }
        let names_it = |row: &EntryRow| {
            let mut about = register.about_person.iter();
            about.any(|field| row.fields.contains_key(field.as_str()))
        };
        rows.retain(names_it);
        let shown = rows.iter().map(|row| row.entry.stream()).collect();
        self.looked(context, shown).await?;
        Ok(rows)
    }
}
