//! League: units in the order of their percents, or of what else is chosen. A real table; on a phone each row becomes a
//! few lines, and keeps its roles. Order, group and length are in the address, so that every link works without scripts.

use leptos::prelude::*;
use model::{
    league::Rank,
    number::grouped,
    unit::{UnitCode, split_name},
    wire::UnitTotals,
};

use super::Icon;
use crate::{
    board::league::{Group, Row, Sort, on_scale, rows, scale_end},
    i18n::{Lang, board},
    markup::{El, Read, a, el, settled},
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
    /// What the query of an address says.
    fn read(query: &str) -> View {
        let pairs = || query.trim_start_matches('?').split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let word = |name: &str| pairs().find(|(of, _)| *of == name).map(|(_, value)| value);
        View {
            sort: Sort::from_name(word("sort").unwrap_or_default()),
            group: Group::from_name(word("group").unwrap_or_default()),
            all: word("all").is_some(),
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

/// What is shown of a league, as the address says and as people choose.
#[derive(Clone, Copy, Debug)]
pub struct Chosen(RwSignal<View>);

impl Chosen {
    /// As the query of an address says.
    pub fn from_query(query: &str) -> Chosen {
        Chosen(RwSignal::new(View::read(query)))
    }

    /// A link that shows something else. Without scripts it leads to the page's own address with that in it.
    fn link(self, class: &str, to: impl Fn(View) -> View + Copy + 'static) -> El {
        let link = el("a", class).live_attr("href", move || Some(to(self.0.get()).address()));
        link.instead(move || {
            let view = to(self.0.get_untracked());
            self.0.set(view);
            #[cfg(feature = "hydrate")]
            keep(&view.address());
        })
    }

    fn segment(self, label: &str, to: impl Fn(View) -> View + Copy + 'static) -> El {
        let link = self.link("", to).text(label);
        link.live_attr("aria-current", move || (to(self.0.get()) == self.0.get()).then(|| "true".to_owned()))
    }

    /// Choosing the group of units: all, provinces, or sectors and corporations.
    pub fn groups(self, lang: Lang) -> El {
        let group = |group| self.segment(board::group(group, lang), move |view| View { group, ..view });
        el("nav", "choice").attr("aria-label", board::GROUPS.say(lang)).puts(Group::ALL.map(group))
    }

    /// Choosing the order where there is no head to the table to press on.
    fn sorts(self, lang: Lang) -> El {
        let sort = |sort| self.segment(board::sort(sort, lang), move |view| View { sort, ..view });
        el("nav", "choice league__sorts").attr("aria-label", board::SORTED_BY.say(lang)).puts(Sort::ALL.map(sort))
    }

    /// A column's head that sorts by it.
    fn head(self, sort: Sort, class: &str, label: &str) -> El {
        let sorted = move || self.0.get().sort == sort;
        let order = if sort == Sort::Name { "ascending" } else { "descending" };
        let link = self.link("sorter", move |view| View { sort, ..view }).text(label);
        column(class)
            .live_attr("aria-sort", move || sorted().then(|| order.to_owned()))
            .put(link.when(sorted, || el("span", "").icon(Icon::Down)))
    }
}

/// Puts what is shown into the address, so that it can be passed on.
#[cfg(feature = "hydrate")]
fn keep(address: &str) {
    let kept = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address)));
    if let Err(problem) = kept {
        leptos::logging::error!("{problem:?}");
    }
}

fn column(class: &str) -> El {
    el("th", class).attr("scope", "col").attr("role", "columnheader")
}

/// The table: its sorting, its rows, and the way to those that aren't shown. `caption` says what it is of to those who
/// don't see what is around it; `head` is that of the units' column.
pub fn league(units: Read<Vec<UnitTotals>>, chosen: Chosen, caption: &str, head: &str, lang: Lang) -> [El; 3] {
    let of_rows = units.clone();
    let ranked = settled(move || {
        let View { group, sort, .. } = chosen.0.get();
        rows(&of_rows(), group, sort)
    });
    let end = settled(move || scale_end(&units()));
    let (of_hidden, of_keys, of_all, of_scale) = (ranked.clone(), ranked.clone(), ranked.clone(), end.clone());
    let hides = settled(move || {
        let hidden = if chosen.0.get().all { 0 } else { of_hidden().len().saturating_sub(FIRST) };
        hidden >= WORTH_HIDING
    });
    let is_short = hides.clone();
    let shown = move || {
        let ranked = of_keys();
        let shown = if is_short() { FIRST } else { ranked.len() };
        ranked.into_iter().take(shown).map(|row| row.unit.unit).collect()
    };
    let bars = column("barcell")
        .untranslated()
        .put(el("span", "hide").text(board::BAR.say(lang)))
        .live(move || Some(scale(of_scale())));
    let heads = el("tr", "").attr("role", "row").puts([
        column("rank").text(board::RANK.say(lang)),
        chosen.head(Sort::Name, "", head),
        bars,
        chosen.head(Sort::Percent, "n", board::sort(Sort::Percent, lang)),
        chosen.head(Sort::Submitted, "n", board::DONE.say(lang)),
        chosen.head(Sort::People, "n people", board::PEOPLE_COUNT.say(lang)),
    ]);
    let row = move |code| league_row(code, ranked.clone(), end.clone(), lang);
    let table = el("table", "league")
        .attr("role", "table")
        .put(el("caption", "hide").text(caption))
        .put(el("thead", "").attr("role", "rowgroup").put(heads))
        .put(el("tbody", "").untranslated().attr("role", "rowgroup").each(shown, row));
    let more = move || {
        let of_all = of_all.clone();
        let link = chosen.link("btn", |view| View { all: true, ..view });
        el("p", "more").put(link.live_text(move || board::show_all(of_all().len(), lang)))
    };
    [chosen.sorts(lang), table, el("div", "").when(move || hides(), more)]
}

