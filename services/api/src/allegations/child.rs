//! POST /v1/allegations/{allegation}/child-case, …/child-case-declined, …/share-name

use lanyard_events::AllegationId;
use lanyard_http::Recorded;
use lanyard_http::allegation::{ChildCaseOpened, DeclineChildCase, OpenChildCase, ShareName};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Open a welfare case of the child's own, for the safeguarding team. It names no adult.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/child-case", request_body = OpenChildCase,
    responses((status = 201, description = "Recorded.", body = ChildCaseOpened)))]
pub(crate) async fn open_child_case(
    state: ApiState,
    asked: Change<OpenChildCase>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let OpenChildCase {
        pupils,
        category,
        reason,
    } = asked.body;
    let opened = state
        .app()
        .open_child_case(&asked.context, id, pupils, category, reason)
        .await?;
    let body = ChildCaseOpened {
        id,
        case: opened.case,
        revision: opened.done.revision.0,
        receipt: opened.done.event.map(receipt_path),
    };
    Ok(recorded(&opened.done, &path(id), &body))
}

/// Decide that the children need no case out of the matter.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/child-case-declined",
    request_body = DeclineChildCase,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn decline_child_case(
    state: ApiState,
    asked: Change<DeclineChildCase>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let DeclineChildCase { reason } = asked.body;
    let done = state
        .app()
        .decline_child_case(&asked.context, id, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Share the adult's name with the readers of the children's cases.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/share-name", request_body = ShareName,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn share_name(
    state: ApiState,
    asked: Change<ShareName>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let ShareName { person, reason } = asked.body;
    let done = state
        .app()
        .share_name(&asked.context, id, person, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}
