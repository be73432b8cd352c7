//! JSON Schemas of all payloads, generated and committed under `schema/`.

use std::collections::BTreeMap;

use crate::event::Event;
use crate::payload::Payload;

pub(crate) fn add<P: Payload + schemars::JsonSchema>(
    into: &mut BTreeMap<String, serde_json::Value>,
) {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<P>();
    schema.insert("title".to_owned(), P::TYPE.into());
    schema.insert("x-version".to_owned(), P::VERSION.into());
    schema.insert("x-committed-order".to_owned(), P::FIELDS.into());
    into.insert(format!("{}.v{}", P::TYPE, P::VERSION), schema.to_value());
}

/// The schema of every payload, by `type.vN`.
#[must_use]
pub fn schemas() -> BTreeMap<String, serde_json::Value> {
    let mut schemas = BTreeMap::new();
    Event::schemas(&mut schemas);
    schemas
}
