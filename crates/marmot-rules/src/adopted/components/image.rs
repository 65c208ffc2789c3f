//! 0x8002 `marmot.group.blossom.image.v1`: an encrypted picture of the group.

use super::{ComponentError, State, id};
use crate::adopted::codec::{exact, put_vector};

const MEDIA_TYPE_MAX: usize = 128;

/// The picture, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BlossomImage {
    image: Option<ImageKeys>,
}

/// Where an encrypted picture lies and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageKeys {
    /// SHA-256 of the encrypted bytes.
    pub hash: [u8; 32],
    /// Key of ChaCha20-Poly1305.
    pub key: [u8; 32],
    /// Nonce of ChaCha20-Poly1305.
    pub nonce: [u8; 12],
    /// Secret key that authorises writes for this blob.
    pub upload_key: [u8; 32],
    /// Media type of the decrypted picture, 1 to 128 bytes.
    pub media_type: String,
}

impl BlossomImage {
    /// No picture: five empty fields.
    pub const fn absent() -> Self {
        Self { image: None }
    }

    /// This picture.
    pub fn present(image: ImageKeys) -> Result<Self, ComponentError> {
        if (1..=MEDIA_TYPE_MAX).contains(&image.media_type.len()) {
            return Ok(Self { image: Some(image) });
        }
        Err(ComponentError::Partial { what: "the image" })
    }

    /// The picture, if there is one.
    pub const fn image(&self) -> Option<&ImageKeys> {
        self.image.as_ref()
    }
}

impl State for BlossomImage {
    const ID: u16 = id::BLOSSOM_IMAGE;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        exact("the image", data, |decoder| {
            let hash = decoder.bounded("image hash", 0..=32)?;
            let key = decoder.bounded("image key", 0..=32)?;
            let nonce = decoder.bounded("image nonce", 0..=12)?;
            let upload_key = decoder.bounded("image upload key", 0..=32)?;
            let media_type = decoder.text("media type", 0..=MEDIA_TYPE_MAX)?;
            if [hash, key, nonce, upload_key, media_type.as_bytes()].iter().all(|field| field.is_empty()) {
                return Ok(Self::absent());
            }
            let partial = |_| ComponentError::Partial { what: "the image" };
            Self::present(ImageKeys {
                hash: hash.try_into().map_err(partial)?,
                key: key.try_into().map_err(partial)?,
                nonce: nonce.try_into().map_err(partial)?,
                upload_key: upload_key.try_into().map_err(partial)?,
                media_type: media_type.to_owned(),
            })
        })
    }

    fn encode(&self) -> Vec<u8> {
        let Some(image) = &self.image else { return vec![0; 5] };
        let mut out = Vec::new();
        let media_type = image.media_type.as_bytes();
        for field in [&image.hash[..], &image.key, &image.nonce, &image.upload_key, media_type] {
            put_vector(&mut out, field);
        }
        out
    }
}
