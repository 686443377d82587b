//! `/app/initiatives/ID/conflict`: two versions of a field side by side, with what differs marked. Promises that no
//! choice is final for ten seconds, and that the main action loses nothing.

use leptos::prelude::untrack;
use model::calendar::Timestamp;
use model::draft::Draft;
use model::field::{Field, Shape, Value};
use model::id::{DeviceId, InitiativeId};
use model::initiative::Alternative;
use model::lines::{Changed, Span, diff_words};
use model::number::Lang;
use model::op::{Action, Side};
use model::text::char_count;

use super::address::of_initiative;
use super::desk::{Here, back_head, content, sheet_of};
use super::editor::value_text;
use super::standing;
use crate::i18n::{form, work};
use crate::local::{Doing, now, typing};
use crate::markup::{El, a, button, el, settled};
use crate::ui::Icon;

/// One of the two versions.
#[derive(Clone, PartialEq)]
struct Version {
    side: Side,
    icon: Icon,
    name: String,
    quiet: String,
    /// Pieces of the text, and whether only this version has them.
    pieces: Vec<(String, bool)>,
}

/// What has to be chosen between.
#[derive(Clone, PartialEq)]
struct Choice {
    title: String,
    field: Field,
    versions: [Version; 2],
    /// Both texts in one, if they can be put together and fit.
    together: Option<Value>,
    /// Whether they could be put together but don't fit.
    too_long: bool,
}

/// The alternative that "mine" means to the server: this device's own, else the last to differ.
fn alternative_of(draft: &Draft, field: Field, device: DeviceId) -> Option<&Alternative> {
    let waiting = || draft.known.alternatives().iter().filter(move |alternative| alternative.field == field);
    waiting().rev().find(|alternative| alternative.device == device).or_else(|| waiting().next_back())
}

fn choice(draft: &Draft, field: Field, device: DeviceId, now: Timestamp, lang: Lang) -> Option<Choice> {
    let newest = draft.known.newest.as_ref()?;
    let alternative = alternative_of(draft, field, device)?;
    let current = newest.content.get(field);
    let texts = [value_text(&alternative.value, lang), value_text(&current, lang)];
    let compared = diff_words(&texts[0], &texts[1]);
    let mine_here = alternative.device == device;
    let sent = work::moment(alternative.at, now, lang);
    let own = alternative.by.id == newest.author.id;
    let mine = Version {
        side: Side::Mine,
        icon: if mine_here { Icon::Device } else { Icon::Users },
        name: match (mine_here, own) {
            (true, _) => form::MINE_HERE.say(lang).to_owned(),
            (false, true) => form::MINE_ELSEWHERE.say(lang).to_owned(),
            (false, false) => form::OF_PERSON.fill(lang, &[&alternative.by.name]),
        },
        quiet: match own {
            true => form::EDITED_BY_YOU.fill(lang, &[&sent]),
            false => form::EDITED_BY.fill(lang, &[&alternative.by.name, &sent]),
        },
        pieces: pieces(&compared.first, lang),
    };
    let theirs = Version {
        side: Side::Theirs,
        icon: if mine_here { Icon::Copy } else { Icon::Device },
        name: if mine_here { form::MINE_ELSEWHERE } else { form::SERVERS }.say(lang).to_owned(),
        quiet: form::THE_CURRENT.say(lang).to_owned(),
        pieces: pieces(&compared.second, lang),
    };
    let together = match (field.shape(), &alternative.value, &current) {
        (Shape::Text(max), Value::Text(mine), Value::Text(theirs)) => Some((max, typing::both(mine, theirs))),
        _ => None,
    };
    let too_long = together.as_ref().is_some_and(|(max, text)| char_count(text) > *max);
    Some(Choice {
        title: standing::title(draft, lang),
        field,
        versions: [mine, theirs],
        together: together.filter(|_| !too_long).map(|(_, text)| Value::Text(text)),
        too_long,
    })
}

fn pieces(spans: &[Span<'_>], lang: Lang) -> Vec<(String, bool)> {
    if spans.iter().all(|span| span.text.is_empty()) {
        return vec![(form::EMPTY_VALUE.say(lang).to_owned(), false)];
    }
    let mut pieces = Vec::new();
    for span in spans {
        // White space around a marked phrase isn't marked: it would look like more than it is.
        let marked = if span.changed == Changed::Only { span.text.trim() } else { "" };
        let (before, after) = match span.text.find(marked).filter(|_| !marked.is_empty()) {
            Some(at) => (&span.text[..at], &span.text[at + marked.len()..]),
            None => (span.text, ""),
        };
        let parts = [(before, false), (marked, true), (after, false)];
        pieces
            .extend(parts.into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, only)| (text.to_owned(), only)));
    }
    pieces
}

