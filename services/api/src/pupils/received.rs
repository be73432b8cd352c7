//! /v1/pupils/{pupil}/received-files

use std::fmt::Write;

use lanyard_app::TakeFile;
use lanyard_events::pupil::PupilFileReceived;
use lanyard_events::{At, Day, PupilId, Sensitive};
use lanyard_http::Recorded;
use lanyard_http::case::Verbatim;
use lanyard_http::pupil::{ReceivedFile, ReceivedFiles, SentPupilFile, TakePupilFile};
use sha2::{Digest, Sha256};

use super::file::hide_others;
use crate::answers::{Answer, receipt_path, recorded};
use crate::asked::{Change, Id, Look};
use crate::problems::ApiError;
use crate::state::ApiState;

/// Characters of the chronology in the register; the file itself is kept whole.
const CHRONOLOGY_CHARS: usize = 4_800;

/// Take the file of a school before, as `GET /v1/pupils/{pupil}/file` of another Lanyard made it. It
/// stands in the pupil's history at its true dates. The same file is taken once. At most 16 MiB.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/received-files", request_body = TakePupilFile,
    responses((status = 201, description = "Recorded. `id` is the entry in the register of files.",
        body = Recorded)))]
pub(crate) async fn take_pupil_file(
    state: ApiState,
    asked: Change<TakePupilFile>,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let take = take(asked.body)?;
    let (done, entry) = state
        .app()
        .take_pupil_file(&asked.context, pupil, take)
        .await?;
    let body = Recorded {
        id: entry.uuid(),
        revision: Some(done.revision.0),
        receipt: done.event.map(receipt_path),
    };
    let location = format!("/v1/registers/file_transfers/entries/{entry}");
    Ok(recorded(&done, &location, &body))
}

/// Show the files of schools before in a pupil's record.
#[utoipa::path(get, path = "/v1/pupils/{pupil}/received-files",
    responses((status = 200, description = "The files.", body = ReceivedFiles)))]
pub(crate) async fn list_received_files(
    state: ApiState,
    look: Look,
    Id(pupil): Id<PupilId>,
) -> Answer {
    let found = state.app().received_files(&look.context, pupil).await?;
    let files = { found.into_iter() }
        .map(|it| {
            let received = it.received;
            let file = Verbatim::parse(it.file.expose());
            Ok(ReceivedFile {
                entry: it.entry,
                school: received.school,
                handed_over_by: received.handed_over_by,
                received_at: received.received_at,
                made_at: received.made_at,
                covers_from: received.covers_from,
                covers_to: received.covers_to,
                digest: received.digest,
                // serde's words could quote what is stored.
                file: file.map_err(|_| ApiError::fault("a received file is not JSON"))?,
            })
        })
        .collect::<Result<_, ApiError>>()?;
    Ok(state.shown(&ReceivedFiles { files }))
}

/// What is recorded of it: others than this child and staff stay left out, whoever made the file.
fn take(body: TakePupilFile) -> Result<TakeFile, ApiError> {
    let mut file = body.file;
    let canonical = serde_jcs::to_vec(&file).map_err(|_| ApiError::fault("a body is JSON"))?;
    let mut digest = String::new();
    for byte in Sha256::digest(&canonical) {
        let _ = write!(digest, "{byte:02x}");
    }
    let child = file.pupil.id.to_string();
    let days = { file.matters.iter() }
        .flat_map(|matter| {
            let happened = matter.timeline.iter().map(|entry| entry.occurred_at);
            happened.chain([matter.begun_at])
        })
        .map(day_of);
    let (Some(covers_from), Some(covers_to)) = (days.clone().min(), days.max()) else {
        return Err(ApiError::invalid_body(lanyard_http::FieldError {
            pointer: "/file/matters".to_owned(),
            code: "missing".into(),
            detail: "A file without a matter is none.".to_owned(),
        }));
    };
    let chronology = chronology(&file);
    for matter in &mut file.matters {
        for entry in &mut matter.timeline {
            if let Some(detail) = &mut entry.detail {
                hide_others(detail, &child);
            }
        }
    }
    let kept = serde_json::to_string(&file).map_err(|_| ApiError::fault("a body is JSON"))?;
    Ok(TakeFile {
        file: Sensitive::from(kept),
        upn: file.pupil.upn,
        date_of_birth: file.pupil.date_of_birth,
        received: PupilFileReceived {
            digest,
            school: body.school,
            handed_over_by: body.handed_over_by,
            received_at: body.received_at,
            made_at: file.made_at,
            covers_from,
            covers_to,
            chronology: Sensitive::from(chronology),
            file: None,
            kept: None,
        },
    })
}

/// The day of a moment, as the moment is written.
fn day_of(at: At) -> Day {
    lanyard_app::london_day(at)
}

/// A line for each matter, in order of days, as far as the register has room.
fn chronology(file: &SentPupilFile) -> String {
    let mut lines: Vec<String> = { file.matters.iter() }
        .map(|it| {
            let (sort, _) = it.matter.split_once('-').unwrap_or((&it.matter, ""));
            let day = day_of(it.begun_at);
            let (reference, category) = (&it.reference, &it.category);
            format!("{day} {sort} {reference}: {}", category.replace('_', " "))
        })
        .collect();
    lines.sort_unstable();
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if text.chars().count() + line.chars().count() > CHRONOLOGY_CHARS {
            let _ = write!(text, "and {} more in the file", lines.len() - index);
            return text;
        }
        let _ = writeln!(text, "{line}");
    }
    text.trim_end().to_owned()
}
