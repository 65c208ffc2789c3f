//! The URL profiles of three components. Group state is never rewritten: a URL is valid as it stands or not at all.

use core::net::{Ipv4Addr, Ipv6Addr};

use ::url::{Host, Url};
use thiserror::Error;

use super::ComponentError;

/// What is wrong with a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UrlError {
    /// It does not parse as an absolute URL with a host.
    #[error("is no absolute URL with a host")]
    NotAbsolute,
    /// It holds white space or control characters, which a WHATWG parser would drop.
    #[error("holds white space or control characters")]
    Blank,
    /// The field wants another scheme.
    #[error("has a scheme that its field does not allow")]
    Scheme,
    /// It names a user or a password.
    #[error("names a user or a password")]
    Credentials,
    /// It has a fragment.
    #[error("has a fragment")]
    Fragment,
    /// It has a query where none may be.
    #[error("has a query")]
    Query,
    /// It is longer than 512 bytes.
    #[error("is longer than 512 bytes")]
    Long,
    /// WHATWG serialisation gives other bytes.
    #[error("is not in normal form")]
    NotNormal,
    /// The host is this machine or a network that is not public.
    #[error("names a host that is not public")]
    PrivateHost,
}

/// The Nostr relay URL profile (transports/nostr.md): at most 512 bytes, absolute, `wss` or `ws`, a host, no user, no
/// password, no fragment. Normal form is not asked for. White space, `wss:host` without slashes and `wss:///host`
/// with one too many are refused: a WHATWG parser takes them, but only by repair.
pub fn relay_url(url: &str) -> Result<(), ComponentError> {
    checked(url, |url, parsed| {
        if url.len() > 512 {
            return Err(UrlError::Long);
        }
        if !matches!(parsed.scheme(), "wss" | "ws") { Err(UrlError::Scheme) } else { Ok(()) }
    })
}

/// A normalised `https` URL of a public host (group-avatar-url-v1.md).
pub(super) fn avatar_url(url: &str) -> Result<(), ComponentError> {
    checked(url, |url, parsed| {
        if parsed.scheme() != "https" {
            return Err(UrlError::Scheme);
        }
        if !parsed.host().is_some_and(is_public) {
            return Err(UrlError::PrivateHost);
        }
        normal(url, parsed)
    })
}

/// A normalised `http` or `https` URL without query (group-encrypted-media-v2.md).
pub(super) fn endpoint_url(url: &str) -> Result<(), ComponentError> {
    checked(url, |url, parsed| match parsed.scheme() {
        "http" | "https" if parsed.query().is_some() => Err(UrlError::Query),
        "http" | "https" => normal(url, parsed),
        _ => Err(UrlError::Scheme),
    })
}

/// What all three profiles ask, then what one asks.
fn checked(url: &str, more: impl FnOnce(&str, &Url) -> Result<(), UrlError>) -> Result<(), ComponentError> {
    absolute(url).and_then(|parsed| more(url, &parsed)).map_err(|why| ComponentError::Url { url: url.to_owned(), why })
}

fn absolute(url: &str) -> Result<Url, UrlError> {
    if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(UrlError::Blank);
    }
    let parsed = Url::parse(url).map_err(|_| UrlError::NotAbsolute)?;
    let rest = url.get(parsed.scheme().len()..).and_then(|rest| rest.strip_prefix("://"));
    let named = rest.is_some_and(|rest| !rest.starts_with(['/', '\\']));
    if !named || parsed.host().is_none() {
        Err(UrlError::NotAbsolute)
    } else if !parsed.username().is_empty() || parsed.password().is_some() {
        Err(UrlError::Credentials)
    } else if parsed.fragment().is_some() {
        Err(UrlError::Fragment)
    } else {
        Ok(parsed)
    }
}

fn normal(url: &str, parsed: &Url) -> Result<(), UrlError> {
    if parsed.as_str() == url { Ok(()) } else { Err(UrlError::NotNormal) }
}

/// Not `localhost`, and no address that is loopback, private, link-local, unspecified, broadcast, documentation or
/// multicast.
fn is_public(host: Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name != "localhost" && !name.ends_with(".localhost")
        }
        Host::Ipv4(address) => is_public_v4(address),
        Host::Ipv6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(address) = address.to_ipv4_mapped() {
        return is_public_v4(address);
    }
    let documentation = matches!(address.segments(), [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..]);
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || documentation)
}
