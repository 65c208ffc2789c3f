//! Lists that say where an account is: kinds 10002 (NIP-65), 10050 (NIP-17) and 10051 (the MIPs).

use nostr::{Event, RelayUrl, Tag};

/// Kind of the list of relays on which an account reads and writes (NIP-65).
pub const KIND_RELAY_LIST: u16 = 10002;
/// Kind of the list of relays on which an account receives gift wraps (NIP-17).
pub const KIND_INBOX_LIST: u16 = 10050;
/// Kind of the list of relays that hold an account's KeyPackages, in the older profiles (KP-16).
pub const KIND_KEY_PACKAGE_LIST: u16 = 10051;

/// The relays of a list that are meant: of kind 10002 those on which the account writes, of other lists all. An address that cannot be
/// read is left out, and one that comes twice comes twice.
pub fn named(list: &Event) -> impl Iterator<Item = RelayUrl> {
    let writes = list.kind.as_u16() == KIND_RELAY_LIST;
    let meant = move |tag: &&[String]| if writes { is_written_to(tag) } else { tag[0] == "relay" };
    list.tags.iter().map(Tag::as_slice).filter(meant).filter_map(|tag| RelayUrl::parse(tag.get(1)?).ok())
}

/// KP-15: an `r` entry with the marker `write`, or without a marker. One for reading is no place for KeyPackages.
fn is_written_to(tag: &[String]) -> bool {
    tag[0] == "r" && tag.get(2).is_none_or(|marker| marker == "write")
}

#[cfg(test)]
mod tests {
    use nostr::{EventBuilder, Keys, Kind};

    use super::*;

    fn list(kind: u16, tags: &[&[&str]]) -> Vec<String> {
        let tags = tags.iter().map(|tag| Tag::parse(tag.iter().copied()).unwrap());
        let event = EventBuilder::new(Kind::Custom(kind), "").tags(tags).sign_with_keys(&Keys::generate()).unwrap();
        named(&event).map(|url| url.to_string()).collect()
    }

    #[test]
    fn key_packages_are_where_the_account_writes() {
        let tags: &[&[&str]] = &[
            &["r", "wss://both.example"],
            &["r", "wss://out.example", "write"],
            &["r", "wss://in.example", "read"],
            &["r", "wss://odd.example", "Write"],
            &["relay", "wss://other.example"],
            &["r"],
            &["r", "no address"],
        ];
        assert_eq!(list(KIND_RELAY_LIST, tags), ["wss://both.example", "wss://out.example"]);
        assert_eq!(list(KIND_KEY_PACKAGE_LIST, tags), ["wss://other.example"]);
        assert_eq!(list(KIND_INBOX_LIST, tags), ["wss://other.example"]);
    }

    #[test]
    fn a_list_for_reading_alone_names_nothing() {
        assert!(list(KIND_RELAY_LIST, &[&["r", "wss://in.example", "read"]]).is_empty());
    }
}
