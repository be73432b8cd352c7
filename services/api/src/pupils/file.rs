//! GET /v1/pupils/{pupil}/file

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use lanyard_app::{LeftOut, PupilFile as Made, WhyLeftOut};
use lanyard_events::PupilId;
use lanyard_http::case::{TimelineEntry, Verbatim};
use lanyard_http::pupil::{AskPupilFile, PupilFile, PupilFileLeftOut, PupilFileMatter};
use serde_json::Value;

use super::{readable, shown};
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::cases::shown_entry as entry;
use crate::problems::ApiError;
use crate::state::ApiState;

pub(super) const FORMAT: &str = "lanyard/pupil-file/v1";
const LOOK_THROUGH: &str = "Others than this child and staff are not named where the record names them. What people \
     wrote in words may still name them: look through it before it leaves.";

/// Make the file that goes with a pupil to the next school: concerns, cases with all that happened, and
/// files from schools before. Adults' matters, and matters about brothers, sisters and others, are left
/// out and listed.
#[utoipa::path(get, path = "/v1/pupils/{pupil}/file", params(AskPupilFile),
    responses((status = 200, description = "The file.",
        content((PupilFile = "application/json"), (String = "text/plain"), (String = "text/html")))))]
pub(crate) async fn show_pupil_file(
    state: ApiState,
    look: Look<AskPupilFile>,
    Id(id): Id<PupilId>,
) -> Answer {
    let form = match look.query.format.as_deref() {
        None | Some("json") => Form::Json,
        Some("text") => Form::Text,
        Some("html") => Form::Html,
        Some(_) => return Err(ApiError::query("format", "A format is json, text or html.")),
    };
    let made = state.app().pupil_file(&look.context, id).await?;
    let file = PupilFile {
        format: FORMAT,
        made_at: state.app().time(),
        up_to_position: state.app().position().0,
        left_out: made.left_out.iter().map(left_out).collect(),
        look_through: LOOK_THROUGH,
        matters: matters(made.clone(), id)?,
        pupil: shown::pupil(made.pupil),
    };
    let (media_type, name, body) = match form {
        Form::Json => return Ok(state.shown(&file)),
        Form::Text => (
            "text/plain; charset=utf-8",
            "pupil-file.txt",
            readable::text(&file),
        ),
        Form::Html => (
            "text/html; charset=utf-8",
            "pupil-file.html",
            readable::html(&file),
        ),
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        // Nothing in it may run or be fetched, whatever somebody wrote.
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(body))
}

/// In which form it leaves.
#[derive(Clone, Copy)]
enum Form {
    Json,
    Text,
    Html,
}

fn left_out(it: &LeftOut) -> PupilFileLeftOut {
    PupilFileLeftOut {
        reference: it.reference.clone(),
        why: match it.why {
            WhyLeftOut::AboutASibling => "about_a_sibling",
            WhyLeftOut::AboutSomebodyElse => "about_somebody_else",
        },
    }
}

fn matters(made: Made, pupil: PupilId) -> Result<Vec<PupilFileMatter>, ApiError> {
    { made.matters.into_iter() }
        .map(|matter| {
            let timeline = { matter.timeline.into_iter() }
                .map(|row| entry(row).and_then(|entry| without_others(entry, pupil)))
                .filter_map(Result::transpose)
                .collect::<Result<_, _>>()?;
            Ok(PupilFileMatter {
                matter: shown::history(matter.row),
                timeline,
            })
        })
        .collect()
}

/// Where the record names somebody other than this child and staff, it says only that. What is about
/// another child of the case alone, their parents or their plan, does not go along.
fn without_others(
    mut entry: TimelineEntry,
    pupil: PupilId,
) -> Result<Option<TimelineEntry>, ApiError> {
    let Some(detail) = &entry.detail else {
        return Ok(Some(entry));
    };
    let mut value = detail.value();
    let pupil = pupil.to_string();
    let is_anothers = |field: &str| {
        { value.get(field).and_then(Value::as_str) }.is_some_and(|child| child != pupil)
    };
    if is_anothers("pupil") || is_anothers("child") {
        return Ok(None);
    }
    hide_others(&mut value, &pupil);
    let hidden = Verbatim::parse(&value.to_string());
    // serde's words could quote what is stored.
    entry.detail = Some(hidden.map_err(|_| ApiError::fault("a timeline entry is not JSON"))?);
    Ok(Some(entry))
}

pub(super) fn hide_others(value: &mut Value, pupil: &str) {
    match value {
        Value::Object(fields) => {
            let kind = fields
                .get("kind")
                .and_then(Value::as_str)
                .map(str::to_owned);
            match kind.as_deref() {
                Some("pupil") if fields.get("id").and_then(Value::as_str) != Some(pupil) => {
                    fields.retain(|name, _| name == "kind");
                    fields.insert("kind".to_owned(), "another_pupil".into());
                }
                Some("described") => {
                    fields.retain(|name, _| name == "kind");
                    fields.insert("kind".to_owned(), "another_person".into());
                }
                _ => {}
            }
            fields
                .values_mut()
                .for_each(|field| hide_others(field, pupil));
        }
        Value::Array(several) => several.iter_mut().for_each(|it| hide_others(it, pupil)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
