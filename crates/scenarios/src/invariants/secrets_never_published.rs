//! `secrets-never-published`

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::key_package;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "secrets-never-published",
    sentence: "A KeyPackage event carries exactly one public KeyPackage and nothing behind it, and no event shows an account's secret key.",
    rules: &["KP-03", "KP-14"],
    judge,
};

fn judge(run: &Run, _: &Chronicle) -> Verdict {
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, event) in run.published() {
        let mut report = |what: &str| {
            let text = format!("event {} of {device} {what}", event.id);
            violations.push(Violation { entry, subject: device.to_owned(), text });
        };
        if matches!(event.kind.as_u16(), 443 | 30443) {
            exercised += 1;
            let bytes = STANDARD.decode(&event.content).unwrap_or_default();
            if let Ok(parsed) = key_package::parse_bare(&bytes)
                && parsed.bytes().len() != bytes.len()
            {
                report("carries more than the public KeyPackage");
            }
        }
        let json = event.as_json();
        if run.secrets.iter().any(|secret| json.contains(secret)) {
            report("shows an account's secret key");
        }
    }
    Verdict::of(exercised, violations)
}
