//! `colony completions` and `colony man`: what the definition of the command line says, for shells and for `man`.

use std::fs;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::{Cli, CompletionsArgs, ManArgs};
use crate::output::{Exit, Failure, Output};

pub(crate) fn completions(args: &CompletionsArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "colony", &mut script);
    output.line(String::from_utf8_lossy(&script).trim_end());
    Ok(Exit::AsExpected)
}

pub(crate) fn man(args: &ManArgs, output: &mut Output) -> Result<Exit, Failure> {
    let command = Cli::command().disable_help_subcommand(true);
    let Some(out) = &args.out else {
        let mut page = Vec::new();
        let rendered = Man::new(command).render(&mut page);
        rendered.map_err(|error| Failure::bad_input(error.to_string()))?;
        output.line(String::from_utf8_lossy(&page).trim_end());
        return Ok(Exit::AsExpected);
    };
    let written = fs::create_dir_all(out).and_then(|()| clap_mangen::generate_to(command, out));
    written.map_err(|error| Failure::bad_input(format!("cannot write to {}: {error}", out.display())))?;
    output.line(format!(
        "manual pages in {}; `man -l {}` shows the first",
        out.display(),
        out.join("colony.1").display()
    ));
    Ok(Exit::AsExpected)
}
