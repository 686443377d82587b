//! A row of the officers' list: what a tablet keeps in memory of each initiative. The whole of it lies sealed on the device
//! and is opened when somebody reads it, so that a list of thousands is there at once.

use crate::calendar::{Date, Timestamp, day_in_vietnam};
use crate::field::{Field, Kind};
use crate::id::{InitiativeId, Rev};
use crate::initiative::{Initiative, RecognitionLevel, State};
use crate::json;
use crate::money::Vnd;
use crate::op::Action;
use crate::text::search_key;
use crate::unit::UnitCode;
use crate::wire::Share;
use serde::{Deserialize, Serialize};

/// From so many percent in common on a list says that two may be the same.
const MUCH_ALIKE: u8 = 70;
/// A deadline is near from so many days before it on.
const SOON: i64 = 5;

/// How near a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// There is none, or it is far.
    None,
    /// It is within five days.
    Soon,
    /// It is over.
    Overdue,
}

/// What the list shows of an initiative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which initiative.
    pub id: InitiativeId,
    /// As the server last told; what is decided here is about this revision.
    pub rev: Rev,
    /// Where it stands.
    pub state: State,
    /// Its title.
    pub title: String,
    /// Who wrote it: họ và tên.
    pub author: String,
    /// Of which unit it is.
    pub unit: UnitCode,
    /// What that unit is called; its code until the server says more.
    pub unit_name: String,
    /// Loại giải pháp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Lĩnh vực.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub area: String,
    /// The author's estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_vnd: Option<Vnd>,
    /// Since when it waits for these officers.
    pub waits_since: Timestamp,
    /// When it was received, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// The day by which it is to be decided; `None` until it is received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// It is recognised, and was put before the unit above.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_put_higher: bool,
    /// At which level it is recognised, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<RecognitionLevel>,
    /// How much it is like another one, percent of what they have in common; `None` if it is like none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike: Option<u8>,
    /// What these officers have to do with it.
    #[serde(default = "Share::whole")]
    pub share: Share,
}

/// What officers are told of an initiative beyond what its author is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct ForOfficers {
    /// What its unit is called.
    #[serde(default)]
    pub unit_name: Option<String>,
    /// What it is much like.
    #[serde(default)]
    pub possible_duplicates: Vec<Alike>,
    /// What they have to do with it.
    #[serde(default)]
    pub share: Option<Share>,
}

/// Another initiative that is much like this one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Alike {
    /// Which.
    pub id: InitiativeId,
    /// Its title, if the reader may know it.
    #[serde(default)]
    pub title: Option<String>,
    /// Of which unit it is.
    #[serde(default)]
    pub unit: Option<UnitCode>,
    /// What that unit is called.
    #[serde(default)]
    pub unit_name: Option<String>,
    /// Where it stands, if the reader may know it.
    #[serde(default)]
    pub state: Option<State>,
    /// When it was decided on, or until then sent, likewise.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// How much, percent.
    pub similarity: u8,
}

/// An initiative as the server told it to an officer: its row, and the whole of it as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// What the list shows.
    pub row: Row,
    /// The server's own text, to be kept as it is.
    pub text: String,
    /// Who decided on it last, if somebody did: họ và tên.
    pub decided_by: Option<String>,
}

impl Paper {
    /// Reads one. `None` if this version of the app can't.
    pub fn read(text: &str) -> Option<Paper> {
        let initiative: Initiative = json::read(text).ok()?;
        let beyond: ForOfficers = json::read(text).ok()?;
        let decided_by = initiative.decision.as_ref().map(|decision| decision.by.name.clone());
        Some(Paper { row: Row::of(&initiative, &beyond), text: text.to_owned(), decided_by })
    }
}

