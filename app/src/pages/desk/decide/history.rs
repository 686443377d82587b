//! Who did what to an initiative so far, and what they said: a sentence for each, and under it the words. A decision that came
//! after somebody else's stands in its place and is said to be without effect.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::comment::{Comment, Overtaken};
use model::field::Field;
use model::id::InitiativeId;
use model::initiative::{Endorsement, FieldReasons, Person, RecognitionLevel, State};
use model::json;
use model::money::Vnd;
use model::number::Lang;
use model::op::Outcome;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use crate::i18n::{desk, form, work};
use crate::markup::{El, button, el};
use crate::ui::why_not;

/// `model::wire::HistoryResponse`, as far as it is shown.
#[derive(Deserialize)]
struct History {
    entries: Vec<Entry>,
    #[serde(default)]
    comments: Vec<Comment>,
    #[serde(default)]
    cursor: Option<String>,
}

/// `model::wire::LogEntry`, as far as it is shown.
#[derive(Deserialize)]
struct Entry {
    at: Timestamp,
    #[serde(default)]
    who: Option<Person>,
    #[serde(default)]
    action: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(default)]
    fields: Vec<Field>,
    outcome: Outcome,
    #[serde(default)]
    note: Option<String>,
}

/// What an action said, as far as it is shown.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    reason: Option<String>,
    fields: FieldReasons,
    level: Option<RecognitionLevel>,
    benefit_vnd: Option<Vnd>,
    how_checked: Option<String>,
    endorsement: Option<Endorsement>,
    of: Option<InitiativeId>,
    text: Option<String>,
    score: Option<u8>,
    /// For whom an officer entered it.
    member: Option<Person>,
}

/// One thing that somebody did.
#[derive(Clone)]
struct Line {
    at: Timestamp,
    who: String,
    did: String,
    words: Vec<String>,
    /// The original that it was linked to.
    original: Option<InitiativeId>,
}

/// What each member of the council gave last, of the history as it came.
pub fn scores(text: &str) -> Vec<(String, u8)> {
    let Ok(history) = json::read::<History>(text) else { return Vec::new() };
    let mut comments = history.comments;
    comments.sort_by_key(|comment| comment.at);
    let mut given: Vec<(String, u8)> = Vec::new();
    for comment in comments {
        let Some(score) = comment.score else { continue };
        given.retain(|(who, _)| *who != comment.by.name);
        given.push((comment.by.name, score));
    }
    given
}

/// Who did what so far, as the server tells it.
pub fn history(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let said = RwSignal::new(None::<Result<(Vec<Line>, Option<usize>), String>>);
    spawn_local(async move {
        let told = here.tablet.history(id).await.map_err(|failure| why_not(&failure, lang));
        let read = told.and_then(|text| {
            json::read::<History>(&text).map_err(|problem| {
                leptos::logging::warn!("a history: {problem}");
                desk::HISTORY_UNREADABLE.say(lang).to_owned()
            })
        });
        said.try_set(Some(read.map(|history| {
            // So many entries came, where there are more.
            let first = history.cursor.as_ref().map(|_| history.entries.len());
            (lines(history, lang), first)
        })));
    });
    let close = button("btn", move || here.deciding.set(None)).text(work::CLOSE.say(lang));
    el("div", "join")
        .live(move || {
            Some(match said.get()? {
                Ok((lines, first)) => {
                    let note = first.map(|first| desk::HISTORY_LONG.fill(lang, &[&work::number(first, lang)]));
                    el("div", "join")
                        .puts(note.map(|note| el("p", "quiet").text(&note)))
                        .put(el("ol", "plain").attr("id", "d-history").puts(lines.iter().map(|line| shown(here, line))))
                }
                Err(words) => el("p", "quiet").attr("role", "status").text(&words),
            })
        })
        .put(el("div", "sheet__acts").put(close))
}

fn shown(here: Here, line: &Line) -> El {
    let lang = here.lang;
    let time = el("time", "").attr("datetime", &line.at.to_string()).text(&line.at.clock_and_date(lang));
    let sentence = el("p", "").put(time).text(": ").put(el("b", "").text(&line.who)).text(&format!(" {}.", line.did));
    let original = line.original.map(|of| {
        let open = move || {
            here.deciding.set(None);
            here.address.show(Some(of));
        };
        button("btn btn--plain", open).text(desk::OPEN_ORIGINAL.say(lang))
    });
    let words = (!line.words.is_empty()).then(|| {
        // As the person wrote them, line by line.
        let lines = line.words.iter().flat_map(|words| words.split('\n')).filter(|line| !line.trim().is_empty());
        el("div", "earlier").puts(lines.map(|line| el("p", "").text(line)))
    });
    el("li", "").put(sentence).puts(words).puts(original)
}

