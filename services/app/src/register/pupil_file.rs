//! The file that goes with a pupil to the next school (R12): what the record has of this child, with
//! adults' matters and third parties left out and listed.

use std::collections::BTreeSet;

use lanyard_access::{Action, Scope};
use lanyard_events::{LinkRole, PupilId, StreamId, StreamKind};
use lanyard_projections::Paging;
use lanyard_projections::case_timeline::{TimelineEntry, thread};
use lanyard_projections::directory::{self, PupilRow};
use lanyard_projections::pupil_history::HistoryRow;

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Rows read at once.
const ROWS: u32 = 200;

/// What goes along.
#[derive(Debug, Clone)]
pub struct PupilFile {
    /// The pupil.
    pub pupil: PupilRow,
    /// Matters of this child, the oldest first.
    pub matters: Vec<FileMatter>,
    /// What was left out.
    pub left_out: Vec<LeftOut>,
}

/// A concern by itself, a case with its concerns, or a file that came from a school before.
#[derive(Debug, Clone)]
pub struct FileMatter {
    /// What it is.
    pub row: HistoryRow,
    /// What happened in it, in order.
    pub timeline: Vec<TimelineEntry>,
}

/// Something that does not go along.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// Its reference.
    pub reference: String,
    /// Why not.
    pub why: WhyLeftOut,
}

/// Why something does not go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// The child is a brother or sister of whom it is about.
    AboutASibling,
    /// The child saw it, or is named in it for another reason.
    AboutSomebodyElse,
}

/// What no file shows: a claim that may follow, or what this trust's governors were told, is no part of what
/// another school needs for the child.
const HOLDS: [&str; 3] = ["case.held", "case.hold_lifted", "case.governors_told"];

impl App {
    /// The file of a pupil, as far as somebody may see it. Matters about adults are in no pupil's history,
    /// so they are in no file.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn pupil_file(&self, context: &Context, id: PupilId) -> Result<PupilFile, AppError> {
        let rows = self.whole_history(context, id).await?;
        let shown: Vec<StreamId> = rows.iter().map(|row| row.matter).collect();
        self.looked(context, shown).await?;
        let pupil = self
            .reader
            .read(|views| directory::pupil(views, id))?
            .ok_or(AppError::NotShown)?;
        let mut file = PupilFile {
            pupil,
            matters: Vec::new(),
            left_out: Vec::new(),
        };
        let mut own: BTreeSet<StreamId> = BTreeSet::new();
        let mut others = Vec::new();
        for row in rows {
            if is_of_the_child(&row) {
                own.insert(row.matter);
                file.matters.push(FileMatter {
                    row,
                    timeline: Vec::new(),
                });
            } else {
                others.push(row);
            }
        }
        let mut in_cases = BTreeSet::new();
        for matter in &mut file.matters {
            let mut timeline = self.thread_of(context, matter.row.matter).await?;
            // A case may hold concerns about other children, and links to their cases. That it is held is the
            // trust's own affair.
            timeline.retain(|entry| {
                (entry.matter.kind != StreamKind::Concern || own.contains(&entry.matter))
                    && entry.matter.kind != StreamKind::CaseLinks
                    && !HOLDS.contains(&entry.kind.as_str())
            });
            if matter.row.matter.kind == StreamKind::Case {
                in_cases.extend(timeline.iter().map(|entry| entry.matter));
            }
            matter.timeline = timeline;
        }
        // What stands in a case is not there twice.
        file.matters.retain(|matter| {
            matter.row.matter.kind != StreamKind::Concern || !in_cases.contains(&matter.row.matter)
        });
        file.left_out = { others.into_iter() }
            .map(|row| LeftOut {
                why: if row.parts.contains(&LinkRole::Sibling) {
                    WhyLeftOut::AboutASibling
                } else {
                    WhyLeftOut::AboutSomebodyElse
                },
                reference: row.reference,
            })
            .collect();
        Ok(file)
    }

    /// Every concern, case and received file of a pupil, the oldest first.
    async fn whole_history(
        &self,
        context: &Context,
        id: PupilId,
    ) -> Result<Vec<HistoryRow>, AppError> {
        let mut rows = Vec::new();
        let mut cursor = None;
        loop {
            let page = self.pupil_history(context, id, cursor, ROWS).await?;
            rows.extend(page.rows);
            cursor = page.next;
            if cursor.is_none() {
                rows.reverse();
                return Ok(rows);
            }
        }
    }

    async fn thread_of(
        &self,
        context: &Context,
        matter: StreamId,
    ) -> Result<Vec<TimelineEntry>, AppError> {
        let mut entries = Vec::new();
        let mut paging = Paging::first(ROWS);
        loop {
            let scope = Scope::of(&context.caller, Action::ReadPupilHistory);
            let page = self
                .query(move |views| thread(views, &scope, matter, paging))
                .await?;
            let Some(page) = page else {
                return Ok(entries);
            };
            entries.extend(page.rows);
            paging.after = page.next;
            if paging.after.is_none() {
                return Ok(entries);
            }
        }
    }
}

/// Whether the child is whom it is about: was harmed, or may have done it. A received file always is.
fn is_of_the_child(row: &HistoryRow) -> bool {
    row.matter.kind == StreamKind::Register || { row.parts.iter() }
        .any(|part| matches!(part, LinkRole::Affected | LinkRole::AllegedToHaveDoneIt))
}
