//! A tiny site on loopback, to try the harness on pages we know.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use e2e::{Browser, Done, Options, Page};

/// Serves fixed pages; remembers what was sent to it.
pub struct Site {
    address: String,
    received: Arc<Mutex<Vec<Request>>>,
}

#[derive(Clone, Debug)]
pub struct Request {
    pub line: String,
    pub language: String,
    pub body: String,
}

impl Site {
    /// Every `path → page`; a page may begin with `policy:` and a content
    /// security policy on its first line. A POST is answered with a redirect to `/thanks`.
    pub fn serve(pages: &[(&'static str, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let pages: HashMap<_, _> = pages.iter().copied().collect();
        let log = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (pages, log) = (pages.clone(), Arc::clone(&log));
                std::thread::spawn(move || answer(stream, &pages, &log));
            }
        });
        Self { address, received }
    }

    pub fn one(page: &'static str) -> Self {
        Self::serve(&[("/", page)])
    }

    pub fn page(&self, options: Options) -> Done<Page> {
        let options = Options {
            base: self.address.clone(),
            ..options
        };
        Browser::shared()?.page(&options)
    }

    /// A default page, opened at `/`.
    pub fn visit(&self) -> Done<Page> {
        let page = self.page(Options::default())?;
        page.goto("/")?;
        Ok(page)
    }

    pub fn posts(&self) -> Vec<Request> {
        let all = self.received.lock().expect("no panic");
        all.iter()
            .filter(|r| r.line.starts_with("POST"))
            .cloned()
            .collect()
    }

    pub fn first(&self) -> Request {
        self.received.lock().expect("no panic")[0].clone()
    }
}

fn answer(stream: TcpStream, pages: &HashMap<&str, &str>, log: &Mutex<Vec<Request>>) -> Option<()> {
    let mut input = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    let (mut length, mut language) = (0, String::new());
    loop {
        let mut header = String::new();
        input.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "accept-language" => language = value.into(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    let path = line.split(' ').nth(1)?.split('?').next()?.to_owned();
    log.lock().expect("no panic").push(Request {
        line: line.trim().into(),
        language,
        body: String::from_utf8_lossy(&body).into(),
    });
    let mut out = stream;
    if line.starts_with("POST") {
        let head = "HTTP/1.1 303 See Other\r\nLocation: /thanks\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return out.write_all(head.as_bytes()).ok();
    }
    let (status, page) = match pages.get(path.as_str()) {
        Some(page) => ("200 OK", *page),
        None => ("404 Not Found", "<title>ない</title><h1>ありません</h1>"),
    };
    let (policy, page) = match page
        .strip_prefix("policy:")
        .and_then(|p| p.split_once('\n'))
    {
        Some((policy, page)) => (format!("Content-Security-Policy: {policy}\r\n"), page),
        None => (String::new(), page),
    };
    let kind = if path.ends_with(".js") {
        "text/javascript"
    } else {
        "text/html"
    };
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n{policy}Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )
    .ok()
}
