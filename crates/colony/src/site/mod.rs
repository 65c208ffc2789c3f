//! `colony site`: what Colony knows, as a folder of pages that any web host serves, or that opens from a disk. No page asks a network.
//!
//! ```text
//!   vectors, rules, findings, matrix ── a page each, and what it shows
//!   page ── what all pages share: head, navigation, style, script
//!   folder ── writes the files, and takes away those of an earlier site
//! ```

mod folder;
mod page;
mod vectors;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::story;
use crate::words::count;
use folder::Folder;

#[derive(Args)]
pub(crate) struct SiteArgs {
    /// Folder of test vectors, with a `manifest.json`.
    #[arg(default_value = "vectors", value_name = "FOLDER")]
    pub vectors: PathBuf,
    /// Folder to write to: a new one, an empty one, or one that `colony site` wrote before.
    #[arg(long, default_value = "site", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// Files of the site by their path in it, with `/`.
type Files = BTreeMap<String, String>;

pub(crate) fn site(args: &SiteArgs, output: &mut Output) -> Result<Exit, Failure> {
    let folder = Folder::open(&args.out)?;
    let vectors = vectors::Browser::load(&args.vectors)?;
    let mut files = Files::from([page::style(), page::script()]);
    files.extend(vectors.files());
    folder.write(&files)?;
    output.line(format!("{} · {}", count(vectors.tests(), "vector", "vectors"), story::path(&args.out.join("index.html"))));
    Ok(Exit::AsExpected)
}
