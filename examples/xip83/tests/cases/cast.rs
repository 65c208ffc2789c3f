//! Who plays a client, and who writes down what happens.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use streams::client::State;
use streams::system::Note;
use streams::{Action, Ms, Party, Recorder};
use xip83::client::{self, Target};
use xip83::{Clock, Witness};

use super::hand::Hand;
use super::pace::Pace;

/// The record of a play, from one end.
pub struct Scribe {
    pub record: Arc<Mutex<Option<Recorder>>>,
    pub pace: Pace,
    /// How long the call took to be there, which no scenario counts.
    pub shift: Arc<AtomicU64>,
    /// The client whose end it is, or whose calls the node has.
    pub client: String,
    pub of_node: bool,
}

impl Witness for Scribe {
    fn note(&self, at: Ms, note: Note) {
        let mut record = self.record.lock().unwrap();
        // What happens after the end is not part of the play.
        let Some(record) = record.as_mut() else { return };
        let at = self.pace.played(at.saturating_sub(self.shift.load(Ordering::SeqCst)));
        if self.of_node { record.node(at, &self.client, note) } else { record.client(at, &self.client, note) }
    }
}

/// A client on the stage.
pub enum Cast {
    Hand(Hand),
    Client(client::Handle),
}

impl Cast {
    pub fn new(party: &Party, target: Target, clock: Clock, pace: Pace, witness: Arc<dyn Witness>) -> Self {
        match party {
            Party::Hand => Self::Hand(Hand::new(target, clock, witness)),
            Party::Client(options) => {
                let options = pace.client(options);
                Self::Client(client::connect(client::Settings {
                    clock,
                    witness,
                    ..client::Settings::of(options, target)
                }))
            }
            Party::Watchdog(_) => panic!("no test case of the text has a watchdog"),
        }
    }

    pub fn perform(&self, action: &Action) {
        match (self, action) {
            (Self::Hand(hand), Action::Hand(_, act)) => hand.act(act),
            (Self::Client(client), Action::Client(_, input)) => client.hand(input.clone()),
            (Self::Client(client), Action::Freeze(..)) => client.freeze(true),
            (Self::Client(client), Action::Thaw(_)) => client.freeze(false),
            _ => panic!("a client cannot do {action:?}"),
        }
    }

    pub async fn state(&self) -> Option<State> {
        match self {
            Self::Hand(_) => None,
            Self::Client(client) => Some(client.state().await),
        }
    }
}
