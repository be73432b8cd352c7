//! What concerns, cases and adults' matters have in common: taking a file in, listing what there is, and the one
//! press by which nobody can read it any more (R6).

use actix_web::HttpRequest;
use lanyard_app::AddEvidence as Add;
use lanyard_events::StreamId;
use lanyard_http::evidence::{AddEvidence, EvidenceRecorded, ReportIllegal};
use lanyard_http::{Page, Paging};

use super::{path, shown};
use crate::answers::{Answer, added, receipt_path, recorded};
use crate::asked::{Change, Limit, Look};
use crate::state::ApiState;

pub(crate) async fn add(state: ApiState, asked: Change<AddEvidence>, matter: StreamId) -> Answer {
    let sent = asked.body;
    let add = Add {
        matter,
        content: sent.content.0,
        media_type: sent.media_type,
        name: sent.name,
        description: sent.description,
        made_at: sent.made_at,
        computer: sent.computer,
        present: sent.present,
    };
    let taken = state.app().add_evidence(&asked.context, add).await?;
    let body = EvidenceRecorded {
        id: taken.id,
        matter,
        reference: taken.reference,
        sha256: taken.sha256,
        bytes: taken.bytes,
        revision: taken.done.revision.0,
        receipt: taken.done.event.map(receipt_path),
    };
    Ok(recorded(&taken.done, &path(taken.id), &body))
}

/// `address` is the matter's.
pub(crate) async fn report(
    state: ApiState,
    asked: Change<ReportIllegal>,
    matter: StreamId,
    address: &str,
) -> Answer {
    let done = state
        .app()
        .report_matter(&asked.context, matter, asked.body.note)
        .await?;
    Ok(added(&done, address))
}

pub(crate) async fn list(
    state: ApiState,
    look: Look<Paging>,
    matter: StreamId,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .evidence_of(&look.context, matter, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::summary).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
