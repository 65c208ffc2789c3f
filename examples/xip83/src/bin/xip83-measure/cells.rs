//! The rows of the table, and how each is measured.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use streams::frame::{Kind, Mutate, Request, Row as LogRow, Subscription, Topic};
use streams::system::Note;
use xip83::client::Target;
use xip83::node::Handle;

use crate::backend::{Backend, End, Log, NEVER, Program};
use crate::raw::Seen;
use crate::sight::{Watched, told};

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Silent,
    ClientKeepalive,
    NodeKeepalive,
    OnlyClient,
    OnlyNode,
    NodePings,
    ClientPings,
    NodeFrozen,
    NodeFrozenPings,
    ClientFrozen,
    NodeKilled,
    NodeGone,
    Stalled,
    ManyBytes,
    HalfClose,
}

/// Where a cell is measured.
pub struct Place {
    pub backend: Backend,
    /// What the client calls.
    pub front: SocketAddr,
    pub patience: Duration,
}

const SHORT: Duration = Duration::from_secs(5);

impl Row {
    pub const ALL: [Self; 15] = [
        Self::Silent,
        Self::ClientKeepalive,
        Self::NodeKeepalive,
        Self::OnlyClient,
        Self::OnlyNode,
        Self::NodePings,
        Self::ClientPings,
        Self::NodeFrozen,
        Self::NodeFrozenPings,
        Self::ClientFrozen,
        Self::NodeKilled,
        Self::NodeGone,
        Self::Stalled,
        Self::ManyBytes,
        Self::HalfClose,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Silent => "both ends silent",
            Self::ClientKeepalive => "the same with HTTP/2 keepalive 10 + 5 s of the client",
            Self::NodeKeepalive => "the same with HTTP/2 keepalive 10 + 5 s of the node",
            Self::OnlyClient => "only the client sends, every 10 s",
            Self::OnlyNode => "only the node sends, every 10 s",
            Self::NodePings => "the node pings every 30 s",
            Self::ClientPings => "the client pings every 30 s",
            Self::NodeFrozen => "node frozen, client's HTTP/2 keepalive 5 + 5 s; counted from the freeze",
            Self::NodeFrozenPings => "node frozen, the client pings every 5 s; counted from the freeze",
            Self::ClientFrozen => "client frozen, node's HTTP/2 keepalive 5 + 5 s; counted from the freeze",
            Self::NodeKilled => "node killed; counted from the kill",
            Self::NodeGone => "new call, node gone",
            Self::Stalled => "consumer stalled: bytes taken before sends block; then",
            Self::ManyBytes => "client's bytes over the life of a stream",
            Self::HalfClose => "first frame; end after a half-close",
        }
    }

    /// Is the node frozen or killed?
    pub const fn has_process(self) -> bool {
        matches!(self, Self::NodeFrozen | Self::NodeFrozenPings | Self::NodeKilled)
    }

    pub const fn is_gone(self) -> bool {
        matches!(self, Self::NodeGone)
    }

    pub const fn interval_ms(self) -> u64 {
        if matches!(self, Self::NodePings) { 30_000 } else { NEVER }
    }

    pub const fn keepalive_of_node(self) -> Option<(Duration, Duration)> {
        match self {
            Self::NodeKeepalive => Some((Duration::from_secs(10), SHORT)),
            _ => None,
        }
    }

    /// The HTTP/2 PINGs of a service that only looks on, where it is enough.
    pub const fn keepalive_of_raw(self) -> Option<(Duration, Duration)> {
        if matches!(self, Self::ClientFrozen) { Some((SHORT, SHORT)) } else { None }
    }

    const fn keepalive_of_client(self) -> Option<(Duration, Duration)> {
        match self {
            Self::ClientKeepalive => Some((Duration::from_secs(10), SHORT)),
            Self::NodeFrozen => Some((SHORT, SHORT)),
            _ => None,
        }
    }

    /// Measures one cell. What could not be measured says so.
    pub async fn measure(self, place: Place) -> String {
        match self.try_to(&place).await {
            Ok(text) => text,
            Err(error) => format!("not measured: {error}"),
        }
    }

    async fn try_to(self, place: &Place) -> io::Result<String> {
        let target = Target::at(&format!("http://{}", place.front)).map_err(io::Error::other)?;
        let target = match self.keepalive_of_client() {
            Some(keepalive) => target.keepalive(keepalive),
            None => target,
        };
        match (self, &place.backend.end) {
            (Self::OnlyNode, End::Here(serving, _)) => only_node(&target, place.patience, &serving.node).await,
            (Self::ClientFrozen, End::Raw(raw)) => client_frozen(place, &raw.seen).await,
            (Self::Stalled, End::Here(serving, log)) => stalled(&target, &serving.node, log, place.patience).await,
            (Self::NodeFrozen, End::There(program)) => node_frozen(&target, place.patience, program).await,
            (Self::NodeFrozenPings, End::There(program)) => node_frozen_pings(&target, place.patience, program).await,
            (Self::NodeKilled, End::There(program)) => {
                let mut watched = Watched::open(&target);
                watched.follow(SHORT, None).await;
                let since = Instant::now();
                program.kill()?;
                Ok(told(&watched.follow(place.patience, None).await, since, place.patience))
            }
            (Self::NodeGone, _) => node_gone(&target, place.patience).await,
            (Self::ManyBytes, _) => many_bytes(&target).await,
            (Self::HalfClose, _) => half_close(&target).await,
            _ => {
                let mut watched = Watched::open(&target);
                let ended = watched.follow(place.patience, self.says()).await;
                Ok(told(&ended, watched.began, place.patience))
            }
        }
    }

    /// What the client says by itself. A Pong that nobody waits for has no answer.
    fn says(self) -> Option<(Duration, Request)> {
        match self {
            Self::OnlyClient => Some((Duration::from_secs(10), Request::Pong(0))),
            Self::ClientPings => Some((Duration::from_secs(30), Request::Ping(1))),
            _ => None,
        }
    }
}

