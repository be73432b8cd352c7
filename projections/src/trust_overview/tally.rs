//! Figures while they are counted, by academy.

use std::collections::{BTreeMap, HashMap};

use lanyard_events::AcademyId;
use rusqlite::Row;
use uuid::Uuid;

use super::query::AcademyFigures;
use crate::error::ViewError;

/// What is counted of one academy.
pub(super) struct OfAcademy {
    pub academy: Option<AcademyId>,
    pub figures: AcademyFigures,
    /// Minutes to triage, one per concern decided on.
    pub minutes: Vec<u32>,
}

/// What is counted of all academies. Neighbouring rows are mostly of one academy, so the last one
/// is tried first: counting a hundred thousand rows is looking at each of them once.
#[derive(Default)]
pub(super) struct Tally {
    rows: Vec<OfAcademy>,
    places: HashMap<Option<[u8; 16]>, usize>,
    last: Option<(Option<[u8; 16]>, usize)>,
}

impl Tally {
    /// The academy that a column names.
    pub(super) fn of(&mut self, row: &Row<'_>, column: usize) -> Result<&mut OfAcademy, ViewError> {
        let key: Option<[u8; 16]> = row.get(column)?;
        let place = match self.last {
            Some((last, place)) if last == key => place,
            Some(_) | None => self.place(key),
        };
        self.last = Some((key, place));
        Ok(&mut self.rows[place])
    }

    fn place(&mut self, key: Option<[u8; 16]>) -> usize {
        let rows = &mut self.rows;
        *self.places.entry(key).or_insert_with(|| {
            rows.push(OfAcademy {
                academy: key.map(|bytes| AcademyId::new(Uuid::from_bytes(bytes))),
                figures: AcademyFigures::default(),
                minutes: Vec::new(),
            });
            rows.len() - 1
        })
    }

    /// The figures, times to triage worked out.
    pub(super) fn into_figures(self) -> BTreeMap<Option<AcademyId>, AcademyFigures> {
        self.rows
            .into_iter()
            .map(|mut row| {
                row.set_times_to_triage();
                (row.academy, row.figures)
            })
            .collect()
    }
}

impl OfAcademy {
    fn set_times_to_triage(&mut self) {
        let count = self.minutes.len();
        if count == 0 {
            return;
        }
        let sum: u64 = self.minutes.iter().map(|minutes| u64::from(*minutes)).sum();
        let (_, median, _) = self.minutes.select_nth_unstable((count - 1) / 2);
        self.figures.triaged = count as u64;
        self.figures.triage_minutes_median = Some(u64::from(*median));
        self.figures.triage_minutes_mean = Some(mean(sum, count as u64));
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "minutes and counts stay far below 2^52; a mean is rounded when shown"
)]
fn mean(sum: u64, count: u64) -> f64 {
    sum as f64 / count as f64
}
