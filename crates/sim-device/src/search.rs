//! How the search for an account's KeyPackages went, and why nothing came of it.

use nostr::RelayUrl;

use crate::error::{LookUp, LookUps, NotReached};

/// What was asked about one account so far, and what came of it.
#[derive(Default)]
pub(crate) struct Search {
    /// The look-up of the account's relay lists.
    pub lists: LookUps,
    /// Relays that its list of KeyPackage relays names.
    pub named: Option<Vec<RelayUrl>>,
    /// Anything that the account signed was found.
    pub known: bool,
    /// The look-up of its KeyPackages.
    pub key_packages: LookUps,
}

impl Search {
    /// Why nothing could be used: `rejected` KeyPackage events were found and not taken. `own` are the relays that the device reads.
    ///
    /// "It has none" is said only if every relay gave its whole answer. What could not be asked comes before what was not answered.
    pub(crate) fn failure(&self, rejected: usize, own: &[RelayUrl]) -> NotReached {
        let outcomes = || self.lists.values().chain(self.key_packages.values());
        let any = |is: fn(&LookUp) -> bool| outcomes().any(is);
        if any(|outcome| *outcome == LookUp::Offline) {
            NotReached::Offline
        } else if self.is_elsewhere(own) {
            NotReached::NoCommonRelay
        } else if any(|outcome| matches!(outcome, LookUp::Refused { .. })) {
            NotReached::LookUpRefused
        } else if any(|outcome| matches!(outcome, LookUp::Silent | LookUp::Unreachable)) {
            NotReached::NoAnswer
        } else if any(|outcome| matches!(outcome, LookUp::Cut { .. })) {
            NotReached::AnswerCut
        } else if !self.known && rejected == 0 {
            NotReached::NoCommonRelay
        } else {
            NotReached::NoKeyPackage { rejected }
        }
    }

    /// Why an account is not reached of which a list was looked for and not found. `lacking` is said only if every relay answered.
    pub(crate) fn without_list(&self, lacking: NotReached, own: &[RelayUrl]) -> NotReached {
        match self.failure(0, own) {
            NotReached::NoKeyPackage { .. } | NotReached::NoCommonRelay => lacking,
            why => why,
        }
    }

    /// The account names relays that the device neither reads nor can open.
    fn is_elsewhere(&self, own: &[RelayUrl]) -> bool {
        let out_of_reach = self.key_packages.values().all(|outcome| *outcome == LookUp::Unreachable);
        let foreign = self.named.as_ref().is_some_and(|named| named.iter().all(|relay| !own.contains(relay)));
        foreign && out_of_reach && !self.key_packages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(name: &str) -> RelayUrl {
        RelayUrl::parse(&format!("wss://{name}.example")).unwrap()
    }

    fn search(outcomes: &[(&str, LookUp)]) -> Search {
        let lists = LookUps::from([(relay("east"), LookUp::Complete)]);
        let key_packages = outcomes.iter().map(|(name, outcome)| (relay(name), outcome.clone())).collect();
        Search { lists, named: None, known: true, key_packages }
    }

    fn failure(search: &Search, rejected: usize) -> &'static str {
        search.failure(rejected, &[relay("east"), relay("west")]).id()
    }

    #[test]
    fn it_has_none_is_said_only_if_every_relay_gave_its_whole_answer() {
        let refused = LookUp::Refused { said: "blocked: no".to_owned() };
        let cases = [
            (LookUp::Complete, "no-key-package"),
            (refused, "look-up-refused"),
            (LookUp::Silent, "no-answer"),
            (LookUp::Unreachable, "no-answer"),
            (LookUp::Cut { events: 10 }, "answer-cut"),
            (LookUp::Offline, "offline"),
        ];
        for (outcome, id) in cases {
            assert_eq!(failure(&search(&[("east", LookUp::Complete), ("west", outcome)]), 3), id);
        }
    }

    #[test]
    fn an_account_whose_lists_name_relays_out_of_reach_has_no_common_relay() {
        let mut search = search(&[("north", LookUp::Unreachable)]);
        search.named = Some(vec![relay("north")]);
        assert_eq!(failure(&search, 0), "no-common-relay");
        search.named = Some(vec![relay("east")]);
        assert_eq!(failure(&search, 0), "no-answer");
    }

    #[test]
    fn an_account_of_which_nothing_is_found_has_no_common_relay() {
        let mut search = search(&[("east", LookUp::Complete)]);
        search.known = false;
        assert_eq!(failure(&search, 0), "no-common-relay");
    }
}
