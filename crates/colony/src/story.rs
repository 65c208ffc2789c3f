//! Tells a run as a story: who did what, when, in virtual time.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use marmot_rules::Reason;
use nostr::{EventId, PublicKey, RelayUrl};
use scenarios::Run;
use scenarios::actions;
use scenarios::model::{Action, Step};
use scenarios::world::{Marmot, ScriptEntry, Wire};
use sim_device::{Answer, CommitKind, CrashPoint, Note, WelcomeRefusal, answers_text};
use sim_engine::Record;
use sim_relay::{ClientMsg, RelayMsg};

use crate::hidden;

/// One line of the story.
pub(crate) struct Line {
    /// Index of the transcript entry: by it verdicts cite what they speak of.
    pub entry: usize,
    pub at: Duration,
    /// Empty for a step of the script.
    pub who: String,
    pub text: String,
}

/// The story of a run; `verbose` adds every message.
pub(crate) fn story(run: &Run, verbose: bool) -> Vec<Line> {
    run.entries().filter_map(|(index, _)| line(run, index, verbose)).collect()
}

/// The line for one transcript entry, however unimportant.
pub(crate) fn entry_line(run: &Run, entry: usize) -> Option<Line> {
    line(run, entry, true)
}

/// Characters of a step of the script; only long messages need more.
const LONGEST_STEP: usize = 1_000;

/// What stands for a record that one of two runs does not have.
pub(crate) const ENDED: &str = "nothing: the run has ended";

/// A transcript entry in one line of text: when, who, what.
pub(crate) fn told(run: &Run, entry: usize) -> Option<String> {
    entry_line(run, entry).map(|line| format!("{} {} {}", time(line.at).trim(), line.who, line.text))
}

/// Virtual time as a person reads it: seconds for the first hour, then days and clock.
pub(crate) fn time(at: Duration) -> String {
    let seconds = at.as_secs();
    if seconds < 3_600 {
        return format!("{:14.3} s", at.as_secs_f64());
    }
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    format!("{days:2}d {:02}:{:02}:{:02}.{:03}", rest / 3_600, rest % 3_600 / 60, rest % 60, at.subsec_millis())
}

pub(crate) fn short(id: &EventId) -> String {
    id.to_hex()[..8].to_owned()
}

/// A record in words; `None` for what only the verbose story tells.
pub(crate) fn line(run: &Run, entry: usize, verbose: bool) -> Option<Line> {
    let at = run.transcript.entries.get(entry)?.at;
    let (who, text) = told_record(run, &run.transcript.entries[entry].record, verbose)?;
    Some(Line { entry, at, who, text: clean(&text) })
}

/// Who, and what.
fn told_record(run: &Run, record: &Record<Marmot>, verbose: bool) -> Option<(String, String)> {
    Some(match record {
        // The step that lifts it is told.
        Record::Step(ScriptEntry::FaultEnded { by_itself: false, .. }) if !verbose => return None,
        Record::Step(entry) => (String::new(), cut(&entry.to_string(), LONGEST_STEP)),
        Record::Done(who, _, Err(why)) => (run.name(*who).to_owned(), format!("could not: {why}")),
        Record::Done(who, _, Ok(())) => (run.name(*who).to_owned(), verbose.then(|| "done".to_owned())?),
        Record::Note(who, note) => (run.name(*who).to_owned(), note_text(run, note, verbose)?),
        Record::Fault { from, to, fault, effect, message } => {
            let text = format!("fault {fault}: {} {} to {}", effect.id(), message_text(message), run.name(*to));
            (run.name(*from).to_owned(), text)
        }
        Record::FaultOnOpen { from, to, fault, effect } => {
            let text = format!("fault {fault}: {} the connection to {}", effect.id(), run.name(*to));
            (run.name(*from).to_owned(), text)
        }
        Record::FaultOnFinish { from, to, fault, effect } => {
            let text = format!("fault {fault}: {} the end of what goes to {}", effect.id(), run.name(*to));
            (run.name(*from).to_owned(), text)
        }
        Record::Delivered { from, to, message: Wire::ToDevice(RelayMsg::Ok { id, accepted: false, message }) } => {
            let text = format!("refuses {} of {}: {}", short(id), run.name(*to), printable(message));
            (run.name(*from).to_owned(), text)
        }
        Record::Delivered { from, to, message } if verbose => {
            (run.name(*from).to_owned(), format!("→ {}: {}", run.name(*to), message_text(message)))
        }
        Record::Opened(who, peer) if verbose => {
            (run.name(*who).to_owned(), format!("connected to {}", run.name(*peer)))
        }
        Record::Closed(who, peer) if verbose => (run.name(*who).to_owned(), format!("lost {}", run.name(*peer))),
        Record::Finished(who, peer) if verbose => {
            (run.name(*who).to_owned(), format!("{} sends nothing more", run.name(*peer)))
        }
        Record::Window(who, peer, open) if verbose => {
            let says = if *open { "takes what is sent again" } else { "takes nothing more for now" };
            (run.name(*who).to_owned(), format!("{} {says}", run.name(*peer)))
        }
        Record::Delivered { .. }
        | Record::Opened(..)
        | Record::Closed(..)
        | Record::Finished(..)
        | Record::Window(..) => return None,
    })
}

