//! From the application's views to bodies.

use lanyard_app::PersonKey;
use lanyard_app::views::case_timeline::{self, TimelineEntry as EntryRow};
use lanyard_app::views::caseload::{self, CasePage, CaseRow, DueRow};
use lanyard_events::Sensitive;
use lanyard_http::case::{
    CaseConcern, CaseDetail, CaseState, CaseSummary, Done, DueItem, DueKind, NamedPerson, Timeline,
    TimelineEntry, Verbatim,
};

use crate::people::{person_ref, shown_people};
use crate::problems::ApiError;

/// Where a case stands.
pub(crate) const fn state(state: caseload::CaseState) -> CaseState {
    match state {
        caseload::CaseState::Open => CaseState::Open,
        caseload::CaseState::Closed => CaseState::Closed,
    }
}

pub(super) fn summary(row: CaseRow) -> CaseSummary {
    CaseSummary {
        id: row.case,
        revision: row.revision.0,
        academy: row.academy,
        reference: row.reference,
        category: row.category,
        state: state(row.state),
        owner: row.owner,
        owner_name: row.owner_name,
        opened_by: row.opened_by,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        outcome: row.outcome,
        confirmed_by: row.confirmed_by,
        confirmed_by_name: row.confirmed_by_name,
        next_due_at: row.next_due_at,
        people: shown_people(row.people),
    }
}

pub(super) fn detail(page: CasePage) -> CaseDetail {
    CaseDetail {
        summary: summary(page.case),
        concerns: page.concerns.into_iter().map(concern).collect(),
        items: page.items.into_iter().map(due_item).collect(),
    }
}

/// A concern in the thread of a matter.
pub(crate) fn concern(concern: caseload::CaseConcern) -> CaseConcern {
    CaseConcern {
        id: concern.concern,
        reference: concern.reference,
        category: concern.category,
        raised_at: concern.raised_at,
        state: crate::concerns::shown_state(concern.state),
    }
}

/// Something that is or was due.
pub(crate) fn due_item(row: DueRow) -> DueItem {
    DueItem {
        kind: match row.kind {
            caseload::DueKind::Action => DueKind::Action,
            caseload::DueKind::ParentsReview => DueKind::ParentsReview,
            caseload::DueKind::ConcernReview => DueKind::ConcernReview,
            caseload::DueKind::Step => DueKind::Step,
            caseload::DueKind::Referral => DueKind::Referral,
            caseload::DueKind::Entry => DueKind::Entry,
            caseload::DueKind::AllegationReview => DueKind::AllegationReview,
            caseload::DueKind::ConflictReview => DueKind::ConflictReview,
            caseload::DueKind::GlassReview => DueKind::GlassReview,
            caseload::DueKind::PlanDate => DueKind::PlanDate,
            caseload::DueKind::AssessmentReview => DueKind::AssessmentReview,
            caseload::DueKind::MeasureEnd => DueKind::MeasureEnd,
            caseload::DueKind::RelationReview => DueKind::RelationReview,
        },
        matter: row.matter,
        reference: row.reference,
        academy: row.academy,
        action: row.action,
        step: row.step,
        referral: row.referral,
        clock: row.clock,
        grant: row.grant,
        measure: row.measure,
        staff: row.staff,
        staff_name: row.staff_name,
        title: row.title,
        pupil: row.pupil,
        pupil_name: row.pupil_name,
        owner: row.owner,
        owner_name: row.owner_name,
        due_at: row.due_at,
        done: row.done.map(|done| Done {
            at: done.at,
            by: done.by,
            by_name: done.by_name,
            outcome: done.outcome,
        }),
    }
}

/// The name of somebody who is mentioned.
pub(crate) fn named((person, name): (PersonKey, Sensitive<String>)) -> NamedPerson {
    NamedPerson {
        person: person_ref(person),
        name,
    }
}

/// Part of the timeline of a matter.
pub(crate) fn timeline(timeline: case_timeline::Timeline) -> Result<Timeline, ApiError> {
    Ok(Timeline {
        items: timeline
            .page
            .rows
            .into_iter()
            .map(entry)
            .collect::<Result<_, _>>()?,
        names: timeline.names.into_iter().map(named).collect(),
        next: timeline.page.next.map(|cursor| cursor.to_string()),
    })
}

/// One entry of a timeline.
pub(crate) fn entry(entry: EntryRow) -> Result<TimelineEntry, ApiError> {
    let detail = entry
        .detail
        .map(|detail| Verbatim::parse(detail.expose()))
        .transpose()
        // serde's words could quote what is stored.
        .map_err(|_| ApiError::fault("a stored timeline entry is not JSON"))?;
    Ok(TimelineEntry {
        position: entry.position.0,
        matter: entry.matter,
        revision: entry.revision.0,
        kind: entry.kind,
        actor: entry.actor,
        actor_name: entry.actor_name,
        occurred_at: entry.occurred_at,
        proposed_at: entry.proposed_at,
        recorded_minute: entry.recorded_minute,
        corrected_by: entry.corrected_by.map(|position| position.0),
        detail,
    })
}
