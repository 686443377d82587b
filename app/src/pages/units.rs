//! `/units`: finding a unit by its name, and all those of the nation in the order of the dictionary. `?q=…` is what the
//! search field of every page leads to where there are no scripts.

use model::wire::{UnitFound, UnitTotals};

use super::public::Page;
use crate::{
    board::league::{Group, Sort, rows},
    document::Section,
    i18n::{Lang, board},
    markup::{El, el},
    ui::{unit_list, unit_search},
};

/// The units found for a text.
pub(super) fn found(text: &str, units: &[UnitFound], lang: Lang) -> Page {
    let said = el("p", "units__said").text(&board::found(units.len(), text, lang));
    page(text, [said, unit_list(units, lang)], lang)
}

/// The nation's units by group.
pub(super) fn all(units: &[UnitTotals], lang: Lang) -> Page {
    let group = |group: Group| {
        let named = rows(units, group, Sort::Name).into_iter().map(|row| UnitFound {
            code: row.unit.unit,
            name: row.unit.name,
            level: row.unit.level,
            path: Vec::new(),
            under: None,
        });
        let named: Vec<UnitFound> = named.collect();
        let head = el("h2", "").text(board::group(group, lang));
        (!named.is_empty()).then(|| el("section", "section").put(head).put(unit_list(&named, lang)))
    };
    let groups = [Group::Provinces, Group::Sectors].into_iter().filter_map(group);
    page("", [el("div", "units__groups").puts(groups)], lang)
}

fn page(text: &str, parts: impl IntoIterator<Item = El>, lang: Lang) -> Page {
    let content = el("div", "units")
        .put(el("h1", "").text(board::ALL_UNITS.say(lang)))
        .put(unit_search("tim", text, true, lang))
        .puts(parts);
    Page::plain(200, Section::Units, board::ALL_UNITS.say(lang), vec![content])
}
