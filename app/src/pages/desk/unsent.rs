//! What was decided here and has no receipt yet: each decision with a way back for as long as it isn't on its way, and those
//! that were refused. Behind the number at the top of every part of the desk.

use leptos::prelude::*;
use model::desk::{Event, Queued, Sending};
use model::id::OpId;
use uuid::Uuid;

use super::{Here, queue};
use crate::i18n::{desk, work};
use crate::markup::{El, button, el, settled};
use crate::tablet::now;
use crate::ui::{Icon, sheet};

/// So many are shown; the rest follows as they leave.
const SHOWN: usize = 200;

/// The number of them, which opens the list.
pub fn count(here: Here) -> El {
    let lang = here.lang;
    let unsent = settled(move || here.tablet.read(|desk| desk.outbox().len()));
    let is_any = unsent.clone();
    el("span", "").when(
        move || is_any() > 0,
        move || {
            let unsent = unsent.clone();
            button("desk__unsent", move || here.unsent.set(true))
                .live_text(move || desk::UNSENT.fill(lang, &[&work::number(unsent(), lang)]))
        },
    )
}

/// The list, as a sheet.
pub fn list(here: Here) -> El {
    let lang = here.lang;
    let tablet = here.tablet;
    sheet(
        here.unsent,
        move || desk::UNSENT_TITLE.say(lang).to_owned(),
        move || {
            let key = |op: OpId| op.uuid().as_u128();
            let waiting = settled(move || {
                tablet.read(|desk| desk.outbox().iter().map(|queued| key(queued.op.id)).collect::<Vec<_>>())
            });
            let refused = settled(move || {
                tablet.read(|desk| desk.refusals().iter().map(|refusal| key(refusal.op.id)).collect::<Vec<_>>())
            });
            let (none, rest, many) = (waiting.clone(), waiting.clone(), refused.clone());
            let nothing = move || el("p", "quiet").attr("role", "status").text(desk::UNSENT_NONE.say(lang));
            let more = move || {
                let rest = work::number(rest().len().saturating_sub(SHOWN), lang);
                el("p", "quiet").text(&desk::UNSENT_MORE.fill(lang, &[&rest]))
            };
            let close = button("btn", move || here.unsent.set(false)).text(work::CLOSE.say(lang));
            let is_long = waiting.clone();
            el("div", "join unsent")
                .put(
                    el("ul", "plain unsent__list")
                        .attr("tabindex", "0")
                        .attr("aria-label", desk::UNSENT_TITLE.say(lang))
                        .each(move || waiting().into_iter().take(SHOWN).collect(), move |key| one(here, id_of(key))),
                )
                .when(move || is_long().len() > SHOWN, more)
                .when(move || none().is_empty(), nothing)
                .when(move || !many().is_empty(), move || el("h3", "").text(desk::UNSENT_REFUSED.say(lang)))
                .each(move || refused().into_iter().take(SHOWN).collect(), move |key| queue::refusal(here, key))
                .put(el("div", "sheet__acts").put(close))
        },
    )
}

fn id_of(key: u128) -> OpId {
    OpId::new(Uuid::from_u128(key))
}

/// One decision: what, when, how it stands, and the way back.
fn one(here: Here, op: OpId) -> El {
    let lang = here.lang;
    let found = move |queued: &&Queued| queued.op.id == op;
    let queued = untrack(|| here.tablet.read(|desk| desk.outbox().iter().find(found).cloned()));
    let Some(Queued { op: decided, title, .. }) = queued else { return el("li", "") };
    let standing = settled(move || {
        here.clock.track();
        let of = |(queued, sending): (&Queued, Sending)| (queued.op.id == op).then_some(sending);
        here.tablet.read(|desk| desk.unsent(now()).into_iter().find_map(of))
    });
    let may = standing.clone();
    let words = desk::decided(decided.action.name()).fill(lang, &[&title]);
    let at = work::moment(decided.at, now(), lang);
    let undo = move || {
        let back = button("btn", move || here.tablet.handle(Event::TookBack(vec![op]))).icon(Icon::Undo);
        back.attr("aria-label", &desk::TAKE_BACK_OF.fill(lang, &[&title])).text(desk::TAKE_BACK.say(lang))
    };
    let about = el("div", "unsent__about").put(el("p", "").text(&words)).put(
        el("p", "quiet")
            .text(&at)
            .text(" · ")
            .live_text(move || standing().map_or("", |of| said(of).say(lang)).to_owned()),
    );
    el("li", "unsent__one").put(about).when(move || may().is_some_and(Sending::may_take_back), undo)
}

const fn said(sending: Sending) -> crate::i18n::Word {
    match sending {
        Sending::Held(_) => desk::SENDING_HELD,
        Sending::Waits => desk::SENDING_WAITS,
        Sending::Tried => desk::SENDING_TRIED,
        Sending::UnderWay => desk::SENDING_NOW,
        Sending::GivenBack => desk::SENDING_BACK,
        Sending::AwaitsAuthor => desk::SENDING_AWAITS,
    }
}
