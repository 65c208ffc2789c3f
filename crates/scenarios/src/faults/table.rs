//! Every fault: its name in a file and its module. A row and that module are all that a new fault needs.

use schemars::JsonSchema;
use serde::Serialize;

use super::kind::Kind;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $id:literal in $module:ident;)*) => {
        /// What a fault does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Does { $($(#[$doc])* $name,)* }

        impl Does {
            /// Every fault, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name used in files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            pub(crate) const fn kind(self) -> Kind {
                match self { $(Self::$name => super::$module::KIND,)* }
            }
        }
    };
}

faults! {
    /// The message is lost.
    Drop "drop" in drop;
    /// The message arrives later, by `delay`.
    Delay "delay" in delay;
    /// The message arrives twice.
    Duplicate "duplicate" in duplicate;
    /// The message waits until the fault ends.
    Hold "hold" in hold;
    /// The relay answers with a refusal, `text`, and does not store the event. Always about what goes to the relay.
    Refuse "refuse" in refuse;
    /// The relay acknowledges matching events and forgets them at once. Always about what goes to the relay.
    Forget "forget" in forget;
    /// The connection is cut at the next matching message, and cannot be opened until the fault ends.
    Disconnect "disconnect" in disconnect;
    /// The relay does not answer matching messages of devices. Always about what goes to the relay.
    Silence "silence" in silence;
    /// The relay takes matching events and hands them to others, and cuts the connection before it answers. Always about what goes to
    /// the relay.
    TakeAndCut "take-and-cut" in take_and_cut;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_a_file_is_the_name_that_is_written() {
        for does in Does::ALL {
            assert_eq!(serde_json::to_value(does).unwrap(), does.id());
        }
    }
}
