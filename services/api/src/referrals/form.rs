//! GET /v1/referrals/{referral}/form and POST …/draft

use lanyard_app::FilledForm;
use lanyard_events::ReferralId;
use lanyard_http::Recorded;
use lanyard_http::referral::{DraftReferral, ReferralForm, ReferralFormField};

use super::{filled, path, shown};
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id, Look};
use crate::state::ApiState;

/// Show the desk's form with what is in it: filled in by somebody, proposed from the record, or
/// missing.
#[utoipa::path(get, path = "/v1/referrals/{referral}/form",
    responses((status = 200, description = "The form.", body = ReferralForm)))]
pub(crate) async fn show_referral_form(
    state: ApiState,
    look: Look,
    Id(id): Id<ReferralId>,
) -> Answer {
    let form = state.app().referral_form(&look.context, id).await?;
    let revision = form.revision;
    Ok(state.shown_at(revision, &form_of(&form)))
}

/// Fill the form in. Every other field keeps what it had, or takes what the record has.
#[utoipa::path(post, path = "/v1/referrals/{referral}/draft", request_body = DraftReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn draft_referral(
    state: ApiState,
    asked: Change<DraftReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let fields = filled(asked.body.fields);
    let done = state
        .app()
        .draft_referral(&asked.context, id, fields)
        .await?;
    Ok(changed(&done, &path(id)))
}

fn form_of(filled: &FilledForm) -> ReferralForm {
    let value_in = |fields: &[lanyard_events::step::FilledField], id: &str| {
        { fields.iter() }
            .find(|field| field.field == id)
            .map(|field| field.value.clone())
    };
    let fields: Vec<ReferralFormField> = { filled.form.fields.iter() }
        .map(|field| {
            let drafted = value_in(&filled.drafted, field.id.as_str());
            let proposed = value_in(&filled.proposed, field.id.as_str());
            ReferralFormField {
                field: shown::field(field),
                proposed: drafted.is_none() && proposed.is_some(),
                value: drafted.or(proposed),
            }
        })
        .collect();
    let missing = { fields.iter() }.filter(|it| it.field.required && it.value.is_none());
    ReferralForm {
        title: filled.form.title.clone(),
        edition: filled.form.edition,
        missing: missing.map(|it| it.field.id.clone()).collect(),
        fields,
    }
}
