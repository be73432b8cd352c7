//! `lanyard verify --store`: recomputes every digest from the stored columns, without any key that
//! opens content, and compares with the log's tiles and with every checkpoint at hand.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use lanyard_events::Recorded;
use lanyard_evidence::Hash;
use lanyard_evidence::note::VerifierKey;
use lanyard_evidence::tile::{TILE_WIDTH, Tile, TileKind};
use lanyard_evidence::tree::TreeHead;
use lanyard_evidence::verify::{self, StoreCheck, StoredRow};
use lanyard_journal::sqlite::StoredEvents;
use lanyard_ledger::LockAt;

use crate::backup::Backup;
use crate::config::LockSetting;
use crate::process::{layout, lock_beside, open_lock};
use crate::seals::Seal;
use crate::verify::say;

/// Checks the store of a data folder, or a backup of a record with all its files; and the seals, in
/// the order of what they cover.
pub fn run(data_dir: &Path, key: Option<&str>, seals: Vec<Seal>) -> anyhow::Result<()> {
    let store = data_dir.join(layout::STORE);
    if !store.is_file() {
        bail!("{} holds no store", data_dir.display());
    }
    let mut heads = checkpoints(data_dir, key)?;
    if Backup::is_one(data_dir) {
        heads.push(backed_up(data_dir)?);
    }
    let sealed = seals.last().map(|seal| (seals.len(), seal.through.0));
    let found = check(&store, Some(data_dir), &heads, seals)?;
    say(&format!(
        "VERIFIED: {} events in {} streams agree with their commitments, chains and the log.\n\
         Signed checkpoints cover the first {} of them.\n",
        found.head.size.0, found.streams, found.signed.0
    ))?;
    let Some((seals, through)) = sealed else {
        return Ok(());
    };
    say(&format!(
        "VERIFIED: daily seals that agree with it: {seals}. Up to position {through} no casework stream is left out or there twice.\n"
    ))
}

/// Where a backup says that its record ends; its files are checked by that.
fn backed_up(folder: &Path) -> anyhow::Result<TreeHead> {
    let backup = Backup::open_record(folder).context("REFUSED: this backup does not hold")?;
    let files = backup.manifest.files.len();
    say(&format!(
        "A backup of {}, taken at {}: its {files} files are there and unchanged.\n",
        backup.manifest.origin, backup.manifest.taken_at
    ))?;
    backup.head()
}

/// Recomputes every digest of a store file; tiles of its log, if at hand, name a deviation's place.
pub(crate) fn check(
    store: &Path,
    data_dir: Option<&Path>,
    heads: &[TreeHead],
    seals: Vec<Seal>,
) -> anyhow::Result<verify::VerifiedStore> {
    let stored = StoredEvents::open(store).context("REFUSED: the store cannot be opened")?;
    let mut logged = data_dir.map(LoggedLeaves::new);
    let mut check = StoreCheck::new(heads);
    let mut seals = seals.into_iter().peekable();
    for batch in stored.batches() {
        for recorded in &batch.context("REFUSED: the store is damaged")? {
            let place = recorded.position.0 - 1;
            let leaf = logged.as_mut().and_then(|logged| logged.at(place));
            row(&mut check, recorded, leaf)
                .with_context(|| format!("REFUSED: event at position {}", recorded.position.0))?;
            while let Some(seal) = seals.next_if(|seal| seal.through == recorded.position) {
                seal.check(&check)?;
            }
        }
    }
    check
        .finish()
        .context("REFUSED: the store does not agree with its log")
}

/// Hands an event to a check of a whole store.
pub(crate) fn row(
    check: &mut StoreCheck,
    recorded: &Recorded,
    logged_leaf: Option<Hash>,
) -> Result<(), verify::StoreError> {
    let event = &recorded.event;
    let values = event.envelope.values();
    check.row(&StoredRow {
        metadata: std::array::from_fn(|i| values[i].as_slice()),
        metadata_seed: &event.metadata_seed,
        commitments: &event.commitments,
        recorded_minute: recorded.recorded_minute,
        not_before: Hash(recorded.not_before),
        logged_leaf,
    })
}

