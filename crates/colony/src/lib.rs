//! The command line of Colony. What it shows comes from the transcript of a run; what it decides comes from `scenarios`.

#![forbid(unsafe_code)]

mod check;
mod cli;
mod explore;
mod find;
mod hidden;
mod jobs;
mod json;
mod list;
mod manual;
mod matrix;
mod observer;
mod output;
mod replay;
mod report;
mod rules;
mod run;
mod story;
mod vectors;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use output::{Exit, Output};

/// Runs the program with these arguments and says how the process should end.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::BadInput as u8 } else { Exit::AsExpected as u8 });
        }
    };
    let mut output = Output::new(cli.quiet);
    let result = match &cli.command {
        Command::Check(args) => check::check(args, &mut output),
        Command::Run(args) => run::run(args, &mut output),
        Command::List(args) => list::list(args, &mut output),
        Command::Matrix(args) => matrix::matrix(args, &mut output),
        Command::Rules(args) => rules::rules(args, &mut output),
        Command::Explore(args) => explore::explore(args, &mut output),
        Command::Replay(args) => replay::replay(args, &mut output),
        Command::Vectors(args) => vectors::vectors(args, &mut output),
        Command::Completions(args) => manual::completions(args, &mut output),
        Command::Man(args) => manual::man(args, &mut output),
    };
    let exit = result.unwrap_or_else(|failure| {
        failure.each().for_each(|failure| output.error(&failure.message));
        failure.exit
    });
    output.flush();
    ExitCode::from(exit as u8)
}
