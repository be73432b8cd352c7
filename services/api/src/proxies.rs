//! From where a request without log-in came, when proxies stand before the process.
//!
//! Behind an ingress every connection comes from the ingress: one script would use up what everybody
//! has. `X-Forwarded-For` says who was before it, and anybody may write into it whatever they like; so
//! it is believed only as far as those who wrote it are proxies that the installation names.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use actix_web::HttpRequest;
use ipnet::IpNet;

/// Networks of the proxies that an installation trusts to say who was before them. Empty: nobody is
/// believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// A network was not written as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("addresses or networks like 10.0.0.0/8, with commas between")]
pub struct NotNetworks;

impl FromStr for TrustedProxies {
    type Err = NotNetworks;

    fn from_str(text: &str) -> Result<Self, NotNetworks> {
        let one = |text: &str| {
            let text = text.trim();
            let network = text.parse::<IpNet>().ok();
            network.or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
        };
        let networks: Option<Vec<_>> = text.split(',').map(one).collect();
        networks.map(Self).ok_or(NotNetworks)
    }
}

impl TrustedProxies {
    /// Who sent a request, as a limit counts senders.
    pub(crate) fn sender_of(&self, request: &HttpRequest) -> Option<IpAddr> {
        let forwarded = { request.headers().get_all("x-forwarded-for") }
            .map(|value| value.to_str().unwrap_or_default());
        let before: Vec<&str> = forwarded.flat_map(|value| value.split(',')).collect();
        let peer = request.peer_addr()?.ip();
        Some(counted(self.sender(peer, &before)))
    }

    /// Walks back from the connection for as long as those who speak are trusted. `before` is in the
    /// order in which it was written, the nearest last.
    fn sender(&self, peer: IpAddr, before: &[&str]) -> IpAddr {
        let mut sender = peer.to_canonical();
        for named in before.iter().rev() {
            if !self.trusts(sender) {
                break;
            }
            let Some(one) = address(named) else {
                break;
            };
            sender = one;
        }
        sender
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// One entry; some proxies add a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let plain = text.parse::<IpAddr>().ok();
    let with_port = || {
        let socket = text.parse::<std::net::SocketAddr>();
        socket.ok().map(|socket| socket.ip())
    };
    plain.or_else(with_port).map(|it| it.to_canonical())
}

/// A household or a school has a whole /64 of IPv6, and could come from another address each time.
fn counted(sender: IpAddr) -> IpAddr {
    const NETWORK: u128 = !0 << 64;
    match sender {
        IpAddr::V4(_) => sender,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn sender(trusted: &str, peer: &str, before: &[&str]) -> IpAddr {
        let proxies: TrustedProxies = trusted.parse().unwrap();
        proxies.sender(ip(peer), before)
    }

    #[test]
    fn where_no_proxy_is_named_nobody_is_believed() {
        let nobody = TrustedProxies::default();
        let sender = nobody.sender(ip("192.0.2.7"), &["203.0.113.9"]);
        assert_eq!(sender, ip("192.0.2.7"));
    }

    #[test]
    fn a_named_proxy_says_who_was_before_it_and_nobody_before_that_does() {
        let proxies = "10.0.0.0/8, 192.0.2.1";
        let said = ["198.51.100.66", " 203.0.113.9"];
        assert_eq!(sender(proxies, "10.1.2.3", &said), ip("203.0.113.9"));
        let two = ["198.51.100.66", "203.0.113.9", "192.0.2.1"];
        assert_eq!(sender(proxies, "10.1.2.3", &two), ip("203.0.113.9"));
        // Somebody who reaches the port directly may write what they like.
        assert_eq!(sender(proxies, "203.0.113.8", &said), ip("203.0.113.8"));
    }

    #[test]
    fn what_is_no_address_ends_the_walk() {
        let proxies = "10.0.0.0/8";
        assert_eq!(sender(proxies, "10.1.2.3", &["unknown"]), ip("10.1.2.3"));
        let said = ["203.0.113.9", "nonsense", "10.4.4.4"];
        assert_eq!(sender(proxies, "10.1.2.3", &said), ip("10.4.4.4"));
        assert_eq!(sender(proxies, "10.1.2.3", &[]), ip("10.1.2.3"));
    }

    #[test]
    fn ports_and_mapped_addresses_are_read() {
        let proxies = "10.0.0.0/8";
        let mapped = "::ffff:10.1.2.3";
        let said = ["203.0.113.9:4711"];
        assert_eq!(sender(proxies, mapped, &said), ip("203.0.113.9"));
        let said = ["[2001:db8::5]:4711"];
        assert_eq!(sender(proxies, mapped, &said), ip("2001:db8::5"));
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_sender() {
        assert_eq!(counted(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert_eq!(counted(ip("192.0.2.7")), ip("192.0.2.7"));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for wrong in ["", "10.0.0.0/40", "the ingress", "10.0.0.1,,10.0.0.2"] {
            assert_eq!(wrong.parse::<TrustedProxies>(), Err(NotNetworks), "{wrong}");
        }
    }
}