/// How a relay differs from one that conforms; that it conforms, if it does in everything and for the whole run.
pub(crate) fn relay_text(run: &Run, name: &str) -> String {
    let Some(spec) = run.scenario.relays.get(name) else { return String::new() };
    let mut text = spec.base().to_owned();
    if !spec.set.is_empty() {
        let set = spec.set.iter().map(|(field, value)| format!("{field} = {value}")).collect::<Vec<_>>();
        text += &format!(", except that {}", set.join(", "));
    }
    if !spec.serves.is_empty() {
        text += &format!("; takes only what {} write, and gift wraps for them", spec.serves.join(", "));
    }
    match spec.skew {
        0 => {}
        1.. => text += &format!("; its clock is {} s ahead", spec.skew),
        _ => text += &format!("; its clock is {} s behind", spec.skew.unsigned_abs()),
    }
    let changes =
        |step: &Step| matches!(&step.action, Action::SetRelay(actions::SetRelay { relay, .. }) if relay == name);
    let changed = run.scenario.steps.iter().any(|step| match &step.action {
        Action::Parallel(steps) => steps.iter().any(changes),
        _ => changes(step),
    });
    if changed { text + "; changed while the run goes on" } else { text }
}

pub(crate) fn message_text(message: &Wire) -> String {
    match message {
        Wire::ToRelay(ClientMsg::Event(event)) => format!("EVENT kind {} {}", event.kind, short(&event.id)),
        Wire::ToRelay(ClientMsg::Auth(_)) => "AUTH".to_owned(),
        Wire::ToRelay(ClientMsg::Req { sub, .. }) => format!("REQ {sub}"),
        Wire::ToRelay(ClientMsg::Close(sub)) => format!("CLOSE {sub}"),
        Wire::ToRelay(ClientMsg::Count { sub, .. }) => format!("COUNT {sub}"),
        Wire::ToDevice(RelayMsg::Event { sub, event }) => {
            format!("EVENT {sub} kind {} {}", event.kind, short(&event.id))
        }
        Wire::ToDevice(RelayMsg::Eose(sub)) => format!("EOSE {sub}"),
        Wire::ToDevice(RelayMsg::Ok { id, accepted, message }) => format!("OK {} {accepted} {message}", short(id)),
        Wire::ToDevice(RelayMsg::NamelessOk { message }) => format!("OK of no event false {message}"),
        Wire::ToDevice(RelayMsg::Closed { sub, message }) => format!("CLOSED {sub} {message}"),
        Wire::ToDevice(RelayMsg::Notice(text)) => format!("NOTICE {text}"),
        Wire::ToDevice(RelayMsg::Auth(_)) => "AUTH challenge".to_owned(),
        Wire::ToDevice(RelayMsg::Count { sub, count }) => format!("COUNT {sub} {count}"),
    }
}

