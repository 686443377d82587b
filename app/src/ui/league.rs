//! League: units in the order of their percents, or of what else is chosen. A real table; on a phone each row becomes a
//! few lines, and keeps its roles. Order, group and length are in the address, so that every link works without scripts.

use leptos::{either::Either, prelude::*};
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use model::{
    number::{Lang, grouped},
    unit::split_name,
    wire::UnitTotals,
};

use super::Icon;
use crate::{
    board::league::{Group, Row, Sort, on_scale, rows, scale_end},
    i18n::{board, use_lang},
};

/// So many rows are shown at first.
const FIRST: usize = 12;
/// It isn't worth hiding fewer than this.
const WORTH_HIDING: usize = 4;

/// Where a link within the league leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct View {
    sort: Sort,
    group: Group,
    all: bool,
}

impl View {
    fn read(query: &ParamsMap) -> View {
        let word = |name| query.get_str(name).unwrap_or_default();
        View {
            sort: Sort::from_name(word("sort")),
            group: Group::from_name(word("group")),
            all: query.get_str("all").is_some(),
        }
    }

    fn address(self) -> String {
        let mut address = "?".to_owned();
        if self.sort != Sort::default() {
            address += "&sort=";
            address += self.sort.name();
        }
        if self.group != Group::default() {
            address += "&group=";
            address += self.group.name();
        }
        if self.all {
            address += "&all";
        }
        address.replacen("?&", "?", 1)
    }
}

/// Choosing the group of units: all, provinces, or sectors and corporations.
#[component]
pub fn LeagueGroups() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let view = Memo::new(move |_| View::read(&query.read()));
    let group = move |group: Group| {
        let address = move || View { group, ..view.get() }.address();
        segment(address, move || view.get().group == group, board::group(group, lang))
    };
    view! {
        <nav class="choice" aria-label=board::GROUPS.say(lang)>
            {Group::ALL.map(group).into_iter().collect_view()}
        </nav>
    }
}

/// Choosing the order where there is no head to the table to press on.
#[component]
fn LeagueSorts(view: Memo<View>) -> impl IntoView {
    let lang = use_lang();
    let sort = move |sort: Sort| {
        let address = move || View { sort, ..view.get() }.address();
        segment(address, move || view.get().sort == sort, board::sort(sort, lang))
    };
    view! {
        <nav class="choice league__sorts" aria-label=board::SORTED_BY.say(lang)>
            {Sort::ALL.map(sort).into_iter().collect_view()}
        </nav>
    }
}

fn segment(
    address: impl Fn() -> String + Send + Sync + 'static,
    chosen: impl Fn() -> bool + Send + Sync + 'static,
    label: &'static str,
) -> impl IntoView {
    view! {
        <a href=address data-noscroll="" aria-current=move || chosen().then_some("true")>
            {label}
        </a>
    }
}

/// The table.
#[component]
pub fn League(
    /// The units, in any order.
    #[prop(into)]
    units: Signal<Vec<UnitTotals>>,
    /// What the table is of, for those who don't see what is around it.
    caption: String,
    /// The head of the units' column.
    head: &'static str,
) -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let view = Memo::new(move |_| View::read(&query.read()));
    let rows = Memo::new(move |_| {
        let View { group, sort, .. } = view.get();
        rows(&units.read(), group, sort)
    });
    let end = Memo::new(move |_| scale_end(&units.read()));
    let hidden = move || if view.get().all { 0 } else { rows.read().len().saturating_sub(FIRST) };
    let hides = move || hidden() >= WORTH_HIDING;
    let shown = move || {
        let rows = rows.get();
        let shown = if hides() { FIRST } else { rows.len() };
        rows.into_iter().take(shown).collect::<Vec<_>>()
    };
    view! {
        <LeagueSorts view />
        <table class="league" role="table">
            <caption class="hide">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader" class="rank">{board::RANK.say(lang)}</th>
                    <SortHead view sort=Sort::Name class="" label=head />
                    <th scope="col" role="columnheader" class="barcell">
                        <span class="hide">{board::BAR.say(lang)}</span>
                        {move || scale(end.get())}
                    </th>
                    <SortHead view sort=Sort::Percent class="n" label=board::sort(Sort::Percent, lang) />
                    <SortHead view sort=Sort::Submitted class="n" label=board::DONE.say(lang) />
                    <SortHead view sort=Sort::People class="n people" label=board::PEOPLE_COUNT.say(lang) />
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=shown key=|row| row.unit.unit.clone() let:row>
                    <LeagueRow row rows end />
                </For>
            </tbody>
        </table>
        <Show when=hides>
            <p class="more">
                <a class="btn" data-noscroll="" href=move || View { all: true, ..view.get() }.address()>
                    {move || board::show_all(rows.read().len(), lang)}
                </a>
            </p>
        </Show>
    }
    .into_any()
}