/// Every checkpoint at hand: the published one, its signature checked, and those of the lock.
fn checkpoints(data_dir: &Path, key: Option<&str>) -> anyhow::Result<Vec<TreeHead>> {
    let mut heads = Vec::new();
    let key = public_key(data_dir, key)?;
    let published = data_dir.join(layout::LOG).join("checkpoint");
    if published.is_file() {
        let key = key
            .as_ref()
            .context("give the trust's public log key with --key")?;
        let note = fs::read(&published).context("the checkpoint cannot be read")?;
        let signed = verify::checkpoint(&note, key)
            .context("REFUSED: the published checkpoint does not hold")?;
        heads.push(signed.checkpoint.head());
    }
    let lock = lock_of(data_dir)?;
    // A lock may hold lines of a log that this one took over from, after a loss.
    let locked = match &key {
        Some(key) => lock.heads_of(key.name()),
        None => lock.heads(),
    };
    heads.extend(locked.context("the checkpoint lock cannot be used")?);
    Ok(heads)
}

/// The key that was given, or the one that lies beside the data.
fn public_key(data_dir: &Path, key: Option<&str>) -> anyhow::Result<Option<VerifierKey>> {
    let beside = data_dir.join(layout::VKEY);
    let vkey = match key {
        Some(key) if !Path::new(key).is_file() => key.to_owned(),
        Some(file) => fs::read_to_string(file).context("the key file cannot be read")?,
        None if beside.is_file() => {
            fs::read_to_string(beside).context("the public log key cannot be read")?
        }
        None => return Ok(None),
    };
    let key = VerifierKey::parse(vkey.trim()).context("the public log key is malformed")?;
    Ok(Some(key))
}

fn lock_of(data_dir: &Path) -> anyhow::Result<LockAt> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let setting = match set("LANYARD_CHECKPOINT_LOCK") {
        Some(place) => {
            let credentials_file = set("LANYARD_CHECKPOINT_LOCK_CREDENTIALS_FILE");
            LockSetting::parse(&place.to_string_lossy(), credentials_file)
                .map_err(|mistake| anyhow!("LANYARD_CHECKPOINT_LOCK: {mistake}"))?
        }
        None => LockSetting::File(lock_beside(data_dir)?),
    };
    open_lock(&setting)
}

/// Leaf hashes of the full tiles on disk, published or not: they name a deviation at its place.
struct LoggedLeaves {
    folders: [PathBuf; 2],
    tile: Option<(u64, Option<Vec<Hash>>)>,
    missing: HashMap<u64, ()>,
}

impl LoggedLeaves {
    fn new(data_dir: &Path) -> Self {
        Self {
            folders: [data_dir.join(layout::LOG), data_dir.join(layout::LEDGER)],
            tile: None,
            missing: HashMap::new(),
        }
    }

    fn at(&mut self, index: u64) -> Option<Hash> {
        let number = index / u64::from(TILE_WIDTH);
        if self.missing.contains_key(&number) {
            return None;
        }
        if self.tile.as_ref().is_none_or(|(kept, _)| *kept != number) {
            self.tile = Some((number, self.read(number)));
        }
        let hashes = self.tile.as_ref().and_then(|(_, hashes)| hashes.as_ref());
        let place = usize::try_from(index % u64::from(TILE_WIDTH)).unwrap_or(0);
        hashes.and_then(|hashes| hashes.get(place).copied())
    }

    fn read(&mut self, number: u64) -> Option<Vec<Hash>> {
        let tile = Tile {
            kind: TileKind::Hashes(0),
            index: number,
            width: TILE_WIDTH,
        };
        let content = self
            .folders
            .iter()
            .find_map(|folder| fs::read(folder.join(tile.path())).ok());
        let hashes = content.and_then(|content| tile.decode_hashes(&content).ok());
        if hashes.is_none() {
            self.missing.insert(number, ());
        }
        hashes
    }
}
