//! The MLS engines behind the port [`crate::mls`], one module each. Nothing outside this module names a library of theirs.

mod mdk_core;

use std::sync::Arc;

use crate::api::DeviceConfig;
use crate::mls::{MakeEngine, Mls};

pub use mdk_core::{Storage, warm_up, warm_up_sqlite};

/// The engine that speaks the profile of the device: mdk-core 0.8.0 for every profile that has devices.
pub(crate) fn for_profile() -> MakeEngine {
    Arc::new(|config: &DeviceConfig| Box::new(mdk_core::MdkCore::new(config)) as Box<dyn Mls>)
}