/// The marks of the bars' common scale.
fn scale(end: u64) -> impl IntoView {
    let steps = if end > 100 { end / 100 } else { 1 };
    let marks = (0..=steps).map(|at| {
        let text = if at == 0 { "0".to_owned() } else { format!("{}%", at * end / steps) };
        let style = format!("inset-inline-start:{:.2}%", (at * 100) as f64 / steps as f64);
        view! { <span style=style>{text}</span> }
    });
    view! { <span class="scale" aria-hidden="true">{marks.collect_view()}</span> }
}

/// A column's head that sorts by it.
#[component]
fn SortHead(view: Memo<View>, sort: Sort, class: &'static str, label: &'static str) -> impl IntoView {
    let sorted = move || view.get().sort == sort;
    let order = if sort == Sort::Name { "ascending" } else { "descending" };
    view! {
        <th scope="col" role="columnheader" class=class aria-sort=move || sorted().then_some(order)>
            <a class="sorter" data-noscroll="" href=move || View { sort, ..view.get() }.address()>
                {label}
                <Show when=sorted>{Icon::Down.draw()}</Show>
            </a>
        </th>
    }
}

/// One unit. It stays the same row while its numbers change.
#[component]
fn LeagueRow(row: Row, rows: Memo<Vec<Row>>, end: Memo<u64>) -> impl IntoView {
    let lang = use_lang();
    let (code, name) = (row.unit.unit.clone(), row.unit.name.clone());
    let now = {
        let code = code.clone();
        Memo::new(move |_| {
            let found = rows.read().iter().find(|other| other.unit.unit == code).cloned();
            found.unwrap_or_else(|| row.clone())
        })
    };
    let dash = || "–".to_owned();
    let rank = move || now.read().rank.map_or_else(dash, |rank| grouped(rank as i64, lang));
    let percent = move || now.read().unit.percent.map_or_else(dash, |percent| percent.display(lang));
    let submitted = move || grouped(now.read().unit.counts.submitted, lang);
    let target = move || now.read().unit.target.assigned.map_or_else(dash, |target| grouped(target.into(), lang));
    let people = move || now.read().unit.counts.people;
    let bar = move || match now.read().unit.percent {
        Some(percent) => Either::Left(bar(on_scale(percent, end.get()), end.get())),
        None => Either::Right(view! { <span class="quiet">{board::NO_TARGET.say(lang)}</span> }),
    };
    view! {
        <tr role="row">
            <td role="cell" class="rank">{rank}</td>
            <td role="cell" class="name">
                <a href=format!("/units/{code}") rel="external">
                    <UnitName name />
                </a>
            </td>
            <td role="cell" class="barcell">{bar}</td>
            <td role="cell" class="n pct">{percent}</td>
            <td role="cell" class="n done">
                {submitted}
                <span class="of">" / " {target}</span>
                <span class="of done__people">{move || board::people(people(), lang)}</span>
            </td>
            <td role="cell" class="n people">{move || grouped(people(), lang)}</td>
        </tr>
    }
    .into_any()
}

fn bar(value: f64, end: u64) -> impl IntoView {
    let class = match end {
        _ if value > 1.0 => "bar bar--torn",
        ..100 => "bar bar--early",
        _ => "bar",
    };
    let style = format!("--v:{:.3};--t:{:.4}", value.min(1.0), 100.0 / end as f64);
    view! {
        <div class=class style=style aria-hidden="true">
            <i></i>
            <i></i>
        </div>
    }
}

/// A unit's name: what it shares with others steps back, the proper name stands.
#[component]
pub fn UnitName(
    /// The full name, in Vietnamese.
    name: String,
) -> impl IntoView {
    let lang = (use_lang() != Lang::Vi).then_some("vi");
    let (common, proper) = split_name(&name);
    let common = (!common.is_empty()).then(|| view! { <small lang=lang>{common.to_owned()}" "</small> });
    view! {
        {common}
        <span lang=lang>{proper.to_owned()}</span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_only_what_is_not_usual() {
        assert_eq!(View::default().address(), "?");
        let view = View { sort: Sort::People, group: Group::Sectors, all: true };
        assert_eq!(view.address(), "?sort=people&group=sectors&all");
        assert_eq!(View { all: true, ..View::default() }.address(), "?all");
    }

    #[test]
    fn an_address_leads_back_to_what_it_says() {
        for sort in Sort::ALL {
            for group in Group::ALL {
                let view = View { sort, group, all: sort == Sort::Name };
                let mut query = ParamsMap::new();
                for pair in view.address().trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    query.insert(name.to_owned(), value.to_owned());
                }
                assert_eq!(View::read(&query), view);
            }
        }
    }
}
