//! Where the lock is kept: a file of this machine, or whatever else can be replaced only by who has
//! read its newest content.

use std::fmt::{self, Debug};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::LedgerError;
use crate::disk::{Disk, Durable, Files, folder_of, read_if_there, replace};

/// Ending of the guard's name.
const GUARD: &str = ".guard";

/// A lock's new content from what it holds, or why there can be none.
pub type Change<'a> = dyn FnMut(&[u8]) -> Result<Vec<u8>, LedgerError> + Send + 'a;

/// A place that keeps the few lines of a checkpoint lock. Its `Display` names it to people.
pub trait LockPlace: fmt::Display + Debug + Send + Sync {
    /// What it holds; nothing where there is none yet.
    ///
    /// # Errors
    /// It cannot be read now.
    fn read(&self) -> Result<Vec<u8>, LedgerError>;

    /// Replaces what it holds with what `change` makes of it, and nothing comes between the two.
    /// Durable on return. `change` is asked again when somebody else was faster.
    ///
    /// # Errors
    /// What `change` says, with nothing written; or it cannot be read or written, and it holds the
    /// old content or the new.
    fn change(&self, change: &mut Change<'_>) -> Result<(), LedgerError>;
}

/// Where a checkpoint lock is.
#[derive(Clone, Debug)]
pub enum LockAt {
    /// A file, outside the data and every backup of it.
    File(PathBuf),
    /// Another place.
    Place(Arc<dyn LockPlace>),
}

impl LockAt {
    pub(super) fn open(&self, disk: Arc<dyn Disk>) -> Arc<dyn LockPlace> {
        match self {
            Self::File(path) => Arc::new(LockFile {
                path: path.clone(),
                disk,
            }),
            Self::Place(place) => Arc::clone(place),
        }
    }

    pub(super) fn open_here(&self) -> Arc<dyn LockPlace> {
        self.open(Arc::new(Files))
    }

    /// Refuses a file that lies inside a folder, also by way of links: it would be backed up, restored
    /// or lost together with what it guards. The folder must exist.
    ///
    /// # Errors
    /// `LockInside`, or the folder of the lock cannot be looked at.
    pub fn refuse_inside(&self, folder: &Path) -> Result<(), LedgerError> {
        match self {
            Self::File(path) => refuse_inside(path, folder),
            Self::Place(_) => Ok(()),
        }
    }
}

impl fmt::Display for LockAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => fmt::Display::fmt(&path.display(), f),
            Self::Place(place) => fmt::Display::fmt(place, f),
        }
    }
}

/// A file. Beside it lies `<lock>.guard`, an empty file under whose system lock it is read, compared
/// and replaced.
#[derive(Debug)]
struct LockFile {
    path: PathBuf,
    disk: Arc<dyn Disk>,
}

impl LockPlace for LockFile {
    fn read(&self) -> Result<Vec<u8>, LedgerError> {
        Ok(read_if_there(&self.path)?.unwrap_or_default())
    }

    fn change(&self, change: &mut Change<'_>) -> Result<(), LedgerError> {
        let _guard = self.guard()?;
        let content = change(&self.read()?)?;
        replace(&*self.disk, &self.path, &content, Durable::ContentAndName)
    }
}

impl LockFile {
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
}

impl fmt::Display for LockFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.path.display(), f)
    }
}

fn refuse_inside(lock: &Path, folder: &Path) -> Result<(), LedgerError> {
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
