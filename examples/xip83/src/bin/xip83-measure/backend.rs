//! The node of one cell: in this process where it is only looked at, in one of its own where it is frozen or killed.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use streams::Ms;
use streams::node::NodeOptions;
use streams::system::{Frame, Note};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use xip83::Witness;
use xip83::node::{Serving, Settings, serve};

use crate::cells::Row;
use crate::raw::Raw;

/// Longer than anything here lasts: a node with this interval is silent.
pub const NEVER: Ms = 100_000_000;

/// A node.
pub struct Backend {
    pub address: SocketAddr,
    pub end: End,
}

/// Where it runs.
pub enum End {
    Here(Serving, Arc<Log>),
    There(Box<Program>),
    Raw(Raw),
    Gone,
}

impl Backend {
    /// Starts the node that a row wants.
    pub async fn start(row: Row) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        if row.is_gone() {
            return Ok(Self { address, end: End::Gone });
        }
        if row.has_process() {
            let program =
                Program::start("xip83-node", &["--listen", "127.0.0.1:0", "--interval-ms", "86400000"]).await?;
            let line = program.first_line.clone();
            let address = line.strip_prefix("listening on ").and_then(|address| address.parse().ok());
            let address = address.ok_or_else(|| io::Error::other(format!("xip83-node says `{line}`")))?;
            return Ok(Self { address, end: End::There(Box::new(program)) });
        }
        if let Some(keepalive) = row.keepalive_of_raw() {
            return Ok(Self { address, end: End::Raw(Raw::start(listener, keepalive)) });
        }
        let log = Arc::new(Log::default());
        let mut node =
            NodeOptions { interval_ms: row.interval_ms(), pong_deadline_ms: NEVER, ..NodeOptions::default() };
        (node.limits.waiting_frames, node.limits.send_ms) = (usize::MAX, NEVER);
        let mut settings = Settings { witness: Arc::clone(&log) as Arc<dyn Witness>, ..Settings::of(node) };
        settings.keepalive = row.keepalive_of_node();
        // What the node says it sent is what the transport took, but for one frame.
        settings.buffer_bytes = 1;
        Ok(Self { address, end: End::Here(serve(listener, settings)?, log) })
    }
}

/// What a node in this process reported, and when.
#[derive(Default)]
pub struct Log(Mutex<Vec<(Instant, Note)>>);

impl Witness for Log {
    fn note(&self, _at: Ms, note: Note) {
        self.lock().push((Instant::now(), note));
    }
}

impl Log {
    /// The notes until now.
    pub fn notes(&self) -> Vec<(Instant, Note)> {
        self.lock().clone()
    }

    /// Bytes of the frames that were sent until now.
    pub fn sent(&self) -> usize {
        let bytes = |note: &Note| if let Note::Sent(_, Frame::Down(response)) = note { response.bytes() } else { 0 };
        self.lock().iter().map(|(_, note)| bytes(note)).sum()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Instant, Note)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of the other two programs as a process. It is killed when this is dropped.
pub struct Program {
    child: Child,
    /// The first line that it wrote.
    pub first_line: String,
    _output: BufReader<tokio::process::ChildStdout>,
}

impl Program {
    /// Starts it and waits for its first line.
    pub async fn start(name: &str, arguments: &[&str]) -> io::Result<Self> {
        let path = beside(name)?;
        let mut command = Command::new(&path);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let told = |error: io::Error| io::Error::new(error.kind(), format!("cannot start {}: {error}", path.display()));
        let mut child = command.spawn().map_err(told)?;
        let stdout = child.stdout.take().ok_or_else(|| io::Error::other("a process without output"))?;
        let (mut output, mut first_line) = (BufReader::new(stdout), String::new());
        tokio::time::timeout(Duration::from_secs(10), output.read_line(&mut first_line)).await??;
        Ok(Self { child, first_line: first_line.trim().to_owned(), _output: output })
    }

    /// Stops it where it is.
    pub fn freeze(&self) -> io::Result<()> {
        self.signal(Signal::STOP)
    }

    /// Kills it.
    pub fn kill(&self) -> io::Result<()> {
        self.signal(Signal::KILL)
    }

    fn signal(&self, signal: Signal) -> io::Result<()> {
        let id = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        let id = id.ok_or_else(|| io::Error::other("the process is over"))?;
        Ok(kill_process(id, signal)?)
    }
}

/// Another program of this package: it lies beside this one.
fn beside(name: &str) -> io::Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
