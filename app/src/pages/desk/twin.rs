//! An initiative that is much like the one under review, side by side with what differs marked. Nothing follows from it by
//! itself: a duplicate is linked by an officer, never by a machine.

use leptos::prelude::*;
use model::desk::Alike;
use model::field::Field;
use model::initiative::Initiative;
use model::lines::{Changed, Span, diff_words};
use model::number::Lang;
use wasm_bindgen_futures::spawn_local;

use super::{Here, paper};
use crate::i18n::desk;
use crate::markup::{El, button, el, settled};
use crate::ui::Icon;

/// The other one, as far as it is known.
#[derive(Clone, PartialEq)]
enum Other {
    Unasked,
    Absent,
    Here(Box<Initiative>),
}

/// How much the two are alike, and both texts once somebody asks.
pub fn twin(here: Here, initiative: &Initiative, alike: &Alike) -> El {
    let lang = here.lang;
    let percent = alike.similarity.to_string();
    let words = match &alike.title {
        Some(title) => desk::ALIKE_BY.fill(lang, &[&percent, title]),
        None => desk::ALIKE_UNNAMED.fill(lang, &[&percent]),
    };
    let words = [words].into_iter().chain(standing(alike, lang)).collect::<Vec<_>>().join(" · ");
    let other = RwSignal::new(Other::Unasked);
    let id = alike.id;
    let look = move || {
        spawn_local(async move {
            let text = match here.tablet.paper(id).await {
                Some(text) => Some(text),
                None => here.tablet.paper_elsewhere(id).await,
            };
            let read = text.as_deref().and_then(paper::read);
            other.try_set(read.map_or(Other::Absent, |(initiative, _)| Other::Here(Box::new(initiative))));
        });
    };
    // What may be read is compared at once; it costs one look on the tablet, or one small request.
    if alike.title.is_some() {
        look();
    }
    let this = initiative.clone();
    let whole = RwSignal::new(false);
    let other_now = settled(move || other.get());
    let header = el("header", "").icon(Icon::Copy).put(el("span", "").text(&words)).when(
        move || matches!(other.get(), Other::Here(_)),
        move || {
            button("btn btn--plain", move || whole.update(|whole| *whole = !*whole))
                .live_attr("aria-pressed", move || Some(whole.get().to_string()))
                .text(desk::COMPARE.say(lang))
        },
    );
    el("section", "twin").attr("aria-label", desk::MAY_BE_ALIKE.say(lang)).put(header).live(move || match other_now() {
        Other::Unasked => None,
        Other::Absent => Some(el("p", "twin__none quiet").text(desk::NOT_FETCHED.say(lang))),
        Other::Here(other) => Some(side_by_side(here, &this, &other, whole.get())),
    })
}

/// Where the other one stands, since when, and of which unit it is, as far as that is known.
pub fn standing(alike: &Alike, lang: Lang) -> Option<String> {
    let state = alike.state.map(|state| desk::state(state).say(lang).to_lowercase());
    let state = match (state, alike.at) {
        (Some(state), Some(at)) => Some(format!("{state} {}", at.date(lang))),
        (state, _) => state,
    };
    let parts: Vec<String> = state.into_iter().chain(alike.unit_name.clone()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The likest one in a line at the top of the text, as a way to both texts below.
pub fn notice(here: Here, alike: &[Alike]) -> Option<El> {
    let lang = here.lang;
    let likest = alike.iter().max_by_key(|alike| alike.similarity)?;
    let percent = likest.similarity.to_string();
    let words = match &likest.title {
        Some(title) => desk::ALIKE_BY.fill(lang, &[&percent, title]),
        None => desk::ALIKE_UNNAMED.fill(lang, &[&percent]),
    };
    let go = move || {
        if let Ok(Some(twin)) = document().query_selector(".twin") {
            twin.scroll_into_view();
        }
    };
    let text = el("span", "")
        .put(el("b", "").text(&words))
        .puts(standing(likest, lang).map(|said| el("small", "").text(&said)));
    Some(button("alike", go).icon(Icon::Copy).put(text))
}

fn side_by_side(here: Here, this: &Initiative, other: &Initiative, whole: bool) -> El {
    let lang = here.lang;
    let fields: &[Field] = match whole {
        true => &[Field::Title, Field::Problem, Field::Solution, Field::Novelty, Field::Effect],
        false => &[Field::Solution],
    };
    let mut columns = [
        el("div", "").put(el("b", "").text(desk::THIS_ONE.say(lang))),
        el("div", "").put(el("b", "").put(paper::link(other.id, other.content.text(Field::Title)))),
    ];
    for field in fields {
        let compared = diff_words(this.content.text(*field), other.content.text(*field));
        let [first, second] = columns;
        columns = [first.put(marked(&compared.first)), second.put(marked(&compared.second))];
    }
    el("div", "twin__cols").puts(columns)
}

fn marked(spans: &[Span<'_>]) -> El {
    spans.iter().fold(el("p", ""), |made, span| match span.changed {
        Changed::Only if !span.text.trim().is_empty() => made.put(el("mark", "").text(span.text)),
        _ => made.text(span.text),
    })
}
