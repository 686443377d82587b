//! What an officer writes with a decision, before it is one. Promises that what was typed comes back as it was typed, whatever
//! it is worth yet; that whether it is a decision is said by one rule; and that a decision which is taken back becomes the
//! words it was made of.

use crate::calendar::{Date, Timestamp};
use crate::comment::BEST_SCORE;
use crate::field::{Field, MAX_NAME};
use crate::id::InitiativeId;
use crate::initiative::{Endorsement, FieldReasons, RecognitionLevel};
use crate::money::parse_input;
use crate::op::{Action, MAX_POSITION, MAX_REASON, Recognition, Remark, Return};
use crate::text::{accept_words, excess, typed_text};
use serde::{Deserialize, Serialize};

/// A decision that takes words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Asking for more.
    Return,
    /// Recognising it.
    Recognise,
    /// Refusing it.
    Decline,
    /// Scoring it or saying something about it.
    Comment,
}

impl Form {
    /// Its name where words are kept; the action's.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Return => "return",
            Form::Recognise => "recognise",
            Form::Decline => "decline",
            Form::Comment => "comment",
        }
    }

    /// In which form the words of this action were written, if it has any.
    pub const fn of(action: &Action) -> Option<Form> {
        Some(match action {
            Action::Return(_) => Form::Return,
            Action::Recognise(_) => Form::Recognise,
            Action::Decline { .. } => Form::Decline,
            Action::Comment(_) => Form::Comment,
            _ => return None,
        })
    }
}

/// What stands in a form, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    /// Asking for more.
    Return {
        /// A word on the whole.
        whole: String,
        /// What is asked of fields.
        asked: Vec<Asked>,
    },
    /// Recognising it.
    Recognise {
        /// At which level.
        level: RecognitionLevel,
        /// The verified benefit, as `money::parse_input` reads it.
        benefit: String,
        /// How it was checked.
        how_checked: String,
        /// Who of the employer's stands behind it: họ và tên.
        name: String,
        /// Their position.
        position: String,
        /// When they signed, `YYYY-MM-DD`.
        signed_on: String,
        /// It is put before the unit above as well, for the next level.
        #[serde(default)]
        and_higher: bool,
    },
    /// Refusing it.
    Decline {
        /// Why.
        reason: String,
    },
    /// Scoring it or saying something about it.
    Comment {
        /// 0 to 100.
        score: String,
        /// What they say.
        text: String,
    },
}

/// What is asked of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Of which.
    pub field: Field,
    /// What for.
    pub reason: String,
    /// Whether it is asked for; the words stay if not.
    pub on: bool,
}

/// Why words are no decision yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Lacking {
    /// The law asks for reasons in writing (Nghị định 13/2012/NĐ-CP).
    #[error("a reason")]
    Reason,
    /// The sum can't be read.
    #[error("a sum that can be read")]
    Benefit,
    /// Name, position and date of who endorses it belong together.
    #[error("the whole endorsement")]
    Endorsement,
    /// The score isn't one.
    #[error("a score from 0 to 100")]
    Score,
    /// A text is longer than it may be.
    #[error("shorter texts")]
    Shorter,
    /// There is neither a score nor a text.
    #[error("a score or a text")]
    Remark,
}

impl Words {
    /// In which form they stand.
    pub const fn form(&self) -> Form {
        match self {
            Words::Return { .. } => Form::Return,
            Words::Recognise { .. } => Form::Recognise,
            Words::Decline { .. } => Form::Decline,
            Words::Comment { .. } => Form::Comment,
        }
    }

    /// Everything that was written, in the order of the form.
    pub fn texts(&self) -> Vec<&str> {
        let all: Vec<&str> = match self {
            Words::Return { whole, asked } => {
                asked.iter().map(|asked| asked.reason.as_str()).chain([whole.as_str()]).collect()
            }
            Words::Recognise { benefit, how_checked, name, position, signed_on, .. } => {
                vec![benefit, how_checked, name, position, signed_on]
            }
            Words::Decline { reason } => vec![reason],
            Words::Comment { score, text } => vec![score, text],
        };
        all.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect()
    }

