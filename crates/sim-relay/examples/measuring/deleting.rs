//! What a deletion request does (NIP-09).

use std::net::SocketAddr;

use nostr::{EventId, Keys};
use serde_json::json;
use sim_relay::{AddressDeletion, EarlyDeletion, ForeignDeletion, Personality, Tombstones};

use super::Answered;
use super::line::{Line, event, note, now};

pub async fn ask(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let target = note(&author);
    let request = by_id(&author, &[target.id]);
    line.publish(&target).await;
    line.publish(&request).await;
    if line.serves(&target).await {
        found.nip_off.insert(9);
        forget(found);
        return Ok(());
    }
    found.deletion_kept = line.serves(&request).await;
    let again = line.publish(&target).await;
    found.tombstones = match again.accepted() {
        false => Tombstones::Refuse,
        true if line.serves(&target).await => Tombstones::None,
        true => Tombstones::TrueButHidden,
    };
    line.publish(&by_id(&author, &[request.id])).await;
    found.deletions_deletable = found.deletion_kept && !line.serves(&request).await;
    found.deletion_before_target = early(place).await?;
    found.foreign_deletion = foreign(place).await?;
    found.deletion_by_address = by_address(place).await?;
    found.wrap_deletion_by_recipient = wrap(place, found.giftwrap_guard).await?;
    Ok(())
}

/// A relay without NIP-09 has no answer to the other questions.
pub fn forget(found: &mut Personality) {
    let plain = Personality::conforming();
    found.deletion_kept = plain.deletion_kept;
    found.tombstones = plain.tombstones;
    found.deletions_deletable = plain.deletions_deletable;
    found.deletion_before_target = plain.deletion_before_target;
    found.foreign_deletion = plain.foreign_deletion;
    found.deletion_by_address = plain.deletion_by_address;
    found.wrap_deletion_by_recipient = plain.wrap_deletion_by_recipient;
}

fn by_id(author: &Keys, ids: &[EventId]) -> nostr::Event {
    let ids: Vec<String> = ids.iter().map(EventId::to_hex).collect();
    let tags: Vec<[&str; 2]> = ids.iter().map(|id| ["e", id.as_str()]).collect();
    let tags: Vec<&[&str]> = tags.iter().map(<[&str; 2]>::as_slice).collect();
    event(author, 5, now(), &tags, "")
}

async fn early(place: SocketAddr) -> Answered<EarlyDeletion> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let target = note(&author);
    line.publish(&by_id(&author, &[target.id])).await;
    line.publish(&target).await;
    Ok(if line.serves(&target).await { EarlyDeletion::Ignore } else { EarlyDeletion::Enforce })
}

async fn foreign(place: SocketAddr) -> Answered<ForeignDeletion> {
    let mut line = Line::open(place).await?;
    let (author, other) = (Keys::generate(), Keys::generate());
    let (own, foreign) = (note(&author), note(&other));
    line.publish(&own).await;
    line.publish(&foreign).await;
    let reply = line.publish(&by_id(&author, &[own.id, foreign.id])).await;
    Ok(match reply.accepted() {
        true => ForeignDeletion::Store,
        false if line.serves(&own).await => ForeignDeletion::Refuse,
        false => ForeignDeletion::RefuseRest,
    })
}

async fn by_address(place: SocketAddr) -> Answered<AddressDeletion> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let version = |slot: &str, at: u64| event(&author, 30_443, at, &[&["d", slot]], "");
    let request =
        |slot: &str, at: u64| event(&author, 5, at, &[&["a", &format!("30443:{}:{slot}", author.public_key())]], "");
    let at = now() - 100;
    let used = version("used", at);
    line.publish(&used).await;
    line.publish(&request("used", at + 10)).await;
    if line.serves(&used).await {
        return Ok(AddressDeletion::Ignore);
    }
    let newer = version("newer", at + 20);
    line.publish(&newer).await;
    line.publish(&request("newer", at)).await;
    if !line.serves(&newer).await {
        return Ok(AddressDeletion::AnyTime);
    }
    let older = version("used", at - 10);
    line.publish(&older).await;
    Ok(if line.serves(&older).await { AddressDeletion::Once } else { AddressDeletion::Enforce })
}

/// Where gift wraps are not shown, the answer to publishing one again tells whether it is gone.
async fn wrap(place: SocketAddr, guarded: bool) -> Answered<bool> {
    let mut line = Line::open(place).await?;
    let (author, reader) = (Keys::generate(), Keys::generate());
    let to = reader.public_key().to_hex();
    let wrap = event(&author, 1059, now(), &[&["p", &to]], "sealed");
    line.publish(&wrap).await;
    line.publish(&by_id(&reader, &[wrap.id])).await;
    if guarded {
        return Ok(!line.publish(&wrap).await.accepted());
    }
    Ok(!line.find(json!({ "kinds": [1059], "#p": [to] })).await.contains(&wrap.id.to_hex()))
}
