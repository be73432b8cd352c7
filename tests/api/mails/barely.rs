//! Whoever is told nothing but that there is something gets the same email as everybody.

use lanyard_tests::World;
use lanyard_tests::mail::{INBOX, MailServer};
use serde_json::json;

use super::{at, concern, has_address};
use crate::steps::open_case;

#[test]
fn a_governor_is_sent_the_usual_words_and_one_with_a_conflict_nothing() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let alan = has_address(&world, "alan", "alan.serious@trust.example");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let because = json!({"reason": "Amara was taken to hospital."});
    let mark = json!({"staff": world.staff("alan").to_string(), "reason": "His grandchild."});
    let hidden = open_case(&ruth, &concern(&world, false));
    let _ = ruth.post(&format!("{hidden}/conflicts"), &mark).expect(201);
    let _ = helen
        .post(&format!("{hidden}/governors"), &because)
        .expect(201);
    at(&world, "2026-11-10T14:10", &server);
    assert_eq!(server.mails_to(&alan), []);
    let case = open_case(&ruth, &concern(&world, false));
    let _ = helen
        .post(&format!("{case}/governors"), &because)
        .expect(201);
    at(&world, "2026-11-10T14:20", &server);
    let mails = server.mails_to(&alan);
    assert_eq!(mails.len(), 1);
    assert_eq!(
        mails[0].body.trim_end(),
        format!("A matter needs you.\n\n{INBOX}")
    );
}
