//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use lanyard_events::{FORMAT, StaffId};

use crate::config::{Complete, Settings};
use crate::{
    backup, demo, init, openapi, playbook, provision, raise_format, rebuild, register, seals,
    serve, token, verify, verify_store, vkey,
};

/// Safeguarding case management with a record that anyone can check.
#[derive(Debug, Parser)]
#[command(name = "lanyard", version, about)]
pub struct Cli {
    /// Configuration file (TOML); settings in the environment (`LANYARD_…`) win over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API: every role in one process, on an embedded store.
    Serve {
        /// Serve an invented trust, made on first start; refuses a folder with real data.
        #[arg(long)]
        demo: bool,
        /// Folder of the store, the views and the log.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
        /// Address and port to listen on.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
        /// Which part of the work to do: api, recorder, worker, with commas between; all by default.
        #[arg(long, value_name = "ROLES", conflicts_with = "demo")]
        role: Option<String>,
    },
    /// Declare the streams on NATS that the roles of a cluster meet on; harmless to repeat.
    Provision,
    /// Print the public key of the log, which api processes and everybody who verifies need.
    Vkey,
    /// Begin the record of a trust in an empty store.
    Init {
        /// Log-in of the group safeguarding lead: issuer and subject, with a comma between.
        #[arg(long, value_name = "ISS,SUB")]
        trust_lead: String,
        /// Log-in of the second senior, who confirms roles with the lead.
        #[arg(long, value_name = "ISS,SUB")]
        second: String,
        /// Their names, forename then surname; the register shows their part until they are given.
        #[arg(long, value_name = "NAME", default_value = "Group safeguarding-lead")]
        trust_lead_name: String,
        /// Name of the second senior.
        #[arg(long, value_name = "NAME", default_value = "Second senior")]
        second_name: String,
        /// Folder of the store, the views and the log.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Print an access token of a person of the demonstration trust.
    Token {
        /// First name in lower case (`priya`), or `ridgeway-mis` for the school system.
        #[arg(long, value_name = "NAME")]
        persona: String,
        /// Folder of the demonstration.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Check a receipt, a log folder, a log by its address, or a whole store, without any key of
    /// the trust but the public one.
    Verify {
        /// A receipt (`.tlog-proof`), a log folder, or the http address of a log.
        #[arg(value_name = "FILE|DIR|URL", required_unless_present = "store")]
        what: Option<String>,
        /// The trust's public log key, `origin+id+key`, or a file that holds it.
        #[arg(long, value_name = "VKEY", required_unless_present = "store")]
        key: Option<String>,
        /// An older checkpoint that must be a beginning of this log.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
        /// Recompute every digest of this data folder's store.
        #[arg(long, value_name = "DATA_DIR", conflicts_with_all = ["what", "since"])]
        store: Option<PathBuf>,
        /// Recompute every daily seal too: that no stream was left out or is there twice. Needs the
        /// vault and its root key.
        #[arg(long, requires = "store")]
        heads: bool,
    },
    /// Build the views afresh from the store.
    Rebuild {
        /// Folder of the store, the views and the log.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Back up the record with its evidence files, or the keys; the server may run meanwhile.
    Backup {
        /// New folder for the record and its evidence files.
        #[arg(long, value_name = "DIR", required_unless_present = "keys_to")]
        to: Option<PathBuf>,
        /// New folder for the wrapped keys: elsewhere, after the record, and for other people.
        #[arg(long, value_name = "DIR", conflicts_with = "to")]
        keys_to: Option<PathBuf>,
        /// Folder of the store, the views and the log.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Bring a backup back, into an empty store; everything is checked before anything is written.
    Restore {
        /// A backup of the record and its evidence files.
        #[arg(long, value_name = "DIR", required_unless_present = "keys_from")]
        from: Option<PathBuf>,
        /// A backup of the wrapped keys.
        #[arg(long, value_name = "DIR", conflicts_with = "from")]
        keys_from: Option<PathBuf>,
        /// Acknowledged events are lost for good: go on from this backup as a new log.
        #[arg(long, requires_all = ["from", "ordered_by", "second"])]
        after_loss: bool,
        /// With --after-loss: id of the senior member of staff who orders it.
        #[arg(long, value_name = "STAFF_ID", requires = "after_loss")]
        ordered_by: Option<StaffId>,
        /// With --after-loss: id of another one, who orders it too.
        #[arg(long, value_name = "STAFF_ID", requires = "after_loss")]
        second: Option<StaffId>,
        /// Folder of the store, the views and the log.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Allow events of this release's format, once no older release runs or will run again: those stop
    /// being ready.
    RaiseFormat {
        /// Folder of the store, the views and the log.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Look at playbooks: what do we do if …
    #[command(subcommand)]
    Playbook(PlaybookCommand),
    /// Look at registers: lists with a form, a life and clocks.
    #[command(subcommand)]
    Register(RegisterCommand),
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum RegisterCommand {
    /// Read files as registers and name every mistake by its line.
    Check {
        /// Registers, as TOML.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// List the registers that ship, and where they come from.
    List,
}

#[derive(Debug, Subcommand)]
enum PlaybookCommand {
    /// Read files as playbooks and name every mistake by its line.
    Check {
        /// Playbooks, as TOML.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// List the playbooks, matrices and user actions that ship, and where they come from.
    List,
}

impl Cli {
    /// Does what was asked.
    pub fn run(self) -> anyhow::Result<()> {
        self.run_as(FORMAT)
    }

    /// Does it as a program that reads events up to a format.
    pub fn run_as(self, format: u16) -> anyhow::Result<()> {
        let config = self.config.as_deref();
        let load = || Settings::load(config).map(|settings| settings.of_format(format));
        match self.command {
            Command::Serve {
                demo: true,
                data_dir,
                listen,
                ..
            } => serve::run(demo::settings(load()?, data_dir, listen)?),
            Command::Serve {
                demo: false,
                data_dir,
                listen,
                role,
            } => {
                let settings = load()?.with(data_dir, listen)?;
                serve::run(settings.with_roles(role.as_deref())?.complete()?)
            }
            Command::Vkey => vkey::run(&load()?),
            Command::Provision => provision::run(&load()?),
            Command::Init {
                trust_lead,
                second,
                trust_lead_name,
                second_name,
                data_dir,
            } => init::run(
                &load()?.with(data_dir, None)?.complete()?,
                (&trust_lead, &trust_lead_name),
                (&second, &second_name),
            ),
            Command::Token { persona, data_dir } => {
                token::run(load()?.with(data_dir, None)?, &persona)
            }
            Command::Verify {
                store: Some(data_dir),
                key,
                heads,
                ..
            } => {
                let seals = if heads {
                    seals::read(&load()?.with(Some(data_dir.clone()), None)?)?
                } else {
                    Vec::new()
                };
                verify_store::run(&data_dir, key.as_deref(), seals)
            }
            Command::Verify {
                what, key, since, ..
            } => verify::run(
                &what.unwrap_or_default(),
                &key.unwrap_or_default(),
                since.as_deref(),
            ),
            Command::Rebuild { data_dir } => rebuild::run(&load()?.with(data_dir, None)?),
            Command::Backup {
                to,
                keys_to,
                data_dir,
            } => back_up(&load()?.with(data_dir, None)?, to, keys_to),
            Command::Restore {
                from,
                keys_from,
                after_loss: _,
                ordered_by,
                second,
                data_dir,
            } => restore(
                &load()?.with(data_dir, None)?.complete()?,
                from,
                keys_from,
                ordered_by.zip(second),
            ),
            Command::RaiseFormat { data_dir } => raise_format::run(load()?.with(data_dir, None)?),
            Command::Playbook(PlaybookCommand::Check { files }) => playbook::check(&files),
            Command::Playbook(PlaybookCommand::List) => playbook::list(),
            Command::Register(RegisterCommand::Check { files }) => register::check(&files),
            Command::Register(RegisterCommand::List) => register::list(),
            Command::Openapi => openapi::run(),
        }
    }
}

fn back_up(
    settings: &Settings,
    to: Option<PathBuf>,
    keys_to: Option<PathBuf>,
) -> anyhow::Result<()> {
    to.map_or(Ok(()), |to| backup::back_up(settings, &to))?;
    keys_to.map_or(Ok(()), |to| backup::back_up_keys(settings, &to))
}

fn restore(
    settings: &Complete,
    from: Option<PathBuf>,
    keys_from: Option<PathBuf>,
    after_loss: Option<(StaffId, StaffId)>,
) -> anyhow::Result<()> {
    match (from, after_loss) {
        (Some(from), Some((first, second))) => {
            backup::restore_after_loss(settings, &from, [first, second])?;
        }
        (Some(from), None) => backup::restore(settings, &from)?,
        (None, _) => {}
    }
    keys_from.map_or(Ok(()), |from| backup::restore_keys(settings, &from))
}
