//! A pupil's file as people read it: a chronology, as plain text and as a page that can be printed.
//!
//! Both are made of the same lines, so that one never says more than the other.

use std::fmt::Write;

use lanyard_http::case::TimelineEntry;
use lanyard_http::pupil::{PupilFile, PupilFileMatter};
use serde_json::Value;

use crate::answers::escaped;

/// Everything that is needed to print it is in the page.
const STYLE: &str = "body{font:12pt/1.4 sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:#000;background:#fff}\
    h1,h2,h3{line-height:1.2}h2{border-top:2px solid;padding-top:.5em;margin-top:2em}h3{font-size:1em;margin:1em 0 .2em}\
    dl{margin:0 0 0 1em}dt{font-weight:bold}dd{margin:0 0 .4em;white-space:pre-wrap;overflow-wrap:anywhere}\
    .note{border:2px solid;padding:.5em 1em}@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}}";

/// As plain text.
pub(super) fn text(file: &PupilFile) -> String {
    let mut text = String::new();
    for line in head(file) {
        let _ = writeln!(text, "{line}");
    }
    for matter in &file.matters {
        let _ = writeln!(text, "\n{}", title(matter));
        for entry in &matter.timeline {
            let _ = writeln!(text, "  {}", what(entry));
            for (name, said) in words(entry) {
                let _ = writeln!(text, "    {name}: {said}");
            }
        }
    }
    if !file.left_out.is_empty() {
        let _ = writeln!(text, "\nLeft out:");
    }
    for it in &file.left_out {
        let _ = writeln!(text, "  {} {}", it.reference, it.why.replace('_', " "));
    }
    text
}

/// As a page that needs nothing else.
pub(super) fn html(file: &PupilFile) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    let mut head = head(file);
    let heading = head.remove(0);
    let heading = escaped(&heading);
    let _ = writeln!(page, "<title>{heading}</title>\n<style>{STYLE}</style>");
    let _ = writeln!(page, "</head>\n<body>\n<main>\n<h1>{heading}</h1>");
    let look_through = head.pop().unwrap_or_default();
    for line in head {
        let _ = writeln!(page, "<p>{}</p>", escaped(&line));
    }
    let _ = writeln!(page, "<p class=\"note\">{}</p>", escaped(&look_through));
    for matter in &file.matters {
        let _ = writeln!(page, "<section>\n<h2>{}</h2>", escaped(&title(matter)));
        for entry in &matter.timeline {
            let _ = writeln!(page, "<h3>{}</h3>", escaped(&what(entry)));
            let said = words(entry);
            if said.is_empty() {
                continue;
            }
            let _ = writeln!(page, "<dl>");
            for (name, said) in said {
                let (name, said) = (escaped(&name), escaped(&said));
                let _ = writeln!(page, "<dt>{name}</dt><dd>{said}</dd>");
            }
            let _ = writeln!(page, "</dl>");
        }
        let _ = writeln!(page, "</section>");
    }
    if !file.left_out.is_empty() {
        let _ = writeln!(page, "<section>\n<h2>Left out</h2>\n<ul>");
        for it in &file.left_out {
            let line = format!("{}: {}", it.reference, it.why.replace('_', " "));
            let _ = writeln!(page, "<li>{}</li>", escaped(&line));
        }
        let _ = writeln!(page, "</ul>\n</section>");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// What stands above everything: the heading first, what to do before it leaves last.
fn head(file: &PupilFile) -> Vec<String> {
    let (forename, surname) = (file.pupil.forename.expose(), file.pupil.surname.expose());
    let mut lines = vec![format!("Child protection file: {forename} {surname}")];
    if let Some(born) = file.pupil.date_of_birth {
        lines.push(format!("Born {born}."));
    }
    lines.push(format!(
        "Made {} (position {}).",
        file.made_at, file.up_to_position
    ));
    lines.push(file.look_through.to_owned());
    lines
}

fn title(matter: &PupilFileMatter) -> String {
    let it = &matter.matter;
    format!(
        "{} {} ({}), from {}",
        it.matter.kind.name(),
        it.reference,
        it.category,
        it.begun_at
    )
}

fn what(entry: &TimelineEntry) -> String {
    let by = { entry.actor_name.as_ref() }
        .map_or_else(|| entry.actor.to_string(), |name| name.expose().clone());
    format!("{} {} by {by}", entry.occurred_at, entry.kind)
}

/// Every text of an entry, with what it is.
fn words(entry: &TimelineEntry) -> Vec<(String, String)> {
    let mut said = Vec::new();
    if let Some(detail) = &entry.detail {
        collect("", &detail.value(), &mut said);
    }
    said
}

fn collect(name: &str, value: &Value, said: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                collect(field, value, said);
            }
        }
        Value::Array(several) => several.iter().for_each(|it| collect(name, it, said)),
        Value::String(text) => said.push((name.replace('_', " "), text.clone())),
        Value::Bool(_) | Value::Number(_) | Value::Null => {}
    }
}
