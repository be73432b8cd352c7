//! `lanyard verify`: checks what others hold against what the trust has published.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use lanyard_evidence::note::VerifierKey;
use lanyard_evidence::verify::{self, Scope, VerifiedReceipt};

use crate::files::LogFolder;
use crate::remote::RemoteLog;

/// Checks a receipt, a folder or an address.
pub fn run(what: &str, key: &str, since: Option<&Path>) -> anyhow::Result<()> {
    let key = read_key(key)?;
    if what.starts_with("http://") || what.starts_with("https://") {
        return log(&RemoteLog::open(what)?, &key, since);
    }
    let path = Path::new(what);
    let kind = fs::metadata(path).with_context(|| format!("{what} cannot be read"))?;
    if kind.is_dir() {
        return log(&LogFolder(path.to_owned()), &key, since);
    }
    if since.is_some() {
        bail!("--since goes with a whole log, not with a receipt");
    }
    let text = fs::read(path).with_context(|| format!("{what} cannot be read"))?;
    let receipt = verify::receipt(&text, &key).context("REFUSED: this receipt does not hold")?;
    say(&receipt_words(&receipt))
}

fn log(
    folder: &dyn verify::Directory,
    key: &VerifierKey,
    since: Option<&Path>,
) -> anyhow::Result<()> {
    let found = match since {
        None => verify::directory(folder, key),
        Some(path) => {
            let older = fs::read(path)
                .with_context(|| format!("the checkpoint {} cannot be read", path.display()))?;
            verify::directory_since(folder, key, older)
        }
    }
    .context("REFUSED: this log does not hold")?;
    let checkpoint = &found.signed.checkpoint;
    let mut words = format!(
        "VERIFIED: the log {} holds {} records, all present, unchanged and in order.\n",
        checkpoint.origin, checkpoint.size.0
    );
    if let Some(older) = &found.continues {
        words += &format!(
            "It only grew since the checkpoint of {} records that you kept.\n",
            older.checkpoint.size.0
        );
    }
    words += witnesses(found.signed.witnesses.len());
    say(&words)
}

fn receipt_words(receipt: &VerifiedReceipt) -> String {
    let before = i64::try_from(receipt.recorded_before_unix_seconds()).unwrap_or(i64::MAX);
    let before = lanyard_events::At::from_millis(before.saturating_mul(1_000));
    let london = before
        .jiff()
        .to_zoned(jiff::tz::TimeZone::get("Europe/London").unwrap_or(jiff::tz::TimeZone::UTC));
    let scope = match receipt.signed.scope {
        Scope::Inner => "one of the trust's own, not yet a public one",
        Scope::Outside => "a public one",
    };
    format!(
        "VERIFIED: by the trust's own clock this record was in the log {} before {} (London).\n\
         It is record number {} of {}; the checkpoint is {scope}.\n{}",
        receipt.signed.checkpoint.origin,
        london.strftime("%-d %b %Y %H:%M"),
        receipt.index.0 + 1,
        receipt.tree_size().0,
        witnesses(receipt.signed.witnesses.len())
    )
}

fn witnesses(number: usize) -> &'static str {
    if number == 0 {
        "No witness has confirmed it yet.\n"
    } else {
        "Witnesses have confirmed it.\n"
    }
}

fn read_key(key: &str) -> anyhow::Result<VerifierKey> {
    let text = if Path::new(key).is_file() {
        fs::read_to_string(key).with_context(|| format!("the key file {key} cannot be read"))?
    } else {
        key.to_owned()
    };
    VerifierKey::parse(text.trim())
        .context("--key must be a public log key like log.example.org/trust+1a2b3c4d+AbC…")
}

/// Prints to standard output.
pub fn say(words: &str) -> anyhow::Result<()> {
    std::io::stdout()
        .write_all(words.as_bytes())
        .context("standard output is closed")
}
