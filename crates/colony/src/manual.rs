//! `colony completions` and `colony man`: what the definition of the command line says, for shells and for `man`.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::story;

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// For which shell.
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub(crate) struct ManArgs {
    /// Write a page for each command to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

pub(crate) fn completions(args: &CompletionsArgs, mut command: Command, output: &mut Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "colony", &mut script);
    output.line(String::from_utf8_lossy(&script).trim_end());
    Ok(Exit::AsExpected)
}

pub(crate) fn man(args: &ManArgs, command: Command, output: &mut Output) -> Result<Exit, Failure> {
    let command = command.disable_help_subcommand(true);
    let Some(out) = &args.out else {
        let mut page = Vec::new();
        let rendered = Man::new(command).render(&mut page);
        rendered.map_err(|error| Failure::unable(error.to_string()))?;
        output.line(String::from_utf8_lossy(&page).trim_end());
        return Ok(Exit::AsExpected);
    };
    let written = fs::create_dir_all(out).and_then(|()| clap_mangen::generate_to(command, out));
    written.map_err(|error| Failure::unwritten(out, &error))?;
    output.line(format!(
        "manual pages in {}; `man -l {}` shows the first",
        story::path(out),
        story::path(&out.join("colony.1"))
    ));
    Ok(Exit::AsExpected)
}
