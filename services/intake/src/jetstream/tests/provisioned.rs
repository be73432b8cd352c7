//! Streams declared, declared again, changed, and refused.

use std::time::Duration;

use async_nats::jetstream::consumer::{self, PullConsumer};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};

use super::{ends, info};
use crate::contract::{server, submitted};
use crate::delivery::Deliveries;
use crate::jetstream::names::RECORDER;
use crate::jetstream::{
    ConnectError, Limits, NameError, Names, ProvisionError, Settings, connect, provision,
};
use crate::port::IntakeError;

#[tokio::test]
async fn the_intake_is_a_work_queue_in_files_that_throws_nothing_away() {
    let connection = server::provisioned().await;
    let config = info(&connection, &connection.names.intake()).await.config;
    assert_eq!(config.retention, RetentionPolicy::WorkQueue);
    assert_eq!(config.storage, StorageType::File);
    assert_eq!(config.discard, DiscardPolicy::New);
    assert_eq!(config.subjects, [connection.names.intake_subjects()]);
    assert_eq!(config.duplicate_window, Duration::from_secs(120));
    assert!(config.deny_delete && config.deny_purge && config.max_age.is_zero());
    let intake = connection.names.intake();
    let recorder: PullConsumer = connection
        .context
        .get_consumer_from_stream(RECORDER, intake)
        .await
        .unwrap();
    let recorder = &recorder.cached_info().config;
    assert_eq!(recorder.max_deliver, -1, "delivered for ever");
    assert_eq!(recorder.backoff[0], Duration::from_secs(2));
}

#[tokio::test]
async fn declaring_again_changes_limits_and_loses_nothing() {
    let connection = server::provisioned().await;
    let (intake, _deliveries) = ends(&connection).await;
    for n in 0..3 {
        let waiting = submitted(&intake, n);
        super::intake_holds(&connection, u64::from(n) + 1).await;
        waiting.abort();
    }
    provision(&connection, &server::limits()).await.unwrap();
    let fewer = Limits {
        max_messages: 2,
        ..server::limits()
    };
    provision(&connection, &fewer).await.unwrap();
    let intake = info(&connection, &connection.names.intake()).await;
    assert_eq!(intake.config.max_messages, 2);
    assert_eq!(intake.state.messages, 3, "what was taken stays");
    connection.check().await.unwrap();
}

#[tokio::test]
async fn a_consumer_that_is_kept_elsewhere_is_made_anew_and_loses_nothing() {
    let connection = server::provisioned().await;
    let (context, stream) = (&connection.context, connection.names.intake());
    let in_memory = async || {
        let there: PullConsumer = { context.get_consumer_from_stream(RECORDER, &stream) }
            .await
            .unwrap();
        there.cached_info().config.memory_storage
    };
    context
        .delete_consumer_from_stream(RECORDER, &stream)
        .await
        .unwrap();
    let elsewhere = consumer::pull::Config {
        durable_name: Some(RECORDER.to_owned()),
        memory_storage: true,
        ..consumer::pull::Config::default()
    };
    context
        .create_consumer_on_stream(elsewhere, &stream)
        .await
        .unwrap();
    assert!(in_memory().await);
    let (intake, mut deliveries) = ends(&connection).await;
    let waiting = submitted(&intake, 1);
    super::intake_holds(&connection, 1).await;
    provision(&connection, &server::limits()).await.unwrap();
    assert!(!in_memory().await, "one node alone keeps it in files");
    assert_eq!(deliveries.next_batch(8).await.unwrap().len(), 1);
    waiting.abort();
}

#[tokio::test]
async fn a_full_stream_refuses_and_says_so() {
    let settings = server::settings(vec![server::address()]);
    let connection = connect(&settings).await.unwrap();
    let limits = Limits {
        max_messages: 1,
        ..server::limits()
    };
    provision(&connection, &limits).await.unwrap();
    let (intake, _deliveries) = ends(&connection).await;
    let _first = submitted(&intake, 1);
    super::intake_holds(&connection, 1).await;
    assert_eq!(submitted(&intake, 2).await.unwrap(), Err(IntakeError::Full));
}

#[tokio::test]
async fn a_stream_of_another_trust_is_left_alone() {
    let settings = server::settings(vec![server::address()]);
    let ours = connect(&settings).await.unwrap();
    provision(&ours, &server::limits()).await.unwrap();
    let theirs = Settings {
        origin: "other.lanyard.example".to_owned(),
        ..settings
    };
    let theirs = connect(&theirs).await.unwrap();
    let refused = provision(&theirs, &server::limits()).await.unwrap_err();
    assert!(
        matches!(refused, ProvisionError::Conflict { .. }),
        "{refused}"
    );
    let refused = theirs.check().await.unwrap_err();
    assert!(matches!(refused, ConnectError::NotOurs { .. }), "{refused}");
    assert!(refused.to_string().contains("of another trust"));
    ours.check().await.unwrap();
}

#[tokio::test]
async fn a_stream_that_would_lose_proposals_is_refused() {
    let settings = server::settings(vec![server::address()]);
    let connection = connect(&settings).await.unwrap();
    let (name, wanted) = crate::jetstream::provision::streams(
        &settings.names,
        &settings.origin,
        Some(&server::limits()),
    )[0]
    .clone();
    let loses = Config {
        discard: DiscardPolicy::Old,
        ..wanted
    };
    connection.context.create_stream(loses).await.unwrap();
    let refused = provision(&connection, &server::limits()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!(
            "there is a stream {name} already, and it is allowed to throw away what it has taken; \
             it was left as it is"
        )
    );
}

#[tokio::test]
async fn subjects_of_another_stream_are_said_to_be_taken() {
    let settings = server::settings(vec![server::address()]);
    let connection = connect(&settings).await.unwrap();
    let other = Config {
        name: format!("{}_OTHER", settings.names.intake()),
        subjects: vec![settings.names.intake_subjects()],
        ..Config::default()
    };
    connection.context.create_stream(other).await.unwrap();
    let refused = provision(&connection, &server::limits()).await.unwrap_err();
    assert!(
        matches!(refused, ProvisionError::SubjectsTaken { .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn more_copies_than_servers_are_refused() {
    let settings = server::settings(vec![server::address()]);
    let connection = connect(&settings).await.unwrap();
    let three = Limits {
        replicas: 3,
        ..server::limits()
    };
    let refused = provision(&connection, &three).await.unwrap_err();
    assert!(
        matches!(refused, ProvisionError::TooMuch { .. }),
        "{refused}"
    );
}

#[test]
fn a_prefix_is_a_part_of_a_subject() {
    let names = Names::prefixed("t1").unwrap();
    assert_eq!(names.intake(), "T1_LANYARD_INTAKE");
    assert_eq!(names.intake_subjects(), "t1.lanyard.intake.>");
    assert_eq!(Names::default().intake(), "LANYARD_INTAKE");
    assert_eq!(Names::default().parked_subjects(), "lanyard.parked.>");
    for bad in ["", "T1", "a.b", "a>", "a b", &"a".repeat(33)] {
        assert_eq!(Names::prefixed(bad), Err(NameError));
    }
}
