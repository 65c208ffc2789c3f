//! What devices asked relays for, and whether they were refused.

use sim_relay::{Filter, SubId, VerifiedEvent};

use super::roads::End;
use sim_engine::NodeId;

/// One REQ.
#[derive(Debug)]
struct Question {
    entry: usize,
    device: NodeId,
    relay: NodeId,
    sub: SubId,
    filters: Vec<Filter>,
    /// Where it ended, and whether the relay refused or closed it.
    ended: Option<(usize, bool)>,
}

/// Every REQ of a run, in order.
#[derive(Debug, Default)]
pub(super) struct Questions(Vec<Question>);

/// A question that an event would have answered.
pub(super) struct About {
    pub end: End,
    /// Where the relay refused it, or where it was asked.
    pub entry: usize,
    /// Where it was asked.
    pub asked: usize,
}

impl Questions {
    /// A REQ, which replaces one of the same id.
    pub fn asked(&mut self, entry: usize, device: NodeId, relay: NodeId, sub: &SubId, filters: &[Filter]) {
        self.closed(entry, device, relay, sub);
        // A refusal over which the device asks again, as after an AUTH, is over.
        let same =
            |question: &&mut Question| (question.device, question.relay) == (device, relay) && question.sub == *sub;
        self.0.iter_mut().filter(same).for_each(|question| question.ended = question.ended.map(|(at, _)| (at, false)));
        let (sub, filters) = (sub.clone(), filters.to_vec());
        self.0.push(Question { entry, device, relay, sub, filters, ended: None });
    }

    /// A CLOSE.
    pub fn closed(&mut self, entry: usize, device: NodeId, relay: NodeId, sub: &SubId) {
        self.end(entry, false, |question| (question.device, question.relay) == (device, relay) && question.sub == *sub);
    }

    /// A CLOSED.
    pub fn refused(&mut self, entry: usize, device: NodeId, relay: NodeId, sub: &SubId) {
        self.end(entry, true, |question| (question.device, question.relay) == (device, relay) && question.sub == *sub);
    }

    /// The end of a connection.
    pub fn cut(&mut self, entry: usize, one: NodeId, other: NodeId) {
        self.end(entry, false, |question| [(one, other), (other, one)].contains(&(question.device, question.relay)));
    }

    fn end(&mut self, entry: usize, refused: bool, which: impl Fn(&Question) -> bool) {
        let open = self.0.iter_mut().filter(|question| question.ended.is_none() && which(question));
        open.for_each(|question| question.ended = Some((entry, refused)));
    }

    /// What a device last asked a relay for under a subscription id.
    pub fn filters(&self, device: NodeId, relay: NodeId, sub: &SubId) -> Vec<Filter> {
        let same = |question: &&Question| (question.device, question.relay) == (device, relay) && question.sub == *sub;
        self.0.iter().rev().find(same).map(|question| question.filters.clone()).unwrap_or_default()
    }

    /// The last question for `event` that was open at `since` or asked after it, or was refused.
    pub fn about(&self, event: &VerifiedEvent, since: usize, device: NodeId, relay: NodeId) -> Option<About> {
        let concerns = |question: &&Question| {
            (question.device, question.relay) == (device, relay)
                && question.ended.is_none_or(|(ended, refused)| refused || ended >= since)
                && question.filters.iter().any(|filter| filter.matches(event))
        };
        let question = self.0.iter().rev().find(concerns)?;
        Some(match question.ended {
            Some((entry, true)) => About { end: End::QuestionRefused, entry, asked: question.entry },
            _ => About { end: End::NotShown, entry: question.entry, asked: question.entry },
        })
    }
}
