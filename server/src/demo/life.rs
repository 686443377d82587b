//! What becomes of an invented initiative: its state by its age, and what an officer said. Promises states that the
//! rules allow, with a decision where one is due. Knows nothing of what it is about.

use super::benefit;
use super::chance::Chance;
use super::words::Phrases;
use model::calendar::Timestamp;
use model::id::Rev;
use model::initiative::{Decision, Officer, Person, RecognitionLevel, State};
use model::money::Vnd;
use model::unit::UnitCode;

const DAY_MS: i64 = 86_400_000;

/// An initiative's course.
#[derive(Debug, Clone)]
pub struct Life {
    pub state: State,
    pub rev: Rev,
    pub decision: Option<Decision>,
    pub submitted_at: Option<Timestamp>,
    /// When an officer took it in.
    pub received_at: Option<Timestamp>,
    pub updated_at: Timestamp,
}

/// What a life is made of.
pub struct Birth<'a> {
    pub phrases: &'a Phrases,
    /// When it was sent in; for a draft when it was written.
    pub moment: Timestamp,
    pub now: Timestamp,
    /// The author's estimate.
    pub estimate: Option<Vnd>,
    pub officer: &'a Person,
    /// The officer's unit.
    pub unit: &'a UnitCode,
    /// An officer may have linked it to an earlier one.
    pub is_copy: bool,
}

impl Birth<'_> {
    /// Lives it.
    pub fn live(&self, chance: &mut Chance) -> Life {
        let days = self.now.millis_since(self.moment) / DAY_MS;
        let state = self.state(days, chance);
        let decided = self.moment.plus_millis(DAY_MS * i64::from(chance.between(2, 45))).min(self.now);
        // Each state was reached by so many ops: the words, their submission, and what came of it.
        let ops = match state {
            State::Draft => 1,
            State::Submitted => 2,
            _ => 3,
        };
        let counts = !matches!(state, State::Draft | State::Withdrawn);
        Life {
            state,
            rev: Rev(ops),
            decision: self.decision(state, decided, chance),
            submitted_at: counts.then_some(self.moment),
            received_at: (state == State::Received || state.is_decided()).then_some(decided),
            updated_at: if ops < 3 { self.moment } else { decided },
        }
    }

    fn state(&self, days: i64, chance: &mut Chance) -> State {
        let draw = chance.below(1000);
        if self.is_copy && days > 20 && draw >= 60 {
            return State::Duplicate;
        }
        // The older, the likelier is a decision: half after 45 days, nearly all after 150.
        let decided = 850 * days / (days + 45);
        match draw {
            0..60 => State::Draft,
            60..70 => State::Withdrawn,
            70..100 if days > 3 => State::Returned,
            100..125 if days > 14 => State::Declined,
            _ if (chance.below(1000) as i64) < decided => State::Recognised,
            _ if days > 4 && chance.per_mille(600) => State::Received,
            _ => State::Submitted,
        }
    }

    /// What the last op that [`super::course::ops`] makes says.
    fn decision(&self, state: State, at: Timestamp, chance: &mut Chance) -> Option<Decision> {
        let words = match state {
            State::Returned => &self.phrases.returns,
            State::Declined => &self.phrases.refusals,
            State::Recognised => &self.phrases.checks,
            State::Duplicate => &Vec::new(),
            _ => return None,
        };
        let recognised = state == State::Recognised;
        let level = match chance.below(100) {
            0..2 => RecognitionLevel::National,
            2..15 => RecognitionLevel::Upper,
            _ => RecognitionLevel::Grassroots,
        };
        let by = Officer { name: self.officer.name.clone(), unit: Some(self.unit.clone()) };
        let words = chance.pick(words).map(|words| (*words).to_owned());
        let benefit_vnd = self.estimate.filter(|_| recognised).and_then(|sum| benefit::verified(sum, chance));
        let (reason, how_checked) =
            if recognised { (None, words.filter(|_| benefit_vnd.is_some())) } else { (words, None) };
        let level = recognised.then_some(level);
        Some(Decision { reason, level, benefit_vnd, how_checked, ..Decision::new(state, by, at) })
    }
}
