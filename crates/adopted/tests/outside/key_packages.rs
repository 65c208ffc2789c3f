//! Recorded KeyPackages: `key_package::read` takes every one at the second of its making.

use adopted::Crypto;
use adopted::key_package::{Invitee, KeyPackageError, read};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use marmot_rules::adopted::authority::Options;
use marmot_rules::key_package::parse_framed;
use marmot_rules::{Reason, Requirements};
use nostr::{Event, EventBuilder, Keys, SecretKey};

use crate::member::{Device, framed, made_at, mdk_account};
use crate::recorded::{Commits, Forgeries, Forks, Founded, Groups, Negatives, Story};
use crate::{at, file, say};

impl Founded {
    pub fn device(&self) -> Device {
        let secret = SecretKey::from_hex(&self.joiner_account_secret_test_only).expect("a key");
        let (event, key_package, private) =
            (self.key_package_event.clone(), self.key_package.clone(), self.private.clone());
        Device { account: Keys::new(secret), event, key_package, private }
    }
}

impl Story {
    /// `account` is MDK's name of the observer's test account.
    pub fn device(&self, account: &str) -> Device {
        let (event, key_package, private) =
            (self.key_package_event.clone(), self.key_package.clone(), self.private.clone());
        Device { account: mdk_account(account), event, key_package, private }
    }
}

impl Forgeries {
    pub fn made_at(&self) -> u64 {
        made_at(&framed(&self.observer_key_package))
    }

    /// Draws entropy.
    pub fn device(&self) -> Device {
        Device::unpublished(mdk_account("w24h-neg-observer"), &self.observer_key_package, &self.observer_private)
    }
}

impl Negatives {
    pub fn made_at(&self) -> u64 {
        made_at(&framed(&self.joiner_key_package))
    }

    /// Draws entropy.
    pub fn device(&self) -> Device {
        Device::unpublished(mdk_account("w24e-neg-joiner"), &self.joiner_key_package, &self.joiner_private)
    }
}

/// What the recorded groups ask for.
fn requirements() -> Requirements {
    Requirements {
        extensions: [0x0006].into(),
        proposals: [0x0008].into(),
        components: [0x8003, 0x8009].into(),
        ..Requirements::none()
    }
}

/// Reads an event at this second. It is made there, too.
fn read_at(now: u64, event: impl FnOnce() -> Event + Send) -> Result<Invitee, KeyPackageError> {
    at(now, || read(&Crypto::default(), &event(), now, &requirements(), &Options::default()))
}

/// The KeyPackage events as they were signed, each with its recorded reference.
fn published(groups: &Groups, commits: &Commits, forks: &Forks) -> Vec<(&'static str, Device, String)> {
    let (default, app) = (&groups.engine_default, &groups.white_noise_app);
    let (engine, forks) = (&commits.mdk_engine, &forks.forks);
    vec![
        ("engine_default", default.device(), default.reference.clone()),
        ("white_noise_app", app.device(), app.reference.clone()),
        ("mdk_engine", engine.device("w24h-mdk-observer"), engine.reference.clone()),
        ("forks", forks.device("w25n-mdk-observer"), forks.reference.clone()),
    ]
}

fn files() -> Option<(Groups, Commits, Forks)> {
    Some((file("adopted-groups.json")?, file("adopted-commits.json")?, file("convergence-forks.json")?))
}

#[test]
fn every_recorded_key_package_event_is_valid_when_it_is_made() {
    let Some((groups, commits, forks)) = files() else { return };
    let published = published(&groups, &commits, &forks);
    for (name, device, reference) in &published {
        let invitee =
            read_at(device.made_at(), || device.event.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(invitee.reference.to_string(), *reference, "{name}");
        assert_eq!(invitee.account, device.account.public_key().into(), "{name}");
        assert_eq!(BASE64.encode(&device.key_package), device.event.content, "{name}");
    }
    for founded in [&groups.engine_default, &groups.white_noise_app] {
        let components = parse_framed(&founded.key_package).expect("a KeyPackage").components();
        assert!(components.iter().eq(&founded.joiner_key_package_app_components));
    }
    let (negatives, forgeries) = (&groups.openmls_negatives, &commits.openmls_forgeries);
    let mut bare = vec![
        ("openmls_negatives", read_at(negatives.made_at(), || negatives.device().event)),
        ("openmls_forgeries", read_at(forgeries.made_at(), || forgeries.device().event)),
    ];
    let group = forgeries.lifecycle_less.as_ref();
    bare.extend(group.map(|group| ("lifecycle_less", read_at(group.made_at(), || group.device().event))));
    say(&format!("KeyPackages: {} events and {} without event, all valid", published.len(), bare.len()));
    for (name, read) in bare {
        read.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn after_its_end_a_recorded_key_package_is_refused() {
    let Some((groups, commits, forks)) = files() else { return };
    for (name, device, _) in published(&groups, &commits, &forks) {
        let end = parse_framed(&device.key_package).expect("a KeyPackage").lifetime().expect("a lifetime").not_after;
        let event = || device.event.clone();
        read_at(end - 1, event).unwrap_or_else(|error| panic!("{name}, in its last second for openmls: {error}"));
        let refused = read_at(end + 1, event).expect_err("its time is over");
        assert!(matches!(refused, KeyPackageError::Refused(Reason::LifetimeExpired, _)), "{name}: {refused}");
    }
}

#[test]
fn a_recorded_key_package_in_another_name_or_with_other_bytes_is_refused() {
    let Some((groups, commits, forks)) = files() else { return };
    for (name, device, _) in published(&groups, &commits, &forks) {
        let stolen = || {
            EventBuilder::new(device.event.kind, &device.event.content)
                .tags(device.event.tags.clone())
                .custom_created_at(device.event.created_at)
                .sign_with_keys(&mdk_account("somebody else"))
                .expect("an event")
        };
        let refused = read_at(device.made_at(), stolen).expect_err("another account's");
        assert!(matches!(refused, KeyPackageError::Refused(Reason::IdentityMismatch, _)), "{name}: {refused}");
        let mut changed = device.event.clone();
        changed.content.insert(40, 'A');
        let refused = read_at(device.made_at(), || changed).expect_err("the signature is over other bytes");
        assert!(matches!(refused, KeyPackageError::Refused(Reason::BadSignature, _)), "{name}: {refused}");
    }
}
