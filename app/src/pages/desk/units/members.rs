//! `/app/units/CODE/members`: who has joined, by given name, a page at a time; finding one; and ending a lost phone's access.

use std::time::Duration;

use leptos::prelude::*;
use model::number::grouped;
use model::rights::Deed;
use model::sync::Failure;
use model::wire::{MemberLine, MembersResponse};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use super::super::Here;
use super::giving::Giving;
use super::held::Held;
use super::loaded::{Loaded, not_done};
use super::merging::Merging;
use super::{At, Page, address, request};
use crate::i18n::{administration as words, identity};
use crate::markup::{El, a, button, el, settled};
use crate::ui::Icon;

/// A moment that typing rarely takes.
const PAUSE: Duration = Duration::from_millis(180);

/// The page.
pub fn page(here: Here, at: &At) -> El {
    let lang = here.lang;
    let base = at.api("/members");
    let loaded = Loaded::<MembersResponse>::start(here, base.clone());
    let text = RwSignal::new(String::new());
    let held = Held::new(here, move || loaded.again());
    let may_end = at.may(Deed::ManageMembers);
    let (giving, merging) = (Giving::new(), Merging::new(here));
    let list = List { here, at: at.clone(), held, giving, merging, may_end };
    let panel = may_end.then(|| merging.panel(at, move || loaded.again()).put(giving.sheet(here, at)));
    let poster = at.may(Deed::ManageJoinCodes).then(|| address(&at.unit.code, Page::JoinCode));
    let query = base.clone();
    let input = el("input", "").attr("type", "search").attr("id", "m-find").attr("autocomplete", "off");
    let input = while_typing(input, move |typed| {
        let path = match typed.as_str() {
            "" => query.clone(),
            typed => format!("{query}?q={}", request::encoded(typed)),
        };
        text.set(typed);
        loaded.instead(path);
    });
    let label = el("label", "field__label").attr("for", "m-find").text(words::FIND_MEMBER.say(lang));
    let find = el("div", "field office__find").put(label).put(el("span", "field__box").icon(Icon::Search).put(input));
    let shown = loaded.show(el("div", "office__part"), move |page| {
        let searched = text.get_untracked();
        if page.members.is_empty() {
            let said = match searched.as_str() {
                "" => words::NO_MEMBERS.say(lang).to_owned(),
                searched => words::NO_MEMBER_FOUND.fill(lang, &[searched]),
            };
            let poster = poster.as_deref().filter(|_| searched.is_empty());
            let poster = poster.map(|path| a("btn", path).text(words::JOIN_CODE.say(lang)));
            return el("div", "empty")
                .attr("role", "status")
                .icon(Icon::Users)
                .put(el("p", "").text(&said))
                .puts(poster);
        }
        list.table(&base, &searched, page)
    });
    el("div", "office__part").puts(panel).put(find).put(shown).put(held.toast())
}

/// Calls back with what is typed, a moment after the last key.
pub fn while_typing(input: El, act: impl Fn(String) + Clone + 'static) -> El {
    let turn = StoredValue::new(0u32);
    input.on("input", move |event| {
        let Some(input) = event.target().and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else { return };
        turn.update_value(|turn| *turn += 1);
        let (now, act) = (turn.get_value(), act.clone());
        let later = move || {
            if turn.try_get_value() == Some(now) {
                act(input.value().trim().to_owned());
            }
        };
        set_timeout(later, PAUSE);
    })
}

#[derive(Clone)]
struct List {
    here: Here,
    at: At,
    held: Held,
    giving: Giving,
    merging: Merging,
    may_end: bool,
}

impl List {
    /// The first page as a table, and the way to the next ones, which come under it.
    fn table(&self, base: &str, searched: &str, page: MembersResponse) -> El {
        let lang = self.here.lang;
        let heads = [words::NAME, words::CARD, words::JOINED, words::SENT, words::DEVICES];
        let head = |(at, word): (usize, crate::i18n::Word)| {
            let class = if at >= 3 { "n" } else { "" };
            el("th", class).attr("scope", "col").attr("role", "columnheader").text(word.say(lang))
        };
        let heads = heads.into_iter().enumerate().map(head);
        let last = self.may_end.then(|| {
            let hidden = el("span", "hide").text(words::PHONE_LOST.say(lang));
            el("th", "").attr("scope", "col").attr("role", "columnheader").put(hidden)
        });
        let heads = el("tr", "").attr("role", "row").puts(heads).puts(last);
        let count = grouped(i64::try_from(page.total).unwrap_or(i64::MAX), lang);
        let count = words::MEMBER_COUNT.fill(lang, &[&count]);
        let more = RwSignal::new(Vec::<MemberLine>::new());
        let (cursor, failure) = (RwSignal::new(page.cursor.clone()), RwSignal::new(None));
        let rows = page.members.iter().map(|member| self.row(member)).collect::<Vec<_>>();
        let list = self.clone();
        let body = el("tbody", "").attr("role", "rowgroup").puts(rows).each(
            move || (0..more.with(Vec::len)).collect::<Vec<usize>>(),
            move |at| more.with_untracked(|more| more.get(at).map_or_else(|| el("tr", ""), |member| list.row(member))),
        );
        let table = el("table", "office__table office__table--members")
            .attr("role", "table")
            .put(el("caption", "hide").text(words::MEMBERS.say(lang)))
            .put(el("thead", "").attr("role", "rowgroup").put(heads))
            .put(body);
        let path = match searched {
            "" => format!("{base}?"),
            searched => format!("{base}?q={}&", request::encoded(searched)),
        };
        let there_is_more = settled(move || cursor.with(Option::is_some));
        let here = self.here;
        let show_more = move || {
            let path = path.clone();
            button("btn", move || next_page(here, path.clone(), more, cursor, failure))
                .text(words::MORE_MEMBERS.say(lang))
        };
        let part = el("div", "office__part").put(el("p", "quiet").attr("role", "status").text(&count)).put(table);
        not_done(part, here, failure).when(move || there_is_more(), show_more)
    }

