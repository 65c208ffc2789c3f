//! The command line of Colony. What it shows comes from the transcript of a run; what it decides comes from `scenarios`.

#![forbid(unsafe_code)]

mod args;
mod check;
mod cli;
mod exit;
mod explore;
mod failure;
mod find;
mod fits;
mod hidden;
mod jobs;
mod json;
mod list;
mod manual;
mod matrix;
mod observer;
mod output;
mod rank;
mod replay;
mod report;
mod rules;
mod run;
mod seeds;
mod site;
mod story;
mod systems;
mod table;
mod vectors;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use cli::{Cli, Command};
use exit::Exit;
use output::Output;

/// Runs the program with these arguments and says how the process should end.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match Cli::try_parse_from(args) {
        Ok(cli) => run_command(&cli),
        Err(error) => tell_usage(&error),
    };
    ExitCode::from(exit as u8)
}

/// Help, the version, or what is wrong with the arguments.
fn tell_usage(error: &clap::Error) -> Exit {
    let mut output = Output::new(false);
    let (stream, exit) = match error.use_stderr() {
        true => ("standard error", Exit::BadInput),
        false => ("standard output", Exit::AsExpected),
    };
    output.told(stream, error.print());
    output.finish(exit)
}

fn run_command(cli: &Cli) -> Exit {
    let mut output = Output::new(cli.quiet);
    let result = match &cli.command {
        Command::Check(args) => check::check(args, &mut output),
        Command::Run(args) => run::run(args, &mut output),
        Command::List(args) => list::list(args, &mut output),
        Command::Matrix(args) => matrix::matrix(args, &mut output),
        Command::Rank(args) => rank::rank(args, &mut output),
        Command::Rules(args) => rules::rules(args, &mut output),
        Command::Explore(args) => explore::explore(args, &mut output),
        Command::Replay(args) => replay::replay(args, &mut output),
        Command::Vectors(args) => vectors::vectors(args, &mut output),
        Command::Site(args) => site::site(args, &mut output),
        Command::Completions(args) => manual::completions(args, Cli::command(), &mut output),
        Command::Man(args) => manual::man(args, Cli::command(), &mut output),
    };
    let exit = result.unwrap_or_else(|failure| {
        failure.each().for_each(|failure| output.error(&failure.message));
        failure.exit
    });
    output.finish(exit)
}
