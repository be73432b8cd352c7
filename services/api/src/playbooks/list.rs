//! GET /v1/playbooks

use lanyard_app::policy::Playbook;
use lanyard_http::Page;
use lanyard_http::playbook::PlaybookListed;

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// List the playbooks in force, all of them on one page.
#[utoipa::path(get, path = "/v1/playbooks",
    responses((status = 200, description = "All playbooks.", body = Page<PlaybookListed>)))]
pub(crate) async fn list_playbooks(state: ApiState, _look: Look) -> Answer {
    let in_force = state.app().in_force()?;
    let listed = { in_force.playbooks.iter() }.map(|playbook| listed(playbook));
    Ok(state.shown(&Page {
        items: listed.collect(),
        next: None,
    }))
}

fn listed(playbook: &Playbook) -> PlaybookListed {
    PlaybookListed {
        id: playbook.id.to_string(),
        edition: playbook.edition,
        title: playbook.title.clone(),
        source: playbook.source.clone(),
        opens_for: playbook.opens_for.clone(),
        steps: playbook.steps.len(),
    }
}
