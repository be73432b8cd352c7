//! An email tells of nothing that the product hides from its reader.

use lanyard_tests::World;
use lanyard_tests::mail::MailServer;
use serde_json::json;

use super::{at, concern, has_address};
use crate::registers::{add, block, make};

#[test]
fn whoever_has_become_conflicted_before_the_digest_is_sent_nothing_of_the_matter() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let [ruth, callum] = ["ruth", "callum"].map(|name| {
        let address = format!("{name}.conflict@oakfield.example");
        has_address(&world, name, &address)
    });
    let raised = concern(&world, false);
    world.now("2026-11-10T15:31");
    world.remind();
    let notices = world.client("callum").get("/v1/me/notices").expect(200);
    assert_eq!(notices.json()["items"].as_array().unwrap().len(), 1);
    let mark = json!({"staff": world.staff("callum").to_string(), "reason": "He is named in it."});
    let path = format!("{}/conflicts", raised.address());
    let _ = world.client("ruth").post(&path, &mark).expect(201);
    at(&world, "2026-11-11T07:30", &server);
    assert_eq!(server.mails_to(&callum), []);
    assert_eq!(server.mails_to(&ruth).len(), 1);
}

/// An entry of a register is a matter like any other.
#[test]
fn whoever_has_become_conflicted_in_an_entry_is_sent_nothing_of_its_clocks() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let helen = has_address(&world, "helen", "helen.entry@oakfield.example");
    let dev = world.client("dev");
    let entry = add(&dev, "filter_changes", &block(&world));
    let blocked =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &entry, "block_now", &blocked).expect(201);
    world.now("2026-11-11T15:31");
    world.remind();
    let notices = world.client("helen").get("/v1/me/notices").expect(200);
    assert_eq!(notices.json()["items"].as_array().unwrap().len(), 1);
    let mark = json!({"staff": world.staff("helen").to_string(), "reason": "She asked for it."});
    let path = format!("{entry}/conflicts");
    let _ = world.client("ruth").post(&path, &mark).expect(201);
    world.deliver(&server);
    assert_eq!(server.mails_to(&helen), []);
}

#[test]
fn whoever_has_left_is_sent_nothing() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let callum = has_address(&world, "callum", "callum.left@oakfield.example");
    let _ = concern(&world, false);
    world.now("2026-11-10T15:31");
    world.remind();
    let left = json!({"on": "2026-11-10"});
    let staff = format!("/v1/staff/{}", world.staff("callum"));
    let _ = world
        .client("helen")
        .change(&staff, "end", &left)
        .expect(201);
    at(&world, "2026-11-11T07:30", &server);
    assert_eq!(server.mails_to(&callum), []);
}
