//! Daily seals of a store, opened to be checked: `lanyard verify --store DATA_DIR --heads`.
//!
//! A seal commits to where every casework stream ended (contracts/evidence/SPEC.md 10). Its salts are
//! drawn from a seed in its box, so this check needs the vault, as no other does.

use std::sync::Arc;

use anyhow::{Context, ensure};
use lanyard_events::seal::SealEvent;
use lanyard_events::{Event, Position, StreamId, StreamKind};
use lanyard_evidence::heads::{SealedHeads, StreamHead};
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::verify::StoreCheck;
use lanyard_evidence::{Hash, TreeSize};
use lanyard_journal::sqlite::StoredEvents;
use lanyard_vault::{Opened, RootKey, SqliteKeyVault, Vault};

use crate::config::Settings;
use crate::process::layout;

/// Events read at once.
const BATCH: u32 = 8_192;

/// One seal, opened.
#[derive(Debug)]
pub struct Seal {
    /// Position of the last event that it covers.
    pub through: Position,
    at: Position,
    head: TreeHead,
    seed: Hash,
}

/// Opens every seal of an embedded store, in the order of what they cover.
///
/// # Errors
/// Store, vault or root key cannot be used, or a seal does not open.
pub fn read(settings: &Settings) -> anyhow::Result<Vec<Seal>> {
    let folder = settings.data_dir()?;
    let root_key = settings
        .root_key_file
        .clone()
        .unwrap_or_else(|| folder.join("root.key"));
    let root = RootKey::read(&root_key)
        .with_context(|| format!("the root key in {} cannot be used", root_key.display()))?;
    let keys =
        SqliteKeyVault::open(&folder.join(layout::VAULT)).context("the vault cannot be opened")?;
    let vault = Vault::new(Arc::new(keys), root).context("the vault cannot be opened")?;
    let stored = StoredEvents::open(&folder.join(layout::STORE))
        .context("REFUSED: the store cannot be opened")?;
    let mut seals = Vec::new();
    let mut after = Position(0);
    loop {
        let batch = stored
            .read_all(after, BATCH)
            .context("REFUSED: the store is damaged")?;
        let Some(last) = batch.last() else { break };
        after = last.position;
        for recorded in &batch {
            if recorded.event.envelope.stream.kind == StreamKind::Seal {
                let seal = open(&vault, recorded);
                seals.push(seal.with_context(|| {
                    format!("REFUSED: the seal at position {}", recorded.position.0)
                })?);
            }
        }
    }
    seals.sort_by_key(|seal| seal.through);
    Ok(seals)
}

fn open(vault: &Vault, recorded: &lanyard_events::Recorded) -> anyhow::Result<Seal> {
    let opened = vault.open_checked(&recorded.event)?;
    let Opened::Event(Event::Seal(SealEvent::Heads(heads))) = opened else {
        anyhow::bail!("was erased or is of another kind");
    };
    let through = Position(heads.through);
    ensure!(through < recorded.position, "covers what came after it");
    let root = Hash::from_hex(&heads.root).context("its root is malformed")?;
    Ok(Seal {
        through,
        at: recorded.position,
        head: TreeHead {
            size: TreeSize(heads.streams),
            root,
        },
        seed: Hash::from_hex(&heads.seed).context("its seed is malformed")?,
    })
}

impl Seal {
    /// Compares it with where the streams ended in the store when it was made.
    ///
    /// # Errors
    /// They differ.
    pub fn check(&self, check: &StoreCheck) -> anyhow::Result<()> {
        let heads: Vec<StreamHead> = check.heads().filter(is_casework).collect();
        let found = SealedHeads::build(&self.seed.0, heads)?.head();
        ensure!(
            found == self.head,
            "REFUSED: the seal at position {} covers {} casework streams up to position {}; the store has {} there, \
             or they end elsewhere",
            self.at.0,
            self.head.size.0,
            self.through.0,
            found.size.0
        );
        Ok(())
    }
}

fn is_casework(head: &StreamHead) -> bool {
    let stream: Option<StreamId> = head.stream.parse().ok();
    stream.is_some_and(|stream| stream.kind.is_casework())
}
