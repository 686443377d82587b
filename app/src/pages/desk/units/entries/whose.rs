//! Whose sheet it is: somebody who has joined, found by name or card number, or a name that is new to the unit; and that the
//! consent is on the paper.

use leptos::prelude::*;
use model::field::{Fault, MAX_NAME};
use model::text::typed_line;
use model::wire::{MemberLine, MembersResponse};
use wasm_bindgen_futures::spawn_local;

use super::super::{At, request};
use super::sheet::{Desk, Whose};
use crate::i18n::{Word, administration as words};
use crate::markup::{El, button, el, settled};
use crate::ui::{Field, FieldWords, Icon, Look, tick};

/// At most so many are offered.
const OFFERED: usize = 6;
/// Longest card number, in characters, as the server takes it.
pub const MAX_CARD: usize = 50;

/// The person and the consent.
pub fn whose_part(desk: Desk, at: &At) -> El {
    let lang = desk.here.lang;
    let chosen = settled(move || {
        desk.sheet
            .with(|sheet| sheet.whose.id.is_some().then(|| (sheet.whose.name.clone(), sheet.whose.unit_name.clone())))
    });
    let is_known = chosen.clone();
    let at = at.clone();
    let title = el("h3", "").attr("id", "h-whose").text(words::WHOSE.say(lang));
    let ticked = settled(move || desk.sheet.with(|sheet| sheet.consent));
    let consent = move |agreed| desk.change("/consent_on_paper", |sheet| sheet.consent = agreed);
    let missing = settled(move || desk.fault("/consent_on_paper").map(|_| words::NEEDED.say(lang).to_owned()));
    el("section", "section office__part")
        .attr("aria-labelledby", "h-whose")
        .put(title)
        .live(move || {
            let (name, unit) = chosen()?;
            let said = unit.map_or_else(|| name.clone(), |unit| words::CHOSEN.fill(lang, &[&name, &unit]));
            let other = button("btn", move || desk.change("/member", |sheet| sheet.whose = Whose::default()));
            let gone = settled(move || desk.fault("/member/id").map(|_| words::MEMBER_GONE.say(lang).to_owned()));
            Some(
                el("div", "card office__chosen")
                    .attr("id", "e-member")
                    .attr("tabindex", "-1")
                    .put(el("b", "").text(&said))
                    .put(other.text(words::CHOOSE_OTHER.say(lang)))
                    .live(move || gone().map(|words| crate::ui::error(&words))),
            )
        })
        .when(move || is_known().is_none(), move || unknown(desk, &at))
        .put(tick("e-consent", words::CONSENT.say(lang), ticked, consent, missing))
}

/// The boxes for a name that may be new, and who is meant by it, perhaps.
fn unknown(desk: Desk, at: &At) -> El {
    let lang = desk.here.lang;
    let found = RwSignal::new(Vec::<MemberLine>::new());
    let help = words::MEMBER_HELP.fill(lang, &[&at.unit.name]);
    let value = settled(move || desk.sheet.with(|sheet| sheet.whose.name.clone()));
    let mut name = Field::new("e-name", FieldWords::label(words::NAME.say(lang)), Look::Line, MAX_NAME, value);
    let base = at.api("/members");
    let turn = StoredValue::new(0u32);
    name.typed = Box::new(move |typed| {
        let text = typed_line(&typed.now);
        desk.change("/member", |sheet| sheet.whose.name = text.clone());
        look_for(desk, &base, text.trim().to_owned(), turn, found);
    });
    name.wrong = wrong(desk, "/member/name", words::NAMESAKE);
    let value = settled(move || desk.sheet.with(|sheet| sheet.whose.member_no.clone()));
    let label = FieldWords::label(words::CARD_IF_ANY.say(lang)).aside(crate::i18n::form::OPTIONAL.say(lang));
    let mut card = Field::new("e-card", label, Look::Line, MAX_CARD, value);
    card.typed = Box::new(move |typed| {
        desk.change("/member", |sheet| sheet.whose.member_no = typed_line(&typed.now));
    });
    card.wrong = wrong(desk, "/member/member_no", words::CARD_TAKEN);
    let offered = settled(move || found.get());
    let list = el("div", "").attr("aria-live", "polite").live(move || {
        let offered = offered();
        (!offered.is_empty()).then(|| {
            let pick = |member: MemberLine| {
                let about = member.member_no.clone().or(member.unit_name.clone()).unwrap_or_default();
                let label = words::CHOSEN.fill(lang, &[&member.name, &about]);
                button("btn office__offer", move || choose(desk, &member))
                    .icon(Icon::Users)
                    .text(label.trim_end_matches([',', ' ']))
            };
            el("div", "office__offers")
                .attr("role", "group")
                .attr("aria-label", words::KNOWN_MEMBERS.say(lang))
                .puts(offered.into_iter().map(pick))
        })
    });
    el("div", "office__part").put(el("p", "quiet").text(&help)).put(name.make()).put(list).put(card.make())
}

fn choose(desk: Desk, member: &MemberLine) {
    desk.change("/member", |sheet| {
        sheet.whose = Whose {
            id: Some(member.id),
            name: member.name.clone(),
            unit_name: member.unit_name.clone(),
            member_no: String::new(),
        };
    });
}

fn wrong(desk: Desk, pointer: &'static str, taken: Word) -> crate::markup::Read<Option<String>> {
    let lang = desk.here.lang;
    settled(move || {
        let words = match desk.fault(pointer)? {
            Fault::Missing => words::NEEDED,
            Fault::Taken => taken,
            _ => words::CHECK_THIS,
        };
        Some(words.say(lang).to_owned())
    })
}

/// Who among those who have joined may be meant. Without a link nobody is offered, and the name is as good.
fn look_for(desk: Desk, base: &str, text: String, turn: StoredValue<u32>, found: RwSignal<Vec<MemberLine>>) {
    turn.update_value(|turn| *turn += 1);
    let now = turn.get_value();
    if text.chars().count() < 2 {
        return found.set(Vec::new());
    }
    let path = format!("{base}?limit={OFFERED}&q={}", request::encoded(&text));
    spawn_local(async move {
        let page = request::get::<MembersResponse>(desk.here, &path).await;
        if turn.try_get_value() == Some(now) {
            found.set(page.map(|page| page.members).unwrap_or_default());
        }
    });
}
