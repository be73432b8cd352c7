//! GET /public/{academy}/concern-form

use actix_web::HttpResponse;
use lanyard_events::AcademyId;
use lanyard_http::academy::{ConcernForm, ConcernFormFor};

use crate::academies::concern_form::shown;
use crate::answers::Answer;
use crate::asked::{Id, PublicQuery};
use crate::state::ApiState;

/// Show what the public form of an academy must show before anything is typed.
#[utoipa::path(get, path = "/public/{academy}/concern-form", params(ConcernFormFor),
    responses((status = 200, description = "What to show.", body = ConcernForm)))]
pub(crate) async fn show_public_concern_form(
    state: ApiState,
    PublicQuery(query): PublicQuery<ConcernFormFor>,
    Id(academy): Id<AcademyId>,
) -> Answer {
    let form = state
        .app()
        .public_concern_form(academy, query.category)
        .await?;
    Ok(HttpResponse::Ok().json(shown(form)))
}
