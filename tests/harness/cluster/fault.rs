//! What can be broken, how it is broken, and how it is mended.

use std::fmt;
use std::time::Duration;

use super::disk::SlowDisk;
use super::proxy::Mode;
use super::stand::Stand;
use super::wires::Role;

/// The stream that proposals wait in.
const INTAKE: &str = "LANYARD_INTAKE";
/// What a write-through takes on a slow disk: a spinning one that is busy with something else.
const SLOW: Duration = Duration::from_millis(150);
/// How far a clock jumps.
const HOUR_SECONDS: i64 = 3_600;
/// A worker whose lease is lost ends within this once it runs again.
const ENDS_WITHIN: Duration = Duration::from_secs(3);

/// A server that processes depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// All three nodes.
    Nats,
    /// Store and vault.
    Postgres,
}

/// One fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: what the load looks like without one.
    None,
    /// A node that does not lead the intake is killed.
    NodeKilled,
    /// The node that leads it is killed.
    LeaderKilled,
    /// Two of three nodes are killed, the leading one among them.
    TwoNodesKilled,
    /// All nodes are killed at once: what they keep in memory only is gone.
    AllNodesKilled,
    /// The node that leads it is paused: its connections stand, and it says nothing.
    LeaderPaused,
    /// PostgreSQL crashes.
    StoreCrashed,
    /// A process is killed, and another is started in its place when the fault ends.
    Killed(Role),
    /// A process is paused.
    Paused(Role),
    /// The network between a role and an engine.
    Network(Role, Engine, Mode),
    /// Every write-through takes long.
    DiskSlow(Engine),
    /// No room is left: of PostgreSQL, or of the node that leads the intake.
    DiskFull(Engine),
    /// A role's wall clock jumps by so many hours, and back when the fault ends.
    Clock(Role, i64),
}

impl Fault {
    /// Breaks it.
    ///
    /// # Panics
    /// When that does not succeed; the fault would be none.
    pub fn begin(self, stand: &mut Stand) {
        match self {
            Self::None => {}
            Self::NodeKilled => {
                let node = (stand.leader() + 1) % stand.installation.nats.len();
                stand.kill_nodes(&[node]);
            }
            Self::LeaderKilled => {
                let leader = stand.leader();
                stand.kill_nodes(&[leader]);
            }
            Self::TwoNodesKilled => {
                let leader = stand.leader();
                stand.kill_nodes(&[leader, (leader + 1) % stand.installation.nats.len()]);
            }
            Self::AllNodesKilled => {
                let all: Vec<_> = (0..stand.installation.nats.len()).collect();
                stand.kill_nodes(&all);
            }
            Self::LeaderPaused => {
                let leader = stand.leader();
                stand.installation.nats[leader].pause(true);
                stand.struck = vec![leader];
            }
            Self::StoreCrashed => stand.installation.postgres.stop(Some("immediate")),
            Self::Killed(role) => stand.kill(role),
            Self::Paused(role) => stand.server(role).signal("STOP").unwrap(),
            Self::Network(role, engine, mode) => network(stand, role, engine, mode),
            Self::DiskSlow(engine) => {
                stand.slow = Some(SlowDisk::of(&processes(stand, engine), SLOW));
            }
            Self::DiskFull(engine) => {
                let disk = match engine {
                    Engine::Postgres => 0,
                    Engine::Nats => stand.leader() + 1,
                };
                stand.installation.disks[disk].fill();
                stand.struck = vec![disk];
            }
            Self::Clock(role, hours) => {
                stand.installation.set_clock(role, hours * HOUR_SECONDS);
            }
        }
    }

