//! Notices by email, to a real mail server, and `/v1/deliveries`.

mod barely;
mod conflicted;
mod digest;
mod failing;
mod immediate;
mod program;

use lanyard_tests::World;
use lanyard_tests::mail::MailServer;
use serde_json::{Value, json};

use crate::doors::Door;
use crate::steps::{Concern, raise, threats};

pub const DOORS: &[&Door] = &[&failing::DOOR];

/// Says where somebody's notices go, as Miriam does; the address.
#[track_caller]
fn has_address(world: &World, name: &str, address: &str) -> String {
    let body = json!({"email": address});
    let staff = format!("/v1/staff/{}", world.staff(name));
    let set = world.client("miriam").change(&staff, "email", &body);
    let _ = set.expect(201);
    address.to_owned()
}

/// A concern of Priya's about Amara Example; with somebody in danger now, where that is so.
#[track_caller]
fn concern(world: &World, is_danger: bool) -> Concern {
    let mut body = threats(world, world.oakfield().amara);
    body["danger_now"] = json!(is_danger);
    raise(&world.client("priya"), &body)
}

/// Lets the time come, reminds and sends.
fn at(world: &World, london: &str, server: &MailServer) {
    world.now(london);
    world.remind();
    world.deliver(server);
}

/// What somebody is shown at /v1/deliveries.
#[track_caller]
fn failing_as_shown_to(world: &World, name: &str) -> Vec<Value> {
    crate::steps::all(&world.client(name), "/v1/deliveries")
}
