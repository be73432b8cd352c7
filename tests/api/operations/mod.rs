//! `/healthz`, `/readyz`, `/metrics`, `/openapi.json`, `/docs`

mod documents;
mod health;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &health::HEALTH,
    &health::READINESS,
    &health::METRICS,
    &documents::DESCRIPTION,
    &documents::DOCS,
    &documents::DOCS_FILE,
];
