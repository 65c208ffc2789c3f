//! HAProxy: one `listen` section for each port. Without settings it has no limits of time but the one for connecting. It has one thread, so
//! that which calls share a connection to the node does not depend on which thread takes them.

use super::Front;

/// A whole configuration.
pub(super) fn configuration(ports: &[(u16, &Front)]) -> String {
    let sections: String =
        ports.iter().enumerate().map(|(place, (port, front))| section(place, *port, front)).collect();
    format!("global\n  nbthread 1\ndefaults\n  mode http\n  timeout connect 5s\n{sections}")
}

fn section(place: usize, port: u16, front: &Front) -> String {
    let settings: String = front.settings.iter().map(|line| format!("  {line}\n")).collect();
    let upstream = front.upstream;
    format!("listen port{place}\n  bind 127.0.0.1:{port} proto h2\n{settings}  server node {upstream} proto h2\n")
}