impl Row {
    fn of(initiative: &Initiative, beyond: &ForOfficers) -> Row {
        let content = &initiative.content;
        let put_higher = initiative.forwarded.as_ref().filter(|forwarding| forwarding.waits);
        let waits_since = put_higher.map(|forwarding| forwarding.at).or(initiative.submitted_at);
        Row {
            id: initiative.id,
            rev: initiative.rev,
            state: initiative.state,
            title: content.text(Field::Title).to_owned(),
            author: initiative.author.name.clone(),
            unit: initiative.unit.clone(),
            unit_name: beyond.unit_name.clone().unwrap_or_else(|| initiative.unit.to_string()),
            kind: content.kind(),
            area: content.text(Field::Area).to_owned(),
            benefit_vnd: content.benefit(),
            waits_since: waits_since.unwrap_or(initiative.updated_at),
            received_at: initiative.received_at.filter(|_| initiative.state == State::Received),
            due_on: initiative.due_on(),
            is_put_higher: initiative.is_put_higher(),
            level: initiative.recognised_at(),
            alike: beyond.possible_duplicates.iter().map(|alike| alike.similarity).max(),
            share: beyond.share.unwrap_or(Share::whole()),
        }
    }

    /// From when its deadline counts: it was received, or put before a higher unit; until then, it was sent. The store's queue
    /// is in the same order (`store::queue`).
    pub fn deadline_from(&self) -> Timestamp {
        self.received_at.unwrap_or(self.waits_since)
    }

    /// The day by which an answer is due: of what nobody has received yet, counted from when it was sent.
    pub fn answer_by(&self) -> Option<Date> {
        let counted = || day_in_vietnam(self.waits_since).and_then(|day| day.plus_months(3)).ok();
        self.due_on.or_else(counted).filter(|_| self.is_waiting())
    }

    /// How near its deadline is on this day in Vietnam.
    pub fn urgency(&self, today: Date) -> Urgency {
        match self.answer_by().map(|day| day.days_since(today)) {
            Some(..0) => Urgency::Overdue,
            Some(0..=SOON) => Urgency::Soon,
            _ => Urgency::None,
        }
    }

    /// Whether it is so much like another one that somebody should look: two texts on the same thing have some words in common.
    pub fn is_much_alike(&self) -> bool {
        self.alike.is_some_and(|percent| percent >= MUCH_ALIKE)
    }

    /// Whether it has a place on the tablet: it waits for a decision, or for its author to add something.
    pub const fn is_kept(&self) -> bool {
        self.is_waiting() || matches!(self.state, State::Returned)
    }

    /// Whether it waits for a decision here: not what was put before a higher unit.
    pub const fn is_waiting(&self) -> bool {
        self.share.waits_here && (matches!(self.state, State::Submitted | State::Received) || self.is_put_higher)
    }

    /// Whether these officers may decide on it: not those who only read, and nobody on their own.
    pub const fn is_to_be_decided(&self) -> bool {
        self.is_waiting() && self.share.decides
    }

    /// Whether it is new, and these officers may take it in.
    pub const fn is_to_be_received(&self) -> bool {
        self.is_to_be_decided() && matches!(self.state, State::Submitted)
    }

    /// Whether it has all of `words`, search keys (`text::search_key`), in its title, author, unit or field.
    pub fn has(&self, words: &[&str]) -> bool {
        let key = search_key(&format!("{} {} {} {}", self.title, self.author, self.unit_name, self.area));
        words.iter().all(|word| key.contains(word))
    }

    /// As it will be once this is carried out.
    pub(super) fn foresee(&mut self, action: &Action) {
        match action {
            Action::Receive {} => self.state = State::Received,
            Action::Return(_) => self.state = State::Returned,
            Action::Recognise(_) => self.state = State::Recognised,
            Action::Decline { .. } if !self.is_put_higher => self.state = State::Declined,
            Action::MarkDuplicate { .. } => self.state = State::Duplicate,
            // If they review above as well, the server says that it waits for them there.
            Action::Forward {} => self.share.waits_here = false,
            _ => {}
        }
        if action.deed().is_decision() {
            self.is_put_higher = false;
        }
    }
}
