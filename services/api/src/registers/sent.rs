//! From bodies and queries to what the application takes.

use std::collections::BTreeMap;

use lanyard_app::{EntryQuery, Sent, SentFields};
use lanyard_events::Sensitive;
use lanyard_http::register::FieldValue;
use serde_json::Value;

use crate::asked::{optional_id, optional_moment};
use crate::problems::ApiError;

/// Most answers that a list is narrowed by at once.
const ANSWERS_MAX: usize = 8;

pub(super) fn fields(body: BTreeMap<String, FieldValue>) -> SentFields {
    { body.into_iter() }
        .map(|(name, value)| (name, sent(&value.0)))
        .collect()
}

fn sent(value: &Value) -> Sent {
    match value {
        Value::Bool(answer) => Sent::YesNo(*answer),
        Value::Number(number) => number.as_u64().map_or(Sent::Other, Sent::Number),
        Value::String(text) => Sent::Text(Sensitive::from(text.clone())),
        Value::Array(several) => Sent::Several(several.iter().map(sent).collect()),
        Value::Object(_) => serde_json::from_value(value.clone()).map_or(Sent::Other, Sent::Person),
        Value::Null => Sent::Other,
    }
}

/// What lists and exports are narrowed by, as sent.
pub(super) struct Narrowed<'a> {
    pub(super) state: Option<&'a str>,
    pub(super) academy: Option<&'a str>,
    pub(super) added_from: Option<&'a str>,
    pub(super) answers: Option<&'a str>,
}

impl Narrowed<'_> {
    pub(super) fn query(&self) -> Result<EntryQuery, ApiError> {
        Ok(EntryQuery {
            state: self.state.map(str::to_owned),
            academy: optional_id("academy", self.academy)?,
            added_from: optional_moment("added_from", self.added_from)?,
            answers: self.answers.map_or_else(|| Ok(Vec::new()), answers)?,
            ..EntryQuery::default()
        })
    }
}

fn answers(text: &str) -> Result<Vec<(String, String)>, ApiError> {
    let wrong = || ApiError::query("where", "Write field:value, several separated by commas.");
    let answers = { text.split(',') }
        .map(|answer| {
            let (field, value) = answer.split_once(':').ok_or_else(wrong)?;
            Ok((field.to_owned(), value.to_owned()))
        })
        .collect::<Result<Vec<_>, ApiError>>()?;
    if answers.len() > ANSWERS_MAX {
        return Err(wrong());
    }
    Ok(answers)
}