/// A note as a sentence. `None` for what only the verbose story tells.
pub(crate) fn note_text(run: &Run, note: &Note, verbose: bool) -> Option<String> {
    let account =
        |key: &PublicKey| run.account_name(key).map_or_else(|| key.to_hex()[..8].to_owned(), ToOwned::to_owned);
    let owner = |id: &EventId| key_package_owner(run, id);
    Some(match note {
        Note::Installed { installation, client_id, .. } => {
            format!("installed (installation {installation}, client_id {})", head(client_id))
        }
        Note::Wiped { installation } => format!("installation {installation} is gone for good"),
        Note::Restarted => "restarted".to_owned(),
        Note::Extension { runs: true } => "its notification extension handles what arrives from now on".to_owned(),
        Note::Extension { runs: false } => "its notification extension ended".to_owned(),
        Note::Crashed { at: CrashPoint::BeforeWrite(n) } => {
            format!("was killed before write {n} of the MLS engine and started again")
        }
        Note::Crashed { at } => format!("crashed at {} and started again", at.id()),
        Note::Restored { from } => format!("now runs on the stored state of {from}"),
        Note::Network { online } => if *online { "is online" } else { "is offline" }.to_owned(),
        Note::KeyPackagePublished { key_package: kp, relay } => {
            let client_id = kp.client_id.as_deref().map(|id| format!(", client_id {}", head(id)));
            let slot = kp.slot.as_deref().map(|d| format!(", slot {}", head(d)));
            let marks = [client_id, slot].into_iter().flatten().collect::<String>();
            format!("published KeyPackage {} (kind {}{marks}), first taken by {relay}", short(&kp.event), kp.kind)
        }
        Note::KeyPackageRefused { event, answers } => {
            format!("no relay took KeyPackage {} ({})", short(event), printable(&answers_text(answers)))
        }
        Note::KeyPackageDeleted { event } => format!("asked relays to delete KeyPackage {}", short(event)),
        Note::KeyPackageForgotten { reference } if verbose => {
            format!("destroyed the private keys of KeyPackage ref {}", head(reference))
        }
        Note::KeyPackageForgotten { .. } => return None,
        Note::Selected { account: whom, policy, picked, collapsed, rejected, .. } => {
            let picks: Vec<_> = picked.iter().map(|id| format!("{} of {}", short(id), owner(id))).collect();
            let picks = if picks.is_empty() { "nothing".to_owned() } else { picks.join(", ") };
            let twice: Vec<_> = collapsed.iter().map(short).collect();
            let twice = if twice.is_empty() {
                String::new()
            } else {
                format!(
                    "; not used, since their leaves are there already or come with another pick: {}",
                    twice.join(", ")
                )
            };
            format!("looked up {}: {policy} picks {picks}{twice}{}", account(whom), left_out(run, rejected))
        }
        Note::GroupCreated { group, .. } => format!("created group {group}"),
        Note::AccountInvited { group, account: whom } => format!("believes that {} is in {group} now", account(whom)),
        Note::CommitSent { group, event, what, epoch } => {
            format!("published commit {} of {group} in epoch {epoch}: {}", short(event), does(*what))
        }
        Note::CommitAcknowledged { group, event } if verbose => {
            format!("a relay took commit {} of {group}", short(event))
        }
        Note::CommitAcknowledged { .. } => return None,
        Note::CommitAbandoned { group, event, why } => {
            format!("gave up commit {} of {group}: {}", short(event), printable(&why.to_string()))
        }
        Note::Answers { event, answers } if verbose || answers.values().any(|answer| *answer != Answer::Taken) => {
            format!("has the answers about {} ({})", short(event), printable(&answers_text(answers)))
        }
        Note::Answers { .. } => return None,
        Note::WelcomeSent { group, account: whom, key_package, wrap, bytes, .. } => format!(
            "sent {} a Welcome to {group} for KeyPackage {} of {} (gift wrap {}, {bytes} bytes)",
            account(whom),
            short(key_package),
            owner(key_package),
            short(wrap)
        ),
        Note::WelcomeAcknowledged { wrap } if verbose => format!("a relay took gift wrap {}", short(wrap)),
        Note::WelcomeAcknowledged { .. } => return None,
        Note::WelcomeUndeliverable { group, key_package, why, .. } => {
            let why = printable(&why.to_string());
            format!("could not deliver the Welcome to {group} for KeyPackage {}: {why}", short(key_package))
        }
        Note::NotReached { group, account: whom, why } => {
            format!("did not reach {} for {group}: {why}", account(whom))
        }
        Note::AdminLeftOut { group, account: whom } => {
            format!("leaves {} out of the admins of {group}: an admin must be a member", account(whom))
        }
        Note::MessageNotTaken { message, answers, .. } => {
            format!("no relay is known to have {} ({})", short(message), printable(&answers_text(answers)))
        }
        Note::WelcomeIgnored { wrap, key_package, why, unchanged } => {
            let whose = key_package.as_ref().map(|id| format!(" for KeyPackage {} of {}", short(id), owner(id)));
            let changed = if *unchanged { "" } else { ", and its state CHANGED" };
            let why = refusal_text(why);
            format!("ignored the Welcome in gift wrap {}{}: {why}{changed}", short(wrap), whose.unwrap_or_default())
        }
        Note::Joined { group, key_package, inviter, .. } => {
            format!("joined {group}, invited by {}, with KeyPackage {}", account(inviter), short(key_package))
        }
        Note::InvitationHeld { group, inviter, .. } => {
            format!("holds an invitation of {} to {group}", account(inviter))
        }
        Note::InvitationDeclined { group, .. } => format!("declined the invitation to {group}"),
        Note::Moved { relays, key_package_relays, follows } => {
            let why = if *follows { "follows its account's list" } else { "moves" };
            format!("{why} to {}, with its KeyPackages on {}", urls(relays), urls(key_package_relays))
        }
        Note::KeyPackageMissing { event } => format!("finds KeyPackage {} on none of its relays", short(event)),
        Note::GiftWrapDeleted { wrap } => format!("asked relays to delete gift wrap {}", short(wrap)),
        Note::GroupChanged { group, name, relays, admins } => {
            let admins: Vec<_> = admins.iter().map(account).collect();
            format!(
                "sees that {group} is called “{}” now, on {}, with {} as admins",
                printable(name),
                urls(relays),
                admins.join(", ")
            )
        }
        Note::Epoch { group, state, .. } => format!(
            "is in epoch {} of {group}: leaf {} of {} (tree {})",
            state.epoch,
            state.own_leaf,
            state.leaves.len(),
            head(&state.tree_hash)
        ),
        Note::ChangeGivenUp { group, what, why } => {
            format!("gives up a commit of {group} that lost its race ({}): {why}", does(*what))
        }
        Note::CopyDamaged { group } => {
            format!("lost a part of its copy of {group}: it can neither read nor write there any more")
        }
        Note::PairingOffered { session, key_packages, .. } => {
            let groups: Vec<_> =
                key_packages.keys().map(|group| if group.is_empty() { "all groups" } else { group }).collect();
            format!("asks a sibling to let it into {} (session {})", groups.join(", "), head(session))
        }
        Note::PairingSponsored { session, device } => format!("lets {device} in (session {})", head(session)),
        Note::PairingApproved { session, sponsor } => {
            format!("knows that {sponsor} lets it in (session {})", head(session))
        }
        Note::PairingAcknowledged { session, group, again } => {
            let again = if *again { " once more, and does not join again" } else { "" };
            format!("tells its sponsor that it is in {group}{again} (session {})", head(session))
        }
        Note::LeaveProposed { group, .. } => format!("asks to leave {group}"),
        Note::RolledBack { group, epoch } => format!("went back to epoch {epoch} of {group}: a better commit won"),
        Note::Removed { group } => format!("was removed from {group}"),
        Note::MessageSent { group, message, text, .. } => {
            format!("says in {group} “{}” ({})", printable(text), short(message))
        }
        Note::MessageRead { group, message, author, .. } => {
            format!("reads {} of {} in {group}", short(message), account(author))
        }
        Note::Unreadable { group, event, why, .. } => {
            format!("cannot use event {} of {group}: {}", short(event), printable(&why.to_string()))
        }
        Note::Relay { relay, what } => format!("heard from {relay}: {}", printable(&what.to_string())),
    })
}

