//! The network between a process and an engine, which can be cut in the ways that networks are.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;

use super::RUNTIME;

/// Carried at once.
const CHUNK_BYTES: usize = 16 * 1024;

/// What the network does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It carries everything at once.
    Open,
    /// Connections are closed, and new ones too.
    Refuse,
    /// Nothing arrives, and nobody is told. What was sent meanwhile arrives afterwards, as TCP sends
    /// it again.
    BlackHole,
    /// Each connection ends in the middle of its next answer but so many.
    CutMidAnswer(u32),
    /// Everything arrives so much later.
    Delay(Duration),
}

/// A way to one port of this machine.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    mode: watch::Sender<Mode>,
    accepting: AbortHandle,
}

impl Proxy {
    /// Listens on a free port and carries to the other.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn to(engine: u16) -> Self {
        let (mode, watched) = watch::channel(Mode::Open);
        let listener = RUNTIME.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
        let listener = listener.unwrap();
        let port = listener.local_addr().unwrap().port();
        let accepting = RUNTIME.spawn(accept(listener, engine, watched));
        Self {
            port,
            mode,
            accepting: accepting.abort_handle(),
        }
    }

    /// Where it listens.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// From now on the network does this.
    pub fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, engine: u16, mode: watch::Receiver<Mode>) {
    // Dropped with this task, and every connection with it.
    let mut carried = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((near, _)) = accepted {
                    carried.spawn(carry(near, engine, mode.clone()));
                }
            }
            Some(_) = carried.join_next() => {}
        }
    }
}

/// One connection; it ends on both sides when it ends on one.
async fn carry(near: TcpStream, engine: u16, mode: watch::Receiver<Mode>) -> io::Result<()> {
    if *mode.borrow() == Mode::Refuse {
        return Ok(());
    }
    let far = TcpStream::connect((Ipv4Addr::LOCALHOST, engine)).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (near_read, near_write) = near.into_split();
    let (far_read, far_write) = far.into_split();
    let mut refused = mode.clone();
    tokio::select! {
        ended = pump(near_read, far_write, mode.clone(), false) => ended,
        ended = pump(far_read, near_write, mode, true) => ended,
        _ = refused.wait_for(|mode| *mode == Mode::Refuse) => Ok(()),
    }
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut mode: watch::Receiver<Mode>,
    answers: bool,
) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut answered = 0;
    loop {
        let read = from.read(&mut chunk).await?;
        // The one who holds `Proxy` is gone when this fails, and so is the test.
        let now = match mode.wait_for(|mode| *mode != Mode::BlackHole).await {
            Ok(now) => *now,
            Err(_) => return Ok(()),
        };
        if let Mode::Delay(late) = now {
            sleep(late).await;
        }
        if let (Mode::CutMidAnswer(after), true) = (now, answers) {
            if answered >= after {
                return to.write_all(&chunk[..read / 2]).await;
            }
            answered += 1;
        }
        if read == 0 {
            return Ok(());
        }
        to.write_all(&chunk[..read]).await?;
    }
}
