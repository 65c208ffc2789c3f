//! Numbers of the texts and of mdk-core 0.8.0, with the comparisons that go with them (docs/spec/marmot.md sections 6
//! and 8).

/// How old a group event may be, in seconds: 45 days.
pub const MESSAGE_AGE_MAX: u64 = 3_888_000;
/// How far ahead a group event may be dated, in seconds.
pub const MESSAGE_SKEW_MAX: u64 = 300;
/// Until this second mdk-core 0.8.0 uses its legacy exporter and untagged NIP-44: 2026-05-15T00:00:00Z.
pub const LEGACY_FALLBACK_UNTIL: u64 = 1_778_803_200;
/// The longest rumor, in bytes of JSON, that survives both NIP-44 layers of a wrap.
pub const RUMOR_JSON_MAX: usize = 40_960;
/// The longest plaintext that nostr 0.44.8 encrypts with NIP-44, in bytes.
pub const NIP44_PLAINTEXT_MAX: usize = 65_408;

/// True if mdk-core 0.8.0 looks at a group event of this age; both ends belong to the window.
pub const fn message_in_window(created_at: u64, now: u64) -> bool {
    created_at >= now.saturating_sub(MESSAGE_AGE_MAX) && created_at <= now.saturating_add(MESSAGE_SKEW_MAX)
}

/// True while mdk-core 0.8.0 still falls back to its legacy encodings.
pub const fn legacy_fallback(now: u64) -> bool {
    now <= LEGACY_FALLBACK_UNTIL
}

/// Length to which NIP-44 pads a plaintext, without its two length bytes.
pub const fn nip44_padded_length(plaintext: usize) -> usize {
    if plaintext <= 32 {
        return 32;
    }
    let next_power = (plaintext - 1).next_power_of_two();
    let next_power = if next_power < plaintext { next_power * 2 } else { next_power };
    let chunk = if next_power <= 256 { 32 } else { next_power / 8 };
    chunk * plaintext.div_ceil(chunk)
}

/// Length of a NIP-44 payload in base64: version, nonce, length, padded plaintext, MAC.
pub const fn nip44_payload_length(plaintext: usize) -> usize {
    (1 + 32 + 2 + nip44_padded_length(plaintext) + 32).div_ceil(3) * 4
}

/// True if a rumor of this JSON length can be wrapped.
pub const fn rumor_wraps(json_length: usize) -> bool {
    json_length <= RUMOR_JSON_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_events_are_read_at_both_ends_of_the_window_and_not_beyond() {
        let now = 2_000_000_000;
        let answers = [now - 3_888_000, now - 3_888_001, now + 300, now + 301];
        assert_eq!(answers.map(|at| message_in_window(at, now)), [true, false, true, false]);
    }

    #[test]
    fn the_legacy_fallback_ends_after_its_second() {
        assert!(legacy_fallback(1_778_803_200) && !legacy_fallback(1_778_803_201));
    }

    #[test]
    fn nip44_pads_as_the_known_answers_say() {
        let lengths = [32_768, 32_769, 40_960, 40_961];
        assert_eq!(lengths.map(nip44_padded_length), [32_768, 40_960, 40_960, 49_152]);
        let payloads = lengths.map(nip44_payload_length);
        assert_eq!(payloads, [43_780, 54_704, 54_704, 65_628]);
    }

    #[test]
    fn a_rumor_wraps_up_to_its_limit() {
        assert!(rumor_wraps(40_960) && !rumor_wraps(40_961));
        // One byte more and the seal no longer fits.
        assert!(nip44_payload_length(40_960) <= NIP44_PLAINTEXT_MAX);
        assert!(nip44_payload_length(40_961) > NIP44_PLAINTEXT_MAX);
    }
}
