//! GET /v1/desks/{desk}

use actix_web::web;
use lanyard_app::policy::{Desk, Form, PhoneSheet};
use lanyard_http::referral::{DeskListed, DeskShown};

use super::list::listed;
use crate::answers::Answer;
use crate::asked::Look;
use crate::referrals::field;
use crate::state::ApiState;

/// Show a desk: how it is reached, its form, what to say and ask on the telephone.
#[utoipa::path(get, path = "/v1/desks/{desk}",
    responses((status = 200, description = "The desk.", body = DeskShown)))]
pub(crate) async fn show_desk(state: ApiState, _look: Look, id: web::Path<String>) -> Answer {
    let (desk, form, sheet) = state.app().desk(&id)?;
    let desk_listed = listed(desk, state.app().time());
    Ok(state.shown(&shown(desk_listed, desk, form, sheet)))
}

fn shown(
    listed: DeskListed,
    desk: &Desk,
    form: Option<&Form>,
    sheet: Option<&PhoneSheet>,
) -> DeskShown {
    let names = |agencies: &[lanyard_app::policy::Agency]| {
        agencies.iter().map(ToString::to_string).collect()
    };
    let lines =
        |of: fn(&PhoneSheet) -> &Vec<String>| sheet.map_or_else(Vec::new, |it| of(it).clone());
    DeskShown {
        desk: listed,
        reach: desk.reach.clone(),
        names_allowed: desk.names_allowed,
        no_names_advice: desk.no_names_advice,
        outcomes: desk.outcomes.clone(),
        instead: { desk.instead.iter() }
            .map(|it| (it.category.to_string(), names(&it.agencies)))
            .collect(),
        form: form.map_or_else(Vec::new, |form| form.fields.iter().map(field).collect()),
        say: lines(|sheet| &sheet.say),
        ask: lines(|sheet| &sheet.ask),
        write_down: lines(|sheet| &sheet.write_down),
        source: desk.source.clone(),
    }
}
