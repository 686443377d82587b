//! Who did what to an initiative so far.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::comment::Comment;
use model::id::InitiativeId;
use model::json;
use model::op::Outcome;
use serde::Deserialize;
use serde::de::IgnoredAny;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use crate::i18n::{desk, work};
use crate::markup::{El, button, el};
use crate::ui::why_not;

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
        let told = here.tablet.history(id).await.map_err(|failure| why_not(&failure, lang));
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
