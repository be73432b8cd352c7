//! What can wait comes once a day, in one email.

use lanyard_tests::World;
use lanyard_tests::mail::MailServer;
use serde_json::json;

use super::{at, concern, has_address};

#[test]
fn the_notices_of_a_day_come_in_one_email_at_half_past_seven() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let ruth = has_address(&world, "ruth", "ruth.digest@oakfield.example");
    let callum = has_address(&world, "callum", "callum.digest@oakfield.example");
    let soon = json!({"choice": "immediate"});
    let _ = world
        .client("callum")
        .post("/v1/me/email", &soon)
        .expect(201);
    for _ in 0..3 {
        let _ = concern(&world, false);
    }
    at(&world, "2026-11-10T15:31", &server);
    assert_eq!(
        server.mails_to(&callum).len(),
        1,
        "three notices, one email"
    );
    for time in ["10T19:00", "11T07:29"] {
        at(&world, &format!("2026-11-{time}"), &server);
        assert_eq!(server.mails_to(&ruth), [], "{time}");
    }
    at(&world, "2026-11-11T07:30", &server);
    let mails = server.mails_to(&ruth);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].body.starts_with("A matter needs you.\n"));
    for time in ["11T07:31", "11T15:00"] {
        at(&world, &format!("2026-11-{time}"), &server);
    }
    assert_eq!(server.mails_to(&ruth).len(), 1);
    assert_eq!(server.mails_to(&callum).len(), 1);
}

#[test]
fn nobody_is_sent_a_history_when_they_are_given_an_address() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let _ = concern(&world, false);
    world.now("2026-11-10T15:31");
    world.remind();
    world.now("2026-11-20T09:00");
    let ruth = has_address(&world, "ruth", "ruth.history@oakfield.example");
    world.deliver(&server);
    assert_eq!(server.mails_to(&ruth), []);
}
