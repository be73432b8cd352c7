//! The view files: where they are, how they are opened, when they are thrown away.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::ViewError;

/// Version of the casework views' shape; a change of `migrations/views.sql` or of any `apply`
/// that gives other rows raises it, and the file is rebuilt beside the old one.
pub const VIEWS_VERSION: u32 = 7;
/// Version of the looks' shape.
pub const LOOKS_VERSION: u32 = 1;

/// SQLite keeps these beside its file.
const SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Which of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Casework.
    Views,
    /// Access and filler events.
    Looks,
}

impl Kind {
    pub(crate) const BOTH: [Self; 2] = [Self::Views, Self::Looks];

    const fn stem(self) -> &'static str {
        match self {
            Self::Views => "views",
            Self::Looks => "looks",
        }
    }

    const fn version(self) -> u32 {
        match self {
            Self::Views => VIEWS_VERSION,
            Self::Looks => LOOKS_VERSION,
        }
    }

    pub(crate) const fn schema(self) -> &'static str {
        match self {
            Self::Views => include_str!("../migrations/views.sql"),
            Self::Looks => include_str!("../migrations/looks.sql"),
        }
    }

    /// The file of this release.
    pub(crate) fn path(self, dir: &Path) -> PathBuf {
        dir.join(format!("{}-v{}.sqlite", self.stem(), self.version()))
    }

    /// Files of other versions.
    fn others(self, dir: &Path) -> io::Result<Vec<PathBuf>> {
        let current = self.path(dir);
        let mut found = Vec::new();
        for file in fs::read_dir(dir)? {
            let path = file?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let version = name
                .and_then(|name| name.strip_prefix(self.stem())?.strip_prefix("-v"))
                .and_then(|rest| rest.strip_suffix(".sqlite"));
            if version.is_some_and(|v| v.parse::<u32>().is_ok()) && path != current {
                found.push(path);
            }
        }
        Ok(found)
    }
}

/// Opens the file of this release for writing, creating it; a damaged one is removed first.
pub(crate) fn open_writer(dir: &Path, kind: Kind) -> Result<Connection, ViewError> {
    fs::create_dir_all(dir)?;
    let path = kind.path(dir);
    if marker(&path).exists() {
        tracing::warn!(
            file = kind.stem(),
            "view file was found damaged: rebuilding it"
        );
        remove(&path)?;
    }
    match connect(&path, kind) {
        Err(ViewError::Corrupt(_)) => {
            tracing::warn!(file = kind.stem(), "view file is damaged: rebuilding it");
            remove(&path)?;
            connect(&path, kind)
        }
        other => other,
    }
}

fn connect(path: &Path, kind: Kind) -> Result<Connection, ViewError> {
    // SQLite gives its log and index files the mode of the main file.
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    let mut conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // NORMAL: a power cut may lose the newest rows together with their position, never one alone.
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 16777216;",
    )?;
    set_pace(&conn, Pace::Live)?;
    // Statements are planned once, whatever is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(128);
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == 0 {
        let tx = conn.transaction()?;
        tx.execute_batch(kind.schema())?;
        tx.execute("INSERT INTO meta VALUES (1, 0, NULL)", [])?;
        tx.pragma_update(None, "user_version", kind.version())?;
        tx.commit()?;
    }
    Ok(conn)
}

/// How much memory and log a writer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// A few events at a time: 16 MiB of pages at most, 16 MiB of log between checkpoints.
    Live,
    /// Catching up in large batches: 64 MiB of each, given back afterwards.
    CatchUp,
}

/// Sets the pace of a writer.
pub(crate) fn set_pace(conn: &Connection, pace: Pace) -> rusqlite::Result<()> {
    conn.execute_batch(match pace {
        Pace::Live => {
            "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000; PRAGMA shrink_memory;"
        }
        Pace::CatchUp => "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16000;",
    })
}

/// Opens both files of this release for reading: casework as `main`, looks as `looks`.
pub(crate) fn open_reader(views: &Path, looks: &Path) -> Result<Connection, ViewError> {
    let conn = Connection::open_with_flags(
        views,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.execute_batch("PRAGMA temp_store = MEMORY;")?;
    // Without it SQLite plans a statement anew at every call where a bound value could change the
    // plan (`LIMIT ?`, partial indexes): a third of what a page costs.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    let looks = looks.to_str().ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            "the folder's name is not UTF-8",
        )
    })?;
    conn.execute("ATTACH DATABASE ?1 AS looks", [looks])?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// A damaged file found while running is marked, because writing into it proves nothing.
pub(crate) fn mark_damaged(path: &Path) {
    if let Err(error) = fs::write(marker(path), b"") {
        tracing::error!(%error, "a damaged view file could not be marked for rebuilding");
    }
}

fn marker(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".damaged");
    PathBuf::from(name)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Removes one view file with all that belongs to it.
pub(crate) fn remove(path: &Path) -> Result<(), ViewError> {
    let companions = SUFFIXES.map(|suffix| with_suffix(path, suffix));
    for file in companions.into_iter().chain([marker(path)]) {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Removes the files of other versions and says how many.
pub(crate) fn remove_others(dir: &Path, kind: Kind) -> Result<usize, ViewError> {
    let others = kind.others(dir)?;
    for path in &others {
        remove(path)?;
    }
    Ok(others.len())
}

/// Moves the files of this release from one folder to another, over what is there. Nothing may
/// have either open.
pub(crate) fn install(from: &Path, to: &Path) -> Result<(), ViewError> {
    for kind in Kind::BOTH {
        let (source, target) = (kind.path(from), kind.path(to));
        remove(&target)?;
        fs::rename(source, target)?;
    }
    Ok(())
}
