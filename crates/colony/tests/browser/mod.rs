//! A real browser, driven through the DevTools protocol: pages as people see them, keys as people press them.

use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

/// What a browser is called where it is installed.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PATIENCE: Duration = Duration::from_secs(60);
const OPTIONS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
];

/// A browser with one page.
pub struct Browser {
    child: Child,
    socket: WebSocket<TcpStream>,
    session: Option<String>,
    number: u64,
    /// Errors and warnings of the console, exceptions, and requests to anywhere but files.
    pub complaints: Vec<String>,
    loaded: bool,
    _profile: TempDir,
}

impl Browser {
    /// A new browser with an empty profile; none, and a line that says so, where no browser is installed.
    pub fn start() -> Option<Self> {
        let Some(program) = find() else {
            // Past the test harness, which keeps what a passing test prints.
            let _ = writeln!(std::io::stderr(), "skipped: no Chromium or Chrome found; COLONY_BROWSER may name one");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        command.args(OPTIONS).arg(format!("--user-data-dir={}", profile.path().display())).arg("about:blank");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (port, path) = address(&profile.path().join("DevToolsActivePort"));
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream).unwrap();
        let (complaints, session) = (Vec::new(), None);
        let mut browser = Self { child, socket, session, number: 0, complaints, loaded: false, _profile: profile };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        browser.session = attached["sessionId"].as_str().map(ToOwned::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.window(1400, 900, false);
        Some(browser)
    }

    /// Size in pixels, and dark or light.
    pub fn window(&mut self, width: u32, height: u32, dark: bool) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size);
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Opens a file and waits until it is there. The address may have a part behind `#`.
    pub fn open(&mut self, file: &Path, place: &str) {
        self.call("Page.navigate", json!({ "url": "about:blank" }));
        self.loaded = false;
        self.call("Page.navigate", json!({ "url": format!("file://{}{place}", file.display()) }));
        while !self.loaded {
            self.listen();
        }
        self.wait_for("html[data-ready]");
    }

    /// The value of an expression in the page.
    pub fn eval(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// The visible text of the first element that matches.
    pub fn text(&mut self, selector: &str) -> String {
        let found = self.eval(&format!(
            "(({{ innerText, textContent }}) => innerText ?? textContent)(document.querySelector({}) ?? '')",
            json!(selector)
        ));
        found.as_str().unwrap_or_default().to_owned()
    }

    /// How many elements match.
    pub fn count(&mut self, selector: &str) -> u64 {
        self.eval(&format!("document.querySelectorAll({}).length", json!(selector))).as_u64().unwrap()
    }

    /// Presses and releases a key, by its name in the DOM.
    pub fn press(&mut self, key: &str) {
        let text = match key {
            "Enter" => "\r",
            key if key.chars().count() == 1 => key,
            _ => "",
        };
        // What the browser itself does with a key, such as closing a dialog, follows from its code.
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "Tab" => 9,
            _ => 0,
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code }),
        );
        self.call("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }));
        self.settle();
    }

    /// Types a text, key by key.
    pub fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.press(&c.to_string()));
    }

    /// Clicks into the middle of the first element that matches.
    pub fn click(&mut self, selector: &str) {
        self.mouse(selector, &["mousePressed", "mouseReleased"]);
    }

    /// Moves the pointer there and lets it rest.
    pub fn rest_on(&mut self, selector: &str) {
        self.mouse(selector, &["mouseMoved"]);
        self.eval("new Promise((done) => setTimeout(() => done(0), 400))");
    }

    fn mouse(&mut self, selector: &str, kinds: &[&str]) {
        let selector = json!(selector);
        let place = self.eval(&format!(
            "(() => {{ const e = document.querySelector({selector}); e.scrollIntoView({{ block: 'nearest' }}); \
             const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
        ));
        for kind in kinds {
            let button = if *kind == "mouseMoved" { "none" } else { "left" };
            let at = json!({ "type": kind, "x": place[0], "y": place[1], "button": button, "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", at);
        }
        self.settle();
    }

    /// What is in the window, as a PNG file.
    pub fn picture(&mut self, file: &Path) {
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        fs::write(file, decode(answer["data"].as_str().unwrap())).unwrap();
    }

    /// The page on paper, as a PDF.
    pub fn print(&mut self) -> Vec<u8> {
        let answer = self.call("Page.printToPDF", json!({ "landscape": true, "printBackground": true }));
        decode(answer["data"].as_str().unwrap())
    }

    /// Waits until an element that matches is there.
    pub fn wait_for(&mut self, selector: &str) {
        let begun = Instant::now();
        while self.count(selector) == 0 {
            assert!(begun.elapsed() < PATIENCE, "{selector} does not come: {:?}", self.complaints);
            self.settle();
        }
        self.settle();
    }

    /// Waits until the page has drawn what is due.
    fn settle(&mut self) {
        self.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let mut asked = json!({ "id": self.number, "method": method, "params": params });
        if let Some(session) = &self.session {
            asked["sessionId"] = session.as_str().into();
        }
        self.socket.send(Message::text(asked.to_string())).unwrap();
        loop {
            if let Some(answer) = self.listen().filter(|answer| answer["id"] == self.number) {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// Takes one message; gives it back if it is an answer.
    fn listen(&mut self) -> Option<Value> {
        let Message::Text(text) = self.socket.read().expect("the browser answers in time") else { return None };
        let message: Value = serde_json::from_str(&text).unwrap();
        let told = &message["params"];
        match message["method"].as_str() {
            None => return Some(message),
            Some("Page.loadEventFired") => self.loaded = true,
            Some("Runtime.exceptionThrown") => self.complaints.push(told.to_string()),
            Some("Runtime.consoleAPICalled") if told["type"] != "log" => self.complaints.push(told.to_string()),
            Some("Log.entryAdded") => self.complaints.push(told.to_string()),
            Some("Network.requestWillBeSent") => {
                let url = told["request"]["url"].as_str().unwrap_or_default();
                if !url.starts_with("file:") && !url.starts_with("about:") {
                    self.complaints.push(format!("asks for {url}"));
                }
            }
            Some(_) => {}
        }
        None
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let close = json!({ "id": 0, "method": "Browser.close" }).to_string();
        let _ = self.socket.send(Message::text(close));
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("COLONY_BROWSER") {
        return Some(named.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let places: Vec<_> = env::split_paths(&path).collect();
    NAMES.iter().flat_map(|name| places.iter().map(move |place| place.join(name))).find(|file| file.is_file())
}

/// Port and path of the DevTools socket, as soon as the browser has written them.
fn address(file: &Path) -> (u16, String) {
    let begun = Instant::now();
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        if let Some((port, path)) = text.split_once('\n').filter(|(_, path)| !path.is_empty()) {
            return (port.parse().unwrap(), path.trim().to_owned());
        }
        assert!(begun.elapsed() < PATIENCE, "the browser did not open its DevTools port in time");
        thread::sleep(Duration::from_millis(20));
    }
}

fn decode(base64: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(base64).unwrap()
}
