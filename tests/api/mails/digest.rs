//! What can wait comes once a day, in one email.

use lanyard_tests::World;
use lanyard_tests::mail::MailServer;
use serde_json::json;

use super::{at, concern, has_address};
use crate::steps::triage;

#[test]
fn the_notices_of_a_day_come_in_one_email_at_half_past_seven() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let ruth = has_address(&world, "ruth", "ruth.digest@oakfield.example");
    let soon = json!({"choice": "immediate"});
    let watch = |day: &str| {
        let decision = json!({"kind": "monitor", "review_on": day});
        let _ = triage(
            &world.client("ruth"),
            &concern(&world, false),
            &decision,
            "It is the first.",
        )
        .expect(201);
    };
    for _ in 0..3 {
        watch("2026-11-24");
    }
    // Of her reviews she is reminded at the end of the day, which can wait.
    for time in ["24T17:01", "24T19:00", "25T07:29"] {
        at(&world, &format!("2026-11-{time}"), &server);
        assert_eq!(server.mails_to(&ruth), [], "{time}");
    }
    at(&world, "2026-11-25T07:30", &server);
    let mails = server.mails_to(&ruth);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].body.starts_with("A matter needs you.\n"));
    for time in ["25T07:31", "25T15:00"] {
        at(&world, &format!("2026-11-{time}"), &server);
    }
    assert_eq!(server.mails_to(&ruth).len(), 1);
    // Whoever wants it at once has it at once.
    let _ = world.client("ruth").post("/v1/me/email", &soon).expect(201);
    watch("2026-12-02");
    at(&world, "2026-12-02T17:01", &server);
    assert_eq!(server.mails_to(&ruth).len(), 2);
}

#[test]
fn a_concern_is_told_at_once_in_one_email_for_all_that_came() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let ruth = has_address(&world, "ruth", "ruth.came@oakfield.example");
    let callum = has_address(&world, "callum", "callum.came@oakfield.example");
    for _ in 0..3 {
        let _ = concern(&world, false);
    }
    at(&world, "2026-11-10T14:06", &server);
    let counts = || [&ruth, &callum].map(|to| server.mails_to(to).len());
    assert_eq!(counts(), [1, 0]);
    // Nobody has looked at them by the end of the day (R1).
    at(&world, "2026-11-10T15:31", &server);
    assert_eq!(counts(), [2, 1]);
}

/// One letter covers all that waits: nothing that presses is too old to be sent to whoever has mail.
#[test]
fn after_weeks_without_mail_what_presses_is_sent_all_the_same() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let ruth = has_address(&world, "ruth", "ruth.outage@oakfield.example");
    let _ = concern(&world, false);
    at(&world, "2026-11-10T14:06", &server);
    assert_eq!(server.mails_to(&ruth).len(), 1);
    // Reminded of, and decided on before any mail goes out again.
    let decided: Vec<_> = (0..2).map(|_| concern(&world, false)).collect();
    world.remind();
    let nothing = json!({"kind": "no_further_action"});
    for concern in &decided {
        let _ = triage(&world.client("ruth"), concern, &nothing, "Settled.").expect(201);
    }
    world.now("2026-12-01T09:00");
    for _again in 0..2 {
        world.deliver(&server);
        assert_eq!(server.mails_to(&ruth).len(), 2);
    }
}

#[test]
fn whoever_works_their_last_day_is_sent_mail_until_it_ends() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let ruth = has_address(&world, "ruth", "ruth.last@oakfield.example");
    let staff = format!("/v1/staff/{}", world.staff("ruth"));
    let last = json!({"on": "2026-11-10"});
    let _ = world
        .client("helen")
        .change(&staff, "end", &last)
        .expect(201);
    let _ = concern(&world, false);
    at(&world, "2026-11-10T15:00", &server);
    assert_eq!(server.mails_to(&ruth).len(), 1);
    let _ = concern(&world, false);
    at(&world, "2026-11-11T09:00", &server);
    assert_eq!(server.mails_to(&ruth).len(), 1);
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
