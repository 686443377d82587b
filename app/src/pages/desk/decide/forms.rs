//! What an officer writes with each decision. Promises that nothing typed is lost by a fault: the form stays, says what is
//! missing, and leads there.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use model::calendar::{Date, Timestamp};
use model::comment::{BEST_SCORE, Comment};
use model::field::{Field as Of, MAX_NAME};
use model::id::InitiativeId;
use model::initiative::{Endorsement, FieldReasons, RecognitionLevel};
use model::json;
use model::money::Vnd;
use model::op::{Action, MAX_POSITION, MAX_REASON, Outcome, Recognition, Remark, Return};
use model::text::search_key;
use serde::Deserialize;
use serde::de::IgnoredAny;
use wasm_bindgen_futures::spawn_local;

use super::super::{Here, gate};
use super::act;
use crate::i18n::{Word, desk, form, work};
use crate::markup::{El, button, el, settled};
use crate::ui::{Explained, Field, FieldWords, Look, MoneyField, error, short_choice};

type Text = RwSignal<String>;

fn text() -> Text {
    RwSignal::new(String::new())
}

fn trimmed(text: Text) -> String {
    text.get_untracked().trim().to_owned()
}

fn given(text: Text) -> Option<String> {
    Some(trimmed(text)).filter(|text| !text.is_empty())
}

fn writing(id: impl Into<String>, words: FieldWords, look: Look, max: usize, value: Text) -> Field {
    let mut field = Field::new(id, words, look, max, settled(move || value.get()));
    field.typed = Box::new(move |typed| value.set(typed.now));
    field
}

/// A form whose main button does `send`, which says what is wrong if it can't.
fn decision(here: Here, parts: impl IntoIterator<Item = El>, send: impl Fn() -> Result<(), Word> + 'static) -> El {
    let lang = here.lang;
    let said = RwSignal::new(None::<Word>);
    let cancel = button("btn", move || here.deciding.set(None)).text(desk::CANCEL.say(lang));
    let main = el("button", "btn btn--main").attr("type", "submit").text(desk::SEND.say(lang));
    el("form", "join decision")
        .attr("novalidate", "")
        .puts(parts)
        .put(el("div", "").attr("role", "alert").live(move || said.get().map(|word| error(word.say(lang)))))
        .put(el("div", "sheet__acts").put(main).put(cancel))
        .on("submit", move |event| {
            event.prevent_default();
            said.set(send().err());
        })
}

/// Buttons that put a ready phrase into a text, to be edited there.
fn phrases(phrases: &'static [Word], into: Text, here: Here) -> El {
    let lang = here.lang;
    let phrase = move |word: &'static Word| {
        let add = move || {
            into.update(|text| {
                if !text.trim().is_empty() {
                    text.push('\n');
                }
                text.push_str(word.say(lang));
            })
        };
        button("btn", add).text(word.say(lang))
    };
    el("div", "starts").puts(phrases.iter().map(phrase))
}

/// Asking the author for more: for single fields with ready phrases to edit, and with a word on the whole.
pub fn send_back(here: Here, id: InitiativeId) -> El {
    const FIELDS: [Of; 6] = [Of::FirstAppliedOn, Of::Solution, Of::Novelty, Of::Effect, Of::BenefitVnd, Of::Authors];
    let lang = here.lang;
    let whole = text();
    let asked: Vec<(Of, RwSignal<bool>, Text)> =
        FIELDS.into_iter().map(|field| (field, RwSignal::new(false), text())).collect();
    let parts = asked.iter().map(|&(field, on, reason)| {
        let toggle = button("btn missing__field", move || {
            on.update(|on| *on = !*on);
            if reason.get_untracked().is_empty() {
                reason.set(desk::phrase(field).map_or("", |phrase| phrase.say(lang)).to_owned());
            }
        });
        let toggle =
            toggle.live_attr("aria-pressed", move || Some(on.get().to_string())).text(desk::field(field).say(lang));
        let box_of = move || {
            let words = FieldWords::label(desk::field(field).say(lang)).hidden();
            writing(format!("d-{}", field.name()), words, Look::Line, MAX_REASON, reason).make()
        };
        el("div", "missing").put(toggle).when(move || on.get(), box_of)
    });
    let missing =
        el("fieldset", "missings").put(el("legend", "field__label").text(desk::WHAT_IS_MISSING.say(lang))).puts(parts);
    let words = FieldWords::label(desk::WHOLE.say(lang)).help(desk::REASON_HELP.say(lang));
    let whole_box = writing("d-reason", words, Look::Lines, MAX_REASON, whole).make();
    decision(here, [missing, whole_box], move || {
        let asked = asked.iter().filter(|(_, on, _)| on.get_untracked());
        let fields: Vec<(Of, String)> =
            asked.filter_map(|(field, _, reason)| Some((*field, given(*reason)?))).collect();
        // The reason is what the author reads first; without one of its own it is what is asked of the fields.
        let joined = || fields.iter().map(|(_, reason)| reason.as_str()).collect::<Vec<_>>().join(" ");
        let reason = given(whole).or_else(|| Some(joined()).filter(|text| !text.is_empty())).ok_or(desk::NEEDED)?;
        act(here, id, Action::Return(Return { reason, fields: FieldReasons::of(fields) }));
        Ok(())
    })
}

