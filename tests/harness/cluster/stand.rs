//! A served trust under load, and what becomes of the load around a fault.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::disk::SlowDisk;
use super::fault::{self, Fault};
use super::installation::{Installation, Shape, concern, open_academy};
use super::load::{Fate, Load, Sent, What, raise};
use super::record::Record;
use super::row::Row;
use super::servers::free_ports;
use super::wires::Role;
use super::{LOOK, PATIENCE};
use crate::{Client, Server};

/// Senders at a time.
const SENDERS: usize = 4;
/// Load before a fault, and after its end.
const AROUND: Duration = Duration::from_millis(800);
/// Of what was recorded, so many are repeated: enough to show that a repeat gets the first answer.
const REPEATED: usize = 40;

/// One process of each role, and an academy.
pub struct Stand {
    servers: BTreeMap<Role, Server>,
    /// Nodes or disks that a fault has struck.
    pub(super) struck: Vec<usize>,
    pub(super) slow: Option<SlowDisk>,
    /// The academy that concerns are about.
    pub academy: String,
    /// The store as far as it was read.
    pub record: Record,
    /// Every concern that is known to be one, and how many additions it has.
    known: BTreeMap<String, usize>,
    doubled: usize,
    api_port: u16,
    /// Processes that were started.
    started: usize,
    /// Last, so that the engines outlive the processes.
    pub installation: Installation,
}

impl Stand {
    /// Serves an installation of a shape.
    ///
    /// # Panics
    /// When anything of it fails, as everything here.
    #[must_use]
    pub fn start_of(shape: Shape) -> Self {
        let installation = Installation::of(shape);
        let mut stand = Self {
            servers: BTreeMap::new(),
            struck: Vec::new(),
            slow: None,
            academy: String::new(),
            record: Record::of(&installation.database("store")),
            known: BTreeMap::new(),
            doubled: 0,
            api_port: free_ports(1)[0],
            started: 0,
            installation,
        };
        for role in [Role::Worker, Role::Recorder, Role::Api] {
            stand.start(role);
        }
        stand.academy = open_academy(&stand.miriam());
        stand
    }

    /// Starts a process of a role. A recorder is always a new one; api and worker go on with their
    /// data folder.
    pub fn start(&mut self, role: Role) {
        self.started += 1;
        let number = if role == Role::Recorder {
            self.started
        } else {
            1
        };
        let name = format!("{}-{number}", role.name());
        let port = if role == Role::Api { self.api_port } else { 0 };
        let server = self.installation.serve_on(port, &name, role.name());
        self.servers.insert(role, server);
    }

    /// Kills a process.
    pub fn kill(&mut self, role: Role) {
        self.take(role).kill().unwrap();
    }

    /// A process, taken out.
    #[must_use]
    pub fn take(&mut self, role: Role) -> Server {
        self.servers.remove(&role).unwrap()
    }

    /// The process of a role.
    #[must_use]
    pub fn server(&self, role: Role) -> &Server {
        &self.servers[&role]
    }

    pub(super) fn has_ended_within(&mut self, role: Role, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let server = self.servers.get_mut(&role).unwrap();
        while Instant::now() < deadline {
            if server.has_ended() {
                return true;
            }
            std::thread::sleep(LOOK);
        }
        false
    }

    /// The node that leads the intake.
    #[must_use]
    pub fn leader(&self) -> usize {
        fault::leader(self)
    }

    pub(super) fn kill_nodes(&mut self, nodes: &[usize]) {
        for node in nodes {
            self.installation.nats[*node].stop(Some("immediate"));
        }
        self.struck = nodes.to_vec();
    }

    /// The trust lead.
    #[must_use]
    pub fn miriam(&self) -> Client {
        let base = format!("http://127.0.0.1:{}", self.api_port);
        self.installation.miriam_at(&base)
    }

    /// Several senders.
    #[must_use]
    pub fn load(&self) -> Load {
        let clients = (0..SENDERS).map(|_| self.miriam()).collect();
        Load::start(clients, &concern(&self.academy))
    }

    /// Load, a fault that lasts so long, its end, and load until something is recorded again; then
    /// everything acknowledged is looked for. Prints a line of the table.
    #[allow(clippy::print_stdout, reason = "the table is what the tests show")]
    pub fn row(&mut self, fault: Fault, lasts: Duration) -> Row {
        let load = self.load();
        std::thread::sleep(AROUND);
        fault.begin(self);
        std::thread::sleep(lasts);
        // What begins again while the fault is mended counts too.
        let ending = Instant::now();
        fault.end(self);
        let recovered_in = load.recovered(ending, PATIENCE);
        std::thread::sleep(AROUND);
        let mut row = self.judge(load.stop());
        row.fault = fault.to_string();
        row.recovered_in = recovered_in;
        println!("{row}");
        row
    }

    /// The same, and it must be good.
    ///
    /// # Panics
    /// When anything acknowledged is lost or doubled, or an answer was not honest.
    #[track_caller]
    pub fn survives(&mut self, fault: Fault, lasts: Duration) -> Row {
        let row = self.row(fault, lasts);
        assert!(row.is_good() && row.acknowledged > 0, "{row}");
        row
    }

    /// Takes all that is there so far as known: somebody else's load is not judged.
    pub fn take_for_granted(&mut self) {
        self.record.read_on();
        for id in self.record.raised() {
            let (_, added) = self.record.concern(id);
            self.known.insert(id.to_owned(), added);
        }
    }

