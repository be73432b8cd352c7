//! The chart, the alerts and the bill of materials, under the tools that others wrote: helm,
//! kubernetes-validate, promtool, nats-server. A missing tool is a loud failure.

#![allow(clippy::unwrap_used, reason = "tests")]

mod bill;
mod image;
mod manifest;
mod manifests;
mod monitoring;
mod network;
mod refused;
mod restricted;
mod secrets;
mod settings;
mod tools;
mod trial;
