//! KeyPackages as they cross the port.

/// A KeyPackage that was just made.
#[derive(Clone, Debug)]
pub struct NewKeyPackage {
    /// Content of its event.
    pub content: String,
    /// Tags of an event of kind 30443, with a slot (`d`) that the engine drew.
    pub addressable_tags: Vec<Vec<String>>,
    /// Tags of an event of kind 443.
    pub regular_tags: Vec<Vec<String>>,
    /// KeyPackageRef, hex.
    pub reference: String,
    /// Leaf signature key, hex.
    pub signature_key: String,
    /// Lifetime in Unix seconds: not_before and not_after.
    pub lifetime: (u64, u64),
    /// Under what the engine finds its private keys again.
    pub handle: Vec<u8>,
}
