//! `lanyard token`: an access token of a demonstration's person, to try the API with.

use std::path::PathBuf;

use anyhow::{Context, bail};
use lanyard_app::Clock;
use lanyard_events::AcademyId;

use crate::clock::SystemClock;
use crate::config::Settings;
use crate::demo::{self, issuer::Issuer};
use crate::verify::say;

/// Scopes of the school system of the demonstration.
const MIS_SCOPES: &str =
    "concerns:read concerns:write pupils:read pupils:write staff:read staff:write";

/// Prints the token.
pub fn run(settings: Settings, persona: &str) -> anyhow::Result<()> {
    let data_dir = settings
        .data_dir
        .unwrap_or_else(|| PathBuf::from(demo::DATA_DIR));
    if !data_dir.join(demo::MARKER).is_file() {
        bail!(
            "{} is no demonstration: tokens of a real trust come from its identity provider",
            data_dir.display()
        );
    }
    let issuer = Issuer::open(&data_dir)?;
    let now = Clock::now(&SystemClock);
    let token = if persona == demo::MIS {
        issuer.client(demo::mis_id(), MIS_SCOPES, &academies(&data_dir)?, now)?
    } else {
        let Some(found) = demo::find(persona) else {
            let names: Vec<_> = demo::PERSONAS.iter().map(|person| person.name).collect();
            bail!(
                "nobody is called {persona}; try one of: {}, {}",
                names.join(", "),
                demo::MIS
            );
        };
        issuer.person(found.name, now)?
    };
    say(&format!("{token}\n"))
}

/// The academies of the demonstration, as its builder wrote them down.
fn academies(data_dir: &std::path::Path) -> anyhow::Result<Vec<AcademyId>> {
    let path = data_dir.join(demo::ACADEMIES);
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!(
            "{} is missing: start the demonstration once first",
            path.display()
        )
    })?;
    serde_json::from_str(&text).with_context(|| format!("{} is damaged", path.display()))
}
