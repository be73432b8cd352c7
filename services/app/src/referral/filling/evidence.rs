//! Evidence in words: what is kept, where, and of what nobody may open hash and name only.

use lanyard_access::{Action, Scope};
use lanyard_events::StreamId;
use lanyard_projections::Paging;
use lanyard_projections::evidence::{EvidenceRow, EvidenceStage, evidence_of};

use super::known::Known;
use super::place::Place;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Files named in one form; nobody has more of such files.
const MOST_FILES: u32 = 200;

impl App {
    /// The files of a matter: those that can be read by name, of the others (R6) hash, name and where they
    /// are, and never anything of what is in them.
    pub(super) async fn know_evidence(
        &self,
        known: &mut Known,
        context: &Context,
        matter: StreamId,
    ) -> Result<(), AppError> {
        let scope = Scope::of(&context.caller, Action::ReadEvidence);
        let paging = Paging::first(MOST_FILES);
        let page = self
            .query(move |views| evidence_of(views, &scope, matter, paging))
            .await?;
        let barred = self.barred(matter).await?.is_some();
        let (readable, closed): (Vec<&EvidenceRow>, Vec<_>) =
            { page.rows.iter() }.partition(|row| !barred && row.stage == EvidenceStage::Readable);
        known.several(Place::EvidenceHashes, closed.into_iter().map(hash), "\n");
        let listed = readable.into_iter().map(|row| {
            let captured = &row.captured;
            let (name, what) = (captured.name.expose(), captured.description.expose());
            format!("{name}: {what}")
        });
        known.several(Place::EvidenceList, listed, "\n");
        let kept = { page.rows.iter() }.any(|row| row.stage != EvidenceStage::Destroyed);
        known.maybe(Place::EvidenceKept, kept.then_some("yes"));
        let places = { page.rows.iter() }
            .filter(|row| row.stage != EvidenceStage::Destroyed)
            .filter_map(|row| row.custody.as_ref())
            .map(|custody| custody.place.expose().clone());
        let places: Vec<String> = places.collect();
        let places = (!places.is_empty()).then(|| places.join("; "));
        known.otherwise(Place::DeviceCustody, places);
        Ok(())
    }
}

fn hash(row: &EvidenceRow) -> String {
    let place = match (&row.custody, row.stage) {
        (_, EvidenceStage::Destroyed) => "destroyed".to_owned(),
        (Some(custody), _) => custody.place.expose().clone(),
        (None, _) => format!("sealed in the record, reference {}", row.captured.reference),
    };
    let (sha256, name) = (&row.captured.sha256, row.captured.name.expose());
    format!("SHA-256 {sha256}; {name}; {place}")
}
