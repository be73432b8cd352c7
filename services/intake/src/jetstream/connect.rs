//! Connecting, and whether what is there can be used.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::context::{
    GetStreamError, GetStreamErrorKind, RequestError, RequestErrorKind,
};
use async_nats::jetstream::stream::ConsumerErrorKind;
use async_nats::jetstream::{self, ErrorCode};
use async_nats::{Client, ConnectErrorKind, ConnectOptions};
use thiserror::Error;

use super::names::{Names, RECORDER};
use super::provision;

/// Asking a server takes no longer than this before it counts as failed: a proposal is worth three
/// seconds (design.md 1.4).
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(2);
/// A server that answers nothing is given up after three of these: within the five seconds that a
/// recovery may take (issue 3).
const PING_INTERVAL: Duration = Duration::from_millis(1_500);
/// Longest pause between two attempts to connect again.
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);
/// Older servers know neither `sync_interval` nor metadata of streams.
const OLDEST: (i64, i64, i64) = (2, 10, 0);

/// How to reach the cluster, and whose it is.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Addresses of its servers: `nats://host:4222`, `tls://…`. One suffices to find the others.
    pub servers: Vec<String>,
    /// A credentials file (`.creds`: JWT and NKEY seed).
    pub credentials: Option<PathBuf>,
    /// Certificates to trust instead of the system's, as a PEM file.
    pub root_certificates: Option<PathBuf>,
    /// The trust's log origin: two trusts must not share streams.
    pub origin: String,
    /// What streams and subjects are called.
    pub names: Names,
    /// How the connection is shown in the servers' monitoring: `lanyard api`.
    pub connection_name: String,
}

/// A connection that mends itself for ever.
#[derive(Clone)]
pub struct Connection {
    pub(super) client: Client,
    pub(super) context: jetstream::Context,
    pub(super) names: Names,
    pub(super) origin: String,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Connection to NATS, {:?}",
            self.client.connection_state()
        )
    }
}

