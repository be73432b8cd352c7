//! The description for those who subscribe: AsyncAPI 3.0, and the JSON Schema of the message.

use serde_json::{Map, Value, json};

use super::{CONTENT_TYPE, table};
use crate::schema::schemas;

const DESCRIPTION: &str = "What happened at the academies of a trust, by type and id only: who may \
    read more asks the API, which decides anew. Matters about adults, conflicts of interest and who \
    looked at what are never told, nor is anything that hints at them.\n\nDelivery is at least once; \
    `id` is the same at every repeat, in the message and as the header `Nats-Msg-Id`. The order is \
    that of the record, except after a failure of NATS. The stream LANYARD_FACTS keeps messages for \
    a week; read it by a durable consumer of your own.";

/// The AsyncAPI document of all facts.
#[must_use]
pub fn asyncapi() -> Value {
    let mut channels = Map::new();
    let mut operations = Map::new();
    let mut messages = Map::new();
    for event_type in table::told() {
        let name = event_type.replace('.', "_");
        let message = format!("#/components/messages/{name}");
        channels.insert(name.clone(), channel(event_type, &name, &message));
        operations.insert(
            format!("tell_{name}"),
            json!({
                "action": "send",
                "channel": { "$ref": format!("#/channels/{name}") },
                "messages": [{ "$ref": format!("#/channels/{name}/messages/{name}") }],
            }),
        );
        messages.insert(name, message_of(event_type));
    }
    json!({
        "asyncapi": "3.0.0",
        "id": "urn:lanyard:facts:v1",
        "info": {
            "title": "Lanyard facts",
            "version": "1.0.0",
            "description": DESCRIPTION,
            "license": { "name": "Apache-2.0" },
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "nats": {
                "host": "nats.example.org:4222",
                "protocol": "nats",
                "description": "The trust's NATS cluster; the trust gives address and credentials.",
            },
        },
        "channels": channels,
        "operations": operations,
        "components": { "messages": messages, "schemas": { "fact": cloud_event_schema() } },
    })
}

fn channel(event_type: &str, name: &str, message: &str) -> Value {
    json!({
        "address": format!("lanyard.facts.{{academy}}.{event_type}"),
        "parameters": {
            "academy": { "description": "Id of the academy, or `trust` for what belongs to none." },
        },
        "messages": { name: { "$ref": message } },
    })
}

fn message_of(event_type: &str) -> Value {
    json!({
        "name": format!("lanyard.{event_type}"),
        "title": event_type,
        "summary": meaning(event_type),
        "contentType": CONTENT_TYPE,
        "headers": {
            "type": "object",
            "properties": {
                "Nats-Msg-Id": {
                    "type": "string",
                    "format": "uuid",
                    "description": "As `id` in the message: JetStream knows a repeat by it.",
                },
                "Content-Type": { "type": "string", "const": CONTENT_TYPE },
                "traceparent": {
                    "type": "string",
                    "description": "W3C trace context, where the trust has traces on.",
                },
            },
            "required": ["Nats-Msg-Id", "Content-Type"],
        },
        "payload": {
            "allOf": [
                { "$ref": "#/components/schemas/fact" },
                { "properties": { "type": { "const": format!("lanyard.{event_type}") } } },
            ],
        },
    })
}

/// What the event's own schema says it means.
fn meaning(event_type: &str) -> Value {
    let stem = format!("{event_type}.v");
    schemas()
        .into_iter()
        .find(|(shape, _)| shape.starts_with(&stem))
        .map_or(Value::Null, |(_, schema)| schema["description"].clone())
}

/// The JSON Schema (2020-12) of a fact as it is sent. Nothing else may stand in it.
#[must_use]
pub fn cloud_event_schema() -> Value {
    let types: Vec<_> = table::told().map(|it| format!("lanyard.{it}")).collect();
    let aggregates: std::collections::BTreeSet<_> = table::told()
        .filter_map(|event_type| event_type.split('.').next())
        .collect();
    json!({
        "title": "Fact",
        "description": "A fact in the JSON format of CloudEvents 1.0: ids and types only.",
        "type": "object",
        "additionalProperties": false,
        "required": ["specversion", "id", "source", "type", "subject", "datacontenttype", "data"],
        "properties": {
            "specversion": { "type": "string", "const": "1.0" },
            "id": {
                "type": "string",
                "format": "uuid",
                "description": "Id of the recorded event; the same however often it is sent.",
            },
            "source": {
                "type": "string",
                "format": "uri-reference",
                "description": "The trust's log: `//log.example.org/trust`.",
            },
            "type": { "type": "string", "enum": types },
            "subject": {
                "type": "string",
                "pattern": "^[a-z_]+-[0-9a-f-]{36}$",
                "description": "What it happened to: aggregate, hyphen, id.",
            },
            "datacontenttype": { "type": "string", "const": "application/json" },
            "data": {
                "type": "object",
                "additionalProperties": false,
                "required": ["academy", "aggregate", "id"],
                "properties": {
                    "academy": {
                        "type": ["string", "null"],
                        "format": "uuid",
                        "description": "Where; null for what belongs to the trust.",
                    },
                    "aggregate": { "type": "string", "enum": aggregates },
                    "id": {
                        "type": "string",
                        "format": "uuid",
                        "description": "Which one: the id that the API knows it by.",
                    },
                },
            },
        },
    })
}
