//! One viewer's end of an event stream, in gzip as browsers take it. Reads everything, keeps of each frame what it shows and
//! when it was whole, and holds no buffer of its own while it waits: ten thousand of these must not weigh on the machine that
//! is measured. The server sends every viewer the same compressed pieces, one to a chunk: each is unpacked once.

use crate::Measured;
use crate::client::Connection;
use flate2::{Decompress, FlushDecompress};
use memchr::memmem;
use std::cell::RefCell;
use std::net::SocketAddr;
use std::time::Instant;
use tokio::net::TcpStream;

/// What all viewers read into, one after the other.
const SCRATCH: usize = 256 * 1024;
/// The piece of a frame that says what it shows: the first count in it, which is the unit's own.
const COUNT: &[u8] = br#""submitted":"#;
/// Pieces up to this length are no frames: the head of the stream, the pause before coming back, a heartbeat.
const SHORT: usize = 64;
/// So many of the latest pieces are remembered: viewers are never further apart.
const REMEMBERED: usize = 64;

thread_local! {
    static READ_INTO: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH]);
    static UNPACKED: RefCell<Vec<(Vec<u8>, u64)>> = const { RefCell::new(Vec::new()) };
}

/// A frame of the nation's totals.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Submitted initiatives that it counts.
    pub submitted: u64,
    /// When its last byte was there.
    pub at: Instant,
    /// Its length on the wire.
    pub bytes: usize,
}

/// The stream.
pub struct Stream {
    socket: TcpStream,
    /// The head of the answer has been read.
    has_begun: bool,
    /// The beginning of a chunk that is still coming in.
    kept: Vec<u8>,
}

impl Stream {
    /// Asks for the nation's totals.
    pub async fn open(server: SocketAddr) -> Measured<Self> {
        let socket = Connection::open(server).await?.listen("/api/v1/live").await?;
        Ok(Self { socket, has_begun: false, kept: Vec::new() })
    }

    /// Waits for the next frame.
    ///
    /// # Errors
    /// When the stream has ended.
    pub async fn next(&mut self) -> Measured<Frame> {
        loop {
            self.socket.readable().await?;
            if let Some(frame) = READ_INTO.with_borrow_mut(|buffer| self.read(buffer))? {
                return Ok(frame);
            }
        }
    }

    /// Reads what is there. If several frames end in it, the last one counts: the others were never on a screen.
    fn read(&mut self, buffer: &mut [u8]) -> Measured<Option<Frame>> {
        let kept = self.kept.len();
        buffer[..kept].copy_from_slice(&self.kept);
        let read = match self.socket.try_read(&mut buffer[kept..]) {
            Ok(0) => return Err("the stream has ended".into()),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let at = Instant::now();
        let mut rest = &buffer[..kept + read];
        let mut frame = None;
        if !self.has_begun
            && let Some(end) = memmem::find(rest, b"\r\n\r\n")
        {
            self.has_begun = true;
            rest = &rest[end + 4..];
        }
        while self.has_begun
            && let Some((piece, after)) = chunk(rest)?
        {
            if piece.len() > SHORT {
                frame = Some(Frame { submitted: shown(piece)?, at, bytes: piece.len() });
            }
            rest = after;
        }
        self.kept = if rest.is_empty() { Vec::new() } else { rest.to_vec() };
        Ok(frame)
    }
}

/// The first chunk of a body, if it is whole, and what comes after it (RFC 9112, 7.1).
fn chunk(bytes: &[u8]) -> Measured<Option<(&[u8], &[u8])>> {
    let Some(line) = memmem::find(bytes, b"\r\n") else { return Ok(None) };
    let size = usize::from_str_radix(std::str::from_utf8(&bytes[..line])?, 16)?;
    let (begin, end) = (line + 2, line + 2 + size);
    Ok(bytes.get(end + 2..).map(|after| (&bytes[begin..end], after)))
}

/// What a compressed piece shows.
fn shown(piece: &[u8]) -> Measured<u64> {
    UNPACKED.with_borrow_mut(|unpacked| {
        if let Some((_, submitted)) = unpacked.iter().rev().find(|(known, _)| known == piece) {
            return Ok(*submitted);
        }
        let mut text = Vec::with_capacity(SCRATCH);
        // It looks back at nothing before it: each is unpacked by itself.
        Decompress::new(false).decompress_vec(piece, &mut text, FlushDecompress::Sync)?;
        let submitted = first_count(&text).ok_or("a frame without a count")?;
        if unpacked.len() == REMEMBERED {
            unpacked.remove(0);
        }
        unpacked.push((piece.to_vec(), submitted));
        Ok(submitted)
    })
}

/// The first count in a frame.
fn first_count(text: &[u8]) -> Option<u64> {
    let rest = &text[memmem::find(text, COUNT)? + COUNT.len()..];
    let length = rest.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&rest[..length]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_that_is_cut_waits_for_the_rest() {
        assert_eq!(chunk(b"5\r\nabcde\r\n3\r\n").unwrap(), Some((&b"abcde"[..], &b"3\r\n"[..])));
        for cut in [&b"5\r\nabcde"[..], b"5\r\nab", b"5", b""] {
            assert_eq!(chunk(cut).unwrap(), None);
        }
        assert!(chunk(b"x\r\n").is_err());
    }

    #[test]
    fn the_first_count_is_the_units_own() {
        assert_eq!(first_count(br#"{"people":3,"submitted":120,"children":[{"submitted":7,"#), Some(120));
        assert_eq!(first_count(b"{}"), None);
    }
}
