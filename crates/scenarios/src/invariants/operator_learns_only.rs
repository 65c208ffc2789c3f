//! `operator-learns-only`
//!
//! The relays that an account names are meant to know whom they serve, and what they can link beyond that
//! [`Operator`](crate::facts::operator::Operator) counts. A relay of a group that a member does not name is another matter: an id in a
//! group event says nothing of accounts until a connection says whose it is.

use std::collections::{BTreeMap, BTreeSet};

use nostr::PublicKey;

use crate::facts::Facts;
use crate::facts::operator::{Connection, Tell, connections, named_by};
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "operator-learns-only",
    sentence: "On a relay that no list and no KeyPackage of its account names, no connection of a device says whose it is.",
    ..Invariant::of(judge)
};

fn judge(run: &Run, _: &Facts) -> Verdict {
    let named: BTreeMap<&PublicKey, BTreeSet<String>> =
        run.accounts.values().map(|account| (account, named_by(run, account))).collect();
    let mut exercised = 0;
    let mut seen: BTreeSet<(String, String, Tell)> = BTreeSet::new();
    let mut violations = Vec::new();
    for connection in connections(run) {
        let Some(account) = run.accounts.get(run.account_of(&connection.device)) else { continue };
        if named[account].contains(&connection.relay) {
            continue;
        }
        exercised += 1;
        for (tell, entry) in connection.tells.get(account).into_iter().flatten() {
            if seen.insert((connection.device.clone(), connection.relay.clone(), *tell)) {
                violations.push(Violation::new(*entry, connection.device.clone(), cause(&connection, *tell)));
            }
        }
    }
    Verdict::of(exercised, violations)
}

fn cause(connection: &Connection, tell: Tell) -> Cause {
    let (kind, how) = match tell {
        Tell::Auth => ("auth", "authenticated with its account's key"),
        Tell::Signed => ("signed", "published an event that its account signed"),
        Tell::Inbox => ("inbox", "asked for the gift wraps of its account"),
    };
    let beside = (!connection.groups.is_empty()).then_some(Part::Number(connection.groups.len() as u64));
    Cause::new(What::ConnectionNamesAccount)
        .because(kind)
        .with("device", Part::device(&connection.device))
        .with("relay", Part::Relay(connection.relay.clone()))
        .with("how", Part::Term(how))
        .with_some("groups", beside)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(
            &super::INVARIANT,
            ("group-relay-asks-nothing", Pr40, ClientId),
            ("group-relay-asks-who-you-are", Pr40, ClientId),
            AsItIs,
        );
    }
}
