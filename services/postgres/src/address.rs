//! Where the server is and how to get in.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{SslMode, TargetSessionAttrs};

use crate::fault::Fault;

/// A server in the same data centre answers in milliseconds; one that has not in three seconds
/// would come too late for a proposal, which expires after as long.
const CONNECT: Duration = Duration::from_secs(3);
/// Silence of the network after which a connection counts as lost.
const SILENCE: Duration = Duration::from_secs(10);

/// A parsed URL. Shown, it says nothing of user and password.
#[derive(Clone)]
pub struct Address {
    pub(crate) config: Config,
    /// Certificate authorities to be trusted besides the machine's.
    pub(crate) authorities: Option<PathBuf>,
}

impl Address {
    /// Parses `postgres://user:password@host:port/database?sslmode=require`. Several hosts may be
    /// named; the one that can be written is taken. With `sslmode=require` the server must show a
    /// certificate for the host's name, by an authority that the machine knows or that is in the PEM
    /// file named by `sslrootcert`.
    ///
    /// # Errors
    /// It is no such URL. The text of the error repeats nothing of it.
    pub fn parse(url: &str) -> Result<Self, Fault> {
        const MALFORMED: Fault = Fault::settings(
            "the URL of the database is not of the form postgres://user:password@host:port/database",
        );
        // The driver also reads `key=value` lists, and its errors can repeat what they stumble on.
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(MALFORMED);
        }
        let (url, authorities) = without_authorities(url);
        let mut config: Config = url.parse().map_err(|_| MALFORMED)?;
        if config.get_hosts().is_empty() {
            return Err(MALFORMED);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config
            .application_name("lanyard")
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .keepalives_idle(SILENCE)
            .tcp_user_timeout(SILENCE);
        if config.get_ssl_mode() == SslMode::Prefer {
            // Encryption that anyone between can take away protects nobody: it is asked for or not.
            config.ssl_mode(SslMode::Disable);
        }
        Ok(Self {
            config,
            authorities,
        })
    }

    /// Longest that connecting may take, whatever the server does.
    pub(crate) fn patience(&self) -> Duration {
        self.config
            .get_connect_timeout()
            .copied()
            .unwrap_or(CONNECT)
    }
}

/// Takes out the one parameter of PostgreSQL's own URLs that the driver does not know.
fn without_authorities(url: &str) -> (String, Option<PathBuf>) {
    let Some((server, parameters)) = url.split_once('?') else {
        return (url.to_owned(), None);
    };
    let mut authorities = None;
    let mut others = Vec::new();
    for parameter in parameters.split('&') {
        match parameter.strip_prefix("sslrootcert=") {
            Some(path) => authorities = Some(PathBuf::from(path)),
            None => others.push(parameter),
        }
    }
    (format!("{server}?{}", others.join("&")), authorities)
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("hosts", &self.config.get_hosts())
            .field("ports", &self.config.get_ports())
            .field("database", &self.config.get_dbname())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_is_no_url_is_refused_without_repeating_it() {
        for wrong in [
            "",
            "hunter2",
            "host=localhost password=hunter2",
            "mysql://root:hunter2@host/db",
            "postgres://root:hunter2@host:port/db",
            "postgres://root:hunter2@host/db?hunter2=1",
            "postgres:///db",
        ] {
            let error = Address::parse(wrong).unwrap_err();
            assert!(error.to_string().contains("postgres://user:password@host"));
            assert!(!format!("{error:?}").contains("hunter2"), "{wrong}");
        }
    }

    #[test]
    fn an_address_shows_where_and_not_who() {
        let address = Address::parse("postgres://keys:hunter2@one,two:6000/vault").unwrap();
        let shown = format!("{address:?}");
        assert!(shown.contains("one") && shown.contains("two") && shown.contains("vault"));
        assert!(!shown.contains("hunter2") && !shown.contains("keys"));
    }
}
