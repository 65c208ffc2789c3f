//! nginx and HAProxy as child processes on loopback, for tests and measurements.

mod haproxy;
mod nginx;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

/// A proxy that speaks HTTP/2 on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// nginx with `grpc_pass`.
    Nginx,
    /// HAProxy with `proto h2`.
    HaProxy,
}

/// A port of a proxy, and what is behind it.
#[derive(Clone, Debug)]
pub struct Front {
    /// The node's address.
    pub upstream: SocketAddr,
    /// Lines of configuration for this port alone; none: the proxy's defaults.
    pub settings: Vec<String>,
}

impl Front {
    /// A port with the proxy's defaults.
    pub fn to(upstream: SocketAddr) -> Self {
        Self { upstream, settings: Vec::new() }
    }

    /// The same with these lines of configuration.
    #[must_use]
    pub fn with<'a>(mut self, settings: impl IntoIterator<Item = &'a str>) -> Self {
        self.settings.extend(settings.into_iter().map(str::to_owned));
        self
    }
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Nginx, Self::HaProxy];

    /// The program's name.
    pub const fn program(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::HaProxy => "haproxy",
        }
    }

    /// Its version; none if it is not installed.
    pub fn version(self) -> Option<String> {
        let output = std::process::Command::new(self.program()).arg("-v").stdin(Stdio::null()).output().ok()?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        let digit = |part: &&str| part.starts_with(|first: char| first.is_ascii_digit());
        said.split(['/', ' ', '\n', '-']).find(digit).map(str::to_owned)
    }

    fn configuration(self, folder: &Path, ports: &[(u16, &Front)]) -> String {
        match self {
            Self::Nginx => nginx::configuration(folder, ports),
            Self::HaProxy => haproxy::configuration(ports),
        }
    }

    fn command(self, folder: &Path, file: &Path) -> Command {
        let mut command = Command::new(self.program());
        match self {
            Self::Nginx => command.arg("-p").arg(folder).arg("-e").arg(folder.join("error.log")).arg("-c").arg(file),
            Self::HaProxy => command.arg("-db").arg("-f").arg(file),
        };
        command
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.program())
    }
}

/// A proxy that runs until this is dropped.
pub struct Proxy {
    /// Where it listens, front by front.
    pub addresses: Vec<SocketAddr>,
    _child: Child,
    _folder: TempDir,
}

impl Proxy {
    /// Starts a proxy and waits until all its ports take connections.
    ///
    /// # Errors
    /// It does not start; what it says about it.
    pub async fn start(kind: Kind, fronts: &[Front]) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let addresses = free(fronts.len()).await?;
        let ports: Vec<_> = addresses.iter().map(SocketAddr::port).zip(fronts).collect();
        let file = folder.path().join("proxy.conf");
        std::fs::write(&file, kind.configuration(folder.path(), &ports))?;
        let log = std::fs::File::create(folder.path().join("output.log"))?;
        let child = kind
            .command(folder.path(), &file)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()?;
        let proxy = Self { addresses, _child: child, _folder: folder };
        proxy.ready().await.map_err(|error| {
            let said = std::fs::read_to_string(proxy._folder.path().join("output.log")).unwrap_or_default();
            io::Error::new(error.kind(), format!("{kind} does not start: {error}: {}", said.trim()))
        })?;
        Ok(proxy)
    }

    async fn ready(&self) -> io::Result<()> {
        for address in &self.addresses {
            let mut tries = 0;
            while let Err(error) = TcpStream::connect(address).await {
                tries += 1;
                if tries > 100 {
                    return Err(error);
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Ok(())
    }
}

/// Ports of loopback that are free now.
async fn free(count: usize) -> io::Result<Vec<SocketAddr>> {
    let mut listeners = Vec::new();
    for _ in 0..count {
        listeners.push(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?);
    }
    listeners.iter().map(TcpListener::local_addr).collect()
}
