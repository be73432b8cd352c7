//! Statements of the key store, and its rows.

use std::collections::HashSet;

use lanyard_events::StreamId;
use lanyard_postgres::{Fault, Pool, Tables};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::port::{KeyRow, Put, RootCheck, WrappedKey};

/// Versions of the tables; files are added and never changed.
pub(super) const TABLES: Tables = Tables {
    kind: "keys",
    steps: &[include_str!("migrations/0001_keys.sql")],
};

const INSERT: &str = "
    INSERT INTO keys (stream, key_id, wrapped)
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[])
    ON CONFLICT DO NOTHING RETURNING stream, key_id";
const GET: &str = "SELECT key_id, wrapped FROM keys WHERE stream = $1 AND key_id = $2";
const LIVE: &str = "
    SELECT stream, key_id, wrapped
    FROM unnest($1::bytea[], $2::bigint[]) AS named (stream, key_id)
    JOIN keys USING (stream, key_id) WHERE wrapped IS NOT NULL";
const NEWEST: &str = "
    SELECT key_id, wrapped FROM keys WHERE stream = $1
    ORDER BY wrapped IS NULL, number DESC LIMIT 1";
const TOMBSTONE: &str = "
    UPDATE keys SET wrapped = NULL WHERE stream = $1 AND key_id = $2 AND wrapped IS NOT NULL";
const CHECK: &str = "SELECT generation, bytes FROM root WHERE one";
const FIRST_CHECK: &str = "
    INSERT INTO root (generation, bytes)
    SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM keys) ON CONFLICT DO NOTHING";

/// Each statement is one durable transaction of its own, and harmless to repeat over another
/// connection when the first was lost.
pub(super) struct Rows(pub(super) Pool);

impl Rows {
    pub(super) async fn put(&self, keys: &[WrappedKey]) -> Result<Vec<Put>, Fault> {
        let streams: Vec<[u8; 17]> = keys.iter().map(|key| key.stream.to_bytes()).collect();
        let streams: Vec<&[u8]> = streams.iter().map(|stream| &stream[..]).collect();
        let ids: Vec<i64> = keys.iter().map(|key| i64::from(key.key_id)).collect();
        let wrapped: Vec<&[u8]> = keys.iter().map(|key| &key.bytes[..]).collect();
        let stored = self.query(INSERT, &[&streams, &ids, &wrapped]).await?;
        let mut stored: HashSet<(StreamId, u32)> = stored
            .iter()
            .map(|row| Ok((stream(row, 0)?, key_id(row, 1)?)))
            .collect::<Result<_, Fault>>()?;
        let mut puts = Vec::with_capacity(keys.len());
        for key in keys {
            // Of a key given twice only the first is stored.
            puts.push(if stored.remove(&(key.stream, key.key_id)) {
                Put::Stored
            } else {
                Put::Present(self.get(key.stream, key.key_id).await?)
            });
        }
        Ok(puts)
    }

    pub(super) async fn get(&self, stream: StreamId, key_id: u32) -> Result<KeyRow, Fault> {
        let key = stream.to_bytes();
        let rows = self.query(GET, &[&&key[..], &i64::from(key_id)]).await?;
        key_row(stream, rows.first())
    }

    pub(super) async fn live(&self, named: &[(StreamId, u32)]) -> Result<Vec<WrappedKey>, Fault> {
        let streams: Vec<_> = named.iter().map(|(stream, _)| stream.to_bytes()).collect();
        let streams: Vec<&[u8]> = streams.iter().map(|stream| &stream[..]).collect();
        let ids: Vec<i64> = named.iter().map(|(_, id)| i64::from(*id)).collect();
        let rows = self.query(LIVE, &[&streams, &ids]).await?;
        let key = |row: &Row| {
            Ok(WrappedKey {
                stream: stream(row, 0)?,
                key_id: key_id(row, 1)?,
                bytes: row.try_get(2)?,
            })
        };
        rows.iter().map(key).collect()
    }

    pub(super) async fn newest(&self, stream: StreamId) -> Result<KeyRow, Fault> {
        let key = stream.to_bytes();
        let rows = self.query(NEWEST, &[&&key[..]]).await?;
        key_row(stream, rows.first())
    }

    pub(super) async fn tombstone(&self, stream: StreamId, key_id: u32) -> Result<bool, Fault> {
        let key = stream.to_bytes();
        self.query(TOMBSTONE, &[&&key[..], &i64::from(key_id)])
            .await?;
        Ok(self.get(stream, key_id).await? != KeyRow::Missing)
    }

    pub(super) async fn root_check(&self, first: &RootCheck) -> Result<RootCheck, Fault> {
        if let Some(check) = self.check().await? {
            return Ok(check);
        }
        let generation = first.generation.cast_signed();
        self.query(FIRST_CHECK, &[&generation, &first.bytes])
            .await?;
        // Another process may have been first.
        self.check().await?.ok_or(Fault::not_ours(
            "it holds keys but no check value of the root key",
        ))
    }

    pub(super) async fn check(&self) -> Result<Option<RootCheck>, Fault> {
        let rows = self.query(CHECK, &[]).await?;
        rows.first().map(check).transpose()
    }

    async fn query(
        &self,
        sql: &'static str,
        asked: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Fault> {
        self.0.query(sql, asked).await?.ok_or(Fault::Away(None))
    }
}

pub(super) fn check(row: &Row) -> Result<RootCheck, Fault> {
    Ok(RootCheck {
        generation: row.try_get::<_, i64>(0)?.cast_unsigned(),
        bytes: row.try_get(1)?,
    })
}

pub(super) fn stream(row: &Row, column: usize) -> Result<StreamId, Fault> {
    StreamId::from_bytes(row.try_get(column)?)
        .ok_or(Fault::not_ours("a row is of no stream that is known"))
}

pub(super) fn key_id(row: &Row, column: usize) -> Result<u32, Fault> {
    u32::try_from(row.try_get::<_, i64>(column)?)
        .map_err(|_| Fault::not_ours("a row has no number that a key can have"))
}

fn key_row(stream: StreamId, row: Option<&Row>) -> Result<KeyRow, Fault> {
    let Some(row) = row else {
        return Ok(KeyRow::Missing);
    };
    let Some(bytes) = row.try_get::<_, Option<Vec<u8>>>(1)? else {
        return Ok(KeyRow::Destroyed);
    };
    Ok(KeyRow::Wrapped(WrappedKey {
        stream,
        key_id: key_id(row, 0)?,
        bytes,
    }))
}
