//! GET and POST /v1/cases/{case}/links, POST /v1/cases/{case}/links/{linked}/end

use lanyard_app::views::case_links;
use lanyard_events::CaseId;
use lanyard_http::Recorded;
use lanyard_http::case::{LinkCases, LinkedCase, OtherCase, OtherCases, SiblingsCase, UnlinkCases};

use super::{path, shown};
use crate::answers::{Answer, added};
use crate::asked::{Change, Id, Look};
use crate::state::ApiState;

/// Link a case with another one of the trust: siblings, the same incident. Only whoever may see both is shown it.
#[utoipa::path(post, path = "/v1/cases/{case}/links", request_body = LinkCases,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn link_cases(
    state: ApiState,
    asked: Change<LinkCases>,
    Id(id): Id<CaseId>,
) -> Answer {
    let LinkCases { case, kind, reason } = asked.body;
    let done = { state.app() }
        .link_cases(&asked.context, id, case, kind, reason)
        .await?;
    Ok(added(&done, &path(id)))
}

/// End the link of two cases, with the reason.
#[utoipa::path(post, path = "/v1/cases/{case}/links/{linked}/end", request_body = UnlinkCases,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn unlink_cases(
    state: ApiState,
    asked: Change<UnlinkCases>,
    Id((case, linked)): Id<(CaseId, CaseId)>,
) -> Answer {
    let done = { state.app() }
        .unlink_cases(&asked.context, case, linked, asked.body.reason)
        .await?;
    Ok(added(&done, &path(case)))
}

/// List the cases that one is linked with, and open ones of brothers and sisters, where the caller may see them.
#[utoipa::path(get, path = "/v1/cases/{case}/links",
    responses((status = 200, description = "The other cases.", body = OtherCases)))]
pub(crate) async fn list_case_links(state: ApiState, look: Look, Id(id): Id<CaseId>) -> Answer {
    let others = state.app().other_cases(&look.context, id).await?;
    Ok(state.shown(&OtherCases {
        links: others.links.into_iter().map(linked).collect(),
        siblings: others.siblings.into_iter().map(sibling).collect(),
    }))
}

fn linked(row: case_links::LinkedCase) -> LinkedCase {
    LinkedCase {
        other: other(row.case),
        kind: row.kind,
        reason: row.reason,
        linked_by: row.linked_by,
        linked_by_name: row.linked_by_name,
        linked_at: row.linked_at,
    }
}

fn sibling(row: case_links::SiblingsCase) -> SiblingsCase {
    SiblingsCase {
        other: other(row.case),
        pupil: row.pupil,
        pupil_name: row.pupil_name,
    }
}

fn other(row: case_links::OtherCase) -> OtherCase {
    OtherCase {
        case: row.case,
        academy: row.academy,
        reference: row.reference,
        category: row.category,
        state: shown::state(row.state),
        owner: row.owner,
        owner_name: row.owner_name,
    }
}
