//! POST /v1/staff, …/login, …/email, …/end

use lanyard_app::StaffDetails;
use lanyard_events::{LoginBinding, StaffId};
use lanyard_http::Recorded;
use lanyard_http::staff::{BindLogin, EndStaff, RegisterStaff, SetEmail};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Put somebody on the staff register, with the role `staff` and no other.
#[utoipa::path(post, path = "/v1/staff", request_body = RegisterStaff,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn register_staff(state: ApiState, asked: Change<RegisterStaff>) -> Answer {
    let body = asked.body;
    let details = StaffDetails {
        surname: body.surname,
        forename: body.forename,
        job_title: body.job_title,
        employer: body.employer,
        login: body.login,
        mis_id: body.mis_id,
    };
    let (done, id) = state
        .app()
        .register_staff(&asked.context, body.academy, details)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Say which log-in belongs to a member of staff.
#[utoipa::path(post, path = "/v1/staff/{staff}/login", request_body = BindLogin,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn bind_login(
    state: ApiState,
    asked: Change<BindLogin>,
    Id(id): Id<StaffId>,
) -> Answer {
    let BindLogin { issuer, subject } = asked.body;
    let login = LoginBinding { issuer, subject };
    let done = state.app().bind_login(&asked.context, id, login).await?;
    Ok(changed(&done, &path(id)))
}

/// Say where somebody's notices by email go.
#[utoipa::path(post, path = "/v1/staff/{staff}/email", request_body = SetEmail,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn set_staff_email(
    state: ApiState,
    asked: Change<SetEmail>,
    Id(id): Id<StaffId>,
) -> Answer {
    let done = state
        .app()
        .set_email(&asked.context, id, asked.body.email)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Record that somebody leaves: their access ends that day.
#[utoipa::path(post, path = "/v1/staff/{staff}/end", request_body = EndStaff,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_staff(
    state: ApiState,
    asked: Change<EndStaff>,
    Id(id): Id<StaffId>,
) -> Answer {
    let done = state
        .app()
        .end_staff(&asked.context, id, asked.body.on)
        .await?;
    Ok(changed(&done, &path(id)))
}
