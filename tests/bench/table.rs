//! The table for people and the same as JSON.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use crate::disk::Sync;
use crate::row::{Row, Target, Verdict};

/// All rows, those with a ratio first.
pub fn text(rows: &[Row]) -> String {
    let (with, without): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.ratio.is_some());
    let header = ["ratio", "figure", "peer", "target", "", "what", ""].map(str::to_owned);
    let lines: Vec<[String; 7]> = std::iter::once(header)
        .chain(with.into_iter().chain(without).map(cells))
        .collect();
    let widths: [usize; 7] = std::array::from_fn(|column| {
        let longest = lines.iter().map(|line| line[column].chars().count()).max();
        longest.unwrap_or(0)
    });
    let mut text = String::new();
    for line in &lines {
        for (column, cell) in line.iter().enumerate() {
            let pad = widths[column].saturating_sub(cell.chars().count());
            // Numbers stand to the right, words to the left.
            let (before, after) = if column < 3 { (pad, 0) } else { (0, pad) };
            let _written = write!(text, "{:before$}{cell}{:after$}  ", "", "");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn cells(row: &Row) -> [String; 7] {
    let figure = |value: f64| format!("{} {}", number(value), row.unit);
    [
        row.ratio
            .map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        figure(row.figure),
        row.peer.map_or_else(String::new, figure),
        match row.target {
            None => String::new(),
            Some(Target::RatioAtLeast(bound)) => format!("ratio ≥ {bound:.2}"),
            Some(Target::AtLeast(bound)) => format!("≥ {}", figure(bound)),
            Some(Target::AtMost(bound)) => format!("≤ {}", figure(bound)),
        },
        match row.verdict() {
            Verdict::Met => "met",
            Verdict::FallsShort => "falls short",
            Verdict::Measured => "–",
        }
        .to_owned(),
        row.name.clone(),
        row.note.clone(),
    ]
}

/// Three digits that count, and commas between thousands.
fn number(value: f64) -> String {
    if value < 10.0 {
        return format!("{value:.2}");
    }
    if value < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes the rows into a folder and says where.
pub fn write_json(folder: &Path, rows: &[Row], disk: &Sync) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(folder).context("the folder of results cannot be made")?;
    let rows: Vec<_> = rows
        .iter()
        .map(|row| json!({ "row": row, "verdict": row.verdict() }))
        .collect();
    let taken_at = jiff::Timestamp::from_second(seconds()?).context("the clock is off")?;
    let result = json!({
        "taken_at": taken_at.to_string(),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "fdatasync_micros": { "p50": disk.p50.as_micros(), "p99": disk.p99.as_micros() },
        "rows": rows,
    });
    let name = format!("bench-{}.json", taken_at.strftime("%Y%m%dT%H%M%SZ"));
    let path = folder.join(name);
    std::fs::write(&path, serde_json::to_vec_pretty(&result)?)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path)
}

#[allow(clippy::disallowed_methods, reason = "a result says when it was taken")]
fn seconds() -> anyhow::Result<i64> {
    let now = std::time::SystemTime::now();
    let since = now
        .duration_since(std::time::UNIX_EPOCH)
        .context("the clock is off")?;
    i64::try_from(since.as_secs()).context("the clock is off")
}
