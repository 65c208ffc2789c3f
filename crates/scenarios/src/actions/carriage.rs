//! What devices of one account hand each other past all relays, carried by the script.

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, Handed};
use sim_engine::OpId;

use super::verb::Turn;
use crate::model::{Problem, Span, Table};
use crate::script::Script;
use crate::world::DeviceNode;

/// What becomes of something that one device hands to another past all relays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Carriage {
    /// Nobody ever gets it.
    Lost,
    /// It arrives under the session of another pairing.
    WrongSession,
}

/// A session in which no device ever makes an offer.
const NO_SESSION: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The key `arrives`.
pub(super) fn read(table: &Table<'_>) -> Result<Option<Carriage>, Problem> {
    table.read("arrives", |item| item.one_of(&[("lost", Carriage::Lost), ("wrong-session", Carriage::WrongSession)]))
}

/// In words, if it does not simply arrive.
pub(super) fn words(arrives: Option<Carriage>) -> &'static str {
    match arrives {
        None => "",
        Some(Carriage::Lost) => ", and what it hands over is lost",
        Some(Carriage::WrongSession) => ", and what it hands over arrives under another session",
    }
}

/// Gives the acting device a command, and carries what it has then handed over to another one, or loses or spoils it. What the other
/// one says to it stands in the transcript.
pub(super) fn perform(
    script: &mut Script<'_>,
    turn: Turn<'_>,
    command: Command,
    to: &str,
    arrives: Option<Carriage>,
    late: Option<Span>,
) -> Option<OpId> {
    let op = script.order(turn, command);
    let from = turn.device?;
    let Some(&to) = script.world.devices.get(to) else { return op };
    let handed = script.world.engine.participant_mut::<DeviceNode>(from).map(DeviceNode::take_handed);
    if let Some(late) = late {
        script.advance_to(script.world.later(late.into()));
    }
    for what in handed.unwrap_or_default() {
        match arrives {
            Some(Carriage::Lost) => {}
            Some(Carriage::WrongSession) => _ = script.world.engine.command(to, Command::Take(elsewhere(what))),
            None => _ = script.world.engine.command(to, Command::Take(what)),
        }
    }
    op
}

/// The same under the session of another pairing.
fn elsewhere(what: Handed) -> Handed {
    match what {
        Handed::Offer(mut offer) => {
            offer.session = NO_SESSION.to_owned();
            Handed::Offer(offer)
        }
        Handed::Approval(mut approval) => {
            approval.session = NO_SESSION.to_owned();
            Handed::Approval(approval)
        }
    }
}
