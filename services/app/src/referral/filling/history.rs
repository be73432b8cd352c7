//! Earlier concerns and cases about the child whom the form is about. Matters about adults are in no
//! pupil's history.

use std::collections::BTreeSet;

use lanyard_access::{Action, PersonKey, Scope};
use lanyard_domain::clock::in_words;
use lanyard_events::{LinkRole, PupilId, StreamId};
use lanyard_projections::Paging;
use lanyard_projections::pupil_history::history;

use super::category;
use super::known::Known;
use super::place::Place;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Matters named in one form.
const MOST: u32 = 50;

impl App {
    pub(super) async fn know_history(
        &self,
        known: &mut Known,
        context: &Context,
        child: PupilId,
        these: BTreeSet<StreamId>,
    ) -> Result<(), AppError> {
        if !self.may(context, child.stream(), Action::ReadPupilHistory)? {
            return Ok(());
        }
        let scope = Scope::of(&context.caller, Action::ReadPupilHistory);
        let page = self
            .query(move |views| {
                history(views, &scope, PersonKey::Pupil(child), Paging::first(MOST))
            })
            .await?;
        let taxonomy = self.taxonomy()?;
        let mut rows = page.rows;
        rows.reverse();
        rows.retain(|row| {
            let is_harmed = row.parts.contains(&LinkRole::Affected);
            is_harmed && !these.contains(&row.matter)
        });
        let shown = rows.iter().map(|row| row.matter).collect();
        let lines = { rows.iter() }.map(|row| {
            let (begun, category) = (in_words(row.begun_at), category(&taxonomy, &row.category));
            format!("{begun}: {category}, reference {}", row.reference)
        });
        known.several(Place::CaseHistory, lines, "\n");
        self.looked(context, shown).await
    }
}
