//! JSON as a device reads and writes it: straight from the text into the types and back, in a tenth of the code that
//! `serde_json` comes to in a browser. Promises the same answers as that, byte for byte where it writes. What a device
//! has no use for is left out: numbers with a fraction, texts borrowed from the input, and the words of an error.
//! The server doesn't weigh its code, and takes `serde_json`.

pub mod by_name;
mod grammar;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Raw, read};
pub use write::{write, write_for_people};

use std::fmt;

/// A text that isn't JSON, or not what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not what was expected, before byte {before}")]
pub struct NotRead {
    /// What couldn't be read ends at this byte of the text or earlier.
    pub before: usize,
}

/// Something that doesn't fit, while reading or writing. Where it was found is known only to who reads.
#[derive(Debug)]
struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not what was expected")
    }
}

impl std::error::Error for Unfit {}

// Every description is let go unread: making it would bring along the words of every type there is.

impl serde::ser::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unfit
    }
}

impl serde::de::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unfit
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Unfit
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Unfit
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Unfit
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Unfit
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Unfit
    }

    fn missing_field(_: &'static str) -> Self {
        Unfit
    }

    fn duplicate_field(_: &'static str) -> Self {
        Unfit
    }
}
