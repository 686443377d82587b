//! The frame of public pages: the way to the content, the mark that says the data is invented, masthead and foot.
//! Everything in it works without scripts.

use crate::{
    i18n::{Lang, Word, board, stories},
    markup::{El, a, el},
    reality::Reality,
    ui::{Icon, demo_mark, unit_search},
    visitor::{Theme, Visitor},
};

/// Which part of the site a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The national board.
    Nation,
    /// A unit's board, and finding one.
    Units,
    /// What initiatives tell.
    Stories,
    /// The rules and how we count.
    Rules,
    /// None of those in the masthead.
    Other,
}

/// The body of a public page around its content. `query` is that of its address.
pub fn frame(section: Section, query: &str, visitor: Visitor, reality: Reality, content: Vec<El>) -> El {
    let lang = visitor.lang;
    el("body", "")
        .put(a("skip", "#noi-dung").text(board::SKIP.say(lang)))
        .puts((reality == Reality::Demo).then(|| demo_mark(lang)))
        .put(masthead(section, query, lang))
        .put(el("main", "page").attr("id", "noi-dung").attr("tabindex", "-1").puts(content))
        .put(foot(query, visitor, reality))
}

fn masthead(section: Section, query: &str, lang: Lang) -> El {
    let ways_named =
        |class: &str, name: Word| el("nav", class).attr("aria-label", name.say(lang)).puts(ways(section, lang));
    let search = drop_down(Icon::Search, board::SEARCH.say(lang), [unit_search("tim-don-vi", "", true, lang)]);
    let menu = [ways_named("drop__nav", board::MENU), write_button(lang), other_lang(query, lang)];
    let menu = drop_down(Icon::Menu, board::MENU.say(lang), menu);
    el("header", "masthead")
        .put(a("brand", "/").mark().put(el("span", "").text(board::BRAND)))
        .put(ways_named("masthead__nav", board::NAV))
        .put(el("div", "masthead__tools").put(other_lang(query, lang)).put(write_button(lang)))
        .put(el("div", "masthead__phone").put(search).put(menu))
}

fn drop_down(icon: Icon, name: &str, content: impl IntoIterator<Item = El>) -> El {
    let button = el("summary", "btn btn--plain btn--icon").attr("aria-label", name).icon(icon);
    el("details", "drop").attr("name", "masthead").put(button).put(el("div", "drop__down").puts(content))
}

/// Where the masthead leads.
fn ways(section: Section, lang: Lang) -> [El; 4] {
    let way = |(to, address, name): (Section, &str, Word)| {
        a("", address).attr_if("aria-current", (to == section).then_some("page")).text(name.say(lang))
    };
    [
        (Section::Nation, "/", board::NATION),
        (Section::Units, "/units", board::UNITS),
        (Section::Stories, "/stories", stories::STORIES),
        (Section::Rules, "/rules", board::RULES),
    ]
    .map(way)
}

fn write_button(lang: Lang) -> El {
    a("btn btn--main", "/app").icon(Icon::Pen).text(board::WRITE.say(lang))
}

/// The same page in the other language.
fn other_lang(query: &str, lang: Lang) -> El {
    let other = match lang {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    };
    a("btn btn--plain", &here_with(query, Visitor::LANG, other.code()))
        .attr("rel", "nofollow")
        .attr("lang", other.code())
        .attr("hreflang", other.code())
        .text(board::OTHER_LANG.say(lang))
}

/// The address of this page with one choice added.
fn here_with(query: &str, name: &str, value: &str) -> String {
    if query.is_empty() { format!("?{name}={value}") } else { format!("?{query}&{name}={value}") }
}

fn foot(query: &str, visitor: Visitor, reality: Reality) -> El {
    let lang = visitor.lang;
    let counted = el("p", "")
        .text(board::FOOT_BEFORE.say(lang))
        .put(el("strong", "").text(board::FOOT_COUNTED.say(lang)))
        .text(board::FOOT_AFTER.say(lang));
    let links = el("p", "foot__links")
        .put(a("", "/rules#cach-dem").text(board::COUNTING.say(lang)))
        .text(" · ")
        .put(a("", "/api/v1/totals").attr("download", "sang-kien.json").text(board::DOWNLOAD.say(lang)))
        .text(" · ")
        .put(a("", "/privacy").text(board::PRIVACY.say(lang)));
    let demo = (reality == Reality::Demo).then(|| el("p", "").text(board::DEMO_TARGETS.say(lang)));
    el("footer", "foot").puts(demo).put(counted).put(links).put(themes(query, visitor))
}

/// Choosing light or dark, by loading the page again; where there are scripts it changes at once.
fn themes(query: &str, Visitor { lang, theme: chosen }: Visitor) -> El {
    let link = |(theme, name): (Theme, Word)| {
        a("", &here_with(query, Visitor::THEME, theme.name()))
            .attr("rel", "nofollow")
            .attr("data-theme-name", theme.name())
            .attr_if("aria-current", (theme == chosen).then_some("true"))
            .text(name.say(lang))
    };
    let words = board::THEME.say(lang);
    el("nav", "foot__themes")
        .attr("aria-label", words)
        .put(el("span", "").attr("aria-hidden", "true").text(&format!("{words}: ")))
        .puts(
            [
                (Theme::System, board::THEME_SYSTEM),
                (Theme::Light, board::THEME_LIGHT),
                (Theme::Dark, board::THEME_DARK),
            ]
            .map(link),
        )
}
