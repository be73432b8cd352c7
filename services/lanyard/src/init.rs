//! `lanyard init`: begins the record of a trust in an empty store, with two people.

use std::sync::Arc;

use anyhow::{Context, bail};
use lanyard_app::{Establish, Founder};
use lanyard_events::{LoginBinding, Sensitive};

use crate::clock::SystemClock;
use crate::config::Complete;
use crate::process::Process;
use crate::running::running;
use crate::verify::say;

/// Establishes the trust.
/// Each person is a log-in and a name.
pub fn run(
    settings: &Complete,
    trust_lead: (&str, &str),
    second: (&str, &str),
) -> anyhow::Result<()> {
    let (lead_name, second_name) = (trust_lead.1, second.1);
    let lead = login(trust_lead.0, "--trust-lead")?;
    let second = login(second.0, "--second")?;
    if lead == second {
        bail!("--trust-lead and --second must be two different people");
    }
    running(&settings.settings, async {
        let process = Process::start(settings, Arc::new(SystemClock)).await?;
        if process.journal.head().0 > 0 {
            bail!(
                "the store in {} is not empty: its record has begun already",
                settings.data_dir.display()
            );
        }
        let established = process
            .app
            .establish(Establish {
                trust_name: settings.trust_name.clone(),
                origin: settings.origin.clone(),
                lead: founder(lead_name, "Group safeguarding lead", lead)?,
                second: founder(second_name, "Chair of trustees", second)?,
            })
            .await
            .context("the trust could not be established")?;
        process.shut_down().await;
        say(&format!(
            "The record of {} has begun. Group safeguarding lead: staff {}; second senior: staff {}.\n",
            settings.trust_name, established.trust_lead, established.second
        ))
    })
}

fn founder(name: &str, title: &str, login: LoginBinding) -> anyhow::Result<Founder> {
    let (forename, surname) = name
        .trim()
        .split_once(' ')
        .context("names are written as forename and surname")?;
    Ok(Founder {
        forename: Sensitive::from(forename),
        surname: Sensitive::from(surname),
        job_title: Some(Sensitive::from(title)),
        login,
    })
}

fn login(text: &str, option: &str) -> anyhow::Result<LoginBinding> {
    match text.split_once(',') {
        Some((issuer, subject)) if !issuer.is_empty() && !subject.is_empty() => Ok(LoginBinding {
            issuer: issuer.to_owned(),
            subject: Sensitive::from(subject),
        }),
        Some(_) | None => bail!("{option} is written as issuer,subject"),
    }
}
