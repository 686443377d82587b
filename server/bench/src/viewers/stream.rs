//! One viewer's end of an event stream. Reads everything, keeps of each frame what it shows and when it was whole, and
//! holds no buffer of its own while it waits: two thousand of these must not weigh on the machine that is measured.

use crate::Measured;
use crate::server::Server;
use memchr::memmem;
use std::cell::RefCell;
use std::time::Instant;
use tokio::net::TcpStream;

/// What all viewers read into, one after the other.
const SCRATCH: usize = 256 * 1024;
/// The piece of a frame that says what it shows: the first count in it, which is the unit's own.
const COUNT: &[u8] = br#""submitted":"#;
/// Enough to find something that was cut between two reads.
const CARRY: usize = 32;

thread_local! {
    static READ_INTO: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH]);
}

/// A frame of the nation's totals.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Submitted initiatives that it counts.
    pub submitted: u64,
    /// When its last byte was there.
    pub at: Instant,
    /// Its length, about.
    pub bytes: usize,
}

/// The stream.
pub struct Stream {
    socket: TcpStream,
    /// The end of what was read before.
    carry: Vec<u8>,
    /// What the frame that is coming in shows, once that was read.
    submitted: Option<u64>,
    bytes: usize,
}

impl Stream {
    /// Asks for the nation's totals.
    pub async fn open(server: &Server) -> Measured<Self> {
        let socket = server.connect().await?.listen("/api/v1/live").await?;
        Ok(Self { socket, carry: Vec::new(), submitted: None, bytes: 0 })
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
        let carried = self.carry.len();
        buffer[..carried].copy_from_slice(&self.carry);
        let read = match self.socket.try_read(&mut buffer[carried..]) {
            Ok(0) => return Err("the stream has ended".into()),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let at = Instant::now();
        self.bytes += read;
        let mut rest = &buffer[..carried + read];
        let mut frame = None;
        loop {
            let Some(submitted) = self.submitted else {
                match first_count(rest) {
                    Some((submitted, after)) => {
                        self.submitted = Some(submitted);
                        rest = &rest[after..];
                        continue;
                    }
                    None => break,
                }
            };
            let Some(end) = memmem::find(rest, b"\n\n") else { break };
            rest = &rest[end + 2..];
            frame = Some(Frame { submitted, at, bytes: self.bytes });
            (self.submitted, self.bytes) = (None, rest.len());
        }
        self.carry.clear();
        self.carry.extend_from_slice(&rest[rest.len().saturating_sub(CARRY)..]);
        Ok(frame)
    }
}

/// The first count in a piece of a frame, if it is whole, and the place after it.
fn first_count(text: &[u8]) -> Option<(u64, usize)> {
    let begin = memmem::find(text, COUNT)? + COUNT.len();
    let length = text[begin..].iter().position(|byte| !byte.is_ascii_digit())?;
    let count = std::str::from_utf8(&text[begin..begin + length]).ok()?.parse().ok()?;
    Some((count, begin + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_is_cut_waits_for_the_rest() {
        assert_eq!(first_count(br#"{"people":3,"submitted":120,"#), Some((120, 27)));
        assert_eq!(first_count(br#"{"people":3,"submitted":12"#), None);
        assert_eq!(first_count(br#"{"people":3,"submi"#), None);
    }
}
