//! HTTP/1.1 on one keep-alive connection, by hand: the load generator shares two cores with what it measures, and must
//! cost next to nothing. Knows just as much HTTP as the server speaks.

use crate::{Failure, Measured};
use memchr::memmem;
use std::net::SocketAddr;
use std::ops::Range;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection to the server.
pub struct Connection {
    stream: TcpStream,
    outbox: Vec<u8>,
    inbox: Vec<u8>,
    /// A body that came in chunks, put together.
    joined: Vec<u8>,
    /// Where the head of the last answer ends in the inbox.
    head: usize,
}

/// What came back.
pub struct Answer<'a> {
    pub status: u16,
    /// Without the framing of chunks, still compressed if it was.
    pub body: &'a [u8],
    /// Bytes over the wire, the head included.
    pub wire: usize,
}

impl<'a> Answer<'a> {
    /// Goes on only with this status.
    ///
    /// # Errors
    /// With any other one; says what the server said.
    pub fn expect(self, status: u16) -> Measured<Answer<'a>> {
        if self.status == status {
            return Ok(self);
        }
        let said = String::from_utf8_lossy(&self.body[..self.body.len().min(300)]).into_owned();
        Err(format!("the server answered {} instead of {status}: {said}", self.status).into())
    }
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Measured<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, outbox: Vec::new(), inbox: Vec::new(), joined: Vec::new(), head: 0 })
    }

    /// Sends a GET and gives the stream away: what comes back doesn't end.
    pub async fn listen(mut self, path: &str) -> Measured<TcpStream> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\
             accept-encoding: gzip\r\n\r\n"
        );
        self.stream.write_all(request.as_bytes()).await?;
        Ok(self.stream)
    }

    /// A header of the last answer, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = std::str::from_utf8(&self.inbox[..self.head]).ok()?;
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }

    /// GET with further header lines.
    pub async fn get(&mut self, path: &str, headers: &[&str]) -> Measured<Answer<'_>> {
        self.exchange("GET", path, headers, &[]).await
    }

    /// POST of JSON in pieces, with further header lines.
    pub async fn post(&mut self, path: &str, headers: &[&str], body: &[&[u8]]) -> Measured<Answer<'_>> {
        self.exchange("POST", path, headers, body).await
    }

    async fn exchange(&mut self, method: &str, path: &str, headers: &[&str], body: &[&[u8]]) -> Measured<Answer<'_>> {
        self.outbox.clear();
        let length: usize = body.iter().map(|piece| piece.len()).sum();
        for piece in [method, " ", path, " HTTP/1.1\r\nhost: localhost\r\n"] {
            self.outbox.extend_from_slice(piece.as_bytes());
        }
        for header in headers {
            self.outbox.extend_from_slice(header.as_bytes());
            self.outbox.extend_from_slice(b"\r\n");
        }
        if method == "POST" {
            let head = format!("content-type: application/json\r\ncontent-length: {length}\r\n");
            self.outbox.extend_from_slice(head.as_bytes());
        }
        self.outbox.extend_from_slice(b"\r\n");
        for piece in body {
            self.outbox.extend_from_slice(piece);
        }
        self.stream.write_all(&self.outbox).await?;
        self.read().await
    }

    async fn read(&mut self) -> Measured<Answer<'_>> {
        self.inbox.clear();
        let head = loop {
            if let Some(end) = memmem::find(&self.inbox, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        self.head = head;
        let text = std::str::from_utf8(&self.inbox[..head])?.to_ascii_lowercase();
        let status = text.get(9..12).and_then(|status| status.parse().ok()).ok_or("an answer that isn't HTTP")?;
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        if field("transfer-encoding:") == Some("chunked") {
            let wire = self.read_chunks(head).await?;
            return Ok(Answer { status, body: &self.joined, wire });
        }
        let length: usize = field("content-length:").unwrap_or("0").parse()?;
        while self.inbox.len() < head + length {
            self.more().await?;
        }
        Ok(Answer { status, body: &self.inbox[head..head + length], wire: head + length })
    }

    /// Joins the chunks that begin at `at`; gives the place after the last.
    async fn read_chunks(&mut self, mut at: usize) -> Measured<usize> {
        self.joined.clear();
        loop {
            let line = self.read_line(at).await?;
            let size = std::str::from_utf8(&self.inbox[line.clone()])?.split(';').next().unwrap_or_default();
            let size = usize::from_str_radix(size.trim(), 16)?;
            let begin = line.end + 2;
            at = begin + size + 2;
            while self.inbox.len() < at {
                self.more().await?;
            }
            if size == 0 {
                return Ok(at);
            }
            self.joined.extend_from_slice(&self.inbox[begin..begin + size]);
        }
    }

    async fn read_line(&mut self, from: usize) -> Measured<Range<usize>> {
        loop {
            if let Some(end) = self.inbox.get(from..).and_then(|rest| memmem::find(rest, b"\r\n")) {
                return Ok(from..from + end);
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Measured<()> {
        self.inbox.reserve(64 * 1024);
        match self.stream.read_buf(&mut self.inbox).await? {
            0 => Err(Failure::from("the server closed the connection")),
            _ => Ok(()),
        }
    }
}