/// Recognising it: the level, what was verified and how, and who of the employer's stands behind it.
pub fn recognise(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let level = RwSignal::new(RecognitionLevel::Grassroots);
    let name_of = |level: RecognitionLevel| match level {
        RecognitionLevel::Grassroots => "grassroots",
        RecognitionLevel::Upper => "upper",
        RecognitionLevel::National => "national",
    };
    let options = RecognitionLevel::ALL.map(|level| Explained {
        value: name_of(level),
        label: desk::level(level).say(lang),
        text: "",
    });
    let choose = Rc::new(move |value: &'static str| {
        let chosen = RecognitionLevel::ALL.into_iter().find(|level| name_of(*level) == value);
        level.set(chosen.unwrap_or(RecognitionLevel::Grassroots));
    });
    let levels =
        short_choice("d-level", desk::LEVEL.say(lang), &options, settled(move || Some(name_of(level.get()))), choose);
    let benefit = RwSignal::new(None::<Vnd>);
    let money = MoneyField {
        id: "d-benefit",
        words: FieldWords::label(desk::VERIFIED_BENEFIT.say(lang)).help(desk::VERIFIED_HELP.say(lang)),
        value: settled(move || benefit.get()),
        changed: Rc::new(move |sum| benefit.set(sum)),
        writing: Box::new(|_| ()),
        unit: form::DONG.say(lang),
        beside: Some(el("span", "")),
    };
    let [how, name, position, signed] = [(); 4].map(|()| text());
    let how_box = writing(
        "d-how",
        FieldWords::label(desk::HOW_CHECKED.say(lang)).aside(form::IF_ANY.say(lang)),
        Look::Line,
        MAX_REASON,
        how,
    );
    let name_box = writing("d-name", FieldWords::label(form::AUTHOR_NAME.say(lang)), Look::Line, MAX_NAME, name);
    let position_box =
        writing("d-position", FieldWords::label(desk::POSITION.say(lang)), Look::Line, MAX_POSITION, position);
    let day = el("input", "field__box").attr("type", "date").attr("id", "d-date").on("input", move |event| {
        use wasm_bindgen::JsCast;
        if let Some(input) = event.target().and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            signed.set(input.value());
        }
    });
    let day = el("div", "field")
        .put(el("label", "field__label").attr("for", "d-date").text(desk::SIGNED_ON.say(lang)))
        .put(day);
    let endorsement = el("details", "endorsement")
        .put(el("summary", "").text(desk::ENDORSEMENT.say(lang)))
        .put(el("div", "join").put(name_box.make()).put(position_box.make()).put(day));
    decision(here, [levels, money.make(lang), how_box.make(), endorsement], move || {
        let endorsement = match (given(name), given(position), given(signed)) {
            (None, None, None) => None,
            (Some(name), Some(position), Some(day)) => {
                let date = Date::parse(&day).map_err(|_| desk::ENDORSEMENT_WHOLE)?;
                Some(Endorsement { name, position, date })
            }
            _ => return Err(desk::ENDORSEMENT_WHOLE),
        };
        let level = level.get_untracked();
        let (benefit_vnd, how_checked) = (benefit.get_untracked(), given(how));
        act(here, id, Action::Recognise(Recognition { level, benefit_vnd, how_checked, endorsement }));
        Ok(())
    })
}

/// Refusing it; the law asks for reasons in writing (Nghị định 13/2012/NĐ-CP).
pub fn decline(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let reason = text();
    let words = FieldWords::label(desk::REASON.say(lang)).help(desk::REASON_HELP.say(lang));
    let written = writing("d-reason", words, Look::Lines, MAX_REASON, reason).make();
    decision(here, [phrases(&desk::PHRASES_DECLINE, reason, here), written], move || {
        let reason = given(reason).ok_or(desk::NEEDED)?;
        act(here, id, Action::Decline { reason });
        Ok(())
    })
}

