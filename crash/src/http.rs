//! As much HTTP/1.1 as the API needs: one connection, one request at a time.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Connection {
    stream: BufReader<TcpStream>,
}

/// A request; `body` makes it a POST.
pub struct Asked<'a> {
    pub path: &'a str,
    pub token: &'a str,
    pub key: Option<&'a str>,
    pub body: Option<&'a str>,
}

pub struct Answer {
    pub status: u16,
    /// Whether it is the answer to the same request of before.
    pub replayed: bool,
    pub body: Vec<u8>,
}

impl Connection {
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    pub fn send(&mut self, asked: &Asked) -> io::Result<Answer> {
        let method = if asked.body.is_some() { "POST" } else { "GET" };
        let mut text = format!(
            "{method} {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n",
            asked.path, asked.token
        );
        if let Some(key) = asked.key {
            text += &format!("Idempotency-Key: {key}\r\n");
        }
        if let Some(body) = asked.body {
            let length = body.len();
            text += &format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
        }
        text += "\r\n";
        text += asked.body.unwrap_or_default();
        self.stream.get_mut().write_all(text.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> io::Result<Answer> {
        let strange = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| strange(&first))?;
        let (mut length, mut replayed) = (None, false);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok(),
                "idempotent-replayed" => replayed = value.trim() == "true",
                _ => {}
            }
        }
        let length: usize = length.ok_or_else(|| strange("an answer without a length"))?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer {
            status,
            replayed,
            body,
        })
    }

    /// A line without its end; an end of the connection is an error.
    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 || !line.ends_with('\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
