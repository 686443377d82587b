//! That an initiative is recognised: who did, when, at which level, what it is worth, what follows, and a way to share it. It
//! leads once, the first time that it is seen on this device; afterwards it is the initiative's heading.

use leptos::prelude::*;
use model::calendar::Date;
use model::draft::Draft;
use model::id::InitiativeId;
use model::initiative::{RecognitionLevel, State};
use model::money::Vnd;
use model::number::Lang;
use model::unit::UnitCode;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::address::of_initiative;
use super::desk::Here;
use super::device::unit_name;
use super::standing;
use crate::i18n::honour as words;
use crate::local::honours;
use crate::markup::{El, a, button, el};
use crate::ui::Icon;

/// What there is to say of a recognition. The same draft gives the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Honour {
    pub id: InitiativeId,
    pub title: String,
    pub level: Option<RecognitionLevel>,
    by: String,
    unit: Option<UnitCode>,
    on: String,
    /// The verified benefit, else the author's estimate.
    worth: Option<(Vnd, bool)>,
    /// Name, position, day of who of the employer's stands behind it.
    endorsed: Option<[String; 3]>,
    higher: Higher,
    /// Everybody may read the story.
    is_public: bool,
}

/// What became of it at the unit above.
#[derive(Debug, Clone, PartialEq)]
enum Higher {
    No,
    /// Before which unit, since when, an answer by.
    Waits(UnitCode, String, String),
    Declined(Option<String>),
}

/// What there is to say, if it is recognised.
pub fn read(draft: &Draft, lang: Lang) -> Option<Honour> {
    let newest = draft.known.at_server().filter(|newest| newest.state == State::Recognised)?;
    let decision = newest.decision.as_ref()?;
    let verified = decision.benefit_vnd.map(|sum| (sum, true));
    let endorsed = decision.endorsement.as_ref();
    let day = |day: Option<Date>| day.map(|day| day.display(lang)).unwrap_or_default();
    let higher = match newest.forwarded.as_ref() {
        Some(put) if put.waits => Higher::Waits(put.to.clone(), put.at.date(lang), day(newest.due_on())),
        Some(put) if put.declined.is_some() => {
            Higher::Declined(put.declined.as_ref().and_then(|declined| declined.reason.clone()))
        }
        _ => Higher::No,
    };
    Some(Honour {
        id: newest.id,
        title: standing::title(draft, lang),
        level: decision.level,
        by: decision.by.name.clone(),
        unit: decision.by.unit.clone(),
        on: decision.at.date(lang),
        worth: verified.or(newest.content.benefit().map(|sum| (sum, false))),
        endorsed: endorsed.map(|one| [one.name.clone(), one.position.clone(), one.date.display(lang)]),
        higher,
        is_public: newest.content.public_story(),
    })
}

impl Honour {
    fn key(&self) -> honours::Honour {
        (self.id, self.level)
    }

    /// Whether the person hasn't seen it yet on this device.
    pub fn is_new(&self) -> bool {
        !honours::is_seen(self.key())
    }

    /// The person has it before them.
    pub fn mark_seen(&self) {
        honours::mark_seen(self.key());
    }
}

/// How it stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the head of its own page; `true` the first time.
    Head(bool),
    /// Before the list, leading to its page.
    List,
}

/// All of it, for the page of the initiative or before the list.
pub fn section(here: Here, honour: &Honour, place: Place) -> El {
    let lang = here.lang;
    let heading = words::heading(honour.level).say(lang);
    let class = if place == Place::Head(false) { "honour" } else { "honour honour--new" };
    let made = el("section", class).attr("aria-labelledby", "h-honour").mark();
    let news = (place != Place::Head(false)).then(|| el("p", "honour__news").text(words::NEWS.say(lang)));
    let (level, title) = match place {
        Place::List => ("h2", el("p", "honour__title").text(&honour.title)),
        Place::Head(_) => ("p", el("h1", "honour__title").attr("tabindex", "-1").text(&honour.title)),
    };
    let made = made.puts(news).put(el(level, "honour__level").attr("id", "h-honour").text(heading)).put(title);
    let acts = el("div", "starts");
    match place {
        Place::List => {
            let open = a("btn btn--main", &of_initiative(honour.id, None)).text(words::OPEN.say(lang));
            made.put(facts(here, honour)).put(acts.put(open).put(share(here, honour)))
        }
        Place::Head(_) => {
            let thanks = el("p", "honour__thanks").text(words::THANKS.say(lang));
            made.put(thanks).put(facts(here, honour)).put(next(here, honour)).put(acts.put(share(here, honour)))
        }
    }
}

