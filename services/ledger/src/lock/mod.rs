//! The checkpoint lock: what was last signed, one line per log, moved before a signature leaves the
//! process (design.md 3).

mod lines;
mod place;

use std::sync::Arc;

use lanyard_evidence::TreeSize;
use lanyard_evidence::tree::{EMPTY_ROOT, TreeHead};

use crate::LedgerError;
use crate::disk::Disk;
use lines::{Line, head_of};
pub use place::{Change, LockAt, LockPlace};

/// What a log that was never signed is locked at.
pub(crate) const NEVER_SIGNED: TreeHead = TreeHead {
    size: TreeSize(0),
    root: EMPTY_ROOT,
};

/// The lock, for whoever signs.
#[derive(Clone, Debug)]
pub(crate) struct CheckpointLock {
    place: Arc<dyn LockPlace>,
}

/// What this process has last written to one line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    /// Known to be there.
    pub last: TreeHead,
    /// Of a swap that failed part-way: it may be there or not, but is ours either way.
    attempted: Option<TreeHead>,
}

impl Written {
    pub fn new(last: TreeHead) -> Self {
        Self {
            last,
            attempted: None,
        }
    }
}

impl CheckpointLock {
    pub fn new(at: &LockAt, disk: Arc<dyn Disk>) -> Self {
        let place = at.open(disk);
        Self { place }
    }

    /// Where it is, in words.
    pub fn name(&self) -> String {
        self.place.to_string()
    }

    /// What the lock holds of a log: outside and inner head, or `None` if it does not know the log.
    ///
    /// # Errors
    /// It cannot be read, is damaged, or has lost one of the two lines.
    pub fn heads(&self, outside: &str, inner: &str) -> Result<Option<[TreeHead; 2]>, LedgerError> {
        let lines = read(&*self.place)?;
        let incomplete = |origin: &str| LedgerError::LockIncomplete {
            lock: self.name(),
            origin: origin.to_owned(),
        };
        match (head_of(&lines, outside), head_of(&lines, inner)) {
            (Some(outside), Some(inner)) => Ok(Some([outside, inner])),
            (Some(_), None) => Err(incomplete(inner)),
            (None, Some(_)) => Err(incomplete(outside)),
            (None, None) => Ok(None),
        }
    }

    /// Adds the two lines of a log that begins, at size 0. From here on the lock knows it.
    ///
    /// # Errors
    /// The lock cannot be written, or another process was faster.
    pub fn open_log(&self, outside: &str, inner: &str) -> Result<(), LedgerError> {
        // A change whose answer was lost is met again as ours.
        let mut attempted = false;
        self.change(|lines| {
            for origin in [outside, inner] {
                match head_of(lines, origin) {
                    None => lines.push(Line {
                        origin: origin.to_owned(),
                        head: NEVER_SIGNED,
                    }),
                    Some(head) if attempted && head == NEVER_SIGNED => {}
                    Some(head) => {
                        return Err(LedgerError::ForeignSigner {
                            origin: origin.to_owned(),
                            found: head.size,
                        });
                    }
                }
            }
            attempted = true;
            Ok(())
        })
    }

    /// Moves a log's line on, if it still says what this process wrote there. Durable on return.
    ///
    /// # Errors
    /// `ForeignSigner` or `LockGone` when the line says something else: nothing may be signed.
    /// `File` or `LockAway` when it could not be written: it may be moved or not, and the swap may be
    /// repeated.
    pub fn swap(
        &self,
        origin: &str,
        written: &mut Written,
        new: TreeHead,
    ) -> Result<(), LedgerError> {
        // 1. Nobody else's change comes between reading and replacing.
        self.change(|lines| {
            // 2. The line must be ours: as we last wrote it, or as a failed swap of ours left it.
            let Some(line) = lines.iter_mut().find(|line| line.origin == origin) else {
                let origin = origin.to_owned();
                return Err(LedgerError::LockGone { origin });
            };
            let ours = line.head == written.last || Some(line.head) == written.attempted;
            // A tree only grows, so a smaller or another one of the same size is a fork.
            let grows = new.size > line.head.size || new == line.head;
            if !(ours && grows) {
                return Err(LedgerError::ForeignSigner {
                    origin: origin.to_owned(),
                    found: line.head.size,
                });
            }
            // 3. From here on the line may be the new one, whatever happens.
            written.attempted = Some(new);
            line.head = new;
            Ok(())
        })?;
        // 4. It is the new one, durably.
        *written = Written::new(new);
        Ok(())
    }

    fn change(
        &self,
        mut change: impl FnMut(&mut Vec<Line>) -> Result<(), LedgerError> + Send,
    ) -> Result<(), LedgerError> {
        self.place.change(&mut |content| {
            let mut lines = parse(&*self.place, content)?;
            change(&mut lines)?;
            Ok(lines::to_text(&lines))
        })
    }
}

fn parse(place: &dyn LockPlace, content: &[u8]) -> Result<Vec<Line>, LedgerError> {
    lines::parse(content).map_err(|line| LedgerError::LockDamaged {
        lock: place.to_string(),
        line,
    })
}

fn read(place: &dyn LockPlace) -> Result<Vec<Line>, LedgerError> {
    parse(place, &place.read()?)
}

impl LockAt {
    /// Every head in the lock, outside and inner, of every log in it: for whoever compares a store
    /// with what was signed. Changes nothing; a lock that is not there has none.
    ///
    /// # Errors
    /// `LockDamaged`, or it cannot be read.
    pub fn heads(&self) -> Result<Vec<TreeHead>, LedgerError> {
        let lines = read(&*self.open_here())?;
        Ok(lines.into_iter().map(|line| line.head).collect())
    }

    /// The heads of one log, outside and inner; none of a log that it does not know.
    ///
    /// # Errors
    /// As for `heads`.
    pub fn heads_of(&self, origin: &str) -> Result<Vec<TreeHead>, LedgerError> {
        let inner = format!("{origin}/inner");
        let lines = read(&*self.open_here())?.into_iter();
        let own = lines.filter(|line| line.origin == origin || line.origin == inner);
        Ok(own.map(|line| line.head).collect())
    }

    /// Begins a log over a record that another log was of, after a loss (design.md 3): the lock knows
    /// the new one from here on, and keeps every line that it has. A log that it knows already is left
    /// alone.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn open_log_after_loss(&self, origin: &str) -> Result<(), LedgerError> {
        let lock = CheckpointLock {
            place: self.open_here(),
        };
        let inner = format!("{origin}/inner");
        if lock.heads(origin, &inner)?.is_some() {
            return Ok(());
        }
        lock.open_log(origin, &inner)
    }
}
