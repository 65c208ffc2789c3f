//! How a commit counts when branches tie.

use crate::ids::id_enum;

id_enum! {
    /// Whether a commit needed an admin (the third column of adopted.md 6.1). Privileged comes first.
    pub enum Class, "class" {
        /// Its rule asks for an admin of the parent state.
        Privileged => "privileged",
        /// Its rule does not, even if an admin made it.
        Ordinary => "ordinary",
    }
}
