//! `colony vectors`: emit, verify and list test vectors.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use conformance::emit::{EmitError, emit_watched};
use conformance::format::{Topic, Vectors};
use conformance::verify::{self, Count, LoadError, Report, Suite, Verdict, Verified};

use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::{self, Failure, Place};
use crate::find::shell_word;
use crate::output::Output;
use crate::report::case::{Case, Ending};
use crate::report::ci::{self, BadgeArgs, ReportArgs};
use crate::report::write;
use crate::table::table;
use crate::words::{count, thousands};
use crate::{jobs, story};

#[derive(Args)]
pub(crate) struct VectorsArgs {
    #[command(subcommand)]
    pub command: VectorsCommand,
    #[command(flatten)]
    pub control: ControlArgs,
}

#[derive(Subcommand)]
pub(crate) enum VectorsCommand {
    /// Write every vector file, the manifest and the schemas. The same bytes every time.
    Emit {
        /// Folder to write to.
        #[arg(long, default_value = "vectors")]
        out: PathBuf,
    },
    /// Check manifest, hashes and schemas, then let every stack verify every test.
    Verify(VerifyArgs),
    /// List the vector files and the flags of their tests.
    List {
        /// Folder with a `manifest.json`.
        #[arg(default_value = "vectors")]
        path: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// Folder with a `manifest.json`.
    #[arg(default_value = "vectors")]
    pub path: PathBuf,
    /// Only this stack.
    #[arg(long)]
    pub stack: Option<String>,
    #[command(flatten)]
    pub reports: ReportArgs,
    #[command(flatten)]
    pub badge: BadgeArgs,
}

/// What reports and badges of a verification are called.
const SUITE: &str = "colony vectors verify";
const BADGE: &str = "marmot vectors";

pub(crate) fn vectors(args: &VectorsArgs, output: &mut Output) -> Result<Exit, Failure> {
    args.control.panic_if_asked();
    match &args.command {
        VectorsCommand::Emit { out } => emit(out, args.control, output),
        VectorsCommand::Verify(args) => check(args, output),
        VectorsCommand::List { path } => list(path, output),
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        let (LoadError::Io { path, .. } | LoadError::Wrong { path, .. }) = &error;
        Self { place: Some(Place { file: path.clone(), line: None }), ..Self::bad_input(error.to_string()) }
    }
}

impl From<EmitError> for Failure {
    fn from(error: EmitError) -> Self {
        let exit = match &error {
            EmitError::Environment(error) => failure::of_environment(error),
            EmitError::Inconsistent(_) | EmitError::Json(_) => Exit::Unable,
        };
        Self { exit, ..Self::unable(error.to_string()) }
    }
}

fn emit(root: &Path, control: ControlArgs, output: &mut Output) -> Result<Exit, Failure> {
    let activity = jobs::activity(output);
    let tree = control.beside(|| emit_watched(|what| activity.set_message(what.to_owned())))?;
    activity.finish_and_clear();
    tree.write(root).map_err(|error| Failure::unable(error.to_string()))?;
    output.line(format!("{} below {}", count(tree.files().count(), "file", "files"), story::path(root)));
    Ok(Exit::AsExpected)
}

fn load(root: &Path, output: &mut Output) -> Result<Suite, Failure> {
    let (suite, left_out) = verify::load(root)?;
    left_out.iter().for_each(|why| output.line(format!("unsupported  {}", story::clean(why))));
    Ok(suite)
}

fn check(args: &VerifyArgs, output: &mut Output) -> Result<Exit, Failure> {
    let (root, only) = (args.path.as_path(), args.stack.as_deref());
    write::prepare(&[&args.reports.junit, &args.badge.badge])?;
    let stacks = verify::stacks();
    let names: Vec<&str> = stacks.iter().map(|stack| stack.name()).collect();
    if let Some(name) = only.filter(|name| !names.contains(name)) {
        return Err(Failure::bad_input(format!("unknown stack `{name}`; known: {}", names.join(", "))));
    }
    let suite = load(root, output)
        .map_err(|failure| ci::unreadable(failure, (SUITE, BADGE), (&args.reports, &args.badge), output))?;
    let shown: Vec<_> = names.into_iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
    let bar = jobs::progress(suite.cases().count() * shown.len(), "verdicts", output);
    let report = verify::run_watched(&suite, &stacks, only, || bar.inc(1));
    bar.finish_and_clear();
    output.detail(by_topic(&report, &shown));
    let failures = report.failures();
    failures.iter().for_each(|failure| output.line(output.style.bad(&story::clean(&failure.to_string()))));
    let cases: Vec<Case> = report.results.iter().map(|result| case(root, result)).collect();
    ci::publish(SUITE, &cases, &args.reports, output);
    ci::publish_badge(BADGE, &cases, &args.badge, output);
    let out_of_date = report.out_of_date().count();
    if out_of_date > 0 {
        let records = count(out_of_date, "recorded verdict is", "recorded verdicts are");
        output.line(format!(
            "{records} about another text of the test: ask the voices again (crates/conformance/voices)"
        ));
    }
    output.line(summary(&suite, &report));
    Ok(if failures.is_empty() { Exit::AsExpected } else { Exit::Failed })
}

/// How many tests there are, and how many verdicts of each kind.
fn summary(suite: &Suite, report: &Report) -> String {
    let of = |is: fn(&Verdict) -> bool| report.results.iter().filter(|result| is(&result.verdict)).count();
    let (passed, refused) = (of(Verdict::is_passed), of(Verdict::is_refused));
    let tests = count(suite.cases().count(), "test", "tests");
    let verdicts = if passed == 1 { "verdict" } else { "verdicts" };
    let refused = match refused {
        0 => String::new(),
        refused => format!(", {} refused without the stated reason", thousands(refused)),
    };
    let failed = thousands(report.failures().len());
    format!("{tests}, {} {verdicts} passed{refused}, {failed} failed", thousands(passed))
}

/// `pr40.key-package-event`: CI servers take what stands before the last dot for a package.
fn class(path: &str) -> String {
    path.strip_suffix(".json").unwrap_or(path).replace('/', ".")
}

/// What a stack makes of a test, as a CI server counts it.
fn case(root: &Path, result: &Verified) -> Case {
    let ending = match &result.verdict {
        Verdict::Passed | Verdict::Refused { .. } => Ending::Passed,
        Verdict::Failed(why) => Ending::Failed(why.clone()),
        Verdict::Differs(how) => Ending::Skipped(format!("reads it otherwise: {how}")),
        Verdict::Unsupported(why) => Ending::Skipped(why.clone()),
        Verdict::OutOfDate => Ending::Skipped("the record is of another text of this test".to_owned()),
    };
    let (class, name) = (class(&result.path), format!("{} {}", result.id, result.stack));
    if !ending.is_bad() {
        return Case { class, name, ending, repro: None, place: None };
    }
    let file = root.join(&result.path);
    let place = Some(Place { line: line_of(&file, &result.id), file });
    let root = shell_word(&root.display().to_string());
    let repro = Some(format!("colony vectors verify {root} --stack {}", result.stack));
    Case { class, name, ending, repro, place }
}

/// Where a test stands in its file.
fn line_of(file: &Path, id: &str) -> Option<usize> {
    let text = std::fs::read_to_string(file).ok()?;
    let head = format!("\"id\": \"{id}\"");
    text.lines().position(|line| line.contains(&head)).map(|place| place + 1)
}

/// Topics as rows, stacks as columns: passed, refused without the stated reason, failed, unsupported.
fn by_topic(report: &Report, stacks: &[&str]) -> String {
    let counts = report.counts();
    let cell = |topic: Topic, stack: &str| {
        let count = counts.iter().find(|((t, s), _)| *t == topic && *s == stack).map(|(_, count)| *count);
        match count.unwrap_or_default() {
            Count { passed: 0, refused: 0, failed: 0, .. } => "-".to_owned(),
            Count { passed, refused, failed, unsupported } => {
                format!("{passed} / {refused} / {failed} / {unsupported}")
            }
        }
    };
    let topics = Topic::ALL.iter().filter(|topic| counts.keys().any(|(t, _)| t == *topic));
    let rows = topics.map(|topic| {
        let cells = stacks.iter().map(|stack| cell(*topic, stack));
        std::iter::once(topic.name().to_owned()).chain(cells).collect()
    });
    let headings: Vec<&str> =
        std::iter::once("passed / refused / failed / unsupported").chain(stacks.iter().copied()).collect();
    table(&headings, rows.collect())
}

fn list(root: &Path, output: &mut Output) -> Result<Exit, Failure> {
    let suite = load(root, output)?;
    let row = |(path, vectors): (&String, &Vectors)| {
        vec![path.clone(), vectors.test_count().to_string(), vectors.notes().join(" ")]
    };
    let rows = suite.files().iter().map(row).collect();
    output.line(table(&["file", "tests", "flags"], rows));
    Ok(Exit::AsExpected)
}