/// Every entry and every comment once, the oldest first.
fn lines(History { entries, mut comments, .. }: History, lang: Lang) -> Vec<Line> {
    let mut lines: Vec<Line> = entries
        .into_iter()
        .map(|entry| match comments.iter().position(|comment| is_of(comment, &entry)) {
            // The comment says all that its entry says, and that it was kept.
            Some(place) => line_of_comment(comments.remove(place), lang),
            None => line_of_entry(entry, lang),
        })
        .collect();
    lines.extend(comments.into_iter().map(|comment| line_of_comment(comment, lang)));
    lines.sort_by_key(|line| line.at);
    lines
}

/// Whether this comment is what became of that entry.
fn is_of(comment: &Comment, entry: &Entry) -> bool {
    let action = entry.action.as_ref().and_then(|action| action.keys().next()).map_or("", String::as_str);
    let is_kind = match &comment.overtaken {
        Some(late) => entry.outcome == Outcome::Rejected && action == decided(late),
        None => entry.outcome != Outcome::Rejected && action == "comment",
    };
    is_kind && comment.at == entry.at && entry.who.as_ref().is_some_and(|who| who.id == comment.by.id)
}

/// The name of the action that a late decision was.
const fn decided(late: &Overtaken) -> &'static str {
    match late.state {
        State::Returned => "return",
        State::Recognised => "recognise",
        State::Duplicate => "mark_duplicate",
        State::Declined | State::Draft | State::Submitted | State::Received | State::Withdrawn | State::Deleted => {
            "decline"
        }
    }
}

fn line_of_entry(Entry { at, who, action, fields, outcome, note }: Entry, lang: Lang) -> Line {
    let (action, said) = action.unwrap_or_default().into_iter().next().unwrap_or_default();
    // What this version can't read is left out; that it was done is told.
    let said: Said = serde_json::from_value(said).unwrap_or_default();
    let fate = match outcome {
        Outcome::Rejected if note.as_deref() == Some("already-decided") => desk::CAME_LATE.say(lang),
        Outcome::Rejected => desk::NOT_DONE.say(lang),
        Outcome::Applied | Outcome::Merged | Outcome::Conflict => "",
    };
    let who = who.map_or_else(|| crate::i18n::administration::SOMEBODY.say(lang).to_owned(), |who| who.name);
    line(at, who, &action, said, &fields, fate, lang)
}

fn line_of_comment(Comment { by, at, text, score, overtaken, .. }: Comment, lang: Lang) -> Line {
    let text = Some(text).filter(|text| !text.is_empty());
    let Some(late) = overtaken else {
        return line(at, by.name, "comment", Said { text, score, ..Said::default() }, &[], "", lang);
    };
    let action = decided(&late);
    let Overtaken { fields, level, benefit_vnd, of, .. } = late;
    let (reason, how_checked) = if action == "recognise" { (None, text) } else { (text, None) };
    let said = Said { reason, how_checked, fields, level, benefit_vnd, of, ..Said::default() };
    line(at, by.name, action, said, &[], desk::CAME_LATE_KEPT.say(lang), lang)
}

fn line(at: Timestamp, who: String, action: &str, said: Said, fields: &[Field], fate: &str, lang: Lang) -> Line {
    let did = match (action, said.level, &said.member) {
        ("edit", ..) if !fields.is_empty() => {
            let names: Vec<&str> = fields.iter().map(|field| form::name(*field).say(lang)).collect();
            desk::DID_EDIT.fill(lang, &[&names.join(", ")])
        }
        ("enter", _, Some(member)) => desk::DID_ENTER.fill(lang, &[&member.name]),
        ("recognise", Some(level), _) => {
            desk::DID_RECOGNISE.fill(lang, &[&desk::level(level).say(lang).to_lowercase()])
        }
        _ => match desk::done(action) {
            Some(word) => word.say(lang).to_owned(),
            // A newer server's: its name is better than nothing.
            None => desk::DID_OTHER.fill(lang, &[action]),
        },
    };
    Line { at, who, did: format!("{did}{fate}"), original: said.of, words: words(said, lang) }
}

/// What somebody said with it, each in a text of its own.
fn words(said: Said, lang: Lang) -> Vec<String> {
    let named = |name: &str, value: &str| desk::SAID.fill(lang, &[name, value]);
    let mut words = Vec::new();
    words.extend(said.score.map(|score| desk::SAID_SCORE.fill(lang, &[&score.to_string()])));
    words.extend(said.text);
    words.extend(said.reason.map(|reason| desk::SAID_REASON.fill(lang, &[&reason])));
    let field = |(field, reason): (Field, &str)| desk::SAID_FIELD.fill(lang, &[form::name(field).say(lang), reason]);
    words.extend(said.fields.iter().map(field));
    words.extend(said.benefit_vnd.map(|sum| named(desk::VERIFIED_BENEFIT.say(lang), &sum.spoken_dong(lang))));
    words.extend(said.how_checked.map(|how| named(desk::HOW_CHECKED.say(lang), &how)));
    words.extend(said.endorsement.map(|Endorsement { name, position, date }| {
        named(desk::ENDORSEMENT.say(lang), &format!("{name}, {position}, {}", date.display(lang)))
    }));
    words
}
