//! Event streams in gzip, compressed once for all viewers. Each piece is made by itself, ends on a byte and looks back at
//! nothing before it (a full flush of deflate, RFC 1951), so the same bytes fit into every viewer's stream, whatever it
//! was sent before. Only the checksum at the very end is a viewer's own. Knows nothing of what the events say.

use bytes::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// The head of a gzip file without a name or time (RFC 1952, 2.3).
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// An empty last block.
const LAST: [u8; 2] = [3, 0];
/// A block that isn't compressed holds at most so many bytes.
const STORED: usize = 0xffff;

/// A piece of a stream, compressed.
#[derive(Debug)]
pub struct Piece {
    bytes: Bytes,
    sum: Crc,
}

impl Piece {
    /// Compresses a piece.
    pub fn new(plain: &[u8]) -> Piece {
        let mut deflate = Compress::new(Compression::default(), false);
        // What can't be compressed grows by five bytes for each block, and each flush adds one.
        let mut bytes = Vec::with_capacity(plain.len() + plain.len() / 1000 + 64);
        loop {
            let done = usize::try_from(deflate.total_in()).unwrap_or(plain.len());
            let status = deflate.compress_vec(&plain[done..], &mut bytes, FlushCompress::Full);
            let is_whole = deflate.total_in() == plain.len() as u64 && bytes.len() < bytes.capacity();
            if is_whole || !matches!(status, Ok(Status::Ok)) {
                break;
            }
            bytes.reserve(plain.len().max(64));
        }
        Piece { bytes: bytes.into(), sum: sum_of(plain) }
    }

    /// A piece too short to be worth compressing, at most [`STORED`] bytes.
    pub fn short(plain: &[u8]) -> Piece {
        let plain = &plain[..plain.len().min(STORED)];
        let length = u16::try_from(plain.len()).expect("it was cut to what fits");
        let mut bytes = vec![0];
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&(!length).to_le_bytes());
        bytes.extend_from_slice(plain);
        Piece { bytes: bytes.into(), sum: sum_of(plain) }
    }
}

fn sum_of(plain: &[u8]) -> Crc {
    let mut sum = Crc::new();
    sum.update(plain);
    sum
}

/// One viewer's stream.
#[derive(Debug, Default)]
pub struct Stream {
    sum: Crc,
}

impl Stream {
    /// What comes before the first piece.
    pub fn head() -> Bytes {
        Bytes::from_static(&HEAD)
    }

    /// The next piece, as it is sent.
    pub fn put(&mut self, piece: &Piece) -> Bytes {
        self.sum.combine(&piece.sum);
        piece.bytes.clone()
    }

    /// What comes after the last piece, so that whoever checks finds the stream whole.
    pub fn end(&self) -> Bytes {
        let mut end = LAST.to_vec();
        end.extend_from_slice(&self.sum.sum().to_le_bytes());
        end.extend_from_slice(&self.sum.amount().to_le_bytes());
        end.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use proptest::prelude::*;
    use std::io::Read;

    fn expanded(parts: &[Bytes]) -> std::io::Result<Vec<u8>> {
        let whole = parts.concat();
        let mut plain = Vec::new();
        GzDecoder::new(whole.as_slice()).read_to_end(&mut plain)?;
        Ok(plain)
    }

    proptest! {
        #[test]
        fn any_pieces_in_any_order_make_a_whole_stream(
            texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3_000), 1..6),
            order in prop::collection::vec(0usize..6, 0..12),
        ) {
            let pieces: Vec<Piece> = texts.iter().map(|text| Piece::new(text)).collect();
            let mut stream = Stream::default();
            let (mut sent, mut plain) = (vec![Stream::head()], Vec::new());
            for at in order.into_iter().map(|at| at % pieces.len()) {
                sent.push(stream.put(&pieces[at]));
                plain.extend_from_slice(&texts[at]);
                sent.push(stream.put(&Piece::short(b":\n\n")));
                plain.extend_from_slice(b":\n\n");
            }
            sent.push(stream.end());
            prop_assert_eq!(expanded(&sent).unwrap(), plain);
        }
    }

    #[test]
    fn a_piece_can_be_read_as_soon_as_it_is_there() {
        let mut stream = Stream::default();
        let text = "data: một sáng kiến\n\n".repeat(4_000);
        let sent = [Stream::head(), stream.put(&Piece::new(text.as_bytes()))].concat();
        let mut plain = vec![0; text.len()];
        GzDecoder::new(sent.as_slice()).read_exact(&mut plain).unwrap();
        assert_eq!(plain, text.as_bytes());
        assert!(sent.len() < text.len() / 20, "{} bytes", sent.len());
    }

    #[test]
    fn noise_fits_too() {
        let mut noise = vec![0u8; 300_000];
        let mut state = 1u32;
        for byte in &mut noise {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        let mut stream = Stream::default();
        let sent = [Stream::head(), stream.put(&Piece::new(&noise)), stream.end()];
        assert_eq!(expanded(&sent).unwrap(), noise);
    }
}
