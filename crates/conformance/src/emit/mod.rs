//! From seeded runs to a tree of files.

mod adopted;
mod blueprint;
pub mod checks;
mod commit_authority;
mod convergence;
mod draft;
mod exporter;
mod group_event;
mod group_info;
mod index;
mod invariants;
mod key_package_event;
mod key_package_ref;
mod key_package_select;
mod minimal;
mod notes;
mod pack;
mod party;
mod ratchet;
mod retired;
mod scenario;
mod sources;
mod stream;
mod topic;
mod tree;
mod welcome_fanout;
mod welcome_join;
mod welcome_rumor;

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::Profile;
use nostr::secp256k1::{Message, Secp256k1};
use sim_env::Seed;

use crate::format::topics::HasTopic;
use crate::format::{
    self, FORMAT, File, Generator, Group, Outcome, RATCHET_PACK, STREAM_PACK, SUITE_VERSION, Test, Topic, Vectors,
};
use crate::verify::{self, Killed, Suite};

pub(crate) use notes::Row;
pub(crate) use sources::Cite;
pub(crate) use topic::Emit;
use tree::Made;
pub use tree::{Tree, WriteError};

/// Seed of every run.
pub const SEED: u64 = 7;
/// Start of every run: 2026-06-15T00:00:00Z, after the legacy fallbacks of mdk-core 0.8.0 have ended.
pub const START: u64 = 1_781_481_600;
/// When the groups are made.
const GROUP_AT: u64 = START + 3_600;
/// The time at which tests are judged.
pub const NOW: u64 = START + 7_200;