/// The page.
pub fn page(here: Here, id: InitiativeId) -> El {
    let Here { store, undo, lang, .. } = here;
    let shown = settled(move || {
        let device = store.now(|engine| engine.device());
        store.draft(id, |draft| {
            let draft = draft?;
            choice(draft, to_choose(draft, undo.doing())?, device, now(), lang)
        })
    });
    let title = form::CONFLICT.say(lang);
    let body =
        el("div", "").live(move || Some(shown().map_or_else(|| nothing_left(here, id), |it| choosing(here, id, it))));
    sheet_of(title, [back_head(here, title), body])
}

fn nothing_left(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let open = a("btn btn--main", &of_initiative(id, None)).text(form::TO_EDITOR.say(lang));
    content("phone").put(el("p", "").text(form::NO_CONFLICT.say(lang))).put(el("p", "").put(open))
}

fn choosing(here: Here, id: InitiativeId, choice: Choice) -> El {
    let lang = here.lang;
    let Choice { title, field, versions, together, too_long } = choice;
    let lead = el("p", "conflict__lead")
        .text(form::CONFLICT_LEAD_BEFORE.say(lang))
        .put(el("strong", "").text(form::heading(field).say(lang)))
        .text(form::CONFLICT_LEAD_AFTER.say(lang));
    let head = el("div", "").put(el("p", "conflict__title").text(&title)).put(lead);
    let versions = versions.map(|version| version_card(here, id, field, version));
    let main = content("phone phone--wide")
        .put(head)
        .put(el("div", "versions").puts(versions))
        .puts(too_long.then(|| el("p", "quiet").text(form::KEEP_BOTH_LONG.say(lang))));
    let dock = el("footer", "dock")
        .puts(together.map(|value| keep_both(here, id, field, value)))
        .put(el("p", "quiet dock__note").text(form::CAN_UNDO.say(lang)));
    el("div", "").put(main).put(dock)
}

fn version_card(here: Here, id: InitiativeId, field: Field, version: Version) -> El {
    let Here { store, undo, address, lang, .. } = here;
    let Version { side, icon, name, quiet, pieces } = version;
    let choose = move || {
        let resolve = move || store.ask(id, Action::Resolve([(field, side)].into()));
        let said = form::CHOSEN.fill(lang, &[form::heading(field).say(lang)]);
        undo.offer(said, Some(Doing::Choosing(id, field)), resolve, || {});
        let doing = untrack(|| undo.doing());
        let more = store.draft_now(id, |draft| draft.is_some_and(|draft| to_choose(draft, doing).is_some()));
        if !more {
            address.go("/app");
        }
    };
    let text = pieces.into_iter().fold(el("p", "version__text"), |text, (piece, only)| match only {
        true => text.put(el("mark", "").text(&piece)),
        false => text.text(&piece),
    });
    let use_this = button("btn btn--reach", choose)
        .attr("aria-label", &format!("{}: {name}", form::USE_THIS.say(lang)))
        .icon(Icon::Check)
        .text(form::USE_THIS.say(lang));
    let header = el("header", "").put(el("b", "").icon(icon).text(&name)).put(el("span", "quiet").text(&quiet));
    el("article", "card version").puts([header, text, use_this])
}

/// The safe choice: both texts, one after the other, and the person goes on writing. Only the word that the choice is
/// made waits; until it leaves, both versions are also where they were.
fn keep_both(here: Here, id: InitiativeId, field: Field, value: Value) -> El {
    let Here { store, undo, address, lang, .. } = here;
    let value_now = move || store.draft_now(id, |draft| draft.map(|draft| draft.written.content().get(field)));
    let keep = move || {
        undo.settle();
        let before = value_now();
        let joined = value.clone();
        store.edit(id, field, joined.clone());
        let resolve = move || {
            // The choice takes the other version; what was made of both goes on top of it.
            let words = value_now();
            store.ask(id, Action::Resolve([(field, Side::Theirs)].into()));
            if let Some(words) = words {
                store.edit(id, field, words);
            }
        };
        let put_back = move || {
            // Words written since are not thrown away with it.
            if let Some(before) = before.filter(|_| value_now() == Some(joined)) {
                store.edit(id, field, before);
            }
        };
        let said = form::KEPT_BOTH.fill(lang, &[form::heading(field).say(lang)]);
        undo.offer(said, Some(Doing::Choosing(id, field)), resolve, put_back);
        address.go(&of_initiative(id, Some(field)));
    };
    button("btn btn--main btn--reach btn--wide", keep).text(form::KEEP_BOTH.say(lang))
}

/// The first field that still waits for the person: not one where the choice that waits is made.
fn to_choose(draft: &Draft, doing: Option<Doing>) -> Option<Field> {
    let id = draft.written.id;
    draft.conflicts().into_iter().find(|field| doing != Some(Doing::Choosing(id, *field)))
}
