//! 0x800b `marmot.group.encrypted-media.v2`: where encrypted files may lie.

use super::url::endpoint_url;
use super::{ComponentError, State, counted, id};
use crate::adopted::codec::{DecodeError, distinct, exact, put_vector};

/// The only format of this component.
pub const MEDIA_FORMAT: &str = "encrypted-media-v2";
const ENTRIES_MAX: usize = 16;
const KIND_MAX: usize = 64;
const URL_MAX: usize = 2048;

/// `media_format`, locator kinds and endpoints. The order of both lists means something and is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaPolicy {
    kinds: Vec<String>,
    endpoints: Vec<BlobEndpoint>,
}

/// A server for encrypted files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlobEndpoint {
    /// One of the policy's locator kinds.
    pub kind: String,
    /// A normalised `http` or `https` URL without query.
    pub base_url: String,
}

impl MediaPolicy {
    /// A policy with these lists: 1 to 16 distinct entries each, every endpoint of an allowed kind.
    pub fn new(kinds: Vec<String>, endpoints: Vec<BlobEndpoint>) -> Result<Self, ComponentError> {
        counted("locator kinds", kinds.len(), 1, ENTRIES_MAX)?;
        counted("endpoints", endpoints.len(), 1, ENTRIES_MAX)?;
        if let Some(kind) = kinds.iter().find(|kind| !is_locator_kind(kind)) {
            return Err(ComponentError::LocatorKind(kind.clone()));
        }
        distinct("locator kinds", &kinds)?;
        distinct("endpoints", &endpoints)?;
        for endpoint in &endpoints {
            if !kinds.contains(&endpoint.kind) {
                return Err(ComponentError::LocatorKind(endpoint.kind.clone()));
            }
            let found = endpoint.base_url.len();
            if !(1..=URL_MAX).contains(&found) {
                return Err(DecodeError::Length { what: "base url", found, min: 1, max: URL_MAX }.into());
            }
            endpoint_url(&endpoint.base_url)?;
        }
        Ok(Self { kinds, endpoints })
    }

    /// The locator kinds that messages may use.
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// The servers, first choice first.
    pub fn endpoints(&self) -> &[BlobEndpoint] {
        &self.endpoints
    }
}

fn is_locator_kind(kind: &str) -> bool {
    (1..=KIND_MAX).contains(&kind.len()) && kind.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

impl State for MediaPolicy {
    const ID: u16 = id::MEDIA;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        exact("the media policy", data, |decoder| {
            let format = decoder.text("media_format", 0..=usize::MAX)?;
            if format != MEDIA_FORMAT {
                return Err(ComponentError::MediaFormat(format.to_owned()));
            }
            let kinds =
                decoder.items("locator kinds", |item| item.text("locator kind", 1..=KIND_MAX).map(str::to_owned))?;
            let endpoints = decoder.items("endpoints", |item| {
                let kind = item.text("locator kind", 1..=KIND_MAX)?.to_owned();
                let base_url = item.text("base url", 1..=URL_MAX)?.to_owned();
                Ok::<_, DecodeError>(BlobEndpoint { kind, base_url })
            })?;
            Self::new(kinds, endpoints)
        })
    }

    fn encode(&self) -> Vec<u8> {
        let (mut kinds, mut endpoints, mut out) = (Vec::new(), Vec::new(), Vec::new());
        self.kinds.iter().for_each(|kind| put_vector(&mut kinds, kind.as_bytes()));
        for endpoint in &self.endpoints {
            put_vector(&mut endpoints, endpoint.kind.as_bytes());
            put_vector(&mut endpoints, endpoint.base_url.as_bytes());
        }
        put_vector(&mut out, MEDIA_FORMAT.as_bytes());
        put_vector(&mut out, &kinds);
        put_vector(&mut out, &endpoints);
        out
    }
}
