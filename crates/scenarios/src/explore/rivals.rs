//! Groups of the adopted text: two to five accounts with up to three devices each, on two relays.

use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::SliceRandom;
use sim_env::Stream;

use crate::model::AccountSpec;

const ACCOUNTS: [&str; 5] = ["alice", "bob", "carol", "dan", "erin"];
const DEVICES: [&str; 3] = ["phone", "laptop", "tablet"];

/// Accounts and their devices; one device is the most frequent number.
pub(super) fn accounts(rng: &mut Stream) -> BTreeMap<String, AccountSpec> {
    let account = |rng: &mut Stream| {
        let devices = *[1, 1, 1, 2, 2, 3].choose(rng).expect("some");
        AccountSpec { devices: DEVICES[..devices].iter().map(|name| (*name).to_owned()).collect() }
    };
    let many = rng.gen_range(2..=ACCOUNTS.len());
    ACCOUNTS[..many].iter().map(|name| ((*name).to_owned(), account(rng))).collect()
}
