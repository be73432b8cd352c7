//! The checkpoint lock: a file that says what was last signed, one line per log, moved before a
//! signature leaves the process (design.md 3).
//!
//! A line is `<log> <size> <root in base64>`. Beside the lock lies `<lock>.guard`, an empty file under
//! whose system lock the lock is read, compared and replaced.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lanyard_evidence::tree::{EMPTY_ROOT, TreeHead};
use lanyard_evidence::{Hash, TreeSize};

use crate::LedgerError;
use crate::disk::{Disk, Durable, Files, folder_of, read_if_there, replace};

/// Ending of the guard's name.
const GUARD: &str = ".guard";
/// What a log that was never signed is locked at.
pub(crate) const NEVER_SIGNED: TreeHead = TreeHead {
    size: TreeSize(0),
    root: EMPTY_ROOT,
};

/// The lock's file.
#[derive(Clone, Debug)]
pub(crate) struct CheckpointLock {
    path: PathBuf,
    disk: Arc<dyn Disk>,
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

/// One line of the lock.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    origin: String,
    head: TreeHead,
}

impl CheckpointLock {
    pub fn new(path: &Path, disk: Arc<dyn Disk>) -> Self {
        Self {
            path: path.to_owned(),
            disk,
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the lock holds of a log: outside and inner head, or `None` if it does not know the log.
    ///
    /// # Errors
    /// It cannot be read, is damaged, or has lost one of the two lines.
    pub fn heads(&self, outside: &str, inner: &str) -> Result<Option<[TreeHead; 2]>, LedgerError> {
        let _guard = self.guard()?;
        let lines = self.read()?;
        let incomplete = |origin: &str| LedgerError::LockIncomplete {
            lock: self.path.clone(),
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
        let _guard = self.guard()?;
        let mut lines = self.read()?;
        for origin in [outside, inner] {
            if let Some(head) = head_of(&lines, origin) {
                return Err(LedgerError::ForeignSigner {
                    origin: origin.to_owned(),
                    found: head.size,
                });
            }
            lines.push(Line {
                origin: origin.to_owned(),
                head: NEVER_SIGNED,
            });
        }
        self.replace(&lines)
    }

    /// Moves a log's line on, if it still says what this process wrote there. Durable on return.
    ///
    /// # Errors
    /// `ForeignSigner` or `LockGone` when the line says something else: nothing may be signed.
    /// `File` when it could not be written: it may be moved or not, and the swap may be repeated.
    pub fn swap(
        &self,
        origin: &str,
        written: &mut Written,
        new: TreeHead,
    ) -> Result<(), LedgerError> {
        // 1. No other process reads or moves the lock until this is done.
        let _guard = self.guard()?;
        // 2. The line must be ours: as we last wrote it, or as a failed swap of ours left it.
        let mut lines = self.read()?;
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
        // 4. Write beside, sync, rename, sync the folder.
        self.replace(&lines)?;
        // 5. It is the new one.
        *written = Written::new(new);
        Ok(())
    }

    /// Taken until dropped; by the system, so that it ends with the process.
    fn guard(&self) -> Result<File, LedgerError> {
        let mut path = self.path.as_os_str().to_owned();
        path.push(GUARD);
        let path = PathBuf::from(path);
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        let guard = options.open(&path);
        let guard = guard.and_then(|guard| guard.lock().map(|()| guard));
        guard.map_err(LedgerError::file("lock", &path))
    }

    fn read(&self) -> Result<Vec<Line>, LedgerError> {
        read(&self.path)
    }

    fn replace(&self, lines: &[Line]) -> Result<(), LedgerError> {
        let content: String = lines.iter().map(Line::to_text).collect();
        replace(
            &*self.disk,
            &self.path,
            content.as_bytes(),
            Durable::ContentAndName,
        )
    }
}

impl Line {
    fn to_text(&self) -> String {
        let TreeHead { size, root } = &self.head;
        format!("{} {size} {}\n", self.origin, root.to_base64())
    }

    /// A line in its one spelling.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (origin, size, root) = (parts.next()?, parts.next()?, parts.next()?);
        let head = TreeHead {
            size: TreeSize(size.parse().ok()?),
            root: Hash::from_base64(root)?,
        };
        let origin = origin.to_owned();
        let line = Self { origin, head };
        (line.to_text().trim_end() == text && !line.origin.is_empty()).then_some(line)
    }
}

/// The lines, or the number of the first that is wrong.
fn parse(content: &[u8]) -> Result<Vec<Line>, usize> {
    let mut lines: Vec<Line> = Vec::new();
    for (place, text) in content.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let text = str::from_utf8(text).ok();
        let line = text
            .and_then(|text| Line::parse(text.strip_suffix('\n')?))
            .filter(|line| head_of(&lines, &line.origin).is_none());
        lines.push(line.ok_or(place + 1)?);
    }
    Ok(lines)
}

/// The lines of a lock; none if there is no file.
fn read(lock: &Path) -> Result<Vec<Line>, LedgerError> {
    let content = read_if_there(lock)?.unwrap_or_default();
    parse(&content).map_err(|line| LedgerError::LockDamaged {
        lock: lock.to_owned(),
        line,
    })
}

/// Every head in a checkpoint lock, outside and inner, of every log in it: for whoever compares a
/// store with what was signed. Changes nothing; a file that is not there has none.
///
/// # Errors
/// `LockDamaged`, or the file cannot be read.
pub fn locked_heads(lock: &Path) -> Result<Vec<TreeHead>, LedgerError> {
    let lines = read(lock)?;
    Ok(lines.into_iter().map(|line| line.head).collect())
}

/// The heads of one log in a checkpoint lock, outside and inner; none of a log that it does not know.
///
/// # Errors
/// As for `locked_heads`.
pub fn locked_heads_of(lock: &Path, origin: &str) -> Result<Vec<TreeHead>, LedgerError> {
    let inner = format!("{origin}/inner");
    let lines = read(lock)?.into_iter();
    let own = lines.filter(|line| line.origin == origin || line.origin == inner);
    Ok(own.map(|line| line.head).collect())
}

/// Begins a log over a record that another log was of, after a loss (design.md 3): the lock knows the
/// new one from here on, and keeps every line that it has. A log that it knows already is left alone.
///
/// # Errors
/// The lock cannot be read or written.
pub fn open_log_after_loss(lock: &Path, origin: &str) -> Result<(), LedgerError> {
    let lock = CheckpointLock::new(lock, Arc::new(Files));
    let inner = format!("{origin}/inner");
    if lock.heads(origin, &inner)?.is_some() {
        return Ok(());
    }
    lock.open_log(origin, &inner)
}

fn head_of(lines: &[Line], origin: &str) -> Option<TreeHead> {
    let line = lines.iter().find(|line| line.origin == origin);
    line.map(|line| line.head)
}

/// Refuses a checkpoint lock that lies inside a folder, also by way of links: it would be backed up,
/// restored or lost together with what it guards. The folder must exist.
///
/// # Errors
/// `LockInside`, or the folder of the lock cannot be looked at.
pub fn refuse_lock_inside(lock: &Path, folder: &Path) -> Result<(), LedgerError> {
    let above = folder_of(lock);
    let inside = folder
        .canonicalize()
        .map_err(LedgerError::file("look into", folder))?;
    let mut places = vec![
        above
            .canonicalize()
            .map_err(LedgerError::file("look into", above))?,
    ];
    // The lock itself may be a link, or not there yet.
    places.extend(lock.canonicalize().ok());
    if places.iter().any(|place| place.starts_with(&inside)) {
        let (lock, folder) = (lock.to_owned(), folder.to_owned());
        return Err(LedgerError::LockInside { lock, folder });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_line_has_one_spelling() {
        let line = "log.example 7 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(parse(format!("{line}\n").as_bytes()).unwrap().len(), 1);
        assert_eq!(parse(b"").unwrap(), []);
        let wrong = [
            line.to_owned(),
            format!("\n{line}\n"),
            format!("{line}\n{line}\n"),
            format!("{line} \n"),
            format!("{}\n", line.replace(" 7", " 07")),
            format!("{}\n", line.replace(" 7", " +7")),
            format!("{}\n", line.replace("FU=", "FV=")),
            format!("{}\n", line.replace("log.example", "")),
        ];
        for text in wrong {
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
