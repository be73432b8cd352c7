//! What presses is sent at once, once, and says nothing but that there is something.

use lanyard_tests::World;
use lanyard_tests::mail::{FROM, INBOX, MailServer};
use serde_json::json;

use super::{at, concern, has_address};
use crate::steps::open_case;

#[test]
fn danger_is_told_at_once_and_the_email_holds_no_name_kind_or_detail() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let ruth = has_address(&world, "ruth", "ruth.danger@oakfield.example");
    let callum = has_address(&world, "callum", "callum.danger@oakfield.example");
    let raised = concern(&world, true);
    at(&world, "2026-11-10T14:06", &server);
    let mails = server.mails_to(&ruth);
    assert_eq!(mails.len(), 1);
    assert_eq!(server.mails_to(&callum), [], "his turn has not come");
    let mail = &mails[0];
    assert_eq!(mail.from, FROM);
    assert_eq!(
        mail.body.trim_end(),
        format!("A matter needs you.\n\n{INBOX}")
    );
    let (id, headers): (Vec<_>, Vec<_>) =
        { mail.headers.iter() }.partition(|(name, _)| name == "Message-ID");
    let mut headers: Vec<_> = { headers.iter() }
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    headers.sort_unstable();
    let expected = [
        ("Auto-Submitted", "auto-generated"),
        ("Content-Transfer-Encoding", "7bit"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Date", "Tue, 10 Nov 2026 14:06:00 +0000"),
        ("From", FROM),
        ("Subject", "A matter needs you"),
        ("To", ruth.as_str()),
    ];
    assert_eq!(headers, expected);
    // What tells it from others is an id that names nothing: neither a person nor a matter.
    let id = &id[0].1;
    assert!(id.ends_with("@trust.example>"), "{id}");
    for named in [raised.id.clone(), world.staff("ruth").to_string()] {
        assert!(!id.contains(&named), "{id}");
    }
}

#[test]
fn a_worker_that_starts_again_sends_nothing_twice() {
    let mut world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let names = ["ruth", "helen"];
    let addresses = names.map(|name| {
        let address = format!("{name}.restart@oakfield.example");
        has_address(&world, name, &address)
    });
    let _ = concern(&world, true);
    at(&world, "2026-11-10T14:06", &server);
    let counts = || addresses.each_ref().map(|to| server.mails_to(to).len());
    assert_eq!(counts(), [1, 1]);
    world.stop();
    world.start_again().unwrap();
    world.deliver(&server);
    assert_eq!(counts(), [1, 1]);
    // The head is asked again in her turn, and told of that.
    for time in ["14:21", "14:36"] {
        at(&world, &format!("2026-11-10T{time}"), &server);
    }
    assert_eq!(counts(), [1, 2]);
    let mails = server.mails_to(&addresses[1]);
    assert_ne!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
}

#[test]
fn a_referral_that_is_due_is_told_at_once_and_nobody_can_choose_not_to_hear_of_danger() {
    let world = World::at("2026-11-10T14:05");
    let server = MailServer::shared();
    let ruth = has_address(&world, "ruth", "ruth.off@oakfield.example");
    let helen = has_address(&world, "helen", "helen.off@oakfield.example");
    let off = json!({"choice": "off"});
    let _ = world.client("helen").post("/v1/me/email", &off).expect(201);
    let mut body = crate::steps::threats(&world, world.oakfield().amara);
    body["category"] = json!("physical_abuse");
    let raised = crate::steps::raise(&world.client("priya"), &body);
    let _ = open_case(&world.client("ruth"), &raised);
    at(&world, "2026-11-10T14:10", &server);
    assert_eq!(
        server.mails_to(&ruth).len(),
        1,
        "social care is to be told now"
    );
    // A day later nobody has: the head would hear of it, and wants no emails.
    at(&world, "2026-11-11T14:30", &server);
    assert_eq!(server.mails_to(&helen), []);
    let _ = concern(&world, true);
    at(&world, "2026-11-11T14:31", &server);
    assert_eq!(server.mails_to(&helen).len(), 1);
}
