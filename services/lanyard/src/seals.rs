//! Daily seals of a store, opened to be checked: `lanyard verify --store DATA_DIR --heads`.
//!
//! A seal commits to where every casework stream ended (contracts/evidence/SPEC.md 10). Its salts are
//! drawn from a seed in its box, so this check needs the vault, as no other does.

use anyhow::{Context, ensure};
use lanyard_events::seal::SealEvent;
use lanyard_events::{Event, Position, StreamId, StreamKind};
use lanyard_evidence::heads::{SealedHeads, StreamHead};
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::verify::StoreCheck;
use lanyard_evidence::{Hash, TreeSize};
use lanyard_journal::sqlite::StoredEvents;
use lanyard_vault::{Opened, Vault};

use crate::config::Settings;
use crate::process::{embedded_vault, layout, root_key_beside};

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
    let vault = embedded_vault(folder, root_key_beside(settings, folder)?)?;
    let stored = StoredEvents::open(&folder.join(layout::STORE))
        .context("REFUSED: the store cannot be opened")?;
    let mut seals = Vec::new();
    for batch in stored.batches() {
        for recorded in &batch.context("REFUSED: the store is damaged")? {
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