    /// Whether nothing was written. A level alone is a choice that is made again in a moment.
    pub fn is_empty(&self) -> bool {
        self.texts().is_empty()
    }

    /// Whether it is to be put before the unit above as well.
    pub const fn and_higher(&self) -> bool {
        matches!(self, Words::Recognise { and_higher: true, .. })
    }

    /// The same, to be put before the unit above as well.
    pub(super) fn put_higher(mut self) -> Words {
        if let Words::Recognise { and_higher, .. } = &mut self {
            *and_higher = true;
        }
        self
    }

    /// The decision that they are.
    ///
    /// # Errors
    /// What is lacking yet.
    pub fn decide(&self) -> Result<Action, Lacking> {
        if self.has_too_long() {
            return Err(Lacking::Shorter);
        }
        Ok(match self {
            Words::Return { whole, asked } => {
                let asked = asked.iter().filter(|asked| asked.on);
                let fields = FieldReasons::of(asked.filter_map(|asked| Some((asked.field, given(&asked.reason)?))));
                // The reason is what the author reads first; without one of its own it is what is asked of the fields.
                let joined = Some(joined(&fields)).filter(|joined| !joined.is_empty());
                Action::Return(Return { reason: given(whole).or(joined).ok_or(Lacking::Reason)?, fields })
            }
            Words::Recognise { level, benefit, how_checked, name, position, signed_on, and_higher: _ } => {
                let endorsement = match (given(name), given(position), given(signed_on)) {
                    (None, None, None) => None,
                    (Some(name), Some(position), Some(day)) => {
                        let date = Date::parse(&day).map_err(|_| Lacking::Endorsement)?;
                        Some(Endorsement { name, position, date })
                    }
                    _ => return Err(Lacking::Endorsement),
                };
                let benefit_vnd = parse_input(benefit).map_err(|_| Lacking::Benefit)?;
                let how_checked = given(how_checked);
                Action::Recognise(Recognition { level: *level, benefit_vnd, how_checked, endorsement })
            }
            Words::Decline { reason } => Action::Decline { reason: given(reason).ok_or(Lacking::Reason)? },
            Words::Comment { score, text } => {
                let typed = given(score).map(|score| score.parse().ok().filter(|score| *score <= BEST_SCORE));
                let score = typed.map(|score| score.ok_or(Lacking::Score)).transpose()?;
                let text = given(text).unwrap_or_default();
                if score.is_none() && text.is_empty() {
                    return Err(Lacking::Remark);
                }
                Action::Comment(Remark { text, score })
            }
        })
    }

    fn has_too_long(&self) -> bool {
        match self {
            Words::Return { whole, asked } => {
                let asked = asked.iter().filter(|asked| asked.on).map(|asked| &asked.reason);
                asked.chain([whole]).any(|text| is_too_long(text, MAX_REASON))
            }
            Words::Recognise { how_checked, name, position, .. } => {
                is_too_long(how_checked, MAX_REASON)
                    || is_too_long(name, MAX_NAME)
                    || is_too_long(position, MAX_POSITION)
            }
            Words::Decline { reason: text } | Words::Comment { text, .. } => is_too_long(text, MAX_REASON),
        }
    }

