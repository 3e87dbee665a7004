//! Where a request comes from: the peer, unless the peer is a proxy that we were told to trust.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The peer of the connection, as the listener saw it.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// The client's address. `X-Forwarded-For` is read from its end, and only as far as trusted proxies wrote it:
/// what stands before that, a client may have invented.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let chain: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut address = peer.to_canonical();
    for hop in chain.into_iter().rev() {
        let Some(before) = read_hop(hop.trim()) else {
            break;
        };
        if !is_in(trusted, address) {
            break;
        }
        address = before.to_canonical();
    }
    address
}

/// Some proxies write the port along, and then the address of version 6 in brackets.
fn read_hop(hop: &str) -> Option<IpAddr> {
    let with_port = || hop.parse().map(|address: SocketAddr| address.ip());
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().or_else(|_| with_port()).ok()
}

/// Whether a request comes from this very machine and through no proxy, which would make anybody look local; not every
/// proxy says that it is one.
pub fn is_local(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> bool {
    let peer = peer.to_canonical();
    peer.is_loopback()
        && !is_in(trusted, peer)
        && !headers.contains_key(FORWARDED_FOR)
        && !headers.contains_key("forwarded")
}

fn is_in(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let found = client_address(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        check("192.0.2.1", &[], "192.0.2.1");
        check("192.0.2.1", &["198.51.100.7"], "192.0.2.1");
        check("10.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &["203.0.113.5, 198.51.100.7, 10.0.0.2"], "198.51.100.7");
        check("10.0.0.1", &["203.0.113.5", "198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &["nonsense"], "10.0.0.1");
        check("10.0.0.1", &["198.51.100.7:51234"], "198.51.100.7");
        check("10.0.0.1", &["[2001:db8::1]:443"], "2001:db8::1");
        check("10.0.0.1", &["[2001:db8::1], 10.0.0.2:80"], "2001:db8::1");
        check("10.0.0.1", &["2001:db8::1"], "2001:db8::1");
        check("::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7");
    }

    #[test]
    fn who_comes_through_a_proxy_is_not_local() {
        let check = |peer: &str, forwarded: Option<&str>, trusted: &str, expected: bool| {
            let headers = forwarded.map(|name| (name.parse().unwrap(), "192.0.2.1".parse().unwrap()));
            let headers: HeaderMap = headers.into_iter().collect();
            let found = is_local(peer.parse().unwrap(), &headers, &[trusted.parse().unwrap()]);
            assert_eq!(found, expected, "{peer} {forwarded:?} {trusted}");
        };
        check("127.0.0.1", None, "10.0.0.0/8", true);
        check("::1", None, "127.0.0.0/8", true);
        check("192.0.2.1", None, "10.0.0.0/8", false);
        check("127.0.0.1", Some(FORWARDED_FOR), "10.0.0.0/8", false);
        check("127.0.0.1", Some("forwarded"), "10.0.0.0/8", false);
        check("127.0.0.1", None, "127.0.0.1/32", false);
        check("::ffff:127.0.0.1", None, "127.0.0.0/8", false);
    }
}
