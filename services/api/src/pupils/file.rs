//! GET /v1/pupils/{pupil}/file

use std::fmt::Write;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use lanyard_app::{LeftOut, PupilFile as Made, WhyLeftOut};
use lanyard_events::PupilId;
use lanyard_http::case::{TimelineEntry, Verbatim};
use lanyard_http::pupil::{AskPupilFile, PupilFile, PupilFileLeftOut, PupilFileMatter};
use serde_json::Value;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::cases::shown_entry as entry;
use crate::problems::ApiError;
use crate::state::ApiState;

const FORMAT: &str = "lanyard/pupil-file/v1";
const LOOK_THROUGH: &str = "Others than this child and staff are not named where the record names them. What people \
     wrote in words may still name them: look through it before it leaves.";

/// Make the file that goes with a pupil to the next school: concerns, cases with all that happened, and
/// files from schools before. Adults' matters, and matters about brothers, sisters and others, are left
/// out and listed.
#[utoipa::path(get, path = "/v1/pupils/{pupil}/file", params(AskPupilFile),
    responses((status = 200, description = "The file.",
        content((PupilFile = "application/json"), (String = "text/plain")))))]
pub(crate) async fn show_pupil_file(
    state: ApiState,
    look: Look<AskPupilFile>,
    Id(id): Id<PupilId>,
) -> Answer {
    let as_text = match look.query.format.as_deref() {
        None | Some("json") => false,
        Some("text") => true,
        Some(_) => return Err(ApiError::query("format", "A format is json or text.")),
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
    if !as_text {
        return Ok(state.shown(&file));
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((
            CONTENT_DISPOSITION,
            "attachment; filename=\"pupil-file.txt\"",
        ))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(readable(&file)))
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
                .collect::<Result<_, _>>()?;
            Ok(PupilFileMatter {
                matter: shown::history(matter.row),
                timeline,
            })
        })
        .collect()
}

/// Where the record names somebody other than this child and staff, it says only that.
fn without_others(mut entry: TimelineEntry, pupil: PupilId) -> Result<TimelineEntry, ApiError> {
    let Some(detail) = &entry.detail else {
        return Ok(entry);
    };
    let mut value = detail.value();
    hide_others(&mut value, &pupil.to_string());
    let hidden = Verbatim::parse(&value.to_string());
    // serde's words could quote what is stored.
    entry.detail = Some(hidden.map_err(|_| ApiError::fault("a timeline entry is not JSON"))?);
    Ok(entry)
}

fn hide_others(value: &mut Value, pupil: &str) {
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

/// The same as people read it: a chronology.
fn readable(file: &PupilFile) -> String {
    let mut text = String::new();
    let name = (file.pupil.forename.expose(), file.pupil.surname.expose());
    let _ = writeln!(text, "Child protection file: {} {}", name.0, name.1);
    if let Some(born) = file.pupil.date_of_birth {
        let _ = writeln!(text, "Born {born}.");
    }
    let _ = writeln!(
        text,
        "Made {} (position {}).",
        file.made_at, file.up_to_position
    );
    let _ = writeln!(text, "{}", file.look_through);
    for matter in &file.matters {
        let it = &matter.matter;
        let _ = writeln!(
            text,
            "\n{} {} ({}), from {}",
            it.matter.kind.name(),
            it.reference,
            it.category,
            it.begun_at
        );
        for entry in &matter.timeline {
            let by = entry
                .actor_name
                .as_ref()
                .map_or_else(|| entry.actor.to_string(), |name| name.expose().clone());
            let _ = writeln!(text, "  {} {} by {by}", entry.occurred_at, entry.kind);
            if let Some(detail) = &entry.detail {
                words(&mut text, "", &detail.value());
            }
        }
    }
    if !file.left_out.is_empty() {
        let _ = writeln!(text, "\nLeft out:");
    }
    for it in &file.left_out {
        let _ = writeln!(text, "  {} {}", it.reference, it.why.replace('_', " "));
    }
    text
}

/// Every text of an entry on a line of its own, with what it is.
fn words(text: &mut String, name: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                words(text, field, value);
            }
        }
        Value::Array(several) => several.iter().for_each(|it| words(text, name, it)),
        Value::String(said) => {
            let _ = writeln!(text, "    {}: {said}", name.replace('_', " "));
        }
        Value::Bool(_) | Value::Number(_) | Value::Null => {}
    }
}
