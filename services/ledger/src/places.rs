//! Where the event of each leaf stands in the store.
//!
//! On a store with gapless positions the position says it. On any other a file beside the tiles does:
//! eight bytes a leaf, big-endian, in leaf order. It only grows, so its numbers rise and are searched
//! by halves. Like the tiles it only spares reading the store again: it is synced when the log is
//! published, what a crash left of it is used as far as it rises, and a lost one is made anew.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use lanyard_events::Position;
use lanyard_journal::Positions;

use crate::LedgerError;
use crate::disk::{Disk, folder_of};

/// Name of the file in the folder of working tiles.
pub(crate) const PLACES: &str = "positions";
/// Bytes of one position.
const WIDTH: u64 = 8;
/// Read at once while the whole file is looked through.
const BUFFER_BYTES: usize = 256 * 1_024;

/// The positions of the leaves.
#[derive(Clone, Debug)]
pub(crate) enum Places {
    /// A position is the number of the leaf, counted from 1.
    Counted,
    /// They are in a file.
    Kept {
        /// The file.
        path: Arc<Path>,
        /// How it is changed.
        disk: Arc<dyn Disk>,
    },
}

impl Places {
    pub fn new(folder: &Path, disk: Arc<dyn Disk>, positions: Positions) -> Self {
        match positions {
            Positions::Gapless => Self::Counted,
            Positions::Ordered => Self::Kept {
                path: folder.join(PLACES).into(),
                disk,
            },
        }
    }

    /// How many leaves have a position that is known here and not beyond the store's end.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn known(&self, head: Position) -> Result<u64, LedgerError> {
        let Self::Kept { path, .. } = self else {
            return Ok(head.0);
        };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(LedgerError::file("read", path)(error)),
        };
        let mut file = BufReader::with_capacity(BUFFER_BYTES, file);
        let (mut leaves, mut last) = (0, 0);
        loop {
            let mut bytes = 0_u64.to_be_bytes();
            match file.read_exact(&mut bytes) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(leaves),
                Err(error) => return Err(LedgerError::file("read", path)(error)),
            }
            let next = u64::from_be_bytes(bytes);
            // What the power took away reads as zeros.
            if next <= last || next > head.0 {
                return Ok(leaves);
            }
            (leaves, last) = (leaves + 1, next);
        }
    }

    /// Position of the last of the first `size` leaves; 0 without any.
    ///
    /// # Errors
    /// `PositionsDamaged`: the file ends before it. `File`: it cannot be read.
    pub fn reached(&self, size: u64) -> Result<Position, LedgerError> {
        match (self, size.checked_sub(1)) {
            (Self::Counted, _) | (_, None) => Ok(Position(size)),
            (Self::Kept { path, .. }, Some(index)) => Reading::open(path)?.at(index),
        }
    }

    /// Whether an event may be the next one after that position: nothing is left out between, as far
    /// as positions can say.
    pub const fn may_follow(&self, last: Position, found: Position) -> bool {
        match self {
            Self::Counted => found.0 == last.0 + 1,
            Self::Kept { .. } => found.0 > last.0,
        }
    }

    /// Keeps the positions of the leaves from `first` on, and nothing behind them; not synced.
    ///
    /// # Errors
    /// The file cannot be written. The same may be kept again.
    pub fn keep(&self, first: u64, positions: &[Position]) -> Result<(), LedgerError> {
        let Self::Kept { path, disk } = self else {
            return Ok(());
        };
        if positions.is_empty() {
            return Ok(());
        }
        let bytes: Vec<u8> = positions
            .iter()
            .flat_map(|position| position.0.to_be_bytes())
            .collect();
        let kept = disk.extend(path, first * WIDTH, &bytes);
        kept.map_err(LedgerError::file("write", path))
    }

    /// Makes what was kept durable.
    ///
    /// # Errors
    /// The disk says no.
    pub fn sync(&self) -> Result<(), LedgerError> {
        let Self::Kept { path, disk } = self else {
            return Ok(());
        };
        for path in [path, folder_of(path)] {
            disk.sync(path).map_err(LedgerError::file("sync", path))?;
        }
        Ok(())
    }

    /// How many of the first `size` leaves stand at or before a position.
    ///
    /// # Errors
    /// As `reached`.
    pub fn up_to(&self, position: Position, size: u64) -> Result<u64, LedgerError> {
        let Self::Kept { path, .. } = self else {
            return Ok(position.0.min(size));
        };
        if size == 0 {
            return Ok(0);
        }
        let places = Reading::open(path)?;
        let (mut from, mut to) = (0, size);
        while from < to {
            let middle = from + (to - from) / 2;
            if places.at(middle)? <= position {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        Ok(from)
    }

    /// The leaf, among the first `size`, of the event at a position; none where they do not go so far.
    ///
    /// # Errors
    /// `PositionsDamaged`: they go so far, and the event is not among them.
    pub fn find(&self, position: Position, size: u64) -> Result<Option<u64>, LedgerError> {
        let up_to = self.up_to(position, size)?;
        if up_to > 0 && self.reached(up_to)? == position {
            return Ok(Some(up_to - 1));
        }
        match self {
            Self::Kept { path, .. } if up_to < size => Err(damaged(path)),
            Self::Kept { .. } | Self::Counted => Ok(None),
        }
    }
}

/// The file, open.
struct Reading<'a> {
    file: File,
    path: &'a Path,
}

impl<'a> Reading<'a> {
    fn open(path: &'a Path) -> Result<Self, LedgerError> {
        match File::open(path) {
            Ok(file) => Ok(Self { file, path }),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(damaged(path)),
            Err(error) => Err(LedgerError::file("read", path)(error)),
        }
    }

    fn at(&self, index: u64) -> Result<Position, LedgerError> {
        let mut bytes = 0_u64.to_be_bytes();
        match self.file.read_exact_at(&mut bytes, index * WIDTH) {
            Ok(()) => Ok(Position(u64::from_be_bytes(bytes))),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(damaged(self.path)),
            Err(error) => Err(LedgerError::file("read", self.path)(error)),
        }
    }
}

fn damaged(path: &Path) -> LedgerError {
    let path = path.to_owned();
    LedgerError::PositionsDamaged { path }
}
