//! From the application's views to bodies.

use lanyard_app::views::allegations::{self, AllegationPage, AllegationRow, SameAdultState};
use lanyard_http::allegation::{
    AllegationDetail, AllegationState, AllegationSummary, ChildCase, SameAdult, SameAdultMatter,
};

use crate::cases::{shown_concern, shown_entry, shown_name};
use crate::people::shown_people;
use crate::problems::ApiError;

const fn state(state: allegations::AllegationState) -> AllegationState {
    match state {
        allegations::AllegationState::Open => AllegationState::Open,
        allegations::AllegationState::Closed => AllegationState::Closed,
    }
}

pub(super) fn summary(row: AllegationRow) -> AllegationSummary {
    AllegationSummary {
        id: row.allegation,
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
        threshold: row.threshold,
        outcome: row.outcome,
        may_appear_in_reference: row.may_appear_in_reference,
        next_review_on: row.next_review_on,
        people: shown_people(row.people),
        others_about_adult: row.about_same_adult.count,
        low_level_about_adult: row.about_same_adult.low_level,
    }
}

pub(super) fn detail(page: AllegationPage) -> Result<AllegationDetail, ApiError> {
    let child = |child: allegations::ChildCase| ChildCase {
        case: child.case,
        name_shared: child.name_shared,
    };
    Ok(AllegationDetail {
        summary: summary(page.allegation),
        concerns: page.concerns.into_iter().map(shown_concern).collect(),
        in_force: page
            .in_force
            .into_iter()
            .map(shown_entry)
            .collect::<Result<_, _>>()?,
        names: page.names.into_iter().map(shown_name).collect(),
        child_cases: page.child_cases.into_iter().map(child).collect(),
        same_adult: same_adult(page.same_adult),
    })
}

/// What else is said of the same adult.
pub(crate) fn same_adult(rows: Vec<allegations::SameAdult>) -> SameAdult {
    let matters: Vec<_> = rows.into_iter().map(same_adult_matter).collect();
    SameAdult {
        count: matters.len(),
        low_level: { matters.iter() }.filter(|matter| matter.low_level).count(),
        matters,
    }
}

fn same_adult_matter(row: allegations::SameAdult) -> SameAdultMatter {
    let mut shown = SameAdultMatter {
        low_level: row.is_low_level(),
        matter: row.matter,
        academy: row.academy,
        reference: row.reference,
        category: row.category,
        begun_at: row.begun_at,
        concern_state: None,
        state: None,
        threshold: None,
        outcome: None,
    };
    match row.state {
        SameAdultState::Concern(concern) => {
            shown.concern_state = Some(crate::concerns::shown_state(concern));
        }
        SameAdultState::Allegation {
            state: standing,
            threshold,
            outcome,
        } => {
            shown.state = Some(state(standing));
            shown.threshold = threshold;
            shown.outcome = outcome;
        }
    }
    shown
}
