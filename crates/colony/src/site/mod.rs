//! `colony site`: what Colony knows, as a folder of pages that any web host serves, or that opens from a disk. No page asks a network.
//!
//! ```text
//!   start, vectors, rules, findings, matrix ── a page each, and what it shows
//!   page ── what all pages share: head, navigation, style, script
//!   folder ── writes the files, and takes away those of an earlier site
//! ```

mod findings;
mod folder;
mod matrix;
mod page;
mod rules;
mod start;
mod vectors;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use scenarios::corpus;

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
    /// Only these rows in the matrix, scenario files or ids of the corpus: `A,B`, or the option several times [default: the corpus].
    #[arg(long, value_delimiter = ',', value_name = "ID")]
    pub scenario: Vec<String>,
    /// Leave out what is simulated for the site, and takes its time; the pages say so.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    pub without: Vec<Part>,
    /// Threads that run scenarios [default: one per core].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}

/// A part that needs runs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The page of the matrix.
    Matrix,
    /// The diagrams of findings.
    Diagrams,
}

/// Files of the site by their path in it, with `/`.
type Files = BTreeMap<String, String>;

pub(crate) fn site(args: &SiteArgs, output: &mut Output) -> Result<Exit, Failure> {
    let folder = Folder::open(&args.out)?;
    let vectors = vectors::Browser::load(&args.vectors)?;
    let with = |part| !args.without.contains(&part);
    let (rules, rules_page) = rules::page(&corpus::all()?, &findings::by_rule());
    let (findings, findings_page) = findings::page(with(Part::Diagrams), args.jobs, output)?;
    let matrix_page =
        if with(Part::Matrix) { matrix::page(&args.scenario, args.jobs, output)? } else { matrix::left_out() };
    let start_page = start::page(&start::Counts { vectors: vectors.tests(), rules, findings });
    let mut files = Files::from([page::style(), page::script(), start_page, rules_page, findings_page, matrix_page]);
    files.extend(vectors.files());
    folder.write(&files)?;
    let (vectors, rules) = (count(vectors.tests(), "vector", "vectors"), count(rules, "rule", "rules"));
    let findings = count(findings, "finding", "findings");
    output.line(format!("{vectors}, {rules}, {findings} · {}", story::path(&args.out.join("index.html"))));
    Ok(Exit::AsExpected)
}
