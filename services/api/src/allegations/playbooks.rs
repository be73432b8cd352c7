//! GET and POST /v1/allegations/{allegation}/playbooks

use lanyard_events::AllegationId;
use lanyard_http::Recorded;
use lanyard_http::allegation::{AllegationPlaybooks, ProposedPlaybook};
use lanyard_http::case::StartPlaybook;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id, Look};
use crate::cases::playbooks::playbook;
use crate::playbooks::matrix;
use crate::problems::ApiError;
use crate::state::ApiState;

/// Show the playbooks that run in a matter about an adult, with every step, and those that are proposed.
#[utoipa::path(get, path = "/v1/allegations/{allegation}/playbooks",
    responses((status = 200, description = "The playbooks.", body = AllegationPlaybooks)))]
pub(crate) async fn show_allegation_playbooks(
    state: ApiState,
    look: Look,
    Id(id): Id<AllegationId>,
) -> Answer {
    let (running, proposed, asked) = state.app().allegation_playbooks(&look.context, id).await?;
    let items: Result<_, ApiError> = running.into_iter().map(playbook).collect();
    let proposed = { proposed.into_iter() }.map(|playbook| ProposedPlaybook {
        playbook: playbook.id.to_string(),
        title: playbook.title.clone(),
    });
    Ok(state.shown(&AllegationPlaybooks {
        items: items?,
        proposed: proposed.collect(),
        matrix: asked.as_deref().map(matrix),
    }))
}

/// Start a playbook in a matter about an adult. Every step begins with the case manager, who gives it on by
/// name.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/playbooks", request_body = StartPlaybook,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn start_allegation_playbook(
    state: ApiState,
    asked: Change<StartPlaybook>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let StartPlaybook {
        playbook,
        reason,
        known_at,
    } = asked.body;
    let done = state
        .app()
        .start_allegation_playbook(&asked.context, id, &playbook, (reason, known_at))
        .await?;
    Ok(changed(&done, &format!("{}/playbooks", path(id))))
}
