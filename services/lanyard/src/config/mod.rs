//! Configuration: a TOML file, the environment (`LANYARD_…`), then the command line; later ones win.
//!
//! Every setting that is unknown or wrong is named, all at once, before anything starts.

mod engines;
mod issuers;
mod mail;
mod read;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use lanyard_api::TrustedProxies;

pub use engines::{BlobSettings, Engines, LockSetting, Nats, Roles};
pub use issuers::{IssuerKind, IssuerSetting, KeySetting};
pub use mail::SmtpSettings;
pub use read::NAMES;

/// What was set, nothing filled in yet but the defaults that are right everywhere.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `LANYARD_DATA_DIR`: store, views, log.
    pub data_dir: Option<PathBuf>,
    /// `LANYARD_LISTEN`.
    pub listen: SocketAddr,
    /// `LANYARD_ORIGIN`: name of the log.
    pub origin: Option<String>,
    /// `LANYARD_TRUST_NAME`.
    pub trust_name: Option<String>,
    /// `LANYARD_CHECKPOINT_LOCK`: outside the data folder and its backup.
    pub checkpoint_lock: Option<LockSetting>,
    /// `LANYARD_ROOT_KEY_FILE`.
    pub root_key_file: Option<PathBuf>,
    /// `LANYARD_LOG_KEY_FILE`: the key that signs checkpoints; for the role worker.
    pub log_key_file: Option<PathBuf>,
    /// `LANYARD_LOG_VKEY_FILE`: the log's public key; for an api without the role worker.
    pub log_vkey_file: Option<PathBuf>,
    /// `LANYARD_ROLES`.
    pub roles: Roles,
    /// The engines of a cluster.
    pub engines: Engines,
    /// Where evidence files are.
    pub blobs: BlobSettings,
    /// The mail server; without it nobody is sent an email.
    pub smtp: Option<SmtpSettings>,
    /// `LANYARD_OTLP_ENDPOINT`: traces go there; off by default.
    pub otlp_endpoint: Option<String>,
    /// `LANYARD_LOG`: filter of the log, as `tracing` writes it.
    pub log: String,
    /// `LANYARD_LOG_FORMAT`: `text` or `json`.
    pub log_json: bool,
    /// `LANYARD_NOT_SHOWN_PER_MINUTE`: none is off, which only a demonstration may be.
    pub not_shown_per_minute: Option<NonZeroU32>,
    /// `LANYARD_REQUESTS_PER_MINUTE`, for each caller: 0 is no limit.
    pub requests_per_minute: Option<NonZeroU32>,
    /// `LANYARD_TRUSTED_PROXIES`: who is believed in saying from where a request came.
    pub trusted_proxies: TrustedProxies,
    /// `LANYARD_METRICS_TOKEN_FILE`: who sends what is in it may read `/metrics`; without it nobody
    /// may.
    pub metrics_token_file: Option<PathBuf>,
    /// `LANYARD_BODY_BYTES`: longest request body.
    pub body_bytes: usize,
    /// `[[issuer]]` of the file: whose tokens count.
    pub issuers: Vec<IssuerSetting>,
    /// The highest format of events that this program reads: of the release, and no setting.
    pub format: u16,
}

/// Settings with everything that serving needs.
#[derive(Debug, Clone)]
pub struct Complete {
    /// Whether it is the demonstration.
    pub demo: bool,
    /// Store, views, log.
    pub data_dir: PathBuf,
    /// Name of the log.
    pub origin: String,
    /// Name of the trust.
    pub trust_name: String,
    /// Wraps the owner keys.
    pub root_key_file: PathBuf,
    /// What the process has to do with the log.
    pub log: Log,
    /// All else.
    pub settings: Settings,
}

/// What a process has to do with the log.
#[derive(Debug, Clone)]
pub enum Log {
    /// It signs.
    Signs {
        /// The key.
        key_file: PathBuf,
        /// Last signed checkpoints.
        checkpoint_lock: LockSetting,
    },
    /// It serves what another process signed.
    Follows {
        /// The log's public key.
        vkey_file: PathBuf,
    },
    /// Nothing: it only records.
    Apart,
}

