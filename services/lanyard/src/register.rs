//! `lanyard register`: check a register that a trust has written, and list those that ship.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, bail};
use lanyard_domain::policy::{Register, Shipped};

use crate::verify::say;

/// Reads files as registers and says what is wrong in which line.
///
/// # Errors
/// A file cannot be read, or there is a mistake in one: every mistake has been named.
pub fn check(files: &[PathBuf]) -> anyhow::Result<()> {
    let mut words = String::new();
    let mut wrong = 0;
    for file in files {
        let name = file.display();
        let text =
            std::fs::read_to_string(file).with_context(|| format!("{name} cannot be read"))?;
        match Register::read(&text) {
            Ok(register) => writeln!(
                words,
                "{name}: in order: {}, edition {}, {} fields, {} moves, {} clocks",
                register.id,
                register.edition,
                register.fields.len(),
                register.moves.len(),
                register.clocks.len()
            )?,
            Err(mistakes) => {
                wrong += mistakes.len();
                for mistake in mistakes {
                    writeln!(words, "{name}:{}: {}", mistake.line, mistake.what)?;
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
    let mut words = String::new();
    for register in &Shipped::get().registers {
        writeln!(
            words,
            "{:<24} {:<42} {:>2} fields  {}",
            register.id.as_str(),
            register.title,
            register.fields.len(),
            register.source.join("; ")
        )?;
    }
    say(&words)
}
