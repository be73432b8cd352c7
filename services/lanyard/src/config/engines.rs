//! Which work a process does, and where the engines of a cluster are.

use std::fmt;
use std::path::PathBuf;

/// Where the checkpoint lock is: outside the data and every backup of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockSetting {
    /// A file, on a volume of its own where data are on volumes.
    File(PathBuf),
    /// An object on S3, for a worker that may run on any machine.
    Object {
        /// `s3://bucket/name`.
        url: String,
        /// `LANYARD_CHECKPOINT_LOCK_CREDENTIALS_FILE`.
        credentials_file: Option<PathBuf>,
    },
}

impl LockSetting {
    /// Reads a path or an address of S3.
    ///
    /// # Errors
    /// It is an address of something else. Taken for a path, it would make a lock in a folder named
    /// like one, which is lost with the machine.
    pub fn parse(place: &str, credentials_file: Option<PathBuf>) -> Result<Self, &'static str> {
        if place.starts_with("s3://") {
            return Ok(Self::Object {
                url: place.to_owned(),
                credentials_file,
            });
        }
        if place.contains("://") {
            return Err("must be a path or like s3://bucket/name");
        }
        Ok(Self::File(place.into()))
    }
}

impl fmt::Display for LockSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => fmt::Display::fmt(&path.display(), f),
            Self::Object { url, .. } => f.write_str(url),
        }
    }
}

/// The parts of the work (design.md 1): one process may do any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles {
    /// Answers HTTP, feeds the views, follows the log.
    pub api: bool,
    /// Records proposals.
    pub recorder: bool,
    /// Signs checkpoints, finishes reactions, fills at night: one process at a time does.
    pub worker: bool,
}

impl Roles {
    /// One process does everything: the embedded default.
    pub const ALL: Self = Self {
        api: true,
        recorder: true,
        worker: true,
    };

    /// Reads `api,recorder,worker`, in any combination; none if there is another word in it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut roles = Self {
            api: false,
            recorder: false,
            worker: false,
        };
        for word in text.split(',') {
            match word.trim() {
                "api" => roles.api = true,
                "recorder" => roles.recorder = true,
                "worker" => roles.worker = true,
                _ => return None,
            }
        }
        Some(roles)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            (self.api, "api"),
            (self.recorder, "recorder"),
            (self.worker, "worker"),
        ];
        let held: Vec<_> = named
            .iter()
            .filter(|role| role.0)
            .map(|role| role.1)
            .collect();
        f.write_str(&held.join(","))
    }
}

/// Where the engines are. Addresses that hold a password are read from files.
#[derive(Debug, Clone, Default)]
pub struct Engines {
    /// `LANYARD_STORE_URL_FILE`: holds `postgres://…` or `esdb://…`; without it the store is a file
    /// below the data folder.
    pub store_url_file: Option<PathBuf>,
    /// `LANYARD_BOXES_URL_FILE`: holds `postgres://…`, for EventStoreDB only.
    pub boxes_url_file: Option<PathBuf>,
    /// `LANYARD_VAULT_URL_FILE`: holds `postgres://…`, a database of its own; without it the vault
    /// is a file below the data folder.
    pub vault_url_file: Option<PathBuf>,
    /// The way from API to recorder; none within one process.
    pub nats: Option<Nats>,
}

/// Where evidence files are.
#[derive(Debug, Clone, Default)]
pub struct BlobSettings {
    /// `LANYARD_BLOBS_URL`: `s3://bucket/prefix` or `file:///folder`; without it, below the data
    /// folder.
    pub url: Option<String>,
    /// `LANYARD_BLOBS_CREDENTIALS_FILE`: for S3.
    pub credentials_file: Option<PathBuf>,
}

/// Where NATS is.
#[derive(Debug, Clone)]
pub struct Nats {
    /// `LANYARD_NATS_URL`: its servers.
    pub urls: Vec<String>,
    /// `LANYARD_NATS_CREDENTIALS_FILE`.
    pub credentials_file: Option<PathBuf>,
    /// `LANYARD_NATS_REPLICAS`: copies that the streams keep.
    pub replicas: usize,
    /// `LANYARD_NATS_MONITOR_URLS`: the monitoring of every server; without it 202 is never
    /// promised.
    pub monitor_urls: Vec<String>,
}

impl Engines {
    /// What processes with a part of the roles lack to find each other.
    pub(super) fn lacking_for(&self, roles: Roles) -> Vec<&'static str> {
        let mut lacking = Vec::new();
        if roles == Roles::ALL {
            return lacking;
        }
        if self.nats.is_none() {
            lacking.push("LANYARD_NATS_URL");
        }
        if self.store_url_file.is_none() {
            lacking.push("LANYARD_STORE_URL_FILE");
        }
        if self.vault_url_file.is_none() {
            lacking.push("LANYARD_VAULT_URL_FILE");
        }
        lacking
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn roles_come_in_any_combination_and_order() {
        let roles = Roles::parse("worker, api").unwrap();
        assert_eq!(roles.to_string(), "api,worker");
        assert_eq!(Roles::parse("api,recorder,worker"), Some(Roles::ALL));
        for wrong in ["", "api,", "API", "signer"] {
            assert_eq!(Roles::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_part_of_the_roles_needs_engines_to_meet_the_others() {
        let api = Roles::parse("api").unwrap();
        assert_eq!(Engines::default().lacking_for(api).len(), 3);
        assert!(Engines::default().lacking_for(Roles::ALL).is_empty());
    }
}
