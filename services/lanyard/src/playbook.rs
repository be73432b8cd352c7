//! `lanyard playbook`: look at the playbooks that ship, and check one that a trust has written.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use lanyard_domain::policy::{Around, Playbook, PlaybookId, Shipped};
use lanyard_events::Taxonomy;

use crate::verify::say;

/// Reads files as playbooks and says what is wrong in which line.
///
/// # Errors
/// A file cannot be read, or there is a mistake in one: every mistake has been named.
pub fn check(files: &[PathBuf]) -> anyhow::Result<()> {
    let texts: Vec<_> = files
        .iter()
        .map(|file| read(file))
        .collect::<Result<_, _>>()?;
    let shipped = Shipped::get();
    // Files that are checked together may name one another.
    let mut known = shipped.known();
    known.extend(texts.iter().filter_map(|text| id_of(text)));
    let around = Around {
        taxonomy: Taxonomy::v1(),
        common: Some(&shipped.common),
        known: &known,
    };
    let mut words = String::new();
    let mut wrong = 0;
    for (file, text) in files.iter().zip(&texts) {
        // A file that has no id is read as one of the trust's own.
        let of_shipped = id_of(text).and_then(|id| shipped.any_playbook(&id));
        let around = Around {
            common: of_shipped
                .is_none_or(|it| it.id != shipped.common.id)
                .then_some(&shipped.common),
            ..around
        };
        match Playbook::read_edited(text, &around, of_shipped) {
            Ok(playbook) => writeln!(
                words,
                "{}: in order: {}, edition {}, {} steps",
                file.display(),
                playbook.id,
                playbook.edition,
                playbook.steps.len()
            )?,
            Err(mistakes) => {
                wrong += mistakes.len();
                for mistake in mistakes {
                    writeln!(
                        words,
                        "{}:{}: {}",
                        file.display(),
                        mistake.line,
                        mistake.what
                    )?;
                }
            }
        }
    }
    say(&words)?;
    match wrong {
        0 => Ok(()),
        1 => bail!("one mistake"),
        more => bail!("{more} mistakes"),
    }
}

/// Lists what ships, with where it comes from.
///
/// # Errors
/// Standard output is closed.
pub fn list() -> anyhow::Result<()> {
    let shipped = Shipped::get();
    let mut words = String::new();
    for playbook in [&shipped.common].into_iter().chain(&shipped.playbooks) {
        writeln!(
            words,
            "{:>2}  {:<45} {:>2} steps  {}",
            playbook.number.unwrap_or(0),
            playbook.title,
            playbook.steps.len(),
            playbook.source.join("; ")
        )?;
    }
    for matrix in &shipped.matrices {
        let (printed, certain) = matrix.ticks();
        writeln!(
            words,
            "    {:<45} {:>2} kinds  {printed} ticks, {certain} certain: {}",
            matrix.title,
            matrix.rows.len(),
            matrix.source.join("; ")
        )?;
    }
    let actions = &shipped.user_actions;
    writeln!(
        words,
        "    {:<45} {:>2} rows   {}",
        actions.title,
        actions.rows.len(),
        actions.source.join("; ")
    )?;
    say(&words)
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

/// The id in a file that may be wrong in other places.
fn id_of(text: &str) -> Option<PlaybookId> {
    let table: toml::Table = toml::from_str(text).ok()?;
    let id = table.get("id")?.as_str()?;
    PlaybookId::try_from(id.to_owned()).ok()
}
