//! Who makes the devices of a run: mdk-core devices, unless somebody else does.

use std::fmt;
use std::sync::Arc;

use crate::api::{Device, DeviceConfig, Moment, Output};
use crate::device::MarmotDevice;

/// A device that was just installed, and what it wants to happen first.
pub type Installed = (Box<dyn Device>, Vec<Output>);

type Make = dyn Fn(DeviceConfig, Moment) -> Installed + Send + Sync;

/// Makes a device for each place in a scenario (`DeviceConfig::name`): a device of this crate, a test double, a go-between to a process
/// outside. It is called as the device's actor, so what it draws is the device's own.
#[derive(Clone)]
pub struct DeviceMaker(Arc<Make>);

impl DeviceMaker {
    /// A maker of one's own. For places that it does not want to fill it can call [`Self::install`] of the default one.
    pub fn new(make: impl Fn(DeviceConfig, Moment) -> Installed + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }

    /// Installs the device of one place.
    pub fn install(&self, config: DeviceConfig, at: Moment) -> Installed {
        (self.0)(config, at)
    }
}

impl Default for DeviceMaker {
    fn default() -> Self {
        Self::new(|config, at| {
            let (device, outputs) = MarmotDevice::install(config, at);
            (Box::new(device), outputs)
        })
    }
}

impl fmt::Debug for DeviceMaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceMaker")
    }
}