/// Who, when, worth, endorsed by.
fn facts(here: Here, honour: &Honour) -> El {
    let lang = here.lang;
    let by = honour.by.clone();
    let who = el("dd", "");
    let who = match honour.unit.clone() {
        Some(unit) => {
            let unit = unit_name(here, unit);
            who.live_text(move || words::OF_UNIT.fill(lang, &[&by, &unit.get()]))
        }
        None => who.text(&by),
    };
    let worth = honour.worth.map(|(sum, is_verified)| {
        let said = if is_verified { words::VERIFIED } else { words::ESTIMATED };
        el("dd", "honour__worth").text(&said.fill(lang, &[&sum.spoken_dong(lang)]))
    });
    let endorsed = honour
        .endorsed
        .as_ref()
        .map(|[name, position, day]| el("dd", "").text(&words::ENDORSED_BY.fill(lang, &[name, position, day])));
    let facts = [
        (words::WORTH, worth),
        (words::WHO, Some(who)),
        (words::WHEN, Some(el("dd", "").text(&honour.on))),
        (words::ENDORSED, endorsed),
    ];
    let facts = facts.into_iter().filter_map(|(name, fact)| Some((name, fact?)));
    let facts = facts.map(|(name, fact)| el("div", "").put(el("dt", "").text(name.say(lang))).put(fact));
    el("dl", "honour__facts").puts(facts)
}

/// What follows.
fn next(here: Here, honour: &Honour) -> El {
    let lang = here.lang;
    let higher = match &honour.higher {
        Higher::No => None,
        Higher::Waits(to, since, by) => {
            let (to, since, by) = (unit_name(here, to.clone()), since.clone(), by.clone());
            Some(el("li", "").live_text(move || words::NEXT_HIGHER.fill(lang, &[&to.get(), &since, &by])))
        }
        Higher::Declined(reason) => {
            let said = words::NEXT_NOT_HIGHER.say(lang);
            let said = [Some(said), reason.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            Some(el("li", "").text(&said))
        }
    };
    let line = |words: crate::i18n::Word| el("li", "").text(words.say(lang));
    let pay = honour.worth.is_some_and(|(sum, is_verified)| is_verified && sum.dong() > 0);
    let public = line(if honour.is_public { words::NEXT_PUBLIC } else { words::NEXT_PRIVATE });
    let lines = [higher, pay.then(|| line(words::NEXT_PAY)), Some(public)];
    let name = el("h2", "").text(words::NEXT.say(lang));
    el("div", "honour__next").put(name).put(el("ul", "").puts(lines.into_iter().flatten()))
}

/// What may be shared: the title and the story's address of one that everybody may read, else the level and the board.
fn shared(here: Here, honour: &Honour) -> (String, String) {
    let lang = here.lang;
    let origin = window().location().origin().unwrap_or_default();
    let heading = words::heading(honour.level).say(lang);
    if honour.is_public {
        let text = words::SHARED_PUBLIC.fill(lang, &[&honour.title, heading]);
        return (text, format!("{origin}/stories/{}", honour.id));
    }
    let mut said = heading.to_owned();
    if let Some(first) = said.get(..1).map(str::to_lowercase) {
        said.replace_range(..1, &first);
    }
    (words::SHARED_PRIVATE.fill(lang, &[&said]), origin)
}

/// Hands it to the device's own way of sharing, or copies it where there is none.
fn share(here: Here, honour: &Honour) -> El {
    let lang = here.lang;
    let (text, url) = shared(here, honour);
    let act = move || {
        let navigator = window().navigator();
        let can_share = js_sys::Reflect::has(&navigator, &"share".into()).unwrap_or(false);
        if can_share {
            let data = web_sys::ShareData::new();
            data.set_text(&text);
            data.set_url(&url);
            let shared = navigator.share_with_data(&data);
            spawn_local(async move {
                // Whoever closes it again has changed their mind.
                if let Err(problem) = JsFuture::from(shared).await {
                    leptos::logging::log!("not shared: {problem:?}");
                }
            });
            return;
        }
        let said = format!("{text} {url}");
        // There is no clipboard on a page that isn't secure.
        let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
        let has_clipboard = clipboard.is_ok_and(|clipboard| !clipboard.is_undefined());
        let copied = has_clipboard.then(|| navigator.clipboard().write_text(&said));
        spawn_local(async move {
            let done = match copied {
                Some(copied) => JsFuture::from(copied).await.is_ok(),
                None => false,
            };
            here.undo.say((if done { words::COPIED } else { words::NOT_COPIED }).say(lang).to_owned());
        });
    };
    button("btn", act).icon(Icon::Forward).text(words::SHARE.say(lang))
}

/// Before the list: the first recognition that the person hasn't seen.
pub fn lead(here: Here) -> El {
    let Here { store, lang, .. } = here;
    let found = crate::markup::settled(move || {
        store.list(|engine| engine.drafts().filter_map(|draft| read(draft, lang)).find(Honour::is_new))
    });
    let none = found.clone();
    el("div", "")
        .live_attr("hidden", move || none().is_none().then(String::new))
        .live(move || Some(section(here, &found()?, Place::List)))
}
