#!/usr/bin/env bash
# Guess, before it was run: nginx ends a call on which neither end says anything after `grpc_read_timeout`, whoever sends HTTP/2
# PINGs below it, because a PING ends at the proxy and is no part of the response.
#
# nginx `grpc_pass` in front of a gRPC server with one call of both directions, on which the server says one word and then
# nobody anything. Three runs: no keepalive, keepalive of
# the client, keepalive of the server; each with a PING every two seconds and a `grpc_read_timeout` of six. The PINGs of the client change
# nothing, those of the server keep the call open for as long as one looks: the timer runs over bytes of the connection to the
# backend, and an answered PING are some. So a call through nginx outlives its silence by a setting that only the server has, and
# which the same PINGs of the client, where gRPC documents keepalive first, do not give.
#
# Needs: nginx with its gRPC module (Debian's package), Python 3.9 or newer with pip. Exit 0 if everything is as described.
set -euo pipefail
command -v nginx >/dev/null || { echo "needs nginx (Debian's package)"; exit 2; }
dir=$(mktemp -d)
trap 'kill $(cat "$dir/nginx.pid" 2>/dev/null) 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check grpcio==1.85.3
cat > look.py <<'PYTHON'
import pathlib
import socket
import subprocess
import sys
import threading
import time
from concurrent import futures

import grpc

PINGS = [
    ("grpc.keepalive_time_ms", 2000),
    ("grpc.keepalive_timeout_ms", 1000),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.http2.min_ping_interval_without_data_ms", 1000),
]
LOOK = 16.0
done = threading.Event()


def silent(requests, context):
    """One message, and then nothing."""
    yield b"hello"
    done.wait()


def serve(options):
    server = grpc.server(futures.ThreadPoolExecutor(4), options=options)
    method = grpc.stream_stream_rpc_method_handler(silent)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("look.Silence", {"Call": method}),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def proxy(port, listen):
    root = pathlib.Path.cwd()
    (root / "nginx.conf").write_text(f"""
daemon on; pid {root}/nginx.pid; error_log {root}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path {root}/body; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f; uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
  server {{
    listen 127.0.0.1:{listen} http2;
    client_body_timeout 300s; grpc_send_timeout 300s; grpc_read_timeout 6s;
    location / {{ grpc_pass grpc://127.0.0.1:{port}; }}
  }}
}}
""")
    subprocess.run(["nginx", "-q", "-c", str(root / "nginx.conf")], check=True, stderr=subprocess.DEVNULL)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run(what, client, server):
    done.clear()
    serving, port = serve(server)
    listen = free_port()
    proxy(port, listen)
    quiet = threading.Event()

    def nothing():
        quiet.wait()
        yield from ()

    channel = grpc.insecure_channel(f"127.0.0.1:{listen}", options=client)
    call = channel.stream_stream("/look.Silence/Call")(nothing())
    began = time.monotonic()
    ended = threading.Event()
    call.add_callback(ended.set)
    over = ended.wait(LOOK)
    lasted = time.monotonic() - began
    came = f"ended after {lasted:.0f} s, {call.code().name}" if over else f"open after {lasted:.0f} s"
    print(f"{what}: {came}", flush=True)
    quiet.set()
    done.set()
    channel.close()
    serving.stop(None)
    pid = pathlib.Path("nginx.pid")
    subprocess.run(["kill", pid.read_text().strip()], check=True)
    while pid.exists():
        time.sleep(0.05)
    return over, lasted


none = run("no keepalive", [], [])
clients = run("keepalive of the client", PINGS, [])
servers = run("keepalive of the server", [], PINGS)
version = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip()
print(f"{version}, grpcio {grpc.__version__}")
as_described = none[0] and 5 < none[1] < 8 and clients[0] and 5 < clients[1] < 8 and not servers[0]
sys.exit(0 if as_described else "this has changed")
PYTHON
env/bin/python look.py
echo "As described: only the server's PINGs keep a silent call open through nginx."
