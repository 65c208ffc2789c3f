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
    itself: &[(&["KP-03", "KP-14"], "looks for what lies behind the KeyPackage, whatever the frame")],
    ..Invariant::of(judge)
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

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;
    use crate::run::Run;

    fn a_key_package_shows_a_secret_key(run: &mut Run) {
        let secret = format!("\"{}\"", run.secrets[0]);
        on_the_wire(run, 443, "\"MDK/0.8.0\"", &secret);
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, TWO, Forged(a_key_package_shows_a_secret_key));
    }
}
