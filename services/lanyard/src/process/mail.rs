//! Notices by email: whether this process sends them, and what monitoring is shown of it.

use std::sync::Arc;

use anyhow::Context;
use lanyard_api::Figures;
use lanyard_app::App;
use lanyard_worker::{MailSettings, Mailer, Post, Sending};

use crate::config::{Settings, SmtpSettings};
use crate::files::read_secret;

/// The way to the mail server, in a worker that was given one.
///
/// # Errors
/// The password cannot be read, the sender is no address.
pub(super) fn post(settings: &Settings) -> anyhow::Result<Option<Post>> {
    if !settings.roles.worker {
        return Ok(None);
    }
    let Some(smtp) = &settings.smtp else {
        tracing::warn!(
            "LANYARD_SMTP_HOST is not set: nobody is sent an email; notices stand in the product only"
        );
        return Ok(None);
    };
    let mailer = mailer(smtp)?;
    tracing::info!(
        host = smtp.host,
        port = smtp.port,
        "notices are sent by email"
    );
    Ok(Some(Post {
        mailer,
        sending: Arc::new(Sending::default()),
    }))
}

/// The mail server as it is set.
///
/// # Errors
/// The password cannot be read, the sender is no address.
pub fn mailer(smtp: &SmtpSettings) -> anyhow::Result<Mailer> {
    let login = match &smtp.login {
        Some((user, file)) => Some((
            user.clone(),
            read_secret(file, "LANYARD_SMTP_PASSWORD_FILE")?,
        )),
        None => None,
    };
    Mailer::new(&MailSettings {
        host: smtp.host.clone(),
        port: smtp.port,
        tls: smtp.tls,
        login,
        from: smtp.from.clone(),
        link: smtp.inbox_url.clone(),
    })
    .context("LANYARD_SMTP_…: emails cannot be sent so")
}

/// What does not work of it just now.
pub(crate) fn impaired(sending: Option<&Arc<Sending>>) -> Option<&'static str> {
    sending.filter(|sending| sending.is_away()).map(
        |_| "the mail server does not take notices; they stand in the product, and are sent later",
    )
}

pub(super) fn show(figures: &Figures, app: &Arc<App>, sending: Option<&Arc<Sending>>) {
    let sent = figures.counter(
        "lanyard_mail_sent_total",
        "Notices by email that the mail server has taken from this process.",
    );
    let failed = figures.counter(
        "lanyard_mail_failed_total",
        "Attempts to send one that failed.",
    );
    let away = figures.gauge(
        "lanyard_mail_server_away",
        "1 when the mail server did not take emails when it was last asked.",
    );
    let failing = figures.gauge(
        "lanyard_mail_failing_people",
        "People whose newest notice by email has not gone out.",
    );
    // Weak: what is shown must not keep a process's parts alive at its end.
    let (app, sending) = (Arc::downgrade(app), sending.cloned());
    figures.before_reading(move || {
        if let Some(sending) = &sending {
            sent.inc_by(sending.sent().saturating_sub(sent.get()));
            failed.inc_by(sending.failed().saturating_sub(failed.get()));
            away.set(i64::from(sending.is_away()));
        }
        if let Some(app) = app.upgrade() {
            let people = app.failing_mails().unwrap_or(0);
            failing.set(i64::try_from(people).unwrap_or(i64::MAX));
        }
    });
}
