//! GET /v1/me

use lanyard_http::{ClientRights, HeldRole, Me};

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// Show whom the token stands for, and which roles they hold.
#[utoipa::path(get, path = "/v1/me",
    responses((status = 200, description = "The caller.", body = Me)))]
pub(crate) async fn show_me(state: ApiState, look: Look) -> Answer {
    let reassigned_at = state.app().reassigned_at(&look.context)?;
    let caller = look.context.caller;
    let roles = caller
        .roles
        .iter()
        .map(|held| HeldRole {
            role: held.role,
            academy: held.academy,
        })
        .collect();
    let client = caller.client.map(|client| ClientRights {
        scopes: client.scopes.iter().map(ToString::to_string).collect(),
        academies: client.academies.into_iter().collect(),
    });
    Ok(state.shown(&Me {
        actor: caller.actor,
        roles,
        client,
        reassigned_at,
    }))
}
