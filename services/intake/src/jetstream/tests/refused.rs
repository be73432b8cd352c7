//! What cannot be used is refused at start, with what to do.

use crate::contract::server;
use crate::jetstream::{ConnectError, Settings, connect};

async fn refused(settings: &Settings) -> ConnectError {
    match connect(settings).await {
        Ok(connection) => connection.check().await.unwrap_err(),
        Err(error) => error,
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let settings = server::settings(vec!["nats://no such host".to_owned()]);
    let error = refused(&settings).await;
    assert!(matches!(error, ConnectError::Address(_)), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    let settings = server::settings(vec!["nats://127.0.0.1:1".to_owned()]);
    let error = refused(&settings).await;
    assert!(matches!(error, ConnectError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn credentials_that_are_not_there_name_their_file() {
    let settings = Settings {
        credentials: Some("missing.creds".into()),
        ..server::settings(vec![server::address()])
    };
    let error = refused(&settings).await;
    assert_eq!(
        error.to_string(),
        "the NATS credentials file missing.creds cannot be used"
    );
}

#[tokio::test]
async fn streams_that_are_missing_ask_for_provisioning() {
    let settings = server::settings(vec![server::address()]);
    let error = refused(&settings).await;
    let stream = settings.names.intake();
    assert_eq!(
        error.to_string(),
        format!("the stream {stream} or its consumer is missing; run `lanyard provision`")
    );
}

/// A server that lets nobody in, and one without JetStream.
#[tokio::test]
async fn a_server_set_up_otherwise_is_refused_with_what_to_do() {
    let strict = server::Server::with_config("authorization { user: a, password: b }");
    let error = refused(&server::settings(vec![strict.address()])).await;
    assert!(matches!(error, ConnectError::Refused(_)), "{error:?}");
    let without = server::Server::without_jetstream();
    let error = refused(&server::settings(vec![without.address()])).await;
    assert!(matches!(error, ConnectError::NoJetStream), "{error:?}");
}
