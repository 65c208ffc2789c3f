//! The programs as a person has them: what they say, and how they end.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

const NODE: &str = env!("CARGO_BIN_EXE_xip83-node");
const CLIENT: &str = env!("CARGO_BIN_EXE_xip83-client");
const MEASURE: &str = env!("CARGO_BIN_EXE_xip83-measure");

fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A node on a free port, killed in the end.
struct Node {
    child: Child,
    uri: String,
}

impl Node {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(NODE);
        command.args(["--listen", "127.0.0.1:0"]).args(arguments).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, uri: format!("http://{address}") }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn a_client_takes_what_the_node_has_and_ends() {
    let node = Node::start(&["--history", "00a1=3"]);
    let output = run(CLIENT, &[&node.uri, "--topic", "00a1@1", "--once"]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}");
    let rows: Vec<_> = said.lines().filter_map(|line| line.split_once("app has row ")).map(|(_, row)| row).collect();
    assert_eq!(rows, ["00a1 2", "00a1 3"]);
}

#[test]
fn a_client_that_is_not_answered_calls_again() {
    let gone = Node::start(&[]).uri.clone();
    let output = run(CLIENT, &[&gone, "--topic", "00a1", "--end-after-ms", "1500"]);
    assert!(output.status.success());
    let said = text(&output.stdout);
    assert!(said.contains("call 1 ends with UNAVAILABLE") && said.contains("call 2 begins"), "{said}");
}

#[test]
fn bad_input_is_told_in_one_message_and_ends_with_2() {
    let cases: [(&str, &[&str], &str); 6] = [
        (CLIENT, &["no address", "--topic", "00a1"], "`no address` is no address of a node: expected http://HOST:PORT"),
        (CLIENT, &["https://127.0.0.1:1", "--topic", "00a1"], "`https://127.0.0.1:1` is no address of a node"),
        (CLIENT, &["http://127.0.0.1:1", "--topic", "05a1"], "`05a1` is no topic: expected 00 or 01"),
        (NODE, &["--history", "00a1"], "`00a1`: expected a number above 0 after `=`"),
        (NODE, &["--listen", "here"], "invalid socket address"),
        (MEASURE, &["--rows", "no such row"], "no row has a name with `no such row` in it"),
    ];
    for (program, arguments, expected) in cases {
        let output = run(program, arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("error: ") && said.contains(expected), "{said}");
    }
}

#[test]
fn an_address_that_is_taken_is_told_and_ends_with_4() {
    let node = Node::start(&[]);
    let output = run(NODE, &["--listen", node.uri.strip_prefix("http://").unwrap()]);
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).starts_with("error: cannot serve on 127.0.0.1:"));
}
