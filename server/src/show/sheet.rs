//! What outputs and desks are sent: made once for all who look, in every form in which it goes out.

use bytes::Bytes;
use model::calendar::Timestamp;
use model::show::{ControlRoom, Picture, Prompter};
use serde::Serialize;

/// What is said to those who look.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Picture(Box<Picture>),
    Prompter(Box<Prompter>),
    Control(Box<ControlRoom>),
}

impl Said {
    /// Whether it says nothing that `earlier` didn't, but for the clock.
    fn is_no_news(&self, earlier: &Said) -> bool {
        match (self, earlier) {
            (Said::Picture(new), Said::Picture(old)) => Picture { now: old.now, ..(**new).clone() } == **old,
            (Said::Prompter(new), Said::Prompter(old)) => Prompter { now: old.now, ..(**new).clone() } == **old,
            (Said::Control(new), Said::Control(old)) => ControlRoom { now: old.now, ..(**new).clone() } == **old,
            _ => false,
        }
    }

    const fn event(&self) -> &'static str {
        match self {
            Said::Picture(_) | Said::Prompter(_) => "picture",
            Said::Control(_) => "show",
        }
    }

    fn number(&self) -> u64 {
        match self {
            Said::Picture(picture) => picture.seq,
            Said::Prompter(prompter) => prompter.revision,
            Said::Control(room) => room.seq,
        }
    }
}

/// Something said, serialised.
#[derive(Debug)]
pub struct Sheet {
    pub said: Said,
    /// The body of a `GET`.
    pub json: Bytes,
    /// The complete server-sent event, the empty line included.
    pub event: Bytes,
    /// In a rehearsal: the outputs have lost their link until then.
    pub cut_until: Option<Timestamp>,
}

impl Sheet {
    /// Serialises what is said.
    pub fn new(said: Said, cut_until: Option<Timestamp>) -> Self {
        let json = match &said {
            Said::Picture(picture) => json(picture),
            Said::Prompter(prompter) => json(prompter),
            Said::Control(room) => json(room),
        };
        let mut event = format!("event: {}\nid: {}\ndata: ", said.event(), said.number()).into_bytes();
        event.extend_from_slice(&json);
        event.extend_from_slice(b"\n\n");
        Self { said, json: json.into(), event: event.into(), cut_until }
    }

    /// Whether it tells whoever has `earlier` nothing new.
    pub fn is_no_news(&self, earlier: &Sheet) -> bool {
        self.cut_until == earlier.cut_until && self.said.is_no_news(&earlier.said)
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("pictures are plain data with text for keys")
}
