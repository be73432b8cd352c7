//! The streams and the consumer, declared.

use std::collections::HashMap;
use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::{self, AckPolicy};
use async_nats::jetstream::context::{
    CreateStreamError, CreateStreamErrorKind, GetStreamErrorKind,
};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::jetstream::{Context, ErrorCode};
use thiserror::Error;

use super::connect::Connection;
use super::names::{Names, RECORDER};

/// Under this key a stream says whose it is: the origin of the trust's log.
const ORIGIN: &str = "lanyard-origin";
/// When a proposal that nobody settled comes again. The first pause is what the death of a recorder
/// costs, and is well above what a commit takes; all are of use to proposals without expiry only.
const REDELIVERY: [Duration; 4] = [
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(30),
];
/// Proposals that all recorders together may have taken and not settled: some batches each.
const UNSETTLED: i64 = 8_192;

/// How much the streams may hold, and how safely. A later call may change any of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Copies of every message, on as many servers: 1, 3 or 5.
    pub replicas: usize,
    /// Proposals that may wait. Beyond it the API refuses; nothing is ever thrown away.
    pub max_messages: i64,
    /// Bytes that may wait; the servers set so much of their disk aside.
    pub max_bytes: i64,
    /// Bytes that may be parked.
    pub max_parked_bytes: i64,
    /// Bytes of facts that are kept for other systems.
    pub max_fact_bytes: i64,
    /// How long facts are kept: a receiver may be away so long and miss nothing.
    pub facts_kept_for: Duration,
    /// How long the same fact is known to be the same: longer than its cursor may lag behind.
    pub facts_duplicate_window: Duration,
    /// How long the same message is known to be the same: longer than anybody repeats one.
    pub duplicate_window: Duration,
}

impl Default for Limits {
    /// Three copies; a weekend of new concerns of a large trust fits many times over.
    fn default() -> Self {
        Self {
            replicas: 3,
            max_messages: 200_000,
            max_bytes: 1 << 30,
            max_parked_bytes: 1 << 28,
            max_fact_bytes: 1 << 28,
            facts_kept_for: Duration::from_secs(7 * 24 * 60 * 60),
            facts_duplicate_window: Duration::from_secs(60 * 60),
            duplicate_window: Duration::from_secs(120),
        }
    }
}

/// Why a stream or the consumer could not be declared.
#[derive(Debug, Error)]
pub enum ProvisionError {
    /// A stream of that name is there and is another.
    #[error("there is a stream {stream} already, and it is {difference}; it was left as it is")]
    Conflict {
        /// Which stream.
        stream: String,
        /// In what it differs.
        difference: &'static str,
    },
    /// Another stream has the subjects.
    #[error("the subjects of {stream} belong to another stream; use another account, or a prefix")]
    SubjectsTaken {
        /// Which stream was to be made.
        stream: String,
    },
    /// Not enough servers, memory or disk.
    #[error("the servers cannot hold {stream}: fewer replicas or bytes, or more servers and disk")]
    TooMuch {
        /// Which stream.
        stream: String,
        /// The server's words.
        #[source]
        source: async_nats::Error,
    },
    /// The server refused, or did not answer.
    #[error("{stream} could not be declared")]
    Failed {
        /// Which stream.
        stream: String,
        /// The server's words.
        #[source]
        source: async_nats::Error,
    },
}

/// Declares the streams and the consumer, or changes their limits. Repeating it changes nothing.
///
/// # Errors
/// A stream of that name is not ours, or the server refuses.
pub async fn provision(connection: &Connection, limits: &Limits) -> Result<(), ProvisionError> {
    let Connection {
        context,
        names,
        origin,
        ..
    } = connection;
    for (stream, wanted) in streams(names, origin, Some(limits)) {
        declare(context, &stream, wanted).await?;
    }
    declare_recorder(context, names.intake(), recorder(limits.replicas)).await
}

async fn declare_recorder(
    context: &Context,
    stream: String,
    wanted: consumer::pull::Config,
) -> Result<(), ProvisionError> {
    let there: Result<PullConsumer, _> = context.get_consumer_from_stream(RECORDER, &stream).await;
    let is_other =
        there.is_ok_and(|there| there.cached_info().config.memory_storage != wanted.memory_storage);
    let declared = async {
        if is_other {
            // Where it is kept cannot be changed. Without it proposals wait, and none is lost.
            context
                .delete_consumer_from_stream(RECORDER, &stream)
                .await?;
        }
        context.create_consumer_on_stream(wanted, &stream).await?;
        Ok(())
    };
    let declared: Result<(), async_nats::Error> = declared.await;
    declared.map_err(|source| ProvisionError::Failed { stream, source })
}

async fn declare(context: &Context, stream: &str, wanted: Config) -> Result<(), ProvisionError> {
    let there = match context.get_stream(stream).await {
        Ok(there) => there.cached_info().config.clone(),
        Err(error) => {
            if let GetStreamErrorKind::JetStream(refused) = error.kind()
                && refused.error_code() == ErrorCode::STREAM_NOT_FOUND
            {
                let made = context.create_stream(wanted).await;
                return made.map(drop).map_err(|error| refused_by(stream, error));
            }
            return Err(ProvisionError::Failed {
                stream: stream.to_owned(),
                source: error.into(),
            });
        }
    };
    same(&there, &wanted).map_err(|difference| ProvisionError::Conflict {
        stream: stream.to_owned(),
        difference,
    })?;
    // What an operator set besides (placement, compression, a description) stays.
    let changed = Config {
        num_replicas: wanted.num_replicas,
        max_messages: wanted.max_messages,
        max_bytes: wanted.max_bytes,
        max_age: wanted.max_age,
        duplicate_window: wanted.duplicate_window,
        ..there.clone()
    };
    if changed == there {
        return Ok(());
    }
    let updated = context.update_stream(changed).await;
    updated.map(drop).map_err(|error| refused_by(stream, error))
}

