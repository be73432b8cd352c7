//! Wrapping every key anew, in one transaction; the caller's thread does the wrapping.

use std::sync::mpsc::Sender;

use lanyard_postgres::{Fault, Link};
use tokio::sync::mpsc::UnboundedReceiver;

use super::rows::{Rows, check, key_id, stream};
use crate::error::KeyVaultError;
use crate::port::{Rewrapped, RootCheck, WrappedKey};

/// Keys wrapped between two statements: some tens of kilobytes.
const AT_ONCE: usize = 1_000;

/// Others may read meanwhile, and nobody stores or destroys a key. A long rotation is not cut short.
const BEGIN: &str = "
    BEGIN;
    SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0;
    LOCK TABLE keys IN SHARE ROW EXCLUSIVE MODE";
const CHECK: &str = "SELECT generation, bytes FROM root WHERE one FOR UPDATE";
const LIVE: &str = "SELECT stream, key_id, wrapped FROM keys WHERE wrapped IS NOT NULL";
const REWRAP: &str = "
    UPDATE keys SET wrapped = new.wrapped
    FROM unnest($1::bytea[], $2::bigint[], $3::bytea[]) AS new (stream, key_id, wrapped)
    WHERE keys.stream = new.stream AND keys.key_id = new.key_id";
const SET_CHECK: &str = "
    INSERT INTO root (generation, bytes) VALUES ($1, $2)
    ON CONFLICT (one) DO UPDATE SET generation = $1, bytes = $2";

/// What the caller's thread is asked.
pub(super) enum Ask {
    /// Wrap these; the answer holds as many.
    Wrap(Vec<WrappedKey>),
    /// This was the end.
    Done(Result<Rewrapped, KeyVaultError>),
}

/// New wrappings of the keys asked for, or the first that does not open.
pub(super) type Wrapped = Result<Vec<Vec<u8>>, KeyVaultError>;

/// The caller's thread.
pub(super) struct Caller {
    pub asks: Sender<Ask>,
    pub answers: UnboundedReceiver<Wrapped>,
}

/// Rotates over a connection of its own; whatever fails, nothing is changed.
pub(super) async fn rotate(
    rows: &Rows,
    next: &RootCheck,
    caller: &mut Caller,
) -> Result<Rewrapped, KeyVaultError> {
    let link = rows.0.lease().await?.ok_or(Fault::Away(None))?;
    // Dropped on an error, the connection takes the transaction with it.
    let rewrapped = rewrap(&link, next, caller).await?;
    match link.batch_execute("COMMIT").await {
        Ok(()) => link.give_back(),
        Err(error) => {
            drop(link);
            // The check value changes with the keys, and no two are alike.
            let lost = Fault::from(error);
            if rows.check().await?.as_ref() != Some(next) {
                return Err(lost.into());
            }
        }
    }
    Ok(rewrapped)
}

async fn rewrap(
    link: &Link,
    next: &RootCheck,
    caller: &mut Caller,
) -> Result<Rewrapped, KeyVaultError> {
    link.batch_execute(BEGIN).await.map_err(Fault::from)?;
    let before = link.query_opt(CHECK, &[]).await.map_err(Fault::from)?;
    let before = before.as_ref().map(check).transpose()?;
    if next.generation != before.map_or(0, |check| check.generation) + 1 {
        return Err(KeyVaultError::RotatedMeanwhile);
    }
    let live = link.query(LIVE, &[]).await.map_err(Fault::from)?;
    for rows in live.chunks(AT_ONCE) {
        let keys = rows.iter().map(|row| {
            Ok::<_, Fault>(WrappedKey {
                stream: stream(row, 0)?,
                key_id: key_id(row, 1)?,
                bytes: row.try_get(2)?,
            })
        });
        let keys: Vec<WrappedKey> = keys.collect::<Result<_, _>>()?;
        let anew = wrap(caller, &keys).await?;
        replace(link, &keys, &anew).await?;
    }
    let generation = next.generation.cast_signed();
    link.execute(SET_CHECK, &[&generation, &next.bytes])
        .await
        .map_err(Fault::from)?;
    Ok(Rewrapped {
        keys: live.len() as u64,
        generation: next.generation,
    })
}

async fn wrap(caller: &mut Caller, keys: &[WrappedKey]) -> Wrapped {
    // A caller who is gone answers nothing.
    let _ = caller.asks.send(Ask::Wrap(keys.to_vec()));
    caller.answers.recv().await.ok_or(Fault::Away(None))?
}

async fn replace(link: &Link, keys: &[WrappedKey], anew: &[Vec<u8>]) -> Result<(), Fault> {
    let streams: Vec<[u8; 17]> = keys.iter().map(|key| key.stream.to_bytes()).collect();
    let streams: Vec<&[u8]> = streams.iter().map(|stream| &stream[..]).collect();
    let ids: Vec<i64> = keys.iter().map(|key| i64::from(key.key_id)).collect();
    let anew: Vec<&[u8]> = anew.iter().map(|bytes| &bytes[..]).collect();
    let statement = link.prepared(REWRAP).await?;
    link.execute(&statement, &[&streams, &ids, &anew]).await?;
    Ok(())
}
