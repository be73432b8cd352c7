//! Our words for what the server answers, and places where the tests cut a connection.

use lanyard_postgres::{Fault, Link};

use crate::error::{JournalError, Trouble};

impl From<Fault> for JournalError {
    fn from(fault: Fault) -> Self {
        let trouble = match &fault {
            Fault::NotOurs { found, .. } => {
                return Self::Corrupt {
                    position: None,
                    found,
                    source: fault.into_cause(),
                };
            }
            Fault::Away(_) | Fault::Slow(_) => Trouble::Away,
            Fault::Settings { todo, .. } => Trouble::Settings(todo),
            Fault::DiskFull(_) => Trouble::DiskFull,
            Fault::NotWritable(_) => Trouble::NotWritable,
            Fault::Failing(_) => Trouble::Failing,
        };
        Self::Unavailable {
            trouble,
            source: fault.into_cause(),
        }
    }
}

/// A place between two steps of recording a batch, as numbered in `recorder`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Before the append lock is asked for.
    Begin,
    /// The lock is held and nothing is inserted yet.
    Judged,
    /// Everything is inserted; the commit is next.
    BeforeCommit,
    /// The commit took effect but that is not known yet.
    AfterCommit,
    /// What became of a failed commit is to be found out.
    Settle,
}

/// Steps at which the connection is to be cut, each once.
#[derive(Debug, Default)]
pub(super) struct Faults {
    #[cfg(test)]
    armed: Vec<Step>,
}

#[cfg(test)]
impl Faults {
    pub(super) fn arm(&mut self, step: Step) {
        self.armed.push(step);
    }

    /// Has the server end the session, as an administrator can, and waits until it is gone.
    pub(super) async fn at(&mut self, step: Step, link: &Link) -> Result<(), Fault> {
        let Some(place) = self.armed.iter().position(|armed| *armed == step) else {
            return Ok(());
        };
        self.armed.remove(place);
        let row = link.query_one(
            "SELECT pg_backend_pid(), current_database()::text, inet_server_port()",
            &[],
        );
        let row = row.await?;
        let (pid, database, port): (i32, &str, i32) = (row.get(0), row.get(1), row.get(2));
        let url = format!("postgres://postgres@127.0.0.1:{port}/{database}");
        let other = lanyard_postgres::testing::link(&url).await;
        let ended = other
            .query_one("SELECT pg_terminate_backend($1, 10000)", &[&pid])
            .await?;
        assert!(ended.get::<_, bool>(0), "the session ended");
        if matches!(step, Step::AfterCommit | Step::Settle) {
            return Err(Fault::Away(None));
        }
        Ok(())
    }
}

#[cfg(not(test))]
impl Faults {
    #[allow(
        clippy::unused_self,
        clippy::unused_async,
        clippy::unnecessary_wraps,
        reason = "the tests' build can fail here"
    )]
    #[inline]
    pub(super) async fn at(&mut self, _: Step, _: &Link) -> Result<(), Fault> {
        Ok(())
    }
}