/// The marks of the bars' common scale.
fn scale(end: u64) -> El {
    let steps = if end > 100 { end / 100 } else { 1 };
    let marks = (0..=steps).map(|at| {
        let text = if at == 0 { "0".to_owned() } else { format!("{}%", at * end / steps) };
        let style = format!("inset-inline-start:{:.2}%", (at * 100) as f64 / steps as f64);
        el("span", "").attr("style", &style).text(&text)
    });
    el("span", "scale").attr("aria-hidden", "true").puts(marks)
}

/// One unit. It stays the same row while its numbers change.
fn league_row(code: UnitCode, ranked: Read<Vec<Row>>, end: Read<u64>, lang: Lang) -> El {
    let address = format!("/units/{code}");
    let now = settled(move || ranked().into_iter().find(|row| row.unit.unit == code));
    let name = now().map(|row| row.unit.name).unwrap_or_default();
    let cell = |class: &str| el("td", class).attr("role", "cell");
    let text = |element: El, say: fn(&Row, Lang) -> String| {
        let now = now.clone();
        element.live_text(move || now().map(|row| say(&row, lang)).unwrap_or_default())
    };
    let people = |row: &Row, lang| grouped(row.unit.counts.people, lang);
    let (of_rank, of_bar) = (now.clone(), now.clone());
    let bar = move || match of_bar()?.unit.percent {
        Some(percent) => Some(bar(on_scale(percent, end()), end())),
        None => Some(el("span", "quiet").text(board::NO_TARGET.say(lang))),
    };
    let of_target = text(el("span", "of"), |row, lang| {
        let target = row.unit.target.assigned;
        format!(" / {}", target.map_or_else(dash, |target| grouped(target.into(), lang)))
    });
    let of_people = text(el("span", "of done__people"), |row, lang| board::people(row.unit.counts.people, lang));
    el("tr", "").attr("role", "row").puts([
        rank_cell(cell("rank"), settled(move || of_rank().and_then(|row| row.rank)), lang),
        cell("name").put(unit_name(a("", &address), &name, lang)),
        cell("barcell").live(bar),
        text(cell("n pct"), |row, lang| row.unit.percent.map_or_else(dash, |percent| percent.display(lang))),
        text(cell("n done"), |row, lang| grouped(row.unit.counts.submitted, lang)).put(of_target).put(of_people),
        text(cell("n people"), people),
    ])
}

/// A rank, and that other units have the same.
fn rank_cell(cell: El, rank: Read<Option<Rank>>, lang: Lang) -> El {
    let of_shared = rank.clone();
    let number = move || rank().map_or_else(dash, |rank| grouped(rank.number.into(), lang));
    let is_shared = move || of_shared().is_some_and(|rank| rank.is_shared);
    cell.when(is_shared, move || el("small", "shared").text(board::SHARED_RANK.say(lang)))
        .put(el("span", "").live_text(number))
}

fn dash() -> String {
    "–".to_owned()
}

fn bar(value: f64, end: u64) -> El {
    let class = match end {
        _ if value > 1.0 => "bar bar--torn",
        ..100 => "bar bar--early",
        _ => "bar",
    };
    let style = format!("--v:{:.3};--t:{:.4}", value.min(1.0), 100.0 / end as f64);
    el("div", class).attr("style", &style).attr("aria-hidden", "true").put(el("i", "")).put(el("i", ""))
}

/// Adds a unit's name, in Vietnamese: what it shares with others steps back, the proper name stands.
pub fn unit_name(into: El, name: &str, lang: Lang) -> El {
    let vietnamese = (lang != Lang::Vi).then_some("vi");
    let (common, proper) = split_name(name);
    let into = match common {
        "" => into,
        common => into.put(el("small", "").attr_if("lang", vietnamese).text(&format!("{common} "))),
    };
    into.put(el("span", "").attr_if("lang", vietnamese).text(proper))
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
                assert_eq!(View::read(&view.address()), view);
            }
        }
    }
}