/// A message that fits into a cell.
fn words(message: &str) -> String {
    message.split([',', '(']).next().unwrap_or_default().trim().replace('|', "/")
}

fn topic() -> Topic {
    Topic::new([0x00, 0xa1])
}

fn add() -> Request {
    let adds = vec![Subscription { topic: topic(), id_cursor: 0.into() }];
    Request::Mutate(Mutate { adds, mutate_id: 1, ..Mutate::default() })
}

fn row(id: u64, bytes: usize) -> LogRow {
    LogRow { kind: Kind::Group, originator: None, id, topic: topic(), bytes, readable: true }
}

async fn only_node(target: &Target, patience: Duration, node: &Handle) -> io::Result<String> {
    let mut watched = Watched::open(target);
    watched.call.send(add());
    let rows = async {
        for id in 1.. {
            tokio::time::sleep(Duration::from_secs(10)).await;
            node.commit(row(id, 100));
        }
    };
    let ended = tokio::select! {
        ended = watched.follow(patience, None) => ended,
        () = rows => None,
    };
    Ok(told(&ended, watched.began, patience))
}

async fn node_frozen(target: &Target, patience: Duration, program: &Program) -> io::Result<String> {
    let mut watched = Watched::open(target);
    watched.follow(SHORT, None).await;
    let since = Instant::now();
    program.freeze()?;
    Ok(told(&watched.follow(patience, None).await, since, patience))
}

async fn node_frozen_pings(target: &Target, patience: Duration, program: &Program) -> io::Result<String> {
    let mut watched = Watched::open(target);
    let pings = || Some((SHORT, Request::Ping(1)));
    watched.follow(Duration::from_secs(12), pings()).await;
    let (since, before) = (Instant::now(), watched.pongs.len());
    program.freeze()?;
    let ended = watched.follow(patience, pings()).await;
    let after = watched.pongs.len() - before;
    Ok(format!("{before} Pongs before, {after} after; {}", told(&ended, since, patience)))
}

