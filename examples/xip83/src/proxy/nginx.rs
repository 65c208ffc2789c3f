//! nginx: one `server` for each port. Everything that it writes lies in its own folder.

use std::path::Path;

use super::Front;

/// A whole configuration.
pub(super) fn configuration(folder: &Path, ports: &[(u16, &Front)]) -> String {
    let folder = folder.display();
    let temporary =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|of| format!("{of}_temp_path {folder}/{of};"));
    let servers: String = ports.iter().map(|(port, front)| server(*port, front)).collect();
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n\
         events {{ worker_connections 2048; }}\nhttp {{\naccess_log off;\n{}\n{servers}}}\n",
        temporary.join("\n")
    )
}

fn server(port: u16, front: &Front) -> String {
    let (upstream, settings) = (front.upstream, front.settings.join("\n"));
    format!("server {{ listen 127.0.0.1:{port} http2;\n{settings}\nlocation / {{ grpc_pass grpc://{upstream}; }} }}\n")
}
