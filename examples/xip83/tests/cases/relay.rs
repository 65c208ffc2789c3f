//! A relay of TCP in front of the node, which can become a black hole: it takes bytes, acknowledges them, and passes nothing on.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

#[derive(Clone, Default)]
struct Swallows(Arc<AtomicBool>);

pub struct Relay {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

#[derive(Default)]
struct Shared {
    black: AtomicBool,
    connections: Mutex<Vec<Swallows>>,
}

impl Relay {
    pub async fn before(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (shared, mut tasks) = (Arc::new(Shared::default()), JoinSet::new());
        tasks.spawn(accept(listener, upstream, Arc::clone(&shared)));
        Self { address, shared, _tasks: tasks }
    }

    /// Connections that there are stay dead for ever, and new ones are dead too while this lasts.
    pub fn swallow(&self, swallows: bool) {
        self.shared.black.store(swallows, Ordering::SeqCst);
        if swallows {
            self.shared.connections.lock().unwrap().drain(..).for_each(|one| one.0.store(true, Ordering::SeqCst));
        }
    }
}

async fn accept(listener: TcpListener, upstream: SocketAddr, shared: Arc<Shared>) {
    let mut pumps = JoinSet::new();
    while let Ok((down, _)) = listener.accept().await {
        let swallows = Swallows::default();
        swallows.0.store(shared.black.load(Ordering::SeqCst), Ordering::SeqCst);
        shared.connections.lock().unwrap().push(swallows.clone());
        let Ok(up) = TcpStream::connect(upstream).await else { continue };
        down.set_nodelay(true).unwrap();
        up.set_nodelay(true).unwrap();
        let ((from_client, to_client), (from_node, to_node)) = (down.into_split(), up.into_split());
        pumps.spawn(pump(from_client, to_node, swallows.clone()));
        pumps.spawn(pump(from_node, to_client, swallows));
    }
}

/// Passes bytes on, and the end. A black hole does neither, and keeps both sockets open.
async fn pump(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, swallows: Swallows) {
    let mut bytes = vec![0; 64 << 10];
    loop {
        let read = from.read(&mut bytes).await.unwrap_or(0);
        match (swallows.0.load(Ordering::SeqCst), read) {
            (true, 0) => std::future::pending().await,
            (true, _) => {}
            (false, 0) => break,
            (false, read) => {
                if to.write_all(&bytes[..read]).await.is_err() {
                    break;
                }
            }
        }
    }
    // The other end may be gone already.
    let _ = to.shutdown().await;
}
