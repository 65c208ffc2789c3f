//! 0x8007 `marmot.group.avatar-url.v1`: a picture of the group by plain URL.

use super::url::avatar_url;
use super::{ComponentError, State, id};
use crate::adopted::codec::{DecodeError, exact, put_vector};

const URL_MAX: usize = 2048;
const HINT_MAX: usize = 256;

/// `opaque url<0..2048>; opaque dim<0..256>; opaque thumbhash<0..256>`; the last two are hints that nobody interprets here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AvatarUrl {
    url: String,
    dim: Vec<u8>,
    thumbhash: Vec<u8>,
}

impl AvatarUrl {
    /// No avatar: three empty fields.
    pub fn absent() -> Self {
        Self::default()
    }

    /// An avatar at a normalised `https` URL of a public host, with two hints.
    pub fn new(url: impl Into<String>, dim: &[u8], thumbhash: &[u8]) -> Result<Self, ComponentError> {
        let url = url.into();
        for (what, found, max) in
            [("url", url.len(), URL_MAX), ("dim", dim.len(), HINT_MAX), ("thumbhash", thumbhash.len(), HINT_MAX)]
        {
            if found > max {
                return Err(DecodeError::Length { what, found, min: 0, max }.into());
            }
        }
        if !url.is_empty() {
            avatar_url(&url)?;
        } else if !dim.is_empty() || !thumbhash.is_empty() {
            return Err(ComponentError::Partial { what: "the avatar" });
        }
        Ok(Self { url, dim: dim.to_vec(), thumbhash: thumbhash.to_vec() })
    }

    /// The URL; empty if there is no avatar.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl State for AvatarUrl {
    const ID: u16 = id::AVATAR_URL;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        exact("the avatar", data, |decoder| {
            let url = decoder.text("url", 0..=URL_MAX)?;
            let dim = decoder.bounded("dim", 0..=HINT_MAX)?;
            let thumbhash = decoder.bounded("thumbhash", 0..=HINT_MAX)?;
            Self::new(url, dim, thumbhash)
        })
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for field in [self.url.as_bytes(), &self.dim, &self.thumbhash] {
            put_vector(&mut out, field);
        }
        out
    }
}
