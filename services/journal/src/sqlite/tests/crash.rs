//! The process is killed under load, again and again, over one store.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use lanyard_events::Position;
use tokio::task::JoinSet;

use super::{Folder, STARTING, open};
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::port::Journal;

/// Rounds of writing and killing.
const ROUNDS: u64 = 8;
/// Concurrent writers of each round.
const WRITERS: u64 = 16;
/// Names the store to the process that is to be killed.
const STORE: &str = "JOURNAL_CRASH_STORE";
/// Names its round.
const ROUND: &str = "JOURNAL_CRASH_ROUND";
const THIS_TEST: &str =
    "sqlite::tests::crash::a_kill_loses_nothing_acknowledged_and_doubles_nothing";

/// Runs in the process that is killed: says each command and position as soon as it is told.
async fn write_until_killed(store: &Path, round: u64) {
    let journal = Arc::new(open(store, ManualStamp::standing()));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let journal = journal.clone();
        writers.spawn(async move {
            for n in 0.. {
                let number = round * 1_000_000 + writer * 10_000 + n;
                let sent = append(stream(number), None, command(number), n % 3 + 1);
                let place = recorded(&*journal, sent).await;
                let line = format!("ack {number} {} {}\n", place.first.0, place.last.0);
                std::io::stdout().write_all(line.as_bytes()).unwrap();
            }
        });
    }
    writers.join_all().await;
}

fn start(store: &Path, round: u64) -> Child {
    let _alone = STARTING.write().unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args([THIS_TEST, "--exact", "--nocapture", "--test-threads=1"])
        .env(STORE, store)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Lets the process write until so many are acknowledged, kills it, and gives what it had said.
fn kill_after(mut child: Child, acknowledged: u64) -> Vec<(u64, u64, u64)> {
    let mut said = Vec::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while let Some(Ok(line)) = lines.next() {
        // The test runner's own words stand on the same output, once even on the same line.
        if let Some((_, ack)) = line.split_once("ack ") {
            let numbers: Vec<u64> = ack.split(' ').map_while(|n| n.parse().ok()).collect();
            if let [number, first, last] = numbers[..] {
                said.push((number, first, last));
            }
        }
        if said.len() as u64 == acknowledged {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_nothing_acknowledged_and_doubles_nothing() {
    if let (Ok(store), Ok(round)) = (std::env::var(STORE), std::env::var(ROUND)) {
        return write_until_killed(Path::new(&store), round.parse().unwrap()).await;
    }
    let folder = Folder::new();
    let mut acknowledged = BTreeMap::new();
    for round in 0..ROUNDS {
        let enough = 150 + 37 * round;
        let said = kill_after(start(&folder.file(), round), enough);
        assert!(said.len() as u64 >= enough, "killed while it was writing");
        for (number, first, last) in said {
            acknowledged.insert(number, (first, last));
        }
        let journal = open(&folder.file(), ManualStamp::standing());
        let read = journal.read_all(Position(0), 1_000_000).await.unwrap();
        assert_eq!(read.last().map(|last| last.position), Some(journal.head()));
        let mut streams: BTreeMap<_, u64> = BTreeMap::new();
        for recorded in &read {
            let next = streams.entry(recorded.event.envelope.stream).or_default();
            assert_eq!(recorded.event.envelope.revision.0, *next, "doubled or torn");
            *next += 1;
        }
        for (number, (first, last)) in &acknowledged {
            let kept = journal.command(command(*number)).await.unwrap();
            let place = kept.expect("acknowledged").place;
            assert_eq!((place.first.0, place.last.0), (*first, *last));
            assert_eq!(streams[&stream(*number)], last - first + 1);
        }
        journal.close().await;
    }
}