impl Settings {
    /// Reads file and environment.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).with_context(|| {
                format!("the configuration file {} cannot be read", path.display())
            })?,
            None => String::new(),
        };
        read::settings(&text, std::env::vars())
    }

    /// As a program that reads another format.
    #[must_use]
    pub const fn of_format(mut self, format: u16) -> Self {
        self.format = format;
        self
    }

    /// What the command line says wins.
    pub fn with(
        mut self,
        data_dir: Option<PathBuf>,
        listen: Option<String>,
    ) -> anyhow::Result<Self> {
        if data_dir.is_some() {
            self.data_dir = data_dir;
        }
        if let Some(text) = listen {
            self.listen = text.parse().with_context(|| {
                format!("--listen {text}: must be an address like 127.0.0.1:8080")
            })?;
        }
        Ok(self)
    }

    /// Roles given on the command line win.
    pub fn with_roles(mut self, text: Option<&str>) -> anyhow::Result<Self> {
        if let Some(text) = text {
            self.roles = Roles::parse(text).with_context(|| {
                format!("--role {text}: must be api, recorder, worker, with commas between")
            })?;
        }
        Ok(self)
    }

    /// The data folder, or a word on how to name one.
    pub fn data_dir(&self) -> anyhow::Result<&Path> {
        self.data_dir
            .as_deref()
            .context("no data folder: give --data-dir or set LANYARD_DATA_DIR")
    }

    /// Checks that everything that serving a real trust needs is there.
    pub fn complete(self) -> anyhow::Result<Complete> {
        if self.not_shown_per_minute.is_none() {
            bail!("LANYARD_NOT_SHOWN_PER_MINUTE=0 is accepted only with --demo");
        }
        if let Some(smtp) = &self.smtp {
            smtp.refuse_open_way()?;
        }
        let mut missing = self.engines.lacking_for(self.roles);
        let log = self.log_part(&mut missing);
        let mut need = |name: &'static str, there: bool| {
            if !there {
                missing.push(name);
            }
        };
        need("LANYARD_DATA_DIR (or --data-dir)", self.data_dir.is_some());
        need("LANYARD_ORIGIN", self.origin.is_some());
        need("LANYARD_ROOT_KEY_FILE", self.root_key_file.is_some());
        need("LANYARD_TRUST_NAME", self.trust_name.is_some());
        need(
            "at least one [[issuer]] in the configuration file",
            !self.issuers.is_empty() || !self.roles.api,
        );
        let (true, Some(data_dir), Some(origin), Some(root), Some(trust), Some(log)) = (
            missing.is_empty(),
            self.data_dir.clone(),
            self.origin.clone(),
            self.root_key_file.clone(),
            self.trust_name.clone(),
            log,
        ) else {
            bail!("these settings are missing: {}", missing.join("; "));
        };
        Ok(Complete {
            demo: false,
            data_dir,
            origin,
            trust_name: trust,
            root_key_file: root,
            log,
            settings: self,
        })
    }

    /// The part in the log that the roles give; names what it lacks.
    fn log_part(&self, missing: &mut Vec<&'static str>) -> Option<Log> {
        if self.roles.worker {
            if self.log_key_file.is_none() {
                missing.push("LANYARD_LOG_KEY_FILE");
            }
            if self.checkpoint_lock.is_none() {
                missing.push("LANYARD_CHECKPOINT_LOCK");
            }
            return Some(Log::Signs {
                key_file: self.log_key_file.clone()?,
                checkpoint_lock: self.checkpoint_lock.clone()?,
            });
        }
        if !self.roles.api {
            return Some(Log::Apart);
        }
        if self.log_vkey_file.is_none() {
            missing.push("LANYARD_LOG_VKEY_FILE");
        }
        Some(Log::Follows {
            vkey_file: self.log_vkey_file.clone()?,
        })
    }
}
