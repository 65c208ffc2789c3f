//! An `MLSMessage`, as far as it can be read without keys (RFC 9420 sections 6 and 12.4.3).

use marmot_rules::key_package::{ParseError, Reader};

use super::names::{CIPHER_SUITES, CONTENT_TYPES, SENDERS, VERSIONS, WIRE_FORMATS};
use super::{Field, key_package};

/// A member sends: its leaf index follows.
const MEMBER: u8 = 1;

pub(super) fn message(bytes: &[u8]) -> Field {
    Field::read("MLSMessage", |fields| {
        let mut reader = Reader::new(bytes);
        fields.push(VERSIONS.field("version", reader.u16("version")?));
        let wire_format = reader.u16("wire_format")?;
        fields.push(WIRE_FORMATS.field("wire_format", wire_format));
        match wire_format {
            1 => public_message(&mut reader, fields)?,
            2 => private_message(&mut reader, fields)?,
            3 => welcome(&mut reader, fields)?,
            5 => {
                fields.push(key_package::bare(reader.rest()));
                return Ok(());
            }
            _ => {}
        }
        if !reader.is_empty() {
            fields.push(Field::bytes("the rest", reader.rest()));
        }
        Ok(())
    })
}

fn head(reader: &mut Reader<'_>, fields: &mut Vec<Field>) -> Result<(), ParseError> {
    fields.push(Field::bytes("group_id", reader.vector("group_id")?));
    fields.push(Field::new("epoch", reader.u64("epoch")?));
    Ok(())
}

fn content_type(reader: &mut Reader<'_>) -> Result<Field, ParseError> {
    Ok(CONTENT_TYPES.field("content_type", u16::from(reader.u8("content_type")?)))
}

fn private_message(reader: &mut Reader<'_>, fields: &mut Vec<Field>) -> Result<(), ParseError> {
    head(reader, fields)?;
    fields.push(content_type(reader)?);
    for name in ["authenticated_data", "encrypted_sender_data", "ciphertext"] {
        fields.push(Field::bytes(name, reader.vector(name)?));
    }
    Ok(())
}

/// Content, signature and tags are left together: where they part depends on proposals.
fn public_message(reader: &mut Reader<'_>, fields: &mut Vec<Field>) -> Result<(), ParseError> {
    head(reader, fields)?;
    let sender = reader.u8("sender_type")?;
    fields.push(SENDERS.field("sender_type", u16::from(sender)));
    if sender == MEMBER {
        let index = reader.take(4, "leaf_index")?;
        fields.push(Field::new("leaf_index", index.iter().fold(0_u32, |n, byte| n << 8 | u32::from(*byte))));
    }
    fields.push(Field::bytes("authenticated_data", reader.vector("authenticated_data")?));
    fields.push(content_type(reader)?);
    Ok(())
}

fn welcome(reader: &mut Reader<'_>, fields: &mut Vec<Field>) -> Result<(), ParseError> {
    fields.push(CIPHER_SUITES.field("cipher_suite", reader.u16("cipher_suite")?));
    let mut secrets = Reader::new(reader.vector("secrets")?);
    while !secrets.is_empty() {
        let reference = Field::bytes("new_member", secrets.vector("new_member")?).about("KeyPackageRef");
        let kem_output = Field::bytes("kem_output", secrets.vector("kem_output")?);
        let ciphertext = Field::bytes("ciphertext", secrets.vector("ciphertext")?);
        fields.push(Field::of("encrypted_group_secrets", vec![reference, kem_output, ciphertext]));
    }
    fields.push(Field::bytes("encrypted_group_info", reader.vector("encrypted_group_info")?));
    Ok(())
}
