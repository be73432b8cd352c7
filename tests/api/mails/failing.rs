//! GET /v1/deliveries: what does not go out is tried again, or given up, and shown.

use lanyard_tests::World;
use lanyard_tests::mail::MailServer;
use serde_json::{Value, json};

use super::{at, concern, failing_as_shown_to, has_address};
use crate::doors::{Ask, Door, Wrong};

pub const DOOR: Door = Door {
    route: "GET /v1/deliveries",
    ask: |_| Ask::of("/v1/deliveries"),
    wrong: Wrong::SeesNothing("ruth"),
};

/// What failed, as IT sees it: person, reason, answer of the server, attempt.
fn failing(world: &World) -> Vec<(Value, Value, Value, Value)> {
    failing_as_shown_to(world, "dev")
        .into_iter()
        .map(|row| {
            let of = |name: &str| row[name].clone();
            (of("staff"), of("failure"), of("code"), of("attempt"))
        })
        .collect()
}

#[test]
fn a_mail_server_that_is_away_is_shown_and_the_email_arrives_when_it_is_back() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::own(false);
    let ruth = has_address(&world, "ruth", "ruth@oakfield.example");
    let _ = concern(&world, true);
    server.stop();
    for time in ["14:06", "14:07"] {
        at(&world, &format!("2026-11-10T{time}"), &server);
    }
    let staff = json!(world.staff("ruth").to_string());
    let away = (staff, json!("unreachable"), json!(null), json!(1));
    assert_eq!(
        failing(&world),
        [away],
        "noted once, however often it is tried"
    );
    server.start();
    world.deliver(&server);
    assert_eq!(server.mails_to(&ruth).len(), 1);
    assert_eq!(failing(&world), []);
    world.deliver(&server);
    assert_eq!(server.mails_to(&ruth).len(), 1);
}

#[test]
fn what_the_server_refuses_is_shown_and_not_tried_for_ever() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let refused = has_address(&world, "ruth", "refused.ruth@oakfield.example");
    let _ = concern(&world, true);
    at(&world, "2026-11-10T14:06", &server);
    let staff = json!(world.staff("ruth").to_string());
    let shown = (staff.clone(), json!("refused"), json!(550), json!(1));
    assert_eq!(failing(&world), std::slice::from_ref(&shown));
    at(&world, "2026-11-10T15:00", &server);
    assert_eq!(failing(&world), [shown], "it is not tried again");
    assert_eq!(server.mails_to(&refused), []);
    // Neither a name nor a matter nor the address stands in it; who keeps no register sees nothing.
    let rows = failing_as_shown_to(&world, "miriam");
    assert_eq!(rows.len(), 1);
    let mut fields: Vec<_> = rows[0].as_object().unwrap().keys().cloned().collect();
    fields.sort_unstable();
    let expected = [
        "attempt",
        "code",
        "failed_at",
        "failure",
        "next_at",
        "staff",
    ];
    assert_eq!(fields, expected);
    for name in ["ruth", "priya", "grace", "jon", "zoe"] {
        assert_eq!(
            failing_as_shown_to(&world, name),
            [json!(null); 0],
            "{name}"
        );
    }
    // With another address the next notice goes out, and the failure is over.
    let right = has_address(&world, "ruth", "ruth.right@oakfield.example");
    let _ = concern(&world, true);
    at(&world, "2026-11-10T15:01", &server);
    assert_eq!(server.mails_to(&right).len(), 1);
    assert_eq!(failing(&world), []);
}

#[test]
fn what_the_server_puts_off_is_tried_again_after_growing_pauses() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::own(false);
    server.put_off(true);
    let later = has_address(&world, "ruth", "later.ruth@oakfield.example");
    let helen = has_address(&world, "helen", "helen@oakfield.example");
    let _ = concern(&world, true);
    at(&world, "2026-11-10T14:06", &server);
    let attempts = || {
        failing(&world)
            .into_iter()
            .map(|row| row.3)
            .collect::<Vec<_>>()
    };
    assert_eq!(attempts(), [1]);
    assert_eq!(server.mails_to(&helen).len(), 1, "nobody else waits for it");
    world.deliver(&server);
    assert_eq!(attempts(), [1], "not before its time");
    for (time, attempt) in [("14:07", 2), ("14:11", 2), ("14:12", 3)] {
        at(&world, &format!("2026-11-10T{time}"), &server);
        assert_eq!(attempts(), [attempt], "{time}");
    }
    server.put_off(false);
    at(&world, "2026-11-10T14:27", &server);
    assert_eq!(server.mails_to(&later).len(), 1);
    assert_eq!(attempts(), [0; 0]);
}

#[test]
fn danger_that_is_told_of_during_a_pause_is_tried_at_once() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::own(false);
    server.put_off(true);
    let later = has_address(&world, "ruth", "later.ruth@oakfield.example");
    let _ = concern(&world, true);
    for time in ["14:06", "14:07"] {
        at(&world, &format!("2026-11-10T{time}"), &server);
    }
    server.put_off(false);
    at(&world, "2026-11-10T14:08", &server);
    assert_eq!(server.mails_to(&later), [], "the pause is until 14:12");
    let _ = concern(&world, true);
    at(&world, "2026-11-10T14:09", &server);
    assert_eq!(server.mails_to(&later).len(), 1);
    assert_eq!(failing(&world), []);
}
