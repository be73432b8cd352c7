//! The program itself, with a mail server that takes nothing without TLS and a password.

use std::process::Command;
use std::sync::Arc;

use lanyard::process::layout;
use lanyard_events::Position;
use lanyard_journal::sqlite::StoredEvents;
use lanyard_tests::cluster::eventually;
use lanyard_tests::mail::{FROM, INBOX, MailServer};
use lanyard_tests::{Client, Server, World, program};
use serde_json::json;

use super::{concern, failing_as_shown_to, has_address};
use crate::program::lanyard;
use crate::steps::threats;

/// The program on the world's folder, with the mail server.
fn serving(world: &World, server: &MailServer) -> Command {
    let mut command = Command::new(program().unwrap());
    command
        .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(world.data_dir())
        .env("SSL_CERT_FILE", server.file("authority.pem"))
        .env("LANYARD_SMTP_HOST", "localhost")
        .env("LANYARD_SMTP_PORT", server.port().to_string())
        .env("LANYARD_SMTP_USER", "lanyard")
        .env("LANYARD_SMTP_PASSWORD_FILE", server.file("password"))
        .env("LANYARD_SMTP_FROM", FROM)
        .env("LANYARD_INBOX_URL", INBOX);
    command
}

/// How many emails the record says were sent, while nothing runs.
fn recorded_as_sent(world: &World) -> usize {
    let stored = StoredEvents::open(&world.data_dir().join(layout::STORE)).unwrap();
    let events = stored.read_all(Position(0), u32::MAX).unwrap();
    let types = { events.iter() }.map(|recorded| recorded.event.envelope.event_type.as_str());
    types.filter(|it| *it == "delivery.mailed").count()
}

#[test]
fn killed_after_the_server_took_an_email_it_is_sent_once_more_and_recorded_once() {
    let mut world = World::at("2026-11-10T14:05");
    let server = MailServer::own(true);
    let ruth = has_address(&world, "ruth", "ruth@oakfield.example");
    // The program goes by the machine's clock. All notices of now are given before it starts: an email is told from
    // others by the newest notice that it covers, and another one between the two would make another email.
    world.clock.release();
    let _ = concern(&world, true);
    world.remind();
    world.stop();
    std::fs::write(world.data_dir().join("demonstration.built"), "").unwrap();
    server.hold(true);
    let running = Server::start(serving(&world, &server)).unwrap();
    eventually("the server has the email", || {
        server.mails_to(&ruth).len() == 1
    });
    // It stands still while the server says 250: it can record nothing of that any more.
    running.signal("STOP").unwrap();
    server.hold(false);
    eventually("the server says that it has it", || server.has_answered());
    running.kill().unwrap();
    assert_eq!(recorded_as_sent(&world), 0);
    let again = Server::start(serving(&world, &server)).unwrap();
    eventually("the same email once more", || {
        server.mails_to(&ruth).len() == 2
    });
    // Asked to stop, it finishes with the email under way.
    again.stop().unwrap();
    assert_eq!(recorded_as_sent(&world), 1);
    let mails = server.mails_to(&ruth);
    assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
    // Nothing is due by that record: what is, this way to the locked server would show as failed.
    world.start_again().unwrap();
    world.deliver(&server);
    assert_eq!(failing_as_shown_to(&world, "dev"), [json!(null); 0]);
    assert_eq!(server.mails_to(&ruth).len(), 2);
}

#[test]
fn the_worker_sends_by_itself_over_tls_and_says_nothing_of_it_in_its_log() {
    let mut world = World::at("2026-11-10T14:05");
    let server = MailServer::own(true);
    let ruth = has_address(&world, "ruth", "ruth@oakfield.example");
    let mut body = threats(&world, world.oakfield().amara);
    body["danger_now"] = json!(true);
    let tokens = ["priya", "ruth"].map(|name| world.token(name));
    world.stop();
    // A demonstration that was built: the program goes on with it.
    std::fs::write(world.data_dir().join("demonstration.built"), "").unwrap();
    let running = Server::start(serving(&world, &server)).unwrap();
    let base = format!("http://{}", running.address);
    let [priya, of_ruth] = tokens.map(|token| Client::new(&base, Some(token), Arc::default()));
    let _ = priya.post("/v1/concerns", &body).expect(201);
    eventually("a notice", || {
        let notices = of_ruth.get("/v1/me/notices").expect(200).json();
        notices["items"] != json!([])
    });
    eventually("an email", || server.mails_to(&ruth).len() == 1);
    let said = running.said().join("\n");
    assert!(!said.contains(&ruth), "{said}");
    running.stop().unwrap();
    assert_eq!(server.mails_to(&ruth).len(), 1);
}

#[test]
fn settings_of_the_mail_server_that_cannot_be_right_are_named_at_start() {
    let rest = [("LANYARD_SMTP_FROM", FROM), ("LANYARD_INBOX_URL", INBOX)];
    let start = |more: &[(&str, &str)]| {
        let variables: Vec<_> = rest.iter().chain(more).copied().collect();
        lanyard(&["serve"], &variables).refused()
    };
    assert!(start(&[]).contains("smtp_host"));
    let host = ("LANYARD_SMTP_HOST", "mail.trust.example");
    let half = start(&[host, ("LANYARD_SMTP_USER", "lanyard")]);
    assert!(half.contains("smtp_password_file"), "{half}");
    let open = start(&[host, ("LANYARD_SMTP_TLS", "none")]);
    assert!(open.contains("LANYARD_SMTP_TLS"), "{open}");
}
