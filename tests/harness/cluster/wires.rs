//! The ways from one role to the engines.

use super::proxy::{Mode, Proxy};
use super::servers::OwnServer;

/// A process's part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Takes requests.
    Api,
    /// Records.
    Recorder,
    /// Signs.
    Worker,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Api, Self::Recorder, Self::Worker];

    /// As `--role` has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Recorder => "recorder",
            Self::Worker => "worker",
        }
    }

    /// Of a process that is called `recorder-2`.
    ///
    /// # Panics
    /// When it is called otherwise.
    #[must_use]
    pub fn of(process: &str) -> Self {
        let role = Self::ALL
            .into_iter()
            .find(|role| process.starts_with(role.name()));
        role.expect("processes are called by their role")
    }
}

/// One role's proxies: a process finds the engines behind them only.
#[derive(Debug)]
pub struct Wires {
    /// To each node of NATS.
    pub nats: Vec<Proxy>,
    /// To PostgreSQL: store and vault.
    pub postgres: Proxy,
}

impl Wires {
    /// All open.
    #[must_use]
    pub fn new(nats: &[OwnServer], postgres: &OwnServer) -> Self {
        Self {
            nats: nats.iter().map(|node| Proxy::to(node.port(0))).collect(),
            postgres: Proxy::to(postgres.port(0)),
        }
    }

    /// The whole way to NATS.
    pub fn set_nats(&self, mode: Mode) {
        self.nats.iter().for_each(|proxy| proxy.set(mode));
    }
}
