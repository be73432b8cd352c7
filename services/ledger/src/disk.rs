//! Changes to files, one call each, so that tests can make every single one fail.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use crate::LedgerError;

/// Ending of a file that is being written and does not count yet.
pub(crate) const UNFINISHED: &str = ".new";

/// What changes the disk. Reading goes by `std::fs`.
pub(crate) trait Disk: fmt::Debug + Send + Sync {
    /// Makes a folder and those above it.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a whole file, new or over an old one; not durable before `sync`.
    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Writes at the end of a file, made if missing, after cutting it to `at` bytes; not durable
    /// before `sync`.
    fn extend(&self, path: &Path, at: u64, content: &[u8]) -> io::Result<()>;
    /// Makes the content of a file, or the entries of a folder, durable.
    fn sync(&self, path: &Path) -> io::Result<()>;
    /// Renames a file, over an old one if there is one.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file, and the folder of partial tiles that it was the last of.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The real disk.
#[derive(Debug)]
pub(crate) struct Files;

impl Disk for Files {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        File::create(path)?.write_all(content)
    }

    fn extend(&self, path: &Path, at: u64, content: &[u8]) -> io::Result<()> {
        let mut open = File::options();
        let file = open.create(true).truncate(false).write(true).open(path)?;
        file.set_len(at)?;
        file.write_all_at(content, at)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)?;
        let folder = folder_of(path);
        if folder.extension().is_some_and(|ending| ending == "p") {
            // It stays while there are others in it.
            fs::remove_dir(folder).ok();
        }
        Ok(())
    }
}

/// Whether `replace` waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Durable {
    /// The content is durable before it gets its name; the name is once its folder is synced.
    Content,
    /// Content and name are durable.
    ContentAndName,
    /// Neither; what can be made anew.
    Nothing,
}

/// Puts a file in its place whole: readers see the old content or the new, never a part.
///
/// # Errors
/// A call failed; the old content, or the new, is in place.
pub(crate) fn replace(
    disk: &dyn Disk,
    path: &Path,
    content: &[u8],
    durable: Durable,
) -> Result<(), LedgerError> {
    let mut name = path.as_os_str().to_owned();
    name.push(UNFINISHED);
    let unfinished = PathBuf::from(name);
    let folder = folder_of(path);
    let written = disk.write(&unfinished, content).or_else(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            return Err(error);
        }
        disk.create_folder(folder)?;
        disk.write(&unfinished, content)
    });
    written.map_err(LedgerError::file("write", &unfinished))?;
    if durable != Durable::Nothing {
        disk.sync(&unfinished)
            .map_err(LedgerError::file("sync", &unfinished))?;
    }
    disk.rename(&unfinished, path)
        .map_err(LedgerError::file("put in place", path))?;
    if durable == Durable::ContentAndName {
        disk.sync(folder)
            .map_err(LedgerError::file("sync", folder))?;
    }
    Ok(())
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// Content of a file; `None` if there is none.
///
/// # Errors
/// It is there and cannot be read.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, LedgerError> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LedgerError::file("read", path)(error)),
    }
}
