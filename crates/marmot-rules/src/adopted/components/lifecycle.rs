//! 0x800c `marmot.group.lifecycle.v1`: whether the group was disbanded.

use super::{ComponentError, State, id};
use crate::adopted::codec::exact;

/// One byte. The only change is from active to disbanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lifecycle {
    /// `00`: the group goes on.
    #[default]
    Active,
    /// `01`: the group has ended, for ever.
    Disbanded,
}

impl State for Lifecycle {
    const ID: u16 = id::LIFECYCLE;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        exact("the lifecycle", data, |decoder| match decoder.u8("state")? {
            0 => Ok(Self::Active),
            1 => Ok(Self::Disbanded),
            other => Err(ComponentError::Lifecycle(other)),
        })
    }

    fn encode(&self) -> Vec<u8> {
        vec![*self as u8]
    }
}
