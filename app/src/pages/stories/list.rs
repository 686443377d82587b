//! The list: the newest first, with what one searches by above it. Everything in it is a link or a plain form.

use model::{field::Kind, money::Vnd, story::StoryLine, unit::UnitCode};

use super::super::public::Page;
use super::worth;
use crate::{
    document::Section,
    i18n::{Lang, form, stories as words},
    markup::{El, a, el},
    stories::{StoriesAsked, StoriesFound},
    ui::{Icon, unit_name},
};

/// The sums from which one may choose, VND.
const SUMS: [i64; 4] = [10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];

/// The stories that were asked for.
pub fn list(asked: &StoriesAsked, of: &StoriesFound, lang: Lang) -> Page {
    let StoriesFound { unit_name: unit, units, found } = of;
    let narrowed = StoriesAsked { cursor: None, ..asked.clone() };
    let said = if narrowed.is_everything() && found.total == 0 {
        words::NONE.say(lang).to_owned()
    } else if narrowed.is_everything() {
        words::lead(found.total, lang)
    } else {
        words::found(found.total, lang)
    };
    let head = el("header", "tales__head")
        .put(el("h1", "").text(words::TITLE.say(lang)))
        .put(el("p", "text__lead").text(&said))
        .put(search(&narrowed, units, unit.as_deref(), lang))
        .puts(chosen(&narrowed, unit.as_deref(), lang));
    let stories = found.stories.iter().map(|story| item(story, lang));
    let next = found.cursor.clone().map(|cursor| {
        let address = StoriesAsked { cursor: Some(cursor), ..asked.clone() }.address();
        a("btn", &address).attr("rel", "next").text(words::NEXT.say(lang))
    });
    let first = asked.cursor.is_some().then(|| a("btn btn--plain", &narrowed.address()).text(words::FIRST.say(lang)));
    let content = el("div", "tales")
        .put(head)
        .put(el("div", "tales__list").puts(stories))
        .put(el("p", "more").puts(first).puts(next));
    Page::plain(200, Section::Stories, words::STORIES.say(lang), vec![content])
}

/// The form: words, unit, kind and sum; a field or a unit further below that was chosen stays chosen.
fn search(asked: &StoriesAsked, units: &[(UnitCode, String)], unit_name: Option<&str>, lang: Lang) -> El {
    let input = [
        ("id", "tim-chuyen"),
        ("type", "search"),
        ("name", "q"),
        ("value", asked.words.as_str()),
        ("autocapitalize", "off"),
        ("spellcheck", "false"),
        ("enterkeyhint", "search"),
        ("placeholder", words::SEARCH_HINT.say(lang)),
    ];
    let input = input.into_iter().fold(el("input", ""), |input, (name, value)| input.attr(name, value));
    let name = el("span", "hide").text(words::SEARCH.say(lang));
    let label = el("label", "field__box").attr("for", "tim-chuyen").icon(Icon::Search).put(name).put(input);
    let kinds = Kind::ALL.map(|kind| (kind.name().to_owned(), form::kind(kind).0.say(lang).to_owned()));
    let sums = SUMS.into_iter().filter_map(|dong| {
        let sum = Vnd::for_initiative(dong).ok()?;
        Some((dong.to_string(), words::at_least(&sum.spoken_dong(lang), lang)))
    });
    let kind = asked.kind.map(Kind::name);
    let sum = asked.at_least.map(|sum| sum.dong().to_string());
    let kind = choice("kind", words::KIND.say(lang), words::ANY_KIND.say(lang), kinds, kind);
    let sum = choice("benefit", words::BENEFIT.say(lang), words::ANY_BENEFIT.say(lang), sums, sum.as_deref());
    let code = asked.unit.as_ref().map(UnitCode::as_str);
    let further = units.iter().all(|(unit, _)| Some(unit.as_str()) != code).then(|| code.zip(unit_name)).flatten();
    let offered = units.iter().map(|(code, name)| (code.to_string(), name.clone()));
    let offered = further.map(|(code, name)| (code.to_owned(), name.to_owned())).into_iter().chain(offered);
    let unit = choice("unit", words::UNIT_ONLY.say(lang), words::ANY_UNIT.say(lang), offered, code);
    let area = (!asked.area.is_empty())
        .then(|| el("input", "").attr("type", "hidden").attr("name", "area").attr("value", &asked.area));
    let form = el("form", "tales__search").attr("action", "/stories").attr("method", "get");
    let button = el("button", "btn").text(words::SEARCH_BUTTON.say(lang));
    el("search", "").put(form.puts(area).put(label).put(unit).put(kind).put(sum).put(button))
}

/// A choice among values with their words; none is the first.
fn choice(
    name: &str,
    label: &str,
    none: &str,
    options: impl IntoIterator<Item = (String, String)>,
    chosen: Option<&str>,
) -> El {
    let option = |value: &str, words: &str| {
        let selected = (Some(value) == chosen).then_some("");
        el("option", "").attr("value", value).attr_if("selected", selected).text(words)
    };
    let options = options.into_iter().map(|(value, words)| option(&value, &words));
    el("select", "field__box").attr("name", name).attr("aria-label", label).put(option("", none)).puts(options)
}

/// The unit and the field that it is narrowed to, each with a way to take that away.
fn chosen(asked: &StoriesAsked, unit: Option<&str>, lang: Lang) -> Option<El> {
    let tag = |label: &str, what: &str, without: StoriesAsked| {
        let name = el("span", "hide").text(&words::drop(label, lang));
        let drop = a("btn btn--plain btn--icon", &without.address()).icon(Icon::Close).put(name);
        let value = el("b", "").attr("lang", "vi").text(what);
        el("li", "").put(el("span", "").text(&format!("{label}: ")).put(value)).put(drop)
    };
    let of_unit = unit.map(|unit| tag(words::UNIT_ONLY.say(lang), unit, StoriesAsked { unit: None, ..asked.clone() }));
    let of_area = (!asked.area.is_empty())
        .then(|| tag(words::AREA_ONLY.say(lang), &asked.area, StoriesAsked { area: String::new(), ..asked.clone() }));
    let tags: Vec<El> = of_unit.into_iter().chain(of_area).collect();
    (!tags.is_empty()).then(|| el("ul", "tales__chosen").puts(tags))
}

/// One story: its title leads to it, its beginning is quoted, and who wrote it.
fn item(story: &StoryLine, lang: Lang) -> El {
    let title = a("", &format!("/stories/{}", story.id)).attr("lang", "vi").text(&story.title);
    let quote = (!story.opening.is_empty())
        .then(|| el("blockquote", "").attr("lang", "vi").put(el("p", "").text(&story.opening)));
    let by = el("b", "").attr("lang", "vi").text(&words::by(&story.authors, story.other_authors, lang));
    let unit = unit_name(el("span", "").attr("lang", "vi"), &story.unit_name, lang);
    let worth = worth(&story.benefit, lang);
    let about = [worth, words::appliers_short(story.appliers, lang)].into_iter().flatten();
    let about: Vec<String> = about.collect();
    let about = (!about.is_empty()).then(|| el("span", "").text(&about.join(" · ")));
    el("article", "tales__item")
        .put(el("h2", "").put(title))
        .puts(quote)
        .put(el("p", "tales__by").put(by).put(unit).puts(about))
}