    /// Looks for everything that was acknowledged, then repeats what was not and some of what was.
    pub fn judge(&mut self, sent: Vec<Sent>) -> Row {
        let mut row = Row {
            silence: silence(&sent),
            ..Row::default()
        };
        self.wait_for_what_is_kept(&sent);
        for one in &sent {
            self.look_for(one, &mut row);
        }
        let miriam = self.miriam();
        let every = (sent.len() / REPEATED).max(1);
        for (number, one) in sent.iter().enumerate() {
            let is_certain = matches!(one.fate, Fate::Recorded { .. });
            if !is_certain || number % every == 0 {
                self.repeat(&miriam, one, &mut row);
            }
        }
        self.find_doubles(&mut row);
        row
    }

    /// What was kept is recorded by itself once everything is there again: nobody has to repeat it.
    fn wait_for_what_is_kept(&mut self, sent: &[Sent]) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.record.read_on();
            let is_missing = |sent: &Sent| match &sent.fate {
                Fate::Kept { id } => self.record.concern(id).0 == 0,
                Fate::Recorded { .. } | Fate::Unsure | Fate::Dishonest(_) => false,
            };
            if !sent.iter().any(is_missing) || Instant::now() > deadline {
                return;
            }
            std::thread::sleep(LOOK);
        }
    }

    fn look_for(&mut self, sent: &Sent, row: &mut Row) {
        let is_there = match &sent.fate {
            Fate::Recorded { id, position } => {
                let wanted = match sent.what {
                    What::Concern => "concern.raised",
                    What::Information { .. } => "concern.information_added",
                };
                let found = self.record.at(*position);
                found.is_some_and(|found| found.id == *id && found.event_type == wanted)
            }
            Fate::Kept { id } => self.record.concern(id).0 > 0,
            Fate::Unsure => {
                row.refused += 1;
                return;
            }
            Fate::Dishonest(words) => {
                row.findings.push(words.clone());
                return;
            }
        };
        row.acknowledged += 1;
        if is_there {
            row.found += 1;
        } else {
            row.lost += 1;
            row.findings.push(format!("lost: {sent:?}"));
        }
        if let (Fate::Recorded { id, .. }, What::Information { .. }) = (&sent.fate, &sent.what) {
            *self.known.entry(id.clone()).or_default() += 1;
        } else if let Fate::Recorded { id, .. } | Fate::Kept { id } = &sent.fate {
            self.known.entry(id.clone()).or_default();
        }
    }

    /// A repeat gets the first answer, and what nobody could say is settled by it.
    fn repeat(&mut self, miriam: &Client, sent: &Sent, row: &mut Row) {
        let body = concern(&self.academy);
        let deadline = Instant::now() + PATIENCE;
        let settled = loop {
            match raise(miriam, &body, &sent.what, &sent.key) {
                Fate::Recorded { id, position } => break Some((id, position)),
                Fate::Dishonest(words) => {
                    row.findings.push(format!("a repeat: {words}"));
                    break None;
                }
                Fate::Kept { .. } | Fate::Unsure if Instant::now() > deadline => break None,
                Fate::Kept { .. } | Fate::Unsure => std::thread::sleep(LOOK),
            }
        };
        let Some((id, position)) = settled else {
            row.findings.push(format!("not settled: {sent:?}"));
            return;
        };
        let is_same = match &sent.fate {
            Fate::Recorded {
                id: first,
                position: at,
            } => *first == id && *at == position,
            Fate::Kept { id: first } => *first == id,
            Fate::Unsure | Fate::Dishonest(_) => {
                let added = usize::from(sent.what != What::Concern);
                *self.known.entry(id.clone()).or_default() += added;
                true
            }
        };
        if !is_same {
            row.findings
                .push(format!("a repeat got {id} at {position}: {sent:?}"));
        }
    }

    /// One stream a concern, one event each and as many additions as were asked for.
    fn find_doubles(&mut self, row: &mut Row) {
        self.record.read_on();
        let mut doubled = 0;
        for (id, additions) in &self.known {
            let (raised, added) = self.record.concern(id);
            doubled += raised.saturating_sub(1) + added.saturating_sub(*additions);
            if raised == 0 || added < *additions {
                row.findings
                    .push(format!("{id} lacks something that was settled"));
            }
        }
        let known: BTreeSet<&str> = self.known.keys().map(String::as_str).collect();
        doubled += self
            .record
            .raised()
            .filter(|id| !known.contains(id))
            .count();
        // Those of an earlier row were counted there.
        row.doubled = doubled - self.doubled;
        self.doubled = doubled;
    }
}

/// Last words of a process that are shown when a test fails.
const LAST_WORDS: usize = 30;

impl Drop for Stand {
    #[allow(clippy::print_stdout, reason = "whoever looks into a failure needs it")]
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        for (role, server) in &self.servers {
            let said = server.said();
            let last = &said[said.len().saturating_sub(LAST_WORDS)..];
            println!("--- {}\n{}", role.name(), last.join("\n"));
        }
    }
}

fn silence(sent: &[Sent]) -> Duration {
    let mut acknowledged: Vec<_> = sent
        .iter()
        .filter(|sent| matches!(sent.fate, Fate::Recorded { .. } | Fate::Kept { .. }))
        .map(|sent| sent.answered)
        .collect();
    acknowledged.sort_unstable();
    let gaps = acknowledged.windows(2).map(|pair| pair[1] - pair[0]);
    gaps.max().unwrap_or_default()
}
