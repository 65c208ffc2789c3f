//! Runs the built program as anybody would.

use std::process::{Command, Output, Stdio};

/// What the program did.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

/// The program, not yet started, without colours or a terminal.
pub fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_colony"));
    let ours = ["NO_COLOR", "GITHUB_ACTIONS", "GITHUB_WORKSPACE"];
    for name in ours {
        command.env_remove(name);
    }
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn colony(args: &[&str]) -> Done {
    done(program(args).output().expect("the program starts"))
}

pub fn done(output: Output) -> Done {
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    let exit = output.status.code().expect("the program ends by itself");
    Done { exit, out: text(output.stdout), err: text(output.stderr) }
}
