//! GET /v1/academies/{academy}/concern-form

use lanyard_events::{AcademyId, Category};
use lanyard_http::academy::{ConcernForm, ConcernFormFor, OfferedCategory};

use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show what a form must show before anything is typed.
#[utoipa::path(get, path = "/v1/academies/{academy}/concern-form", params(ConcernFormFor),
    responses((status = 200, description = "What to show.", body = ConcernForm)))]
pub(crate) async fn show_concern_form(
    state: ApiState,
    look: Look<ConcernFormFor>,
    Id(academy): Id<AcademyId>,
) -> Answer {
    let form = state
        .app()
        .concern_form(academy, look.query.category)
        .await?;
    Ok(state.shown(&shown(form)))
}

/// From the application's form to the body.
pub(crate) fn shown(form: lanyard_app::ConcernForm) -> ConcernForm {
    let offered = |category: Category| OfferedCategory {
        id: category.id.as_str().to_owned(),
        label: category.label,
        four_c: category.four_c,
        about_adult: category.about_adult,
    };
    ConcernForm {
        academy: form.academy,
        academy_name: form.academy_name,
        first: form.first,
        categories: form.categories.into_iter().map(offered).collect(),
    }
}
