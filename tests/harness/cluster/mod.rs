//! A trust on the engines of a cluster, with everything in it that can be broken: roles as processes
//! of their own, NATS in one node or three, PostgreSQL, and a proxy on every way between them.
//!
//! [`Installation`] is what there is, [`Stand`] serves it under load, [`Fault`] breaks one part and
//! mends it, [`Row`] says what became of what was acknowledged, and `Stand::whole` looks at the
//! record as a whole.
#![allow(clippy::unwrap_used, reason = "tests")]

mod disk;
mod fault;
mod installation;
mod load;
mod proxy;
mod record;
mod row;
mod servers;
mod stand;
mod whole;
mod wires;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

pub use disk::SmallDisk;
pub use fault::{Engine, Fault};
pub use installation::{FAKETIME, Installation, Shape, concern, open_academy};
pub use load::{Fate, Load, Sent, What, raise};
pub use proxy::{Mode, Proxy};
pub use record::{Record, read_all};
pub use row::{Row, print_header};
pub use servers::{OwnServer, free_ports};
pub use stand::Stand;
pub use whole::verified;
pub use wires::{Role, Wires};

use crate::Answer;

/// How long two processes may take to hear of each other on a loaded machine.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// How often something is looked at that tells nobody when it changes.
const LOOK: Duration = Duration::from_millis(25);

/// Drives the proxies, and reads of the store.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made")
});

/// Asks again until the answer has the status.
///
/// # Panics
/// When it never has.
#[track_caller]
pub fn until(status: u16, ask: impl Fn() -> Answer) -> Answer {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = ask();
        if answer.status == status || Instant::now() > deadline {
            return answer.expect(status);
        }
        std::thread::sleep(LOOK);
    }
}

/// Looks until it holds.
///
/// # Panics
/// When it never does.
#[track_caller]
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::sleep(LOOK);
    }
}
