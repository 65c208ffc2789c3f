//! `secrets-never-published`

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::key_package;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "secrets-never-published",
    sentence: "A KeyPackage event carries exactly one public KeyPackage and nothing behind it, and no event shows an account's secret key.",
    rules: &["KP-03", "KP-14"],
    follows_from: &[],
    judge,
};

fn judge(run: &Run, _: &Facts) -> Verdict {
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, event) in run.published() {
        let mut report = |what: What| {
            let cause = Cause::new(what).with("event", Part::Event(event.id)).with("device", Part::device(device));
            violations.push(Violation::new(entry, device, cause));
        };
        if matches!(event.kind.as_u16(), 443 | 30443) {
            exercised += 1;
            let bytes = STANDARD.decode(&event.content).unwrap_or_default();
            if let Ok(parsed) = key_package::parse_bare(&bytes)
                && parsed.bytes().len() != bytes.len()
            {
                report(What::MoreThanThePublicKeyPackage);
            }
        }
        let json = event.as_json();
        if run.secrets.iter().any(|secret| json.contains(secret)) {
            report(What::SecretKeyShown);
        }
    }
    Verdict::of(exercised, violations)
}
