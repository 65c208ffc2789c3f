//! Ways to make every device of a scenario a wrong one.

use scenarios::model::{Action, Scenario};
use sim_device::Behaviour;

/// Every device behaves so.
pub fn behave(scenario: &mut Scenario, change: fn(&mut Behaviour)) {
    change(&mut scenario.defaults.behaviour);
    scenario.devices.values_mut().for_each(|device| change(&mut device.behaviour));
}

/// Every device decides so where the texts leave a choice.
pub fn choose(scenario: &mut Scenario, knob: &str, option: &str) {
    let own = scenario.devices.values_mut().map(|device| &mut device.knobs);
    own.chain([&mut scenario.defaults.knobs]).for_each(|knobs| knobs.choose(knob, option).unwrap());
}

/// Every KeyPackage of the script carries this `client_id`.
pub fn each_key_package_says(scenario: &mut Scenario, client_id: &str) {
    for step in &mut scenario.steps {
        if let Action::PublishKeyPackage(options) = &mut step.action {
            options.client_id = Some(client_id.to_owned());
        }
    }
}
