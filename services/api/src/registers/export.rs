//! GET /v1/registers/{register}/export

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use lanyard_app::policy::Register;
use lanyard_http::Page;
use lanyard_http::register::{EntrySummary, ExportEntries};
use serde_json::Value;

use super::sent::Narrowed;
use super::shown;
use crate::answers::Answer;
use crate::asked::Look;
use crate::problems::ApiError;
use crate::state::ApiState;

/// Take a register's entries out, as CSV or JSON, with the columns of its file that the caller sees. At
/// most 20,000 entries leave at once.
#[utoipa::path(get, path = "/v1/registers/{register}/export", params(ExportEntries),
    responses((status = 200, description = "The entries, the newest first.",
        content((Page<EntrySummary> = "application/json"), (String = "text/csv")))))]
pub(crate) async fn export_entries(
    state: ApiState,
    look: Look<ExportEntries>,
    register: web::Path<String>,
) -> Answer {
    let asked = look.query;
    let as_json = match asked.format.as_deref() {
        None | Some("csv") => false,
        Some("json") => true,
        Some(_) => return Err(ApiError::query("format", "A format is csv or json.")),
    };
    let narrowed = Narrowed {
        state: asked.state.as_deref(),
        academy: asked.academy.as_deref(),
        added_from: asked.added_from.as_deref(),
        answers: asked.answers.as_deref(),
    };
    let query = narrowed.query()?;
    let list = state
        .app()
        .export_entries(&look.context, &register, query)
        .await?;
    let register = list.register;
    let rows: Vec<EntrySummary> = { list.page.rows.into_iter() }
        .map(|row| only_columns(&register, shown::summary(&register, row)))
        .collect();
    if as_json {
        return Ok(state.shown(&Page {
            items: rows,
            next: list.page.next,
        }));
    }
    let text = as_csv(&register, &rows)?;
    let name = format!("attachment; filename=\"{}.csv\"", register.id);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text))
}

/// What is no column stays inside.
fn only_columns(register: &Register, mut row: EntrySummary) -> EntrySummary {
    let is_column = |name: &str| register.export.columns.iter().any(|it| it.as_str() == name);
    row.fields.retain(|name, _| is_column(name));
    row
}

fn as_csv(register: &Register, rows: &[EntrySummary]) -> Result<Vec<u8>, ApiError> {
    let fault = |_| ApiError::fault("an export could not be written");
    let mut csv = csv::Writer::from_writer(Vec::new());
    let columns: Vec<&str> = { register.export.columns.iter() }
        .map(|it| it.as_str())
        .collect();
    csv.write_record(&columns).map_err(fault)?;
    for row in rows {
        let cells = columns.iter().map(|column| harmless(cell(row, column)));
        csv.write_record(cells).map_err(fault)?;
    }
    csv.into_inner()
        .map_err(|_| ApiError::fault("an export could not be written"))
}

fn cell(row: &EntrySummary, column: &str) -> String {
    match column {
        "number" => row.number.clone(),
        "added_at" => row.added_at.to_string(),
        "added_by" => row.added_by.to_string(),
        "academy" => row.academy.map(|id| id.to_string()).unwrap_or_default(),
        "state" => row.state_title.clone(),
        "signed" => {
            let signed = row.signed.iter().map(|it| format!("{} {}", it.made, it.at));
            signed.collect::<Vec<_>>().join("; ")
        }
        field => row
            .fields
            .get(field)
            .map(|value| written(row, &value.0))
            .unwrap_or_default(),
    }
}

/// A value as people read it: names in the place of ids.
fn written(row: &EntrySummary, value: &Value) -> String {
    match value {
        Value::String(text) => row
            .names
            .get(text)
            .map_or_else(|| text.clone(), |name| name.expose().clone()),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(several) => {
            let several = several.iter().map(|it| written(row, it));
            several.collect::<Vec<_>>().join("; ")
        }
        Value::Object(person) => {
            let named = person.get("id").or_else(|| person.get("description"));
            named.map(|it| written(row, it)).unwrap_or_default()
        }
        Value::Number(number) => number.to_string(),
        Value::Null => String::new(),
    }
}

/// A spreadsheet takes a cell that begins so for a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}