    /// Mends it, as whoever runs the installation would.
    ///
    /// # Panics
    /// When that does not succeed.
    pub fn end(self, stand: &mut Stand) {
        let struck = std::mem::take(&mut stand.struck);
        match self {
            Self::None => {}
            Self::NodeKilled | Self::LeaderKilled | Self::TwoNodesKilled | Self::AllNodesKilled => {
                for node in struck {
                    stand.installation.nats[node].start();
                }
            }
            Self::LeaderPaused => {
                for node in struck {
                    stand.installation.nats[node].pause(false);
                }
            }
            Self::StoreCrashed => stand.installation.postgres.start(),
            Self::Killed(role) => stand.start(role),
            Self::Paused(role) => stand.server(role).signal("CONT").unwrap(),
            Self::Network(role, engine, _) => network(stand, role, engine, Mode::Open),
            Self::DiskSlow(_) => stand.slow = None,
            Self::DiskFull(engine) => {
                for disk in struck {
                    stand.installation.disks[disk].make_room();
                    restart_on_a_full_disk(stand, engine, disk);
                }
            }
            Self::Clock(role, _) => stand.installation.set_clock(role, 0),
        }
        if self.takes_the_lease() && stand.has_ended_within(Role::Worker, ENDS_WITHIN) {
            stand.start(Role::Worker);
        }
    }

    /// Whether a worker may lose its lease by it, and end: whoever runs it starts it again.
    const fn takes_the_lease(self) -> bool {
        matches!(
            self,
            Self::StoreCrashed
                | Self::DiskFull(Engine::Postgres)
                | Self::Paused(Role::Worker)
                | Self::Network(Role::Worker, Engine::Postgres, _)
        )
    }
}

fn network(stand: &Stand, role: Role, engine: Engine, mode: Mode) {
    let wires = &stand.installation.wires[&role];
    match engine {
        Engine::Nats => wires.set_nats(mode),
        Engine::Postgres => wires.postgres.set(mode),
    }
}

fn processes(stand: &Stand, engine: Engine) -> Vec<u32> {
    match engine {
        Engine::Postgres => stand.installation.postgres.processes(),
        Engine::Nats => {
            let nodes = &stand.installation.nats;
            nodes.iter().filter_map(super::OwnServer::process).collect()
        }
    }
}

/// PostgreSQL ends when its write-ahead log finds no room, and a node of NATS turns JetStream off:
/// both are started again once there is room (docs/operations.md).
fn restart_on_a_full_disk(stand: &Stand, engine: Engine, disk: usize) {
    match engine {
        Engine::Postgres => {
            let postgres = &stand.installation.postgres;
            if postgres.process().is_none() {
                super::eventually("PostgreSQL starts again", || postgres.try_start());
            }
        }
        Engine::Nats => {
            let node = &stand.installation.nats[disk - 1];
            if node.process().is_some() {
                node.stop(None);
            }
            node.start();
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nats => "NATS",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::NodeKilled => f.write_str("a node of NATS killed"),
            Self::LeaderKilled => f.write_str("the stream's leader killed"),
            Self::TwoNodesKilled => f.write_str("two of three nodes killed"),
            Self::AllNodesKilled => f.write_str("all three nodes killed"),
            Self::LeaderPaused => f.write_str("the stream's leader paused"),
            Self::StoreCrashed => f.write_str("PostgreSQL crashed"),
            Self::Killed(role) => write!(f, "{} killed", role.name()),
            Self::Paused(role) => write!(f, "{} paused", role.name()),
            Self::Network(role, engine, mode) => {
                let how = match mode {
                    Mode::Open => "open".to_owned(),
                    Mode::Refuse => "refused".to_owned(),
                    Mode::BlackHole => "a black hole".to_owned(),
                    Mode::CutMidAnswer(_) => "cut mid-answer".to_owned(),
                    Mode::Delay(late) => format!("{} ms late", late.as_millis()),
                };
                write!(f, "{} to {engine} {how}", role.name())
            }
            Self::DiskSlow(engine) => write!(f, "disk of {engine} slow"),
            Self::DiskFull(Engine::Nats) => f.write_str("disk of the stream's leader full"),
            Self::DiskFull(engine) => write!(f, "disk of {engine} full"),
            Self::Clock(role, hours) => write!(f, "clock of {} jumps {hours:+} h", role.name()),
        }
    }
}

/// The intake's leader, as any node knows it.
pub(super) fn leader(stand: &Stand) -> usize {
    let nodes = &stand.installation.nats;
    let mut found = None;
    super::eventually("the intake has a leader", || {
        let name = nodes.iter().find_map(|node| node.leader_of(INTAKE));
        found = name.and_then(|name| name.strip_prefix("nats-")?.parse().ok());
        found.is_some()
    });
    found.unwrap_or_default()
}
