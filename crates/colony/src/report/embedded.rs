//! A run inside a page of many.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::scene::Scene;

/// A scene as it stands in a page of many: compressed (zlib, base64), since a matrix has a thousand of them.
pub(crate) struct Embedded(String);

impl Embedded {
    pub(crate) fn of(scene: &Scene) -> Self {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        serde_json::to_writer(&mut packed, scene).expect("scenes serialise, and a vector takes everything");
        Self(STANDARD.encode(packed.finish().expect("a vector takes everything")))
    }

    /// What a test puts in the place of a scene.
    #[cfg(test)]
    pub(crate) fn of_text(text: String) -> Self {
        Self(text)
    }

    /// Bytes that it takes.
    pub(crate) fn size(&self) -> usize {
        self.0.len()
    }

    /// As it stands in the page.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}
