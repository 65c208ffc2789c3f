//! Puts the relay core on a loopback port, so that outside test suites can judge it.
//!
//! ```text
//! cargo run -p sim-relay --example ws_front -- --port 7447 --personality judge
//! ```

mod front;

use std::error::Error;
use std::net::IpAddr;

use sim_relay::{DEPLOYED, Personality};
use tokio::net::TcpListener;

const USAGE: &str = "ws_front [--port N] [--host LOOPBACK_IP] [--personality NAME]";

struct Options {
    host: IpAddr,
    port: u16,
    personality: Personality,
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
    let mut options = Options { host: IpAddr::from([127, 0, 0, 1]), port: 7447, personality: Personality::judge() };
    while let Some(name) = args.next() {
        let value = args.next().ok_or(USAGE)?;
        match name.as_str() {
            "--host" => options.host = value.parse()?,
            "--port" => options.port = value.parse()?,
            "--personality" => {
                let deployed = DEPLOYED.iter().map(|deployed| deployed.name);
                let names = || Personality::PRESETS.into_iter().chain(deployed).collect::<Vec<_>>().join(", ");
                options.personality = Personality::named(&value)
                    .ok_or_else(|| format!("no personality {value:?}; there are {}", names()))?;
            }
            _ => return Err(USAGE.into()),
        }
    }
    Ok(options)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = options(std::env::args().skip(1))?;
    let listener = TcpListener::bind((options.host, options.port)).await?;
    println!("ws://{}\n{}", listener.local_addr()?, options.personality);
    Ok(front::serve(listener, options.personality).await?)
}