/// Why the cluster cannot be used. Each says what to do.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// An address is none, or names a host that is not known.
    #[error("LANYARD_NATS_URL: an address of NATS cannot be used; write nats://host:4222")]
    Address(#[source] async_nats::ConnectError),
    /// The credentials file cannot be read.
    #[error("the NATS credentials file {} cannot be used", path.display())]
    Credentials {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The server does not let us in.
    #[error("NATS refuses the credentials; give those of this role's user")]
    Refused(#[source] async_nats::ConnectError),
    /// No secure connection.
    #[error("TLS to NATS failed; look at the certificates' names, dates and authority")]
    Tls(#[source] async_nats::ConnectError),
    /// Nobody answers.
    #[error("NATS cannot be reached; is it running, and are address and port right?")]
    Unreachable(#[source] async_nats::ConnectError),
    /// Too old.
    #[error("the NATS server is of version {found}; 2.10 or later is needed, 2.12.3 or later wise")]
    TooOld {
        /// Its version.
        found: String,
    },
    /// No JetStream.
    #[error("JetStream is off, for the servers or for this account; turn it on")]
    NoJetStream,
    /// The streams are missing.
    #[error("the stream {stream} or its consumer is missing; run `lanyard provision`")]
    NotProvisioned {
        /// Which stream.
        stream: String,
    },
    /// Somebody else's streams.
    #[error("the stream {stream} is {difference}; use another NATS account, or another prefix")]
    NotOurs {
        /// Which stream.
        stream: String,
        /// In what it differs.
        difference: &'static str,
    },
    /// JetStream does not answer.
    #[error("JetStream does not answer; has the cluster a leader?")]
    NoAnswer(#[source] async_nats::Error),
}

/// Connects. Once connected, the connection is mended for ever, so only the first attempt can fail.
///
/// # Errors
/// No address can be used, nobody answers, or we are not let in; the server is too old.
pub async fn connect(settings: &Settings) -> Result<Connection, ConnectError> {
    let mut options = ConnectOptions::new()
        .name(&settings.connection_name)
        .ping_interval(PING_INTERVAL)
        .request_timeout(Some(REQUEST_TIMEOUT))
        .reconnect_delay_callback(reconnect_pause);
    if let Some(path) = &settings.credentials {
        let read = options.credentials_file(path).await;
        options = read.map_err(|source| ConnectError::Credentials {
            path: path.clone(),
            source,
        })?;
    }
    if let Some(path) = &settings.root_certificates {
        options = options.add_root_certificates(path.clone());
    }
    let client = options
        .connect(settings.servers.as_slice())
        .await
        .map_err(connect_error)?;
    let (major, minor, patch) = OLDEST;
    if !client.is_server_compatible(major, minor, patch) {
        let found = client.server_info().version;
        return Err(ConnectError::TooOld { found });
    }
    let context = jetstream::ContextBuilder::new()
        .timeout(REQUEST_TIMEOUT)
        .build(client.clone());
    Ok(Connection {
        client,
        context,
        names: settings.names.clone(),
        origin: settings.origin.clone(),
    })
}

/// At once, then in doubling pauses.
fn reconnect_pause(attempts: usize) -> Duration {
    let doublings = u32::try_from(attempts).unwrap_or(u32::MAX).min(10);
    match doublings {
        0 | 1 => Duration::ZERO,
        _ => Duration::from_millis(1 << doublings).min(RECONNECT_PAUSE),
    }
}

fn connect_error(error: async_nats::ConnectError) -> ConnectError {
    match error.kind() {
        ConnectErrorKind::ServerParse | ConnectErrorKind::Dns => ConnectError::Address(error),
        ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation => {
            ConnectError::Refused(error)
        }
        ConnectErrorKind::Tls => ConnectError::Tls(error),
        ConnectErrorKind::Io if is_of_tls(&error) => ConnectError::Tls(error),
        ConnectErrorKind::TimedOut | ConnectErrorKind::Io | ConnectErrorKind::MaxReconnects => {
            ConnectError::Unreachable(error)
        }
    }
}

/// What TLS does not like (a certificate that has expired) the client reports as invalid data read.
fn is_of_tls(error: &async_nats::ConnectError) -> bool {
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let of_reading = cause.downcast_ref::<std::io::Error>();
        if of_reading.is_some_and(|cause| cause.kind() == std::io::ErrorKind::InvalidData) {
            return true;
        }
        next = cause.source();
    }
    false
}

impl Connection {
    /// Whether the connection stands at this moment.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.client.connection_state() == State::Connected
    }

    /// Refuses streams that are missing, of another trust, or not what they must be. To be asked
    /// once at start.
    ///
    /// # Errors
    /// What is wrong, with what to do.
    pub async fn check(&self) -> Result<(), ConnectError> {
        let intake = self.names.intake();
        for (stream, wanted) in provision::streams(&self.names, &self.origin, None) {
            let found = self
                .context
                .get_stream(&stream)
                .await
                .map_err(|error| missing(&stream, error))?;
            provision::same(&found.cached_info().config, &wanted)
                .map_err(|difference| ConnectError::NotOurs { stream, difference })?;
        }
        let consumer: Result<jetstream::consumer::PullConsumer, _> = self
            .context
            .get_consumer_from_stream(RECORDER, &intake)
            .await;
        match consumer {
            Ok(_) => Ok(()),
            Err(error) if matches!(error.kind(), ConsumerErrorKind::JetStream(_)) => {
                Err(ConnectError::NotProvisioned { stream: intake })
            }
            Err(error) => Err(ConnectError::NoAnswer(error.into())),
        }
    }
}

fn missing(stream: &str, error: GetStreamError) -> ConnectError {
    match error.kind() {
        GetStreamErrorKind::JetStream(refused) => match refused.error_code() {
            ErrorCode::STREAM_NOT_FOUND => ConnectError::NotProvisioned {
                stream: stream.to_owned(),
            },
            ErrorCode::JETSTREAM_NOT_ENABLED | ErrorCode::JETSTREAM_NOT_ENABLED_FOR_ACCOUNT => {
                ConnectError::NoJetStream
            }
            _ => ConnectError::NoAnswer(error.into()),
        },
        // Without JetStream nobody listens on its subjects.
        GetStreamErrorKind::Request if nobody_listens(&error) => ConnectError::NoJetStream,
        GetStreamErrorKind::Request
        | GetStreamErrorKind::EmptyName
        | GetStreamErrorKind::InvalidStreamName => ConnectError::NoAnswer(error.into()),
    }
}

fn nobody_listens(error: &GetStreamError) -> bool {
    let cause = std::error::Error::source(error);
    let request = cause.and_then(|cause| cause.downcast_ref::<RequestError>());
    request.is_some_and(|request| request.kind() == RequestErrorKind::NoResponders)
}