fn urls(relays: &[RelayUrl]) -> String {
    relays.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What a selection left out: one by one while few, else counted by device and reason.
fn left_out(run: &Run, rejected: &[(EventId, Reason)]) -> String {
    let mut groups: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (id, why) in rejected {
        groups.entry((key_package_owner(run, id), why.to_string())).or_default().push(short(id));
    }
    let words = groups.into_iter().map(|((owner, why), ids)| match ids.len() {
        1..=2 => format!("{} of {owner} ({why})", ids.join(" and ")),
        n => format!("{n} of {owner} ({why})"),
    });
    let words: Vec<_> = words.collect();
    if words.is_empty() { String::new() } else { format!("; left out {}", words.join(", ")) }
}

pub(crate) fn refusal_text(why: &WelcomeRefusal) -> String {
    match why {
        WelcomeRefusal::ForeignKeyPackage => "not one of its own KeyPackages".to_owned(),
        WelcomeRefusal::KeysGone => "its private keys are gone".to_owned(),
        WelcomeRefusal::GroupHeld => "it is in that group already".to_owned(),
        WelcomeRefusal::RemovedSince => "it was removed from that group after this epoch".to_owned(),
        WelcomeRefusal::Overtaken => "a later Welcome to that group is there".to_owned(),
        WelcomeRefusal::SeenBefore => "the same Welcome came in another gift wrap".to_owned(),
        WelcomeRefusal::InviterNotEntitled => "whoever sent it may not invite".to_owned(),
        WelcomeRefusal::Malformed(what) => format!("malformed: {}", printable(what)),
        WelcomeRefusal::Failed(said) => format!("mdk-core refuses it: {}", printable(&said.words)),
    }
}

/// The device that published a KeyPackage event, or handed it to a sponsor.
pub(crate) fn key_package_owner(run: &Run, id: &EventId) -> String {
    let publishes = |note: &Note| match note {
        Note::KeyPackagePublished { key_package, .. } => key_package.event == *id,
        Note::PairingOffered { key_packages, .. } => key_packages.values().any(|offered| offered.event == *id),
        _ => false,
    };
    run.notes()
        .find(|(_, _, note)| publishes(note))
        .map_or_else(|| "nobody known".to_owned(), |(_, who, _)| who.to_owned())
}

/// The beginning of an id.
pub(crate) fn head(text: &str) -> String {
    text.chars().take(8).collect()
}

/// Text from outside on one line, harmless and not endless.
pub(crate) fn printable(text: &str) -> String {
    cut(text, 160)
}

/// The same with another limit, in characters.
pub(crate) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", clean(&text[..end])),
        None => clean(text),
    }
}

/// A path for people.
pub(crate) fn path(path: &Path) -> String {
    clean(&path.display().to_string())
}

/// Text on one line, without what a terminal acts on, what turns the order of letters round, and what nobody sees.
pub(crate) fn clean(text: &str) -> String {
    hidden::dotted(text, &[])
}

/// What a commit does.
const fn does(what: CommitKind) -> &'static str {
    match what {
        CommitKind::Add => "adds leaves",
        CommitKind::Remove => "removes an account",
        CommitKind::RemoveDevice => "removes a device",
        CommitKind::SelfUpdate => "updates its own leaf",
        CommitKind::CommitLeave => "carries out a departure",
        CommitKind::GroupData => "changes what the group says of itself",
    }
}
