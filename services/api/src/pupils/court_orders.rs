//! /v1/pupils/{pupil}/court-orders

use lanyard_app::{CourtOrder as Found, CourtOrderMade};
use lanyard_events::{CourtOrderId, Day, PupilId};
use lanyard_http::Recorded;
use lanyard_http::pupil::{
    CourtOrder, CourtOrderAdded, CourtOrders, DischargeCourtOrder, RecordCourtOrder,
};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id, Look};
use crate::state::ApiState;

/// Show what courts have ordered about a pupil; what has ended stands there as ended.
#[utoipa::path(get, path = "/v1/pupils/{pupil}/court-orders",
    responses((status = 200, description = "The orders.", body = CourtOrders)))]
pub(crate) async fn list_court_orders(state: ApiState, look: Look, Id(id): Id<PupilId>) -> Answer {
    let found = state.app().around_pupil(&look.context, id).await?;
    let orders = { found.around.orders().iter() }.map(|it| order(it, found.today));
    let body = CourtOrders {
        revision: found.safeguarding_revision.0,
        orders: orders.collect(),
    };
    Ok(state.shown_at(found.safeguarding_revision, &body))
}

/// Record what a court has ordered.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/court-orders", request_body = RecordCourtOrder,
    responses((status = 201, description = "Recorded.", body = CourtOrderAdded)))]
pub(crate) async fn record_court_order(
    state: ApiState,
    asked: Change<RecordCourtOrder>,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let body = asked.body;
    let made = CourtOrderMade {
        title: body.title,
        says: body.says,
        about: body.about,
        made_on: body.made_on,
        ends_on: body.ends_on,
    };
    let (done, id) = state
        .app()
        .record_court_order(&asked.context, pupil, made)
        .await?;
    let body = CourtOrderAdded {
        id,
        pupil,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(pupil), &body))
}

/// Record that a court has ended an order before its time.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/court-orders/{order}/discharge",
    request_body = DischargeCourtOrder,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn discharge_court_order(
    state: ApiState,
    asked: Change<DischargeCourtOrder>,
    Id((pupil, order)): Id<(PupilId, CourtOrderId)>,
) -> Answer {
    let DischargeCourtOrder { on, reason } = asked.body;
    let done = state
        .app()
        .discharge_court_order(&asked.context, pupil, order, on, reason)
        .await?;
    Ok(changed(&done, &path(pupil)))
}

fn order(found: &Found, today: Day) -> CourtOrder {
    let stands = found.stands_on(today);
    let (discharged_on, discharged_by) = found.discharged.clone().unzip();
    CourtOrder {
        id: found.id,
        title: found.title.clone(),
        says: found.says.clone(),
        about: found.about.clone(),
        made_on: found.made_on,
        ends_on: found.ends_on,
        discharged_on,
        discharged_by,
        state: if stands { "standing" } else { "ended" },
    }
}
