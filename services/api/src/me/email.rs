//! GET and POST /v1/me/email

use lanyard_http::{ChooseEmail, EmailNotices, Recorded};

use crate::answers::{Answer, added};
use crate::asked::{Change, Look};
use crate::state::ApiState;

const PATH: &str = "/v1/me/email";

/// Show where the caller's notices by email go, and when they come.
#[utoipa::path(get, path = "/v1/me/email",
    responses((status = 200, description = "What was chosen.", body = EmailNotices)))]
pub(crate) async fn show_my_email(state: ApiState, look: Look) -> Answer {
    let notices = state.app().my_email(&look.context).await?;
    Ok(state.shown(&EmailNotices {
        email: notices.email,
        choice: notices.choice,
    }))
}

/// Choose when notices by email come. Where somebody is in danger now one comes at once, whatever is
/// chosen.
#[utoipa::path(post, path = "/v1/me/email", request_body = ChooseEmail,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn choose_my_email(state: ApiState, asked: Change<ChooseEmail>) -> Answer {
    let done = state
        .app()
        .choose_email(&asked.context, asked.body.choice)
        .await?;
    Ok(added(&done, PATH))
}
