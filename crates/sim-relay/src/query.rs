//! Queries: a filter becomes range scans of its most selective index, merged in the order of stored events.

use std::collections::BTreeMap;

use crate::index::{Position, Run, Span};
use crate::store::Store;
use crate::{Filter, VerifiedEvent};

/// What [`crate::Relay::query`] found.
#[derive(Debug, Clone, Default)]
pub struct QueryResult {
    /// Matching events in the order of R-35: `created_at` descending, then id ascending.
    pub events: Vec<VerifiedEvent>,
    /// Index entries touched to find them: the measure of the query's cost.
    pub entries_visited: usize,
}

/// How many entries of an access path we look at to find out whether it is short. Larger values choose better between
/// two long paths and cost more on every query that has a choice.
const PROBE: usize = 16;

/// Ways to the events of a filter, each through one index, listed from the one that is usually shortest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    Ids,
    KindAuthor,
    Tag(char),
    Author,
    Kind,
    All,
}

/// The visible matches of one filter in the order of stored events, up to `limit`, and the entries visited to find them.
pub(crate) fn matches_of(
    store: &Store,
    filter: &Filter,
    limit: Option<usize>,
    visible: impl Fn(&VerifiedEvent) -> bool,
) -> (Matches, usize) {
    let limit = limit.unwrap_or(usize::MAX);
    let mut scan = Scan::of(store, filter, limit);
    let hits = scan.by_ref().filter(|(_, event)| filter.matches(event) && visible(event));
    let hits = hits.take(limit).map(|(position, event)| (position, event.clone())).collect();
    (hits, scan.entries_visited)
}

/// Events with their places, in the order of stored events.
pub(crate) type Matches = Vec<(Position, VerifiedEvent)>;

/// The visible matches of several filters: a union, each event once, in the order of stored events.
/// `limit_of` gives each filter its limit, `None` for none.
pub(crate) fn select(
    store: &Store,
    filters: &[Filter],
    limit_of: impl Fn(&Filter) -> Option<usize>,
    visible: impl Fn(&VerifiedEvent) -> bool,
) -> QueryResult {
    let mut union = BTreeMap::new();
    let mut entries_visited = 0;
    for filter in filters {
        let (hits, visited) = matches_of(store, filter, limit_of(filter), &visible);
        union.extend(hits);
        entries_visited += visited;
    }
    QueryResult { events: union.into_values().collect(), entries_visited }
}

/// Candidates of one filter in the order of stored events, each once.
struct Scan<'a> {
    runs: Vec<Run<'a>>,
    /// The next entry of every run that is not exhausted; the run's number only tells equals apart.
    heads: BTreeMap<(Position, usize), &'a VerifiedEvent>,
    last: Option<Position>,
    entries_visited: usize,
}

impl<'a> Scan<'a> {
    fn of(store: &'a Store, filter: &'a Filter, limit: usize) -> Self {
        let mut scan = Self { runs: Vec::new(), heads: BTreeMap::new(), last: None, entries_visited: 0 };
        let span = Span { since: filter.since.unwrap_or(0), until: filter.until.unwrap_or(u64::MAX) };
        if limit == 0 || span.since > span.until {
            return scan;
        }
        let path = scan.choose(store, filter, span);
        scan.runs = runs(store, filter, path, span).collect();
        for number in 0..scan.runs.len() {
            scan.advance(number);
        }
        scan
    }

    /// The path with the fewest entries, as far as a short probe can tell; on a draw the one listed first.
    fn choose(&mut self, store: &Store, filter: &Filter, span: Span) -> Path {
        let paths = paths(filter);
        if let [only] = paths[..] {
            return only;
        }
        let probed = paths.into_iter().map(|path| {
            let length = runs(store, filter, path, span).flatten().take(PROBE).count();
            self.entries_visited += length;
            (length, path)
        });
        probed.min_by_key(|(length, _)| *length).map_or(Path::All, |(_, path)| path)
    }

    fn advance(&mut self, number: usize) {
        if let Some((position, event)) = self.runs[number].next() {
            self.entries_visited += 1;
            self.heads.insert((position, number), event);
        }
    }
}

impl<'a> Iterator for Scan<'a> {
    type Item = (Position, &'a VerifiedEvent);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let ((position, number), event) = self.heads.pop_first()?;
            self.advance(number);
            // An event with two of the wanted tag values is a neighbour of itself.
            if self.last.replace(position) != Some(position) {
                return Some((position, event));
            }
        }
    }
}

fn paths(filter: &Filter) -> Vec<Path> {
    if filter.ids.is_some() {
        return vec![Path::Ids];
    }
    let mut paths = Vec::new();
    if filter.kinds.is_some() && filter.authors.is_some() {
        paths.push(Path::KindAuthor);
    }
    paths.extend(filter.tags.keys().map(|letter| Path::Tag(*letter)));
    match (&filter.authors, &filter.kinds) {
        (Some(_), None) => paths.push(Path::Author),
        (None, Some(_)) => paths.push(Path::Kind),
        (None, None) if paths.is_empty() => paths.push(Path::All),
        _ => {}
    }
    paths
}

/// The ranges of one path. Lazy, so that a probe opens no more of them than it needs.
fn runs<'a>(store: &'a Store, filter: &'a Filter, path: Path, span: Span) -> Box<dyn Iterator<Item = Run<'a>> + 'a> {
    let indexes = &store.indexes;
    let authors = || filter.authors.iter().flatten().copied();
    let kinds = || filter.kinds.iter().flatten().copied();
    match path {
        Path::Ids => Box::new(filter.ids.iter().flatten().filter_map(|id| {
            let event = store.events.get(id)?;
            Some(Box::new(std::iter::once((Position::of(event), event))) as Run<'a>)
        })),
        Path::KindAuthor => Box::new(
            kinds().flat_map(move |kind| authors().map(move |author| indexes.kind_author.run((kind, author), span))),
        ),
        Path::Tag(letter) => {
            Box::new(filter.tags[&letter].iter().map(move |value| indexes.tag.run((letter, value.clone()), span)))
        }
        Path::Author => Box::new(authors().map(move |author| indexes.author.run(author, span))),
        Path::Kind => Box::new(kinds().map(move |kind| indexes.kind.run(kind, span))),
        Path::All => Box::new(std::iter::once(indexes.all.run((), span))),
    }
}
