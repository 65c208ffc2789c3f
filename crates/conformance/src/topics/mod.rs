//! The table of topics, and topics that stand in one folder each.
//!
//! ```text
//!   for_each_topic! ──> format: Topic, Vectors, AnyTest    emit: whose files are made    verify: whose voices are asked
//! ```
//!
//! A folder holds the types in `mod.rs`, the tests in `emit.rs`, and two voices that know nothing of each other in `rules.rs` and
//! `naive.rs`. What tests demand is said in the rows of `emit.rs`, or computed in an `expectation.rs` of its own; `tests/apart.rs`
//! keeps these files apart. A topic that needs a library of MLS has its types in `format`, its tests in `emit`, and its voices
//! among the stacks of `verify`.

pub mod member_coalescing;

/// Hands the rows of all topics to a macro: variant, module in [`crate::format::topics`], name in files, how ids begin.
macro_rules! for_each_topic {
    ($macro:ident) => {
        $macro! {
            KeyPackageRef key_package_ref "key-package-ref" "kpr";
            KeyPackageEvent key_package_event "key-package-event" "kpe";
            KeyPackageSelect key_package_select "key-package-select" "kps";
            WelcomeRumor welcome_rumor "welcome-rumor" "wru";
            WelcomeJoin welcome_join "welcome-join" "wjo";
            WelcomeFanout welcome_fanout "welcome-fanout" "wfo";
            GroupEvent group_event "group-event" "gev";
            Exporter exporter "exporter" "exp";
            MemberCoalescing member_coalescing "member-coalescing" "mco";
            Convergence convergence "convergence" "cnv";
            CommitAuthority commit_authority "commit-authority" "cau";
            Scenario scenario "scenario" "scn";
            Stream stream "stream" "str";
            Tree tree "tree" "tre";
            Race race "race" "rac";
        }
    };
}
pub(crate) use for_each_topic;
