//! The mail server that takes notices.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::bail;
use lanyard_worker::MailTls;

/// Mail is handed over there (RFC 6409).
const SUBMISSION: u16 = 587;

/// Where the mail server is, and what emails say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// `LANYARD_SMTP_HOST`.
    pub host: String,
    /// `LANYARD_SMTP_PORT`: on 465 TLS begins at once, on every other by STARTTLS.
    pub port: u16,
    /// `LANYARD_SMTP_TLS`: `required`, `opportunistic` or `none`.
    pub tls: MailTls,
    /// `LANYARD_SMTP_USER` and `LANYARD_SMTP_PASSWORD_FILE`, which holds the password.
    pub login: Option<(String, PathBuf)>,
    /// `LANYARD_SMTP_FROM`: the address that emails are from.
    pub from: String,
    /// `LANYARD_INBOX_URL`: where their readers find their notices.
    pub inbox_url: String,
}

impl SmtpSettings {
    /// Without TLS whoever listens between here and there reads when somebody is needed, and may
    /// change the link: only a server on this very machine is spoken to so.
    ///
    /// # Errors
    /// It is set so for another machine.
    pub(super) fn refuse_open_way(&self) -> anyhow::Result<()> {
        if self.tls == MailTls::Never && !is_loopback(&self.host) {
            bail!(
                "LANYARD_SMTP_TLS=none is accepted only for a server on this machine, or with --demo"
            );
        }
        Ok(())
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Takes the settings of the mail server out of all.
pub(super) fn smtp(
    values: &mut BTreeMap<String, String>,
    wrong: &mut Vec<String>,
) -> Option<SmtpSettings> {
    let mut take = |name: &str| values.remove(name).map(|text| text.trim().to_owned());
    let host = take("smtp_host");
    let (port, tls) = (take("smtp_port"), take("smtp_tls"));
    let (user, password_file) = (take("smtp_user"), take("smtp_password_file"));
    let (from, inbox_url) = (take("smtp_from"), take("inbox_url"));
    let Some(host) = host else {
        let rest = [&port, &tls, &user, &password_file, &from, &inbox_url];
        if rest.iter().any(|value| value.is_some()) {
            wrong.push("smtp_host: is missing, and without it nothing of smtp_… counts".into());
        }
        return None;
    };
    let port = match port.map(|text| text.parse()) {
        None => SUBMISSION,
        Some(Ok(port)) if port > 0 => port,
        Some(_) => {
            wrong.push("smtp_port: must be a port like 587".into());
            SUBMISSION
        }
    };
    let tls = match tls.as_deref() {
        None | Some("required") => MailTls::Required,
        Some("opportunistic") => MailTls::Opportunistic,
        Some("none") => MailTls::Never,
        Some(_) => {
            wrong.push("smtp_tls: must be required, opportunistic or none".into());
            MailTls::Required
        }
    };
    let login = match (user, password_file) {
        (None, None) => None,
        (Some(user), Some(file)) => Some((user, file.into())),
        (Some(_), None) | (None, Some(_)) => {
            wrong.push("smtp_user, smtp_password_file: give both or neither".into());
            None
        }
    };
    let from = from.unwrap_or_default();
    if !from.contains('@') || from.contains(['<', ' ']) {
        wrong.push("smtp_from: must be an address like lanyard@trust.example".into());
    }
    let inbox_url = inbox_url.unwrap_or_default();
    let begins_well = inbox_url.starts_with("https://") || inbox_url.starts_with("http://");
    if !begins_well || inbox_url.contains(char::is_whitespace) {
        wrong.push(
            "inbox_url: must be the address of the page with one's notices, like \
             https://lanyard.trust.example/"
                .into(),
        );
    }
    Some(SmtpSettings {
        host,
        port,
        tls,
        login,
        from,
        inbox_url,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const WHOLE: [(&str, &str); 3] = [
        ("smtp_host", "mail.trust.example"),
        ("smtp_from", "lanyard@trust.example"),
        ("inbox_url", "https://lanyard.trust.example/"),
    ];

    fn read(more: &[(&str, &str)]) -> (Option<SmtpSettings>, Vec<String>) {
        let mut values = { WHOLE.iter().chain(more) }
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let mut wrong = Vec::new();
        let found = smtp(&mut values, &mut wrong);
        assert!(values.is_empty());
        (found, wrong)
    }

    #[test]
    fn tls_is_required_unless_something_else_is_set() {
        let (found, wrong) = read(&[]);
        let found = found.unwrap();
        assert_eq!(wrong, [""; 0]);
        assert_eq!((found.port, found.tls), (587, MailTls::Required));
        assert_eq!(found.login, None);
    }

    #[test]
    fn every_mistake_is_named() {
        for (name, value) in [
            ("smtp_port", "many"),
            ("smtp_port", "0"),
            ("smtp_tls", "perhaps"),
            ("smtp_from", "Lanyard <lanyard@trust.example>"),
            ("inbox_url", "lanyard.trust.example"),
            ("smtp_user", "lanyard"),
            ("smtp_password_file", "/run/secrets/password"),
        ] {
            let (_, wrong) = read(&[(name, value)]);
            assert_eq!(wrong.len(), 1, "{name}={value}");
            assert!(wrong[0].contains(name), "{wrong:?}");
        }
        let mut values = BTreeMap::from([("smtp_from".to_owned(), "a@b.example".to_owned())]);
        let mut wrong = Vec::new();
        assert_eq!(smtp(&mut values, &mut wrong), None);
        assert_eq!(wrong.len(), 1);
    }

    #[test]
    fn without_tls_only_a_server_on_this_machine_is_spoken_to() {
        for (host, may) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("::1", true),
            ("mail.trust.example", false),
            ("10.0.0.5", false),
        ] {
            let (found, _) = read(&[("smtp_host", host), ("smtp_tls", "none")]);
            assert_eq!(found.unwrap().refuse_open_way().is_ok(), may, "{host}");
        }
        assert!(read(&[]).0.unwrap().refuse_open_way().is_ok());
    }
}
