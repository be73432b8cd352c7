//! What concerns, cases and adults' matters have in common: taking a file in, listing what there is.

use actix_web::HttpRequest;
use lanyard_app::AddEvidence as Add;
use lanyard_events::StreamId;
use lanyard_http::evidence::{AddEvidence, EvidenceRecorded};
use lanyard_http::{Page, Paging};

use super::{path, shown};
use crate::answers::{Answer, receipt_path, recorded};
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
    let added = state.app().add_evidence(&asked.context, add).await?;
    let body = EvidenceRecorded {
        id: added.id,
        matter,
        reference: added.reference,
        sha256: added.sha256,
        bytes: added.bytes,
        revision: added.done.revision.0,
        receipt: added.done.event.map(receipt_path),
    };
    Ok(recorded(&added.done, &path(added.id), &body))
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
