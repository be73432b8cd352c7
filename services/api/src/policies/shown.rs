//! From the application's views to bodies.

use lanyard_app::PolicyShown as Document;
use lanyard_app::views::editions::EditionRow;
use lanyard_http::policy::{Edition, PolicyListed, PolicyShown};

pub(super) fn listed(document: &Document) -> PolicyListed {
    PolicyListed {
        document: document.document.to_string(),
        edition: document.edition,
        published: document.published.is_some(),
        shipped: document.shipped,
        newer_shipped: document.newer_shipped,
        proposed: document.proposed.as_ref().map(|row| row.edition),
    }
}

pub(super) fn shown(document: Document) -> PolicyShown {
    PolicyShown {
        document: document.document.to_string(),
        edition: document.edition,
        shipped: document.shipped,
        newer_shipped: document.newer_shipped,
        text: document.text,
        published: document.published.map(edition),
        proposed: document.proposed.map(edition),
    }
}

pub(super) fn edition(row: EditionRow) -> Edition {
    let (published_by, published_at) = row.published.unzip();
    let (withdrawn_by, withdrawn_reason) = row.withdrawn.unzip();
    Edition {
        proposal: row.proposal,
        edition: row.edition,
        state: row.state.name(),
        text: row.text,
        reason: row.reason,
        proposed_by: row.proposed_by,
        proposed_by_name: row.proposed_by_name,
        proposed_at: row.proposed_at,
        published_by,
        published_by_name: row.published_by_name,
        published_at,
        ended_at: row.ended_at,
        withdrawn_by,
        withdrawn_reason,
    }
}