    /// What this decision was made of, if it has words.
    pub fn of(action: &Action) -> Option<Words> {
        Some(match action {
            Action::Return(Return { reason, fields }) => {
                let whole = if *reason == joined(fields) { String::new() } else { reason.clone() };
                let asked = fields.iter().map(|(field, reason)| Asked { field, reason: reason.to_owned(), on: true });
                Words::Return { whole, asked: asked.collect() }
            }
            Action::Recognise(Recognition { level, benefit_vnd, how_checked, endorsement }) => {
                let Endorsed { name, position, signed_on } = endorsement.as_ref().map(Endorsed::of).unwrap_or_default();
                let benefit = benefit_vnd.map(|sum| sum.dong().to_string()).unwrap_or_default();
                let how_checked = how_checked.clone().unwrap_or_default();
                Words::Recognise { level: *level, benefit, how_checked, name, position, signed_on, and_higher: false }
            }
            Action::Decline { reason } => Words::Decline { reason: reason.clone() },
            Action::Comment(Remark { text, score }) => {
                let score = score.map(|score| score.to_string()).unwrap_or_default();
                Words::Comment { score, text: text.clone() }
            }
            _ => return None,
        })
    }

    /// These, with what was written in the same form since. Texts follow each other; of a choice the later one stands.
    pub(super) fn and_since(self, later: &Words) -> Words {
        match (self, later.clone()) {
            (Words::Return { whole, asked }, Words::Return { whole: since, asked: later }) => {
                let others = asked.iter().filter(|one| later.iter().all(|two| two.field != one.field)).cloned();
                let others: Vec<Asked> = others.collect();
                let twice = later.into_iter().map(|two| match asked.iter().find(|one| one.field == two.field) {
                    Some(one) => Asked { reason: both(one.reason.clone(), two.reason), on: one.on || two.on, ..two },
                    None => two,
                });
                Words::Return { whole: both(whole, since), asked: others.into_iter().chain(twice).collect() }
            }
            (
                Words::Recognise { benefit, how_checked, name, position, signed_on, .. },
                Words::Recognise {
                    level,
                    benefit: sum,
                    how_checked: how,
                    name: who,
                    position: post,
                    signed_on: day,
                    and_higher,
                },
            ) => Words::Recognise {
                and_higher,
                level,
                benefit: latest(benefit, sum),
                how_checked: both(how_checked, how),
                name: latest(name, who),
                position: latest(position, post),
                signed_on: latest(signed_on, day),
            },
            (Words::Decline { reason }, Words::Decline { reason: since }) => {
                Words::Decline { reason: both(reason, since) }
            }
            (Words::Comment { score, text }, Words::Comment { score: later, text: since }) => {
                Words::Comment { score: latest(score, later), text: both(text, since) }
            }
            (_, later) => later,
        }
    }
}

/// The parts of an endorsement as they stand in the form.
#[derive(Default)]
struct Endorsed {
    name: String,
    position: String,
    signed_on: String,
}

impl Endorsed {
    fn of(endorsement: &Endorsement) -> Endorsed {
        let Endorsement { name, position, date } = endorsement.clone();
        Endorsed { name, position, signed_on: date.to_string() }
    }
}

/// What is said in a text as it is sent; None if there is nothing to see.
fn given(text: &str) -> Option<String> {
    accept_words(&typed_text(text), usize::MAX).ok()
}

fn is_too_long(text: &str, max: usize) -> bool {
    excess(text.trim(), max) > 0
}

fn joined(fields: &FieldReasons) -> String {
    fields.iter().map(|(_, reason)| reason).collect::<Vec<_>>().join(" ")
}

fn both(earlier: String, later: String) -> String {
    if earlier.trim().is_empty() || later.contains(&earlier) {
        later
    } else if later.trim().is_empty() {
        earlier
    } else {
        format!("{earlier}\n{later}")
    }
}

fn latest(earlier: String, later: String) -> String {
    if later.trim().is_empty() { earlier } else { later }
}

/// A decision that isn't finished: kept as it is typed, until it is made or let go of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfinished {
    /// On which initiative.
    pub initiative: InitiativeId,
    /// Its title, to speak of it when it is no longer on the tablet.
    pub title: String,
    /// What was written.
    pub words: Words,
    /// When the last of it was, by the tablet's clock.
    pub at: Timestamp,
}