/// Why the vectors could not be made. All of these are mistakes in this crate or its environment.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// The seeded environment is not available.
    #[error(transparent)]
    Environment(#[from] sim_env::RunError),
    /// A test is not what it says.
    #[error("{0}")]
    Inconsistent(String),
    /// A file cannot be written as JSON.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Makes every file, lets every stack verify every test, and says in the files which did.
///
/// # Errors
/// See [`EmitError`].
pub fn emit() -> Result<Tree, EmitError> {
    emit_watched(|_| ())
}

/// As [`emit`]; `next` is told what is made next, for whoever shows progress.
///
/// # Errors
/// See [`EmitError`].
pub fn emit_watched(mut next: impl FnMut(&str)) -> Result<Tree, EmitError> {
    let files = topic::files(&mut next)?;
    check_ids(&files)?;
    check_notes(&files)?;
    let suite = Suite::of(files);
    let mut verdicts = 0;
    let report = verify::run_watched(&suite, &verify::stacks(), None, || {
        verdicts += 1;
        next(&format!("{verdicts} verdicts of the stacks"));
    });
    // A stack that says why it refuses has to say what the test says.
    let failures = report.failures().into_iter().chain(report.contradictions());
    let failures: Vec<_> = failures.map(ToString::to_string).collect();
    if !failures.is_empty() {
        return Err(EmitError::Inconsistent(failures.join("\n")));
    }
    next("the mutants that each test kills");
    let kills = verify::kills(&suite).map_err(EmitError::Inconsistent)?;
    let unexplained = verify::unexplained(&kills);
    if !unexplained.is_empty() {
        return Err(EmitError::Inconsistent(format!("no test kills {}", unexplained.join(" "))));
    }
    next("the mutants that each stream test kills");
    let of_streams = verify::streams::kills(&suite);
    let alive = verify::streams::alive(&of_streams);
    if !alive.is_empty() {
        return Err(EmitError::Inconsistent(format!("no stream test kills {}", alive.join(" "))));
    }
    next("the mutants that each test of shared ratchets kills");
    let of_ratchets = verify::ratchet::kills(&suite);
    let alive = verify::ratchet::alive(&of_ratchets);
    if !alive.is_empty() {
        return Err(EmitError::Inconsistent(format!("no test of shared ratchets kills {}", alive.join(" "))));
    }
    let mut tables = verify::tables(&suite, &kills);
    tables.insert(format!("{STREAM_PACK}KILLS.md"), verify::streams::table(&of_streams));
    tables.insert(format!("{RATCHET_PACK}KILLS.md"), verify::ratchet::table(&of_ratchets));
    let mut kills = kills;
    for (id, accept) in of_streams.into_iter().chain(of_ratchets) {
        kills.insert(id, Killed { accept, other_reason: Vec::new() });
    }
    let made = Made { tables, kills, layers: verify::layers(&suite).map_err(EmitError::Inconsistent)? };
    let tree = Tree::of(suite.into_files(), &report, made)?;
    checks::tree(tree.files()).map_err(|fault| EmitError::Inconsistent(fault.to_string()))?;
    Ok(tree)
}

/// Does mdk-core 0.8.0 write every event of this profile? Group events of January had another encryption.
fn speaks_in_full(profile: Profile) -> bool {
    matches!(profile, Profile::Pr40 | Profile::Mip2026_04)
}

/// Whether there are tests of what happens in groups of this profile.
pub(crate) fn groups_are_made(profile: Profile) -> bool {
    speaks_in_full(profile) || profile.is_adopted()
}

/// Every id occurs once, and begins as its topic says.
fn check_ids(files: &BTreeMap<String, Vectors>) -> Result<(), EmitError> {
    let mut seen = BTreeSet::new();
    for (path, vectors) in files {
        for (_, test) in vectors.tests() {
            let id = test.head().id.to_owned();
            if !id.starts_with(vectors.topic().prefix()) || !seen.insert(id.clone()) {
                return Err(EmitError::Inconsistent(format!("{path}: {id} is used twice or has a wrong prefix")));
            }
        }
    }
    Ok(())
}

/// Every flag that is explained is one that some test has.
fn check_notes(files: &BTreeMap<String, Vectors>) -> Result<(), EmitError> {
    let used: BTreeSet<&str> = files.values().flat_map(Vectors::notes).collect();
    match notes::flags().find(|flag| !used.contains(flag)) {
        Some(flag) => Err(EmitError::Inconsistent(format!("no test has the flag {flag}"))),
        None => Ok(()),
    }
}

/// A closure in a seeded run of its own, which begins at [`START`].
pub(crate) fn in_run<T: Send>(f: impl FnOnce() -> T + Send) -> Result<T, sim_env::RunError> {
    sim_device::warm_up();
    sim_env::run(Seed::from(SEED), START, f)
}

/// Moves the clock of the run to this Unix time.
fn wait_until(unix: u64) {
    sim_env::advance_to(unix * 1_000_000_000);
}

/// The id of a test. Numbers are given in the generators and never change; every profile has a thousand or more of its own.
pub(crate) fn id(topic: Topic, profile: Profile, number: u16) -> String {
    let first = match profile {
        Profile::Pr40 => 0,
        Profile::Mip2026_01 => 1_000,
        Profile::Mip2026_04 => 4_000,
        Profile::Adopted2026_07 => 7_000,
    };
    format!("{}-{:04}", topic.prefix(), first + number)
}

/// A file around its tests.
pub(crate) fn file<I, E>(profile: Profile, tests: Vec<Test<I, E>>) -> Result<File<I, E>, EmitError>
where
    File<I, E>: Emit,
{
    let flags: BTreeSet<&str> = tests.iter().flat_map(|test| test.flags.iter().map(String::as_str)).collect();
    let notes = flags.into_iter().map(|flag| {
        let mut own = tests.iter().filter(|test| test.flags.iter().any(|name| name == flag));
        let note = notes::note::<File<I, E>>(flag, profile, own.all(|test| test.result == Outcome::Policy));
        let note = note.ok_or_else(|| EmitError::Inconsistent(format!("flag {flag} has no note")))?;
        Ok((flag.to_owned(), note))
    });
    let notes = notes.collect::<Result<_, EmitError>>()?;
    Ok(File {
        format: FORMAT.to_owned(),
        suite_version: SUITE_VERSION.to_owned(),
        topic: <File<I, E>>::TOPIC.name().to_owned(),
        profile: profile.to_string(),
        spec: sources::spec(profile, &notes),
        generator: Generator {
            name: "colony".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: SEED.to_string(),
            mls: <File<I, E>>::maker(profile).to_owned(),
        },
        synthetic_secrets: true,
        test_count: u32::try_from(tests.len()).expect("tests are written by hand"),
        notes,
        groups: vec![Group { now: NOW, tests }],
    })
}

/// The library in the devices whose MLS bytes stand in the files of a profile.
fn by_devices(profile: Profile) -> &'static str {
    if profile.is_adopted() {
        "openmls 0.9.2 (colony's engine of the adopted text)"
    } else {
        "openmls 0.8.3 (mdk-core 0.8.0)"
    }
}

/// The same where KeyPackages of the adopted text are from a blueprint.
fn by_blueprint(profile: Profile) -> &'static str {
    if profile.is_adopted() { "colony's own encoder" } else { by_devices(profile) }
}

/// An account of which no test knows.
fn stranger() -> nostr::Keys {
    nostr::Keys::new(nostr::SecretKey::from_slice(&[9; 32]).expect("a scalar"))
}

/// A BIP-340 signature by this account over these 32 bytes in hex.
fn signature(by: &nostr::Keys, id: &str) -> String {
    let secp = Secp256k1::new();
    let id = nostr::EventId::from_hex(id).expect("64 hex digits");
    let keypair = by.secret_key().keypair(&secp);
    secp.sign_schnorr_no_aux_rand(&Message::from_digest(id.to_bytes()), &keypair).to_string()
}

/// The same bytes with one byte inverted.
fn flipped(bytes: &[u8], at: usize) -> format::Hex {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 0xff;
    format::Hex(bytes)
}
