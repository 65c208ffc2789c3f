//! Measures what transports and proxies do to a stream, on loopback, and writes a table of it. Takes some minutes; all cells run at once.
#![forbid(unsafe_code)]

mod backend;
mod cells;
mod raw;
mod sight;
mod table;
mod way;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tokio::task::JoinSet;
use xip83::proxy::Proxy;

use backend::Backend;
use cells::{Place, Row};
use way::Way;

/// Measures what HTTP/2, nginx and HAProxy do to a stream that is silent, frozen, killed, stalled or half-closed, and writes a table in
/// Markdown. Everything stays on 127.0.0.1. A column whose program is not installed is left out, and said.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// How long a stream is watched that nothing happens to
    #[arg(long, value_name = "SECONDS", default_value_t = 150, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    patience: u64,
    /// Only rows whose name contains this
    #[arg(long, value_name = "TEXT", default_value = "")]
    rows: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let rows: Vec<Row> = Row::ALL.into_iter().filter(|row| row.name().contains(&arguments.rows)).collect();
    if rows.is_empty() {
        let names = Row::ALL.map(|row| format!("\n  {}", row.name())).concat();
        eprintln!("error: no row has a name with `{}` in it: expected a part of one of{names}", arguments.rows);
        return ExitCode::from(2);
    }
    let (ways, missing): (Vec<Way>, Vec<Way>) = Way::ALL.into_iter().partition(|way| way.is_there());
    missing.iter().for_each(|way| eprintln!("left out: {} (its program is not installed)", way.name()));
    match measure(&rows, &ways, Duration::from_secs(arguments.patience)).await {
        Ok(cells) => {
            // Whoever closed the output has read enough.
            let _ = write!(std::io::stdout(), "{}", table::table(&rows, &ways, &cells));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(4)
        }
    }
}

/// Every cell, by the place of its row and of its way.
async fn measure(rows: &[Row], ways: &[Way], patience: Duration) -> std::io::Result<Vec<((usize, usize), String)>> {
    let mut cells = JoinSet::new();
    let mut proxies = Vec::new();
    for (column, way) in ways.iter().enumerate() {
        let mut backends = Vec::new();
        for row in rows {
            backends.push(Backend::start(*row).await?);
        }
        let mut fronts: Vec<_> = backends.iter().map(|backend| backend.address).collect();
        if let Some(kind) = way.kind() {
            let settings: Vec<_> = fronts.iter().map(|address| way.front(*address)).collect();
            let proxy = Proxy::start(kind, &settings).await?;
            fronts.clone_from(&proxy.addresses);
            proxies.push(proxy);
        }
        for (line, (backend, front)) in backends.into_iter().zip(fronts).enumerate() {
            let place = Place { backend, front, patience };
            let row = rows[line];
            cells.spawn(async move { ((line, column), row.measure(place).await) });
        }
    }
    Ok(cells.join_all().await)
}
