//! Negative controls: mistakes that a device or the server can be told to make.

macro_rules! slips {
    ($($(#[$what:meta])* $slip:ident = $id:literal),* $(,)?) => {
        /// A mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Slip { $($(#[$what])* $slip),* }

        impl Slip {
            /// All of them.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$slip),*];

            /// The name in files and reports.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$slip => $id),* }
            }
        }
    };
}

slips! {
    /// A device dispatches again a row that a sibling dispatched to it, once: devices that always do so never end.
    DispatchSynced = "dispatch-synced",
    /// The primary does not keep the contact's session after it sealed something.
    ForgetRatchet = "forget-ratchet",
    /// The password of the database is in `peer_data`.
    PasswordInRecord = "password-in-record",
    /// Whoever sends a `peer_update` is taken for primary, whatever it says.
    SenderIsPrimary = "sender-is-primary",
    /// A status overwrites what is there, higher or not.
    LastStatusWins = "last-status-wins",
    /// The item is released before what it leads to is durable.
    ReleaseEarly = "release-early",
    /// The primary seals and sends every forward twice.
    ForwardTwice = "forward-twice",
    /// The server forgets what comes for somebody who is not there.
    DropForAbsent = "drop-for-absent",
}