    fn row(&self, member: &MemberLine) -> El {
        let lang = self.here.lang;
        let cell = |class: &str, of: crate::i18n::Word, text: &str| {
            el("td", class).attr("role", "cell").attr("data-of", of.say(lang)).text(text)
        };
        let own = member.unit == self.at.unit.code;
        let unit = member.unit_name.as_deref().filter(|_| !own);
        let name = el("td", "name").attr("role", "cell").put(el("b", "").text(&member.name));
        let name = name.puts(unit.map(|unit| el("small", "quiet").text(unit)));
        let number = |count: u64| grouped(i64::try_from(count).unwrap_or(i64::MAX), lang);
        let cells = [
            name,
            cell("", words::CARD, member.member_no.as_deref().unwrap_or("–")),
            cell("", words::JOINED, &member.joined_at.date(lang)),
            cell("n", words::SENT, &number(member.initiatives)),
            cell("n", words::DEVICES, &number(member.devices)),
        ];
        let row = el("tr", "").attr("role", "row").puts(cells);
        if !self.may_end {
            return row;
        }
        let (path, held) = (self.at.api(&format!("/members/{}", member.id)), self.held);
        let (name, of) = (member.name.clone(), path.clone());
        let lost = button("btn btn--plain", move || {
            let says = words::ENDS_DEVICES.fill(lang, &[&name]);
            held.delete(path.clone(), says, words::ENDED_DEVICES.fill(lang, &[&name]));
        });
        let lost = lost
            .attr("aria-label", &words::PHONE_LOST_OF.fill(lang, &[&member.name]))
            .live_attr("disabled", move || held.holds(&of).then(String::new))
            .text(words::PHONE_LOST.say(lang));
        let act = el("td", "act").attr("role", "cell");
        let act = if member.devices > 0 { act.put(lost) } else { act };
        row.put(self.identity(act, member))
    }
}

impl List {
    /// Adds what brings a member back, and what puts two together.
    fn identity(&self, act: El, member: &MemberLine) -> El {
        let (lang, giving, merging) = (self.here.lang, self.giving, self.merging);
        let (id, to, goes) = (member.id, member.clone(), member.clone());
        let chooses = settled(move || merging.chooses_for());
        let code = button("btn btn--plain", move || giving.ask(to.clone()))
            .attr("aria-label", &identity::GIVE_CODE_OF.fill(lang, &[&member.name]))
            .text(identity::GIVE_CODE.say(lang));
        let label = identity::MERGE_WITH_OF.fill(lang, &[&member.name]);
        act.put(code).live(move || match chooses() {
            None => {
                let goes = goes.clone();
                let begin = button("btn btn--plain", move || merging.begin(goes.clone()));
                Some(begin.attr("aria-label", &label).text(identity::MERGE_WITH.say(lang)))
            }
            Some(chosen) if chosen == id => None,
            Some(_) => Some(button("btn", move || merging.into(id)).text(identity::INTO_THIS.say(lang))),
        })
    }
}

fn next_page(
    here: Here,
    path: String,
    more: RwSignal<Vec<MemberLine>>,
    cursor: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
) {
    let Some(from) = cursor.get_untracked() else { return };
    failure.set(None);
    spawn_local(async move {
        match request::get::<MembersResponse>(here, &format!("{path}cursor={from}")).await {
            // Pressed twice, the same page comes once.
            Ok(page) if cursor.try_get_untracked() == Some(Some(from)) => {
                cursor.set(page.cursor);
                more.update(|more| more.extend(page.members));
            }
            Ok(_) => {}
            Err(problem) => _ = failure.try_set(Some(problem)),
        }
    });
}
