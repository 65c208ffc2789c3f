//! The `colony` program.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    colony::main(std::env::args_os())
}
