//! Account identity proof v2: the account key signs for the MLS key of one leaf (KV-02).

use nostr::secp256k1::schnorr::Signature;
use nostr::{Event, EventId, Kind, PublicKey, Tag, Tags, Timestamp};
use thiserror::Error;

use crate::tags::id_text;

/// Kind of the event that is signed and never published.
pub const PROOF_KIND: u16 = 450;
/// Length of the component data.
pub const PROOF_LENGTH: usize = 104;
/// The latest time of a proof: the last integer that every JSON reader keeps exact.
const CREATED_AT_MAX: u64 = (1 << 53) - 1;

/// The data of component 0x8009.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProof {
    /// The account that signed.
    pub signer: [u8; 32],
    /// When it signed, in Unix seconds, 1 to 2^53 - 1; there is no age limit.
    pub created_at: u64,
    /// BIP-340 signature over the event id.
    pub signature: [u8; 64],
}

/// Why a proof does not prove anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProofError {
    /// The component data has another length than 104 bytes.
    #[error("the proof has {0} bytes instead of 104")]
    Length(usize),
    /// The time is 0 or has no exact JSON number.
    #[error("the proof's time {0} is not between 1 and 2^53 - 1")]
    CreatedAt(u64),
    /// The signer is not a point on the curve.
    #[error("the signer is not a valid x-only public key")]
    Signer,
    /// The signature does not verify.
    #[error("the proof's signature does not verify for this leaf key")]
    Signature,
}

impl IdentityProof {
    /// Reads component data: signer, `created_at` in big-endian order, signature (KV-11).
    pub fn parse(data: &[u8]) -> Result<Self, ProofError> {
        let data: &[u8; PROOF_LENGTH] = data.try_into().map_err(|_| ProofError::Length(data.len()))?;
        let (signer, rest) = data.split_first_chunk::<32>().expect("104 bytes hold 32");
        let (created_at, rest) = rest.split_first_chunk::<8>().expect("72 bytes hold 8");
        let signature = rest.try_into().expect("64 bytes remain");
        let created_at = u64::from_be_bytes(*created_at);
        if !(1..=CREATED_AT_MAX).contains(&created_at) {
            return Err(ProofError::CreatedAt(created_at));
        }
        Ok(Self { signer: *signer, created_at, signature })
    }

    /// The component data.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.signer.as_slice(), &self.created_at.to_be_bytes(), &self.signature].concat()
    }

    /// The id of the event that the account signed for this leaf key.
    pub fn event_id(&self, cipher_suite: u16, scheme: u16, leaf_key: &[u8]) -> Result<EventId, ProofError> {
        let signer = PublicKey::from_slice(&self.signer).map_err(|_| ProofError::Signer)?;
        signer.xonly().map_err(|_| ProofError::Signer)?;
        let created_at = Timestamp::from_secs(self.created_at);
        let tags = signed_tags(cipher_suite, scheme, leaf_key);
        Ok(EventId::new(&signer, &created_at, &Kind::from(PROOF_KIND), &tags, CONTENT))
    }

    /// Checks the signature for this leaf key.
    pub fn verify(&self, cipher_suite: u16, scheme: u16, leaf_key: &[u8]) -> Result<(), ProofError> {
        let id = self.event_id(cipher_suite, scheme, leaf_key)?;
        let event = Event::new(
            id,
            PublicKey::from_slice(&self.signer).map_err(|_| ProofError::Signer)?,
            Timestamp::from_secs(self.created_at),
            Kind::from(PROOF_KIND),
            signed_tags(cipher_suite, scheme, leaf_key),
            CONTENT,
            Signature::from_slice(&self.signature).map_err(|_| ProofError::Signature)?,
        );
        if event.verify_signature() { Ok(()) } else { Err(ProofError::Signature) }
    }
}

const CONTENT: &str = "Authorize this MLS leaf key for my Marmot account";

fn signed_tags(cipher_suite: u16, scheme: u16, leaf_key: &[u8]) -> Tags {
    let rows = [
        ["d".to_owned(), "marmot.account-identity-proof.v2".to_owned()],
        ["component".to_owned(), "0x8009".to_owned()],
        ["ciphersuite".to_owned(), id_text(cipher_suite)],
        ["signature_scheme".to_owned(), id_text(scheme)],
        ["mls_signature_key".to_owned(), hex::encode(leaf_key)],
    ];
    Tags::from_list(rows.into_iter().map(|row| Tag::parse(row).expect("a row with a name is a tag")).collect())
}

/// The signature scheme of a cipher suite, for the suites whose scheme the texts name.
pub const fn signature_scheme(cipher_suite: u16) -> Option<u16> {
    match cipher_suite {
        0x0001 | 0x0003 => Some(0x0807),
        _ => None,
    }
}
