//! tree and race, by the crate `shared-ratchet`: traces by its replayer, races by its model on stateright. Generators make tests with
//! these, and the stack `shared-ratchet` verifies with them. The stack `naive` has a machine of its own.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared_ratchet::tree::trace::{Disabled, LassoError};
use shared_ratchet::tree::{RaceInput, TraceError, TraceInput, replay};

use crate::format::Reason;
use crate::format::topics::{race, tree};

/// Why a trace cannot be played, in words, with the reason if there is one.
pub(crate) type Refused = (Option<Reason>, String);

/// Plays a trace, and then more events.
///
/// # Errors
/// Which event is not enabled, and why, or what else is wrong.
pub(crate) fn replayed(input: &tree::Input, then: Option<&[Vec<String>]>) -> Result<tree::Expect, Refused> {
    let own: TraceInput = same(input).map_err(|what| (None, what))?;
    let mut expect: tree::Expect = same(&replay(&own).map_err(refused)?).map_err(|what| (None, what))?;
    if let Some(more) = then {
        let mut longer = input.clone();
        longer.trace.extend_from_slice(more);
        longer.cycle = None;
        let end = replayed(&longer, None)?;
        expect.then = Some(tree::Then { trace: more.to_vec(), selection: end.selection });
    }
    Ok(expect)
}

/// Counts every state.
///
/// # Errors
/// Why they cannot be counted.
pub(crate) fn counted(input: &race::Input) -> Result<race::Expect, String> {
    let own: RaceInput = same(input)?;
    same(&shared_ratchet::tree::race(&own).map_err(|error| error.to_string())?)
}

/// The same JSON as another type.
fn same<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, String> {
    let value: Value = serde_json::to_value(value).map_err(|error| error.to_string())?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn refused(error: TraceError) -> Refused {
    let reason = match &error {
        TraceError::Event { why, .. } => Some(reason(why)),
        TraceError::Lasso(LassoError::TooShort { .. }) => Some(Reason::CycleTooShort),
        TraceError::Lasso(LassoError::Another { .. }) => Some(Reason::CycleDiffers),
        TraceError::Lasso(LassoError::Shift { .. }) => Some(Reason::CycleShift),
        TraceError::Lasso(LassoError::Quiescent { .. }) => Some(Reason::CycleQuiescent),
        TraceError::Devices { .. } | TraceError::Roots(_) => None,
    };
    (reason, error.to_string())
}

const fn reason(why: &Disabled) -> Reason {
    match why {
        Disabled::NoDevice(_) => Reason::DeviceUnknown,
        Disabled::NoNode(_) => Reason::NodeUnknown,
        Disabled::NotNext { .. } => Reason::NodeNotNext,
        Disabled::NoStepLeft(_) => Reason::StepsExhausted,
        Disabled::NotSelected { .. } => Reason::NotSelected,
        Disabled::OwnNode(_) | Disabled::ForeignNode(_) | Disabled::NotOf(..) => Reason::WrongUser,
        Disabled::Known(..) => Reason::AlreadyKnown,
        Disabled::Processed(..) => Reason::AlreadyProcessed,
        Disabled::Orphan { .. } => Reason::Orphaned,
        Disabled::NoOrphan(..) => Reason::NotOrphaned,
        Disabled::Switch(_) => Reason::SwitchOff,
        Disabled::Rejects(..) => Reason::WouldBeRejected,
        Disabled::Accepts(..) => Reason::WouldBeAccepted,
        Disabled::TooOld(..) => Reason::OutOfReach,
        Disabled::Apart(..) => Reason::SiblingsApart,
        Disabled::NotAnnounced(_) => Reason::NotAnnounced,
        Disabled::Acked(..) => Reason::AlreadyAcked,
        Disabled::Removed(_) => Reason::AlreadyRemoved,
    }
}