fn refused_by(stream: &str, error: CreateStreamError) -> ProvisionError {
    let stream = stream.to_owned();
    let code = match error.kind() {
        CreateStreamErrorKind::JetStream(refused) => Some(refused.error_code()),
        CreateStreamErrorKind::EmptyStreamName
        | CreateStreamErrorKind::InvalidStreamName
        | CreateStreamErrorKind::DomainAndExternalSet
        | CreateStreamErrorKind::JetStreamUnavailable
        | CreateStreamErrorKind::TimedOut
        | CreateStreamErrorKind::Response
        | CreateStreamErrorKind::NotFound
        | CreateStreamErrorKind::ResponseParse => None,
    };
    match code {
        Some(ErrorCode::STREAM_SUBJECT_OVERLAP) => ProvisionError::SubjectsTaken { stream },
        Some(
            ErrorCode::CLUSTER_NO_PEERS
            | ErrorCode::STREAM_REPLICAS_NOT_SUPPORTED
            | ErrorCode::STORAGE_RESOURCES_EXCEEDED
            | ErrorCode::INSUFFICIENT_RESOURCES
            | ErrorCode::ACCOUNT_RESOURCES_EXCEEDED,
        ) => ProvisionError::TooMuch {
            stream,
            source: error.into(),
        },
        _ => ProvisionError::Failed {
            stream,
            source: error.into(),
        },
    }
}

/// The streams as they are to be; their limits do not matter where they are only compared.
pub(super) fn streams(
    names: &Names,
    origin: &str,
    limits: Option<&Limits>,
) -> [(String, Config); 4] {
    let limits = limits.cloned().unwrap_or_default();
    let base = Config {
        storage: StorageType::File,
        num_replicas: limits.replicas,
        // A full stream refuses; what it has taken it keeps until it is settled.
        discard: DiscardPolicy::New,
        deny_delete: true,
        deny_purge: true,
        duplicate_window: limits.duplicate_window,
        metadata: HashMap::from([(ORIGIN.to_owned(), origin.to_owned())]),
        ..Config::default()
    };
    let intake = Config {
        name: names.intake(),
        subjects: vec![names.intake_subjects()],
        retention: RetentionPolicy::WorkQueue,
        max_messages: limits.max_messages,
        max_bytes: limits.max_bytes,
        ..base.clone()
    };
    let parked = Config {
        name: names.parked(),
        subjects: vec![names.parked_subjects()],
        retention: RetentionPolicy::Limits,
        max_messages: -1,
        max_bytes: limits.max_parked_bytes,
        ..base.clone()
    };
    let checkpoints = Config {
        name: names.checkpoints(),
        subjects: vec![names.checkpoint_subjects()],
        retention: RetentionPolicy::Limits,
        // The newest of each takes the place of the one before.
        discard: DiscardPolicy::Old,
        max_messages_per_subject: 1,
        ..base.clone()
    };
    let facts = Config {
        name: names.facts(),
        subjects: vec![names.facts_subjects()],
        retention: RetentionPolicy::Limits,
        // Receivers come and go: one that stays away must not fill the disk or stop the others.
        discard: DiscardPolicy::Old,
        max_messages: -1,
        max_bytes: limits.max_fact_bytes,
        max_age: limits.facts_kept_for,
        duplicate_window: limits.facts_duplicate_window,
        ..base
    };
    [
        (names.intake(), intake),
        (names.parked(), parked),
        (names.checkpoints(), checkpoints),
        (names.facts(), facts),
    ]
}

/// Whether a stream that is there is the one that is meant; if not, in what it differs.
pub(super) fn same(there: &Config, wanted: &Config) -> Result<(), &'static str> {
    let checks = [
        (
            there.metadata.get(ORIGIN) == wanted.metadata.get(ORIGIN),
            "of another trust, or not of Lanyard at all",
        ),
        (
            there.retention == wanted.retention,
            "of another kind of retention",
        ),
        (there.subjects == wanted.subjects, "of other subjects"),
        (there.storage == wanted.storage, "not kept in files"),
        (
            there.discard == wanted.discard && there.max_age.is_zero() == wanted.max_age.is_zero(),
            "allowed to throw away what it has taken",
        ),
    ];
    let difference = checks.into_iter().find(|(same, _)| !same);
    difference.map_or(Ok(()), |(_, difference)| Err(difference))
}

/// Who takes proposals. What it was handed and has settled is kept in the memory of the nodes where
/// there are several (ADR 12); one node alone would forget the consumer itself when it ends.
fn recorder(replicas: usize) -> consumer::pull::Config {
    consumer::pull::Config {
        durable_name: Some(RECORDER.to_owned()),
        ack_policy: AckPolicy::Explicit,
        ack_wait: REDELIVERY[0],
        backoff: REDELIVERY.to_vec(),
        // For ever: only what cannot be read is set aside.
        max_deliver: -1,
        max_ack_pending: UNSETTLED,
        memory_storage: replicas > 1,
        ..consumer::pull::Config::default()
    }
}
