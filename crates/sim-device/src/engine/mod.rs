//! The MLS engines behind the port [`crate::mls`], one module each. Nothing outside this module names a library of theirs.

mod adopted;
mod mdk_core;

use std::sync::Arc;

use marmot_rules::Profile;

use crate::api::DeviceConfig;
use crate::mls::{MakeEngine, Mls};

pub use mdk_core::{Storage, warm_up, warm_up_sqlite};

/// The engine that speaks the profile of the device: openmls 0.9.2 for the adopted text, mdk-core 0.8.0 for what came before it.
pub(crate) fn for_profile() -> MakeEngine {
    Arc::new(|config: &DeviceConfig| -> Box<dyn Mls> {
        match config.profile {
            Profile::Adopted2026_07 => Box::new(adopted::Adopted::new(config)),
            Profile::Pr40 | Profile::Mip2026_01 | Profile::Mip2026_04 => Box::new(mdk_core::MdkCore::new(config)),
        }
    })
}
