//! The grammar of JSON (RFC 8259): what stands at a place of a text. Knows nothing of the types that are read.

use super::Unfit;
use std::borrow::Cow;

/// How deep lists and objects may stand in each other, as in `serde_json`.
const DEEPEST: u8 = 128;

/// A place in a text.
pub(super) struct Reader<'de> {
    text: &'de str,
    pub(super) at: usize,
    deep: u8,
}

pub(super) type Read<T = ()> = Result<T, Unfit>;

impl<'de> Reader<'de> {
    pub(super) fn of(text: &'de str) -> Reader<'de> {
        Reader { text, at: 0, deep: 0 }
    }

    /// Whether nothing but white space is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek() == 0 && self.at == self.text.len()
    }

    /// The next byte; 0, which never stands between values, at the end.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte after white space.
    pub(super) fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.byte()
    }

    /// Takes a byte, after white space, if it is this one.
    pub(super) fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn take(&mut self, byte: u8) -> Read {
        if self.takes(byte) { Ok(()) } else { Err(Unfit) }
    }

    pub(super) fn word(&mut self, word: &str) -> Read {
        self.peek();
        let is_next = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if is_next { word.len() } else { 0 };
        if is_next { Ok(()) } else { Err(Unfit) }
    }

    pub(super) fn open(&mut self, byte: u8) -> Read {
        self.take(byte)?;
        self.deep += 1;
        if self.deep < DEEPEST { Ok(()) } else { Err(Unfit) }
    }

    pub(super) fn close(&mut self, byte: u8) -> Read {
        self.deep -= 1;
        self.take(byte)
    }

    /// Whether there is another entry before the closing byte.
    pub(super) fn more(&mut self, first: &mut bool, closing: u8) -> Read<bool> {
        let is_first = std::mem::replace(first, false);
        if self.peek() == closing {
            return Ok(false);
        }
        if is_first {
            return Ok(true);
        }
        self.take(b',')?;
        // No comma before the closing byte.
        if self.peek() == closing { Err(Unfit) } else { Ok(true) }
    }

    pub(super) fn string(&mut self) -> Read<Cow<'de, str>> {
        self.take(b'"')?;
        let mut said = Cow::Borrowed("");
        loop {
            let start = self.at;
            while !matches!(self.byte(), b'"' | b'\\' | 0..0x20) {
                self.at += 1;
            }
            let plain = &self.text[start..self.at];
            if said.is_empty() {
                said = Cow::Borrowed(plain);
            } else {
                said.to_mut().push_str(plain);
            }
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(said);
                }
                b'\\' => {
                    self.at += 1;
                    let c = self.escaped()?;
                    said.to_mut().push(c);
                }
                _ => return Err(Unfit),
            }
        }
    }

    /// The character that is meant by what follows a backslash.
    fn escaped(&mut self) -> Read<char> {
        let byte = self.byte();
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.four_hex()?;
                // Two halves of a character beyond the first 65,536; a half by itself is none.
                let code = match unit {
                    0xD800..0xDC00 => {
                        self.follows(b'\\')?;
                        self.follows(b'u')?;
                        let low = self.four_hex()?;
                        if !(0xDC00..0xE000).contains(&low) {
                            return Err(Unfit);
                        }
                        0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    }
                    unit => unit,
                };
                char::from_u32(code).ok_or(Unfit)?
            }
            _ => return Err(Unfit),
        })
    }

    fn follows(&mut self, byte: u8) -> Read {
        let is_next = self.byte() == byte;
        self.at += usize::from(is_next);
        if is_next { Ok(()) } else { Err(Unfit) }
    }

    fn four_hex(&mut self) -> Read<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.byte()).to_digit(16).ok_or(Unfit)?;
            self.at += 1;
        }
        Ok(unit)
    }

    fn digits(&mut self) -> Read {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(Unfit) }
    }

    /// A number as it is written.
    pub(super) fn number(&mut self) -> Read<&'de str> {
        self.peek();
        let start = self.at;
        self.at += usize::from(self.byte() == b'-');
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), b'+' | b'-'));
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self) -> Read {
        match self.peek() {
            b'"' => self.string().map(drop),
            b'n' => self.word("null"),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            opening @ (b'[' | b'{') => {
                // The closing bracket stands two places after the opening one, in either kind.
                let (mut first, closing) = (true, opening + 2);
                self.open(opening)?;
                while self.more(&mut first, closing)? {
                    if opening == b'{' {
                        self.string()?;
                        self.take(b':')?;
                    }
                    self.skip()?;
                }
                self.close(closing)
            }
            _ => self.number().map(drop),
        }
    }

    pub(super) fn raw(&mut self) -> Read<&'de str> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }

    pub(super) fn flag(&mut self) -> Read<bool> {
        if self.peek() == b't' { self.word("true").map(|()| true) } else { self.word("false").map(|()| false) }
    }
}
