//! From the application's views to bodies.

use lanyard_app::views::grants::HeldGlass;
use lanyard_app::views::grants::{GrantPage, GrantRow};
use lanyard_events::{Actor, AllegationId, CaseId, GrantId, StreamKind};
use lanyard_http::grant::{Grant, GrantDetail, GrantKind, GrantReview, OpenedPage};

pub(super) fn grant(row: GrantRow) -> Grant {
    let (ended_at, ended_reason) = row.ended.unzip();
    Grant {
        id: row.grant,
        kind: if row.review_due.is_some() {
            GrantKind::GlassBroken
        } else {
            GrantKind::Given
        },
        case: (row.matter.kind == StreamKind::Case).then(|| CaseId::new(row.matter.uuid)),
        allegation: (row.matter.kind == StreamKind::Allegation)
            .then(|| AllegationId::new(row.matter.uuid)),
        to: Actor::Staff(row.to),
        to_name: row.to_name,
        by: row.by,
        by_name: row.by_name,
        since: row.since,
        until: Some(row.until),
        reason: row.reason,
        asked: None,
        ended_at,
        ended_reason,
        review_due_at: row.review_due.map(|due| due.at),
        review: row.review.map(|review| GrantReview {
            at: review.at,
            by: review.by,
            by_name: review.by_name,
            finding: review.finding,
            text: review.text,
        }),
    }
}

pub(super) fn detail(page: GrantPage) -> GrantDetail {
    GrantDetail {
        grant: grant(page.grant),
        pages: { page.pages.into_iter() }
            .map(|look| OpenedPage {
                position: look.position.0,
                looked_at: look.looked_at,
                route: look.route,
            })
            .collect(),
    }
}

pub(super) fn held(id: GrantId, held: HeldGlass) -> GrantDetail {
    GrantDetail {
        grant: Grant {
            id,
            kind: GrantKind::GlassHeld,
            case: None,
            allegation: None,
            to: held.by,
            to_name: None,
            by: held.by,
            by_name: None,
            since: held.at,
            until: None,
            reason: held.reason,
            asked: Some(held.asked),
            ended_at: None,
            ended_reason: None,
            review_due_at: None,
            review: None,
        },
        pages: Vec::new(),
    }
}
