//! The address of a server or cluster, as EventStoreDB spells it, with what we add.

use std::sync::Arc;
use std::time::Duration;

use eventstore::ClientSettings;

use crate::error::{JournalError, Trouble};

/// How long one call may take where the address has no `defaultDeadline`: above the slowest commit
/// of a healthy cluster, below the ten seconds of the library.
const CALL_MILLIS: u64 = 5_000;
/// The library waits this long before *every* connection, the first one too; its own 500 ms would
/// be added to each recovery.
const DISCOVERY_MILLIS: u64 = 50;

/// Where the events are kept.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub settings: ClientSettings,
    /// How long one call may take; the library enforces nothing on our side of the wire.
    pub patience: Duration,
}

impl Address {
    /// Reads `esdb://HOST:PORT?tls=…` or `esdb+discover://…`.
    pub(super) fn parse(url: &str) -> Result<Self, JournalError> {
        let mut spelt = url.to_owned();
        if parameter(url, "discoveryinterval").is_none() {
            let joint = if url.contains('?') { '&' } else { '?' };
            spelt.push_str(&format!("{joint}discoveryInterval={DISCOVERY_MILLIS}"));
        }
        let settings: ClientSettings =
            spelt
                .parse()
                .map_err(|error: eventstore::ClientSettingsParseError| {
                    JournalError::Unavailable {
                        trouble: Trouble::Failing,
                        source: Some(Arc::new(error)),
                    }
                })?;
        let millis = parameter(url, "defaultdeadline").and_then(|text| text.parse().ok());
        Ok(Self {
            settings,
            patience: Duration::from_millis(millis.unwrap_or(CALL_MILLIS)),
        })
    }

    /// Whether another node may take over.
    pub(super) fn is_cluster(&self) -> bool {
        self.settings.is_dns_discovery_enabled() || self.settings.hosts().len() > 1
    }
}

/// A parameter of the query; their names ignore case.
fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = url.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_single_server_and_a_cluster_are_told_apart() {
        let one = Address::parse("esdb://store:2113?tls=false&defaultDeadline=700").unwrap();
        assert!(!one.is_cluster());
        assert_eq!(one.patience, Duration::from_millis(700));
        for cluster in [
            "esdb://a:2113,b:2113,c:2113",
            "esdb+discover://store.trust.example:2113",
        ] {
            let cluster = Address::parse(cluster).unwrap();
            assert!(cluster.is_cluster());
            assert_eq!(cluster.patience, Duration::from_millis(CALL_MILLIS));
            let interval = Duration::from_millis(DISCOVERY_MILLIS);
            assert_eq!(cluster.settings.discovery_interval(), interval);
        }
    }

    #[test]
    fn what_is_no_address_of_a_store_is_refused() {
        for wrong in ["", "http://store:2113", "esdb://", "esdb://a:b,c"] {
            let refused = Address::parse(wrong).unwrap_err();
            assert!(
                matches!(refused, JournalError::Unavailable { .. }),
                "{wrong}"
            );
        }
    }
}
