//! Reading a relay's answer page by page: a relay sends its newest events up to a limit of its own, and a client does not know it.

use std::collections::BTreeSet;

use nostr::EventId;
use sim_relay::{Filter, VerifiedEvent};

use crate::behaviour::Paging;
use crate::error::LookUp;

/// What to do at the end of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Ask for events up to this date.
    Until(u64),
    /// Nothing more comes.
    Over(LookUp),
}

/// One relay's answer to one filter.
///
/// The next page ends with the second in which this one ends, since there may be more of that second. A page that lies within one
/// second cannot be continued so: the next one ends a second earlier, and if it brings anything, the answer counts as cut. That
/// costs one question more for every answer that is not empty. No size of an answer is a sign that it is whole.
#[derive(Debug, Default)]
pub(super) struct Pages {
    seen: BTreeSet<EventId>,
    until: Option<u64>,
    /// Events of the page so far: how many, how many of them are new, and their earliest and latest date.
    size: usize,
    fresh: usize,
    dates: Option<(u64, u64)>,
    /// Size of the page before.
    before: Option<usize>,
    /// The relay answers with this many events at least: a page of this size was followed by another one.
    limit: Option<usize>,
    /// The page before lay within one second, and the second was left behind.
    stepped: bool,
    cut: bool,
}

impl Pages {
    /// Takes in an event; true if this answer did not hold it yet.
    pub(super) fn take(&mut self, event: &VerifiedEvent) -> bool {
        let date = event.created_at.as_secs();
        let (first, last) = self.dates.unwrap_or((date, date));
        self.dates = Some((first.min(date), last.max(date)));
        self.size += 1;
        let fresh = self.seen.insert(event.id);
        self.fresh += usize::from(fresh);
        fresh
    }

    /// The filter of the page that is asked for.
    pub(super) fn filters(&self, filters: &[Filter]) -> Vec<Filter> {
        let until = |filter: &Filter| match self.until {
            Some(until) => filter.clone().until(until),
            None => filter.clone(),
        };
        filters.iter().map(until).collect()
    }

    /// Asks for the same page once more.
    pub(super) fn again(&mut self) {
        (self.size, self.fresh, self.dates) = (0, 0, None);
    }

    /// The relay has sent the page. `limit` is what its information document (NIP-11) says, if anything.
    pub(super) fn end(&mut self, paging: Paging, limit: Option<usize>) -> Next {
        let full = |size: usize, proven: Option<usize>| limit.or(proven).is_some_and(|limit| size >= limit);
        if paging == Paging::None {
            return Next::Over(outcome(full(self.size, None), self.size));
        }
        if let Some(before) = self.before.filter(|_| self.fresh > 0) {
            self.limit = self.limit.max(Some(before));
            self.cut |= self.stepped;
        }
        let Some((first, last)) = self.dates.filter(|_| self.fresh > 0) else { return self.over() };
        if self.limit.is_some_and(|limit| self.size < limit) {
            return self.over();
        }
        let within_a_second = first == last;
        self.cut |= within_a_second && full(self.size, self.limit);
        self.stepped = within_a_second;
        self.before = Some(self.size);
        self.again();
        let until = if within_a_second { first.checked_sub(1) } else { Some(first) };
        self.until = until;
        until.map_or_else(|| self.over(), Next::Until)
    }

    fn over(&self) -> Next {
        Next::Over(outcome(self.cut, self.seen.len()))
    }
}

fn outcome(cut: bool, events: usize) -> LookUp {
    if cut { LookUp::Cut { events } } else { LookUp::Complete }
}

#[cfg(test)]
mod tests {
    use nostr::{EventBuilder, Keys, Timestamp};

    use super::*;

    /// A relay that holds events of these dates and answers with at most `limit`. Gives the outcome, how many events came, and how
    /// many questions it took.
    fn read(dates: &[u64], limit: usize, said: Option<usize>) -> (LookUp, usize, usize) {
        let keys = Keys::generate();
        let event = |(n, date): (usize, &u64)| {
            let note = EventBuilder::text_note(n.to_string()).custom_created_at(Timestamp::from(*date));
            VerifiedEvent::check(note.sign_with_keys(&keys).unwrap()).unwrap()
        };
        let mut held: Vec<_> = dates.iter().enumerate().map(event).collect();
        held.sort_by_key(|event| (std::cmp::Reverse(event.created_at), event.id));
        let mut pages = Pages::default();
        let mut until = u64::MAX;
        for questions in 1.. {
            let page = held.iter().filter(|event| event.created_at.as_secs() <= until).take(limit);
            page.for_each(|event| _ = pages.take(event));
            match pages.end(Paging::UntilNothingComes, said) {
                Next::Until(next) => until = next,
                Next::Over(outcome) => return (outcome, pages.seen.len(), questions),
            }
        }
        unreachable!("the loop ends by itself")
    }

    #[test]
    fn an_answer_within_the_limit_costs_one_question_more() {
        assert_eq!(read(&[], 10, None), (LookUp::Complete, 0, 1));
        assert_eq!(read(&[5], 10, None), (LookUp::Complete, 1, 2));
        assert_eq!(read(&[5, 6, 7], 10, None), (LookUp::Complete, 3, 2));
    }

    #[test]
    fn every_event_comes_in_the_end_whatever_the_limit() {
        let dates: Vec<u64> = (0..25).map(|n| 100 + n / 2).collect();
        for limit in 2..30 {
            let (_, events, _) = read(&dates, limit, None);
            assert_eq!(events, dates.len(), "a limit of {limit}");
        }
        assert_eq!(read(&[1, 2, 3, 4], 1, None).1, 4);
    }

    #[test]
    fn a_second_that_fills_the_limit_is_a_cut() {
        let dates = [5, 5, 5, 5, 4];
        assert_eq!(
            read(&dates, 3, None),
            (LookUp::Cut { events: 4 }, 4, 2),
            "older events show that the page was full"
        );
        assert_eq!(read(&dates[..4], 3, Some(3)).0, LookUp::Cut { events: 3 }, "the relay said what its limit is");
        assert_eq!(read(&dates[..3], 10, Some(10)).0, LookUp::Complete);
    }

    #[test]
    fn a_client_that_does_not_page_takes_the_first_answer_for_the_whole() {
        for (size, outcome) in [(2, LookUp::Complete), (3, LookUp::Cut { events: 3 })] {
            let mut pages = Pages { size, ..Pages::default() };
            assert_eq!(pages.end(Paging::None, Some(3)), Next::Over(outcome));
        }
    }
}