/// Linking it to its original: one that it is like, or any other that is found on the tablet.
pub fn duplicate(here: Here, id: InitiativeId) -> El {
    const AT_MOST: usize = 8;
    let lang = here.lang;
    let alike = RwSignal::new(Vec::<(InitiativeId, String)>::new());
    spawn_local(async move {
        let text = here.tablet.paper(id).await;
        let found = text.as_deref().and_then(super::super::paper::read).map(|(_, alike)| alike).unwrap_or_default();
        let named = found.into_iter().map(|one| (one.id, one.title.unwrap_or_else(|| one.id.to_string())));
        alike.try_set(named.collect());
    });
    let words = text();
    let find = writing("d-find", FieldWords::label(desk::FIND.say(lang)), Look::Line, 100, words).make();
    let found = settled(move || {
        let key = search_key(&words.get());
        let wanted: Vec<&str> = key.split_whitespace().collect();
        if wanted.is_empty() {
            return alike.get();
        }
        let rows = here.tablet.rows();
        let fits = rows.iter().filter(|row| row.id != id && row.has(&wanted)).take(AT_MOST);
        fits.map(|row| (row.id, format!("{} · {}", row.title, row.author))).collect()
    });
    let rows = el("div", "sheet__acts--list").live(move || {
        let pick = |(of, title): (InitiativeId, String)| {
            button("btn", move || act(here, id, Action::MarkDuplicate { of })).text(&title)
        };
        Some(el("div", "sheet__acts sheet__acts--list").puts(found().into_iter().map(pick)))
    });
    let cancel = button("btn", move || here.deciding.set(None)).text(desk::CANCEL.say(lang));
    el("div", "join")
        .put(el("p", "").put(el("b", "").text(desk::ORIGINAL.say(lang))).text(" ").text(desk::ORIGINAL_HELP.say(lang)))
        .puts([find, rows])
        .put(el("div", "sheet__acts").put(cancel))
}

/// What a member of the council says and scores; one concludes by recognising or refusing.
pub fn comment(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let [score, remark] = [(); 2].map(|()| text());
    let mut score_box = writing(
        "d-score",
        FieldWords::label(desk::SCORE.say(lang)).aside(form::IF_ANY.say(lang)),
        Look::Line,
        3,
        score,
    );
    score_box.inputmode = Some("numeric");
    let remark_box = writing("d-remark", FieldWords::label(desk::REMARK.say(lang)), Look::Lines, MAX_REASON, remark);
    decision(here, [score_box.make(), remark_box.make()], move || {
        let score = match given(score) {
            None => None,
            Some(typed) => Some(typed.parse().ok().filter(|score| *score <= BEST_SCORE).ok_or(desk::SCORE)?),
        };
        let text = trimmed(remark);
        if score.is_none() && text.is_empty() {
            return Err(desk::REMARK_NEEDED);
        }
        act(here, id, Action::Comment(Remark { text, score }));
        Ok(())
    })
}

/// Who did what so far, as the server tells it.
pub fn history(here: Here, id: InitiativeId) -> El {
    #[derive(Deserialize)]
    struct History {
        entries: Vec<Entry>,
        #[serde(default)]
        comments: Vec<Comment>,
    }
    #[derive(Deserialize)]
    struct Entry {
        at: Timestamp,
        #[serde(default)]
        who: Option<Who>,
        #[serde(default)]
        action: BTreeMap<String, IgnoredAny>,
        outcome: Outcome,
    }
    #[derive(Deserialize)]
    struct Who {
        name: String,
    }
    let lang = here.lang;
    let said = RwSignal::new(None::<Result<Vec<String>, String>>);
    spawn_local(async move {
        let told = here.tablet.history(id).await.map_err(|failure| gate::why(&failure, lang));
        let read =
            told.and_then(|text| json::read::<History>(&text).map_err(|_| desk::HISTORY_NONE.say(lang).to_owned()));
        let lines = read.map(|history| {
            let entry = |entry: Entry| {
                let who = entry.who.map(|who| who.name).unwrap_or_default();
                let what = entry.action.keys().next().map_or("", |name| desk::done(name).say(lang));
                let refused = if entry.outcome == Outcome::Rejected { desk::NOT_DONE.say(lang) } else { "" };
                format!("{}: {who} {what}{refused}", entry.at.clock_and_date(lang))
            };
            let comment = |comment: Comment| {
                let score = comment.score.map(|score| format!("{score}/100. ")).unwrap_or_default();
                format!("{}: {}: {score}{}", comment.at.clock_and_date(lang), comment.by.name, comment.text)
            };
            history.entries.into_iter().map(entry).chain(history.comments.into_iter().map(comment)).collect()
        });
        said.try_set(Some(lines));
    });
    let close = button("btn", move || here.deciding.set(None)).text(work::CLOSE.say(lang));
    el("div", "join")
        .live(move || {
            Some(match said.get()? {
                Ok(lines) => el("ol", "plain").puts(lines.iter().map(|line| el("li", "").text(line))),
                Err(words) => el("p", "quiet").attr("role", "status").text(&words),
            })
        })
        .put(el("div", "sheet__acts").put(close))
}
