//! What the flags of these tests mean, and which text their rules were read from.

use crate::format::{Class, Note, Pin, Spec};

use Class::Must;

/// The text, as notes cite it.
const TEXT: &str = "Proton";
/// What it leaves open, and what follows from it.
const ANALYSIS: &str = "docs/spec/shared-ratchet.md";

/// Flag, document, section, what a test shows, what goes wrong.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const NOTES: &[Row] = &[
    ("AckedFirst", ANALYSIS, "3", "A3: a node that nobody acknowledged is passed over beside one that somebody did", "A goes on from what B has rejected"),
    ("Again", ANALYSIS, "2", "what was there does not come again", "duplicates change the world"),
    ("Buffered", ANALYSIS, "3", "A7: a message waits until its parent is known", "messages that overtake each other are lost"),
    ("CE1", ANALYSIS, "6", "CE1: quiescent, and the two users select differently", "the conjecture is taken as it stands: a user waits for an agreement that comes one step later"),
    ("CE2", ANALYSIS, "6", "CE2: two chains for ever, though everything arrives", "convergence is promised without quiet moments"),
    ("CE3", ANALYSIS, "6", "CE3: lengths in messages lock, and healing stops", "no new key is ever made again"),
    ("CE4", ANALYSIS, "6", "CE4, P8: a removed device brings its branch back", "a step is taken for a revocation"),
    ("CE5", ANALYSIS, "6", "CE5: two messages under one key", "one of them is lost at a standard peer"),
    ("Cycle", ANALYSIS, "6", "a trace repeats itself, or does not", "a cycle is believed that is none"),
    ("Dropped", ANALYSIS, "3", "A7: a message whose parent is not known is dropped for good", "a device stays behind for ever"),
    ("Empty", ANALYSIS, "2", "nothing has happened", "the beginning is another one"),
    ("First", ANALYSIS, "3", "A5: only the first child of a node is accepted", "messages are lost, and nobody says so"),
    ("Heard", ANALYSIS, "3", "A2: messages on a node are heard once", "they count twice"),
    ("Healed", ANALYSIS, "6", "CE2 ends: one chain is thrown away whole", "the branch is joined in the middle"),
    ("HealedFirst", ANALYSIS, "9", "`first` locks a removed device out if the healing step comes first", "a removed device is heard"),
    ("HealedLast", ANALYSIS, "9", "P8: `first` locks the legitimate device out if the healing step comes last", "a removal is taken for done"),
    ("Large", ANALYSIS, "5", "more than 40,000 states", "the machine is too slow, not wrong"),
    ("LengthInMessages", ANALYSIS, "3", "A2: the chain with most messages is the longest", "DH steps are counted"),
    ("LengthInSteps", ANALYSIS, "3", "A2: the chain with most DH steps is the longest", "messages are counted"),
    ("ListedOrder", ANALYSIS, "3", "A6: an order that is a list", "listed nodes are not the lowest"),
    ("Longest", TEXT, "3.4", "the longest chain wins, whatever the order says", "the order is asked first"),
    ("ManyDevices", ANALYSIS, "2", "names are ordered by number", "a10 comes before a2"),
    ("MessageElsewhere", ANALYSIS, "2", "a message goes on the selection, if that is of the own user", "a message is sent where nobody expects it"),
    ("Messages", ANALYSIS, "2", "every message of a device has an index of its own", "one key is used twice"),
    ("N1", ANALYSIS, "6", "N1: a dropped copy leaves a device behind", "what is gone is waited for"),
    ("N2", ANALYSIS, "6", "N2: the second child is rejected", "a message is taken for read that nobody read"),
    ("N3", ANALYSIS, "6", "N3: two devices of a user accept different children", "they are believed to share a state"),
    ("N4", ANALYSIS, "6", "N4: a device forks itself", "the literal \"valid chains\" is followed without a thought of this"),
    ("N5", ANALYSIS, "6", "N5: both users begin at once", "nobody can step again, and both wait"),
    ("News", ANALYSIS, "2", "news of what a sibling accepted", "what is known by news counts as read, or is rejected"),
    ("NextNode", ANALYSIS, "2", "steps and rolls have numbers without gaps", "two nodes have one name"),
    ("NoForks", ANALYSIS, "5", "one device each: nothing can fork", "the machine has more states than there are"),
    ("NoOrphan", ANALYSIS, "3", "A7: what can be read is not dropped", "messages are lost"),
    ("NoSuchDevice", ANALYSIS, "2", "a device that is not there", "a device is made up"),
    ("NoSuchNode", ANALYSIS, "2", "a node that nobody has made", "a node is made up"),
    ("OneChain", TEXT, "3.4", "a conversation without forks", "who fails here need not look at forks"),
    ("OneOrder", TEXT, "3.4", "both users have one order: they agree at once", "the order of the other user is another one"),
    ("OnlyAcked", ANALYSIS, "3", "A3: a step of one's own counts when it is acknowledged", "a device forks itself, or believes what nobody confirmed"),
    ("Opposite", ANALYSIS, "5", "the users rank in opposite ways", "a state is missing, or one too many, or P1 to P5 are not looked at"),
    ("OrderOfPaths", ANALYSIS, "3", "A6: paths are compared from the root", "tips are compared"),
    ("OrderOfTips", ANALYSIS, "3", "A6: tips are compared", "paths are compared"),
    ("Orphan", ANALYSIS, "2", "nothing is read before its parent is known", "a message is read with keys that are not there"),
    ("OwnNode", ANALYSIS, "2", "a device has what it made", "it hears of its own step"),
    ("OwnOrder", ANALYSIS, "5", "P2: a device has another order than its sibling", "one order for each user is taken for granted"),
    ("Removed", ANALYSIS, "9", "a removed device goes on, apart from its siblings", "copies still pass, or nothing does"),
    ("Retain", ANALYSIS, "3", "A8: keys of old branches are gone after some levels", "a branch is joined whose keys are gone, or not joined though they are there"),
    ("Roll", ANALYSIS, "9", "a new root outranks all that is older", "a longer old chain wins"),
    ("RollAgain", ANALYSIS, "9", "a later root outranks an earlier one", "the longer chain wins"),
    ("RootMessage", ANALYSIS, "2", "the owner of a root sends on it", "messages on a root do not count"),
    ("SecondChild", ANALYSIS, "3", "A5: whether a second child is accepted", "the device does the other of the two"),
    ("StepElsewhere", ANALYSIS, "2", "a step goes on the selection", "a device builds where it does not look"),
    ("StepOnOwn", ANALYSIS, "2", "nobody steps on a node of the own user", "two steps follow each other without an answer"),
    ("StepsExhausted", ANALYSIS, "2", "the bound of steps", "the bound is not looked at"),
    ("SwitchOff", ANALYSIS, "3", "an event that needs a switch", "it happens all the same"),
    ("TwoRolls", ANALYSIS, "9", "both users roll at once", "each stays on its own root, or leaves it without need"),
    ("TwoRoots", ANALYSIS, "3", "A10: both users begin", "nobody can step again, or what cannot be is counted"),
    ("UnderWay", ANALYSIS, "2", "something is under way", "the world is taken for quiescent"),
    ("Unheard", ANALYSIS, "2", "nobody has accepted the node", "an acknowledgement is made up"),
    ("Unshared", ANALYSIS, "3", "A5: siblings do not share what they accepted", "devices of one user part for ever, and nobody says so"),
    ("WrongUser", ANALYSIS, "2", "acknowledgements are about own nodes, news is about the other user's", "they are mixed up"),
];

/// What a flag means.
pub(super) fn note(flag: &str) -> Option<Note> {
    let (_, document, section, description, effect) = NOTES.iter().find(|(name, ..)| *name == flag)?;
    Some(Note {
        class: Must,
        spec: format!("{document}#{section}"),
        description: (*description).to_owned(),
        effect: (*effect).to_owned(),
    })
}

/// Every flag that has a note.
#[cfg(test)]
pub(super) fn flags() -> impl Iterator<Item = &'static str> {
    NOTES.iter().map(|(flag, ..)| *flag)
}

/// What a file cites: texts that stand in no repository with a commit to name.
pub(super) fn spec() -> Spec {
    let pin = |document: &str, edition: &str| Pin {
        document: document.to_owned(),
        repo: None,
        commit: None,
        edition: Some(edition.to_owned()),
    };
    let pins = vec![
        pin(TEXT, "section 3.4, Multiple Devices, of the Proton text of 2022-07-04"),
        pin(
            ANALYSIS,
            "Colony's analysis of that section, second edition: what it leaves open as switches, and what follows",
        ),
    ];
    Spec { repo: String::new(), commit: String::new(), documents: Vec::new(), x_pins: pins }
}
