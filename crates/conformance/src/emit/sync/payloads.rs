//! Payloads. Numbers never change; a wrong test is retired.

/// Number, flag, what it shows, the payload in hex. The first of the invalid ones has the number [`REFUSED`].
pub(super) type Row = (u16, &'static str, &'static str, &'static str);

/// From this number on a payload must be refused.
pub(super) const REFUSED: u16 = 201;
/// What a refused payload is like, but for its fault.
pub(super) const PARENT: u16 = 101;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (101, "Msg", "a msg", "0a036d736712035040411a130a02686910011a0b0a0275311080e8cfc4ec3322027531"),
    (102, "Statuses", "a status with all times", "0a0673746174757312035040411a1d10011a190a0275311080e8cfc4ec3318e8efcfc4ec3320d0f7cfc4ec332203412332"),
    (103, "Snapshots", "a peer_update", "0a0b706565725f757064617465120350404122034123312a0e7b224e616d65223a22506174227d"),
    (104, "Snapshots", "an identity_update", "0a0f6964656e746974795f757064617465220341233332127b224e69636b6e616d65223a224d6178227d"),
    (105, "Forwarded", "a forward", "0a07666f7277617264220275313a1f0a0d6d73673a636f6e746163742f501204636861741a02686922040a0275314203504041"),
    (106, "Forwarded", "the forwarded bytes are no UserMessage", "0a07666f7277617264220275313a020aff4203504041"),
    (107, "Ignored", "server_add is reserved", "0a0a7365727665725f6164642203412334"),
    (108, "Ignored", "a type of a later version", "0a09706f6c6c5f766f74652203412335"),
    (109, "Defaults", "nothing at all", ""),
    (110, "Defaults", "an empty message within", "0a036d73671a0022027531"),
    (111, "AnyOrder", "fields in another order", "220275311a130a02686910011a0b0a0275311080e8cfc4ec3312035040410a036d7367"),
    (112, "LastCounts", "a text that comes twice", "0a067374617475730a036d736712035040411a130a02686910011a0b0a0275311080e8cfc4ec3322027531"),
    (113, "Merged", "a message that comes twice is merged", "0a036d736712035040411a0a0a0268691a040a0275311a0b10011a071080e8cfc4ec3322027531"),
    (114, "Unknown", "fields that are not known, of every wire type", "0a036d736712035040411a130a02686910011a0b0a0275311080e8cfc4ec33220275317807a206036e6577a9060000000000000000b50600000000"),
    (115, "Varints", "a length that is not the shortest", "0a83006d736722027531"),
    (116, "Varints", "a bool of 2 is true, the highest number is kept", "0a036d73671a150a02686910021a0d0a02753110ffffffffffffff0f22027531"),
    (117, "Repeated", "several paths of files, an empty one too", "0a036d73671a170a0373656522062f612e706e67220022062f622e706e6722027531"),
    (118, "Utf8", "text beyond ASCII", "0a036d73671a0d0a0b4772c3bcc39f6520e29c9322027531"),
    (201, "Cut", "cut in the length", "0a"),
    (202, "Cut", "cut in a text", "0a036d736712035040411a130a02686910011a0b0a0275311080e8cfc4ec33220275"),
    (203, "Cut", "a message within is longer than the rest", "0a036d73671a200a02686910011a0b0a0275311080e8cfc4ec33"),
    (204, "CutWithin", "a text is longer than the message around it", "0a036d73671a040a05686922027531"),
    (205, "WireType", "a text as a number", "080322027531"),
    (206, "WireType", "a bool as bytes", "0a036d73671a0312017822027531"),
    (207, "WireType", "a message as a number", "0a036d7367180122027531"),
    (208, "NoUtf8", "the type is no UTF-8", "0a036d73ff22027531"),
    (209, "NoUtf8", "a text within is no UTF-8", "0a036d73671a040a02c32822027531"),
    (210, "LongVarint", "a varint of eleven bytes", "0a036d73671a0c10808080808080808080800122027531"),
    (211, "FieldZero", "field number 0", "0a036d736712035040411a130a02686910011a0b0a0275311080e8cfc4ec33220275310200"),
    (212, "NoWireType", "wire type 7", "0a036d736712035040411a130a02686910011a0b0a0275311080e8cfc4ec33220275317f"),
];