/// The client is a process of its own; what the service sees counts.
async fn client_frozen(place: &Place, seen: &Seen) -> io::Result<String> {
    let uri = format!("http://{}", place.front);
    let client = Program::start("xip83-client", &[&uri, "--topic", "00a1", "--watchdog-n", "0"]).await?;
    tokio::time::sleep(SHORT).await;
    let since = Instant::now();
    client.freeze()?;
    while since.elapsed() < place.patience && seen.all().len() < 2 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let line = |(at, what): (Instant, String)| format!("{what} at {:.3} s", at.duration_since(since).as_secs_f64());
    let lines: Vec<_> = seen.all().into_iter().map(line).collect();
    let never = || format!("never noticed ({} s)", place.patience.as_secs());
    Ok(if lines.is_empty() { never() } else { lines.join(", ") })
}

async fn node_gone(target: &Target, patience: Duration) -> io::Result<String> {
    let mut watched = Watched::open(target);
    let ended = watched.follow(patience, None).await;
    let words = ended.iter().map(|(end, _)| format!(": {}", words(&end.message))).collect::<String>();
    Ok(format!("{}{words}", told(&ended, watched.began, patience)))
}

/// The node is given rows until nothing more is taken for two seconds; then, whether the call lives on.
async fn stalled(target: &Target, node: &Handle, log: &Log, patience: Duration) -> io::Result<String> {
    const BYTES: usize = 16 << 10;
    let mut watched = Watched::open(target);
    watched.call.send(add());
    watched.follow(Duration::from_secs(1), None).await;
    watched.call.take(false);
    let (mut taken, mut grew) = (0, Instant::now());
    for id in 1.. {
        node.commit(row(id, BYTES));
        tokio::time::sleep(Duration::from_millis(2)).await;
        if log.sent() > taken {
            (taken, grew) = (log.sent(), Instant::now());
        }
        // A transport that takes 64 MiB has no bound worth telling.
        if grew.elapsed() > Duration::from_secs(2) || taken > 64 << 20 {
            break;
        }
    }
    let ended = || log.notes().into_iter().find(|(_, note)| matches!(note, Note::Ended(..)));
    while grew.elapsed() < patience && ended().is_none() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let end = ended().map(|(at, _)| format!("cut {:.1} s after the last", at.duration_since(grew).as_secs_f64()));
    let end = end.unwrap_or_else(|| format!("open ({} s)", patience.as_secs()));
    Ok(format!("{:.1} MiB; {end}", taken as f64 / f64::from(1 << 20)))
}

/// Mutates of 8 KiB, fifty a second, each of them acknowledged.
async fn many_bytes(target: &Target) -> io::Result<String> {
    const MOST: usize = 4 << 20;
    let unknown = Topic::new([&[0x00][..], &[7; 8 << 10]].concat());
    let mut watched = Watched::open(target);
    watched.follow(Duration::from_secs(1), None).await;
    let (mut sent, mut mutate_id) = (0, 0);
    while sent < MOST {
        mutate_id += 1;
        let request = Request::Mutate(Mutate { removes: vec![unknown.clone()], mutate_id, ..Mutate::default() });
        sent += request.bytes();
        watched.call.send(request);
        if let Some((end, _)) = watched.follow(Duration::from_millis(20), None).await {
            let mib = sent as f64 / f64::from(1 << 20);
            return Ok(format!("ends after {mib:.2} MiB, `{}`: {}", end.code, words(&end.message)));
        }
    }
    Ok(format!("open ({} MiB)", MOST >> 20))
}

async fn half_close(target: &Target) -> io::Result<String> {
    let mut watched = Watched::open(target);
    watched.follow(Duration::from_secs(2), None).await;
    let first = watched.started.map(|at| at.duration_since(watched.began).as_millis());
    let first = first.map_or("no frame".to_owned(), |ms| format!("{ms} ms"));
    let since = Instant::now();
    watched.call.half_close();
    let Some((end, at)) = watched.follow(SHORT, None).await else { return Ok(format!("{first}; no end")) };
    Ok(format!("{first}; {} ms, `{}`", at.duration_since(since).as_millis(), end.code))
}
