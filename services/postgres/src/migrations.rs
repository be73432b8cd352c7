//! Versions of tables: numbered steps, each applied once, by one process at a time.

use std::time::Duration;

use crate::fault::Fault;
use crate::link::{Link, within};

/// Key of the advisory lock that is held while tables are changed: the letters LNYD.
const LOCK: i64 = 0x4c4e_5944;
/// Changing large tables takes its time; nothing else is held up by it.
const PATIENCE: Duration = Duration::from_secs(600);

/// Tables of one kind of database.
#[derive(Debug, Clone, Copy)]
pub struct Tables {
    /// What the database is for; kept in it, so that one is never taken for another.
    pub kind: &'static str,
    /// SQL of each version, the first from nothing. Steps are added and never changed.
    pub steps: &'static [&'static str],
}

/// Applies the steps that a database lacks, all or none. One that lacks none is only read, so that
/// an account without the right to change tables is enough.
///
/// # Errors
/// It holds something else, or was written by a later release; it cannot be written or reached.
pub async fn bring_up_to_date(link: &Link, tables: &Tables) -> Result<(), Fault> {
    if version(link, tables).await? == Some(tables.steps.len()) {
        return Ok(());
    }
    link.batch_execute(&format!(
        "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '600s';
         SELECT pg_advisory_xact_lock({LOCK})"
    ))
    .await?;
    let changed = within(PATIENCE, change(link, tables)).await;
    if changed.is_err() {
        // Over a connection that is lost the server rolls back by itself.
        let _ = link.batch_execute("ROLLBACK").await;
        return changed;
    }
    Ok(link.batch_execute("COMMIT").await?)
}

/// The version of the database; none where there are no tables yet.
async fn version(link: &Link, tables: &Tables) -> Result<Option<usize>, Fault> {
    // Read from the catalogue itself: what `to_regclass` remembers can be older than the lock.
    let there = "SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'lanyard_tables'
                                AND relnamespace = current_schema()::regnamespace)";
    let there = link.query_one(there, &[]).await?;
    if !there.try_get::<_, bool>(0)? {
        return Ok(None);
    }
    let row = link
        .query_one("SELECT kind, version FROM lanyard_tables", &[])
        .await?;
    if row.try_get::<_, &str>(0)? != tables.kind {
        return Err(Fault::not_ours(
            "the database belongs to another part of Lanyard",
        ));
    }
    match usize::try_from(row.try_get::<_, i32>(1)?) {
        Ok(version) if version <= tables.steps.len() => Ok(Some(version)),
        _ => Err(Fault::not_ours(
            "the database was written by a later release",
        )),
    }
}

async fn change(link: &Link, tables: &Tables) -> Result<(), Fault> {
    // Asked again under the lock: another process may have been first.
    let before = match version(link, tables).await? {
        Some(version) => version,
        None => {
            check_is_empty(link).await?;
            link.batch_execute(
                "CREATE TABLE lanyard_tables (
                     one boolean PRIMARY KEY DEFAULT true CHECK (one),
                     kind text NOT NULL,
                     version integer NOT NULL
                 )",
            )
            .await?;
            link.execute(
                "INSERT INTO lanyard_tables (kind, version) VALUES ($1, 0)",
                &[&tables.kind],
            )
            .await?;
            0
        }
    };
    for step in &tables.steps[before..] {
        link.batch_execute(step).await?;
    }
    let version = i32::try_from(tables.steps.len()).unwrap_or(i32::MAX);
    link.execute("UPDATE lanyard_tables SET version = $1", &[&version])
        .await?;
    Ok(())
}

/// Whoever names the wrong database must not find our tables among theirs.
async fn check_is_empty(link: &Link) -> Result<(), Fault> {
    let others = link
        .query_one(
            "SELECT EXISTS (SELECT FROM pg_class
                            WHERE relnamespace = current_schema()::regnamespace)",
            &[],
        )
        .await?;
    if others.try_get(0)? {
        return Err(Fault::not_ours("the database holds something else"));
    }
    Ok(())
}
