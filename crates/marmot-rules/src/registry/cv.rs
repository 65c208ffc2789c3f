//! CV: convergence of branches.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "CV-01",
        Must,
        D,
        "The same anchor and the same frozen input give the same branch and the same dispositions, whatever the order, the times, the relays and the speed.",
        "CONV",
    ),
    row("CV-02", Must, D, "Once input has ended, the way it was split into passes does not change the result.", "CONV"),
    row(
        "CV-03",
        Must,
        D,
        "The parent of a commit is the state whose membership key authenticates it; an equal epoch number means nothing.",
        "CONV",
    ),
    row("CV-04", Must, D, "A commit that continues the canonical branch is applied only when its pass ends.", "CONV"),
    row(
        "CV-05",
        Must,
        D,
        "While a group is syncing, resolving or blocked nothing is encrypted or prepared in it.",
        "STATE, CONV",
    ),
    row("CV-06", Must, D, "A branch that lost once competes again as long as it is eligible.", "CONV"),
    row(
        "CV-07",
        Must,
        D,
        "A change of branch withdraws notices and payloads that came from superseded commits.",
        "CONV, INB",
    ),
    row("CV-08", Must, D, "An own commit on a branch that lost is replaced by one that is made anew.", "PUB, CONV"),
    row(
        "CV-09",
        Must,
        D,
        "A witness is a fully validated payload in an epoch after the fork, and witnesses are counted by account.",
        "CONV",
    ),
    row(
        "CV-10",
        Must,
        D,
        "A restart changes none of this, and effects come again under the same message id or commit digest.",
        "DUR",
    ),
    row(
        "CV-11",
        Definition,
        D,
        "Clients are equal if group id, epoch, context hash, exporter commitment, leaves, required sets, dictionary, lifecycle, gates, obligations, dispositions and effects are.",
        "CONF",
    ),
];
