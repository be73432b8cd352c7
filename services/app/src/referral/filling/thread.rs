//! The timeline of the matter as whoever asks sees it: what a conflict hides from them is not in it.

use std::collections::BTreeMap;

use lanyard_access::{Action, Scope};
use lanyard_domain::clock::in_words;
use lanyard_events::{AllegationId, CaseId, ConcernId, StreamId, StreamKind};
use lanyard_projections::Paging;
use lanyard_projections::allegations::allegation_timeline;
use lanyard_projections::case_timeline::{TimelineEntry, case_timeline};
use serde::de::DeserializeOwned;

use super::known::Known;
use super::place::Place;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Entries read at once.
const ROWS: u32 = 200;

/// What a chronology says of an entry: its type, the words for it, the text that is told with it. Others
/// are how the work was shared out, which tells an agency nothing.
const TOLD: &[(&str, &str, Option<&str>)] = &[
    ("concern.raised", "Concern raised", Some("account")),
    (
        "concern.information_added",
        "Added to the concern",
        Some("text"),
    ),
    ("concern.triaged", "Concern triaged", Some("reason")),
    ("case.opened", "Case opened", Some("reason")),
    ("case.note_added", "Note", Some("text")),
    ("case.action_done", "Action done", Some("outcome")),
    (
        "case.parents_contacted",
        "Parent or carer told",
        Some("summary"),
    ),
    (
        "case.parents_not_told",
        "Parent or carer not told",
        Some("reason"),
    ),
    ("case.plan_set", "Plan recorded", Some("note")),
    ("case.plan_ended", "Plan ended", Some("reason")),
    ("case.closed", "Case closed", Some("reason")),
    ("case.reopened", "Case opened again", Some("reason")),
    ("allegation.opened", "Matter opened", Some("reason")),
    (
        "allegation.threshold_decided",
        "Threshold decided",
        Some("reasons"),
    ),
    (
        "allegation.consulted",
        "Advice taken without names",
        Some("advice"),
    ),
    ("allegation.note_added", "Note", Some("text")),
    (
        "allegation.telling_decided",
        "Who is told decided",
        Some("reason"),
    ),
    (
        "allegation.interim_measure_decided",
        "Interim measure decided",
        Some("reason"),
    ),
    ("allegation.enquiry_noted", "Enquiry", Some("found")),
    ("allegation.outcome_recorded", "Outcome", Some("reasons")),
    ("allegation.closed", "Matter closed", Some("reason")),
    ("allegation.reopened", "Matter opened again", Some("reason")),
    ("referral.submitted", "Agency told", None),
    ("referral.answered", "Agency answered", Some("text")),
    (
        "referral.disputed",
        "Disagreement with the agency",
        Some("reason"),
    ),
    ("evidence.captured", "Evidence taken in", None),
];

impl App {
    /// Every entry of a matter that somebody may see, the oldest first.
    pub(super) async fn entries_of_matter(
        &self,
        context: &Context,
        matter: StreamId,
    ) -> Result<Vec<TimelineEntry>, AppError> {
        let of_adult = matter.kind == StreamKind::Allegation;
        let action = if of_adult {
            Action::ReadAllegation
        } else {
            Action::ReadCase
        };
        let mut entries = Vec::new();
        let mut paging = Paging::first(ROWS);
        loop {
            let scope = Scope::of(&context.caller, action);
            let timeline = self
                .query(move |views| {
                    if of_adult {
                        let id = AllegationId::new(matter.uuid);
                        allegation_timeline(views, &scope, id, paging)
                    } else {
                        case_timeline(views, &scope, CaseId::new(matter.uuid), paging)
                    }
                })
                .await?;
            let Some(timeline) = timeline else {
                return Ok(entries);
            };
            entries.extend(timeline.page.rows);
            paging.after = timeline.page.next;
            if paging.after.is_none() {
                return Ok(entries);
            }
        }
    }
}

/// The events of one type, with the entries that they stand in; what was erased is left out.
pub(super) fn of_type<'a, T: DeserializeOwned>(
    entries: &'a [TimelineEntry],
    kind: &'a str,
) -> impl Iterator<Item = (&'a TimelineEntry, T)> {
    { entries.iter() }
        .filter(move |entry| entry.kind == kind)
        .filter_map(|entry| {
            let detail = entry.detail.as_ref()?;
            Some((entry, serde_json::from_str(detail.expose()).ok()?))
        })
}

/// The concerns whose entries are shown, in the order in which they were raised.
pub(super) fn concerns(entries: &[TimelineEntry]) -> Vec<ConcernId> {
    { entries.iter() }
        .filter(|entry| entry.kind == "concern.raised")
        .filter(|entry| entry.matter.kind == StreamKind::Concern)
        .map(|entry| ConcernId::new(entry.matter.uuid))
        .collect()
}

/// The dated chronology. What was corrected is left out: what is right stands later.
pub(super) fn know_chronology(known: &mut Known, entries: &[TimelineEntry]) {
    let lines = { entries.iter() }
        .filter(|entry| entry.corrected_by.is_none())
        .filter_map(line);
    known.several(Place::CaseChronology, lines, "\n");
    known.maybe(
        Place::CaseOpenedOn,
        entries.first().map(|entry| in_words(entry.occurred_at)),
    );
}

fn line(entry: &TimelineEntry) -> Option<String> {
    let (_, words, text) = TOLD.iter().find(|(kind, ..)| *kind == entry.kind)?;
    let when = in_words(entry.occurred_at);
    let detail: BTreeMap<String, serde_json::Value> = { entry.detail.as_ref() }
        .and_then(|detail| serde_json::from_str(detail.expose()).ok())
        .unwrap_or_default();
    let said = { text.and_then(|key| detail.get(key)) }.and_then(|value| value.as_str());
    Some(match said {
        Some(said) => format!("{when}: {words}. {said}"),
        None => format!("{when}: {words}."),
    })
}
