//! One story, whole: as its author tells it, then what was difficult, what was done and what came of it; beside it what it is
//! worth and who would like to apply it.

use model::{field::Field, money::Vnd, story::Story};

use super::super::public::Page;
use super::period;
use crate::{
    document::{Section, Share},
    i18n::{Lang, board, form, stories as words},
    markup::{El, a, el},
    stories::StoriesAsked,
    ui::{Icon, Stamp, chip, unit_name},
};

/// The most characters of what search engines and previews are told.
const DESCRIBED: usize = 160;

/// The page of a story.
pub fn tale(of: &Story, lang: Lang) -> Page {
    let crumbs = el("nav", "crumbs")
        .attr("aria-label", board::PLACE.say(lang))
        .put(a("", "/stories").text(words::STORIES.say(lang)))
        .icon(Icon::Right)
        .put(of_unit(of).attr("lang", "vi").text(&of.unit_name));
    let level = chip(Stamp::Recognised, words::level(of.level).say(lang));
    let day = el("time", "quiet").attr("datetime", &of.recognised_on.to_string()).text(&of.recognised_on.display(lang));
    let by = el("b", "").attr("lang", "vi").text(&words::by(&of.authors, of.other_authors, lang));
    let unit = unit_name(a("", &format!("/units/{}", of.unit)).attr("lang", "vi"), &of.unit_name, lang);
    let head = el("header", "tale__head")
        .put(el("p", "tale__level").put(level).put(day))
        .put(el("h1", "").attr("lang", "vi").text(&of.title))
        .put(el("p", "tale__by").put(by).put(unit));
    let told = [
        (Field::Problem, of.problem.as_deref()),
        (Field::Solution, of.solution.as_deref()),
        (Field::Effect, Some(of.effect.as_str())),
    ];
    let told = told.into_iter().filter_map(|(field, text)| {
        let text = text.filter(|text| !text.trim().is_empty())?;
        let heading = el("h2", "").text(form::heading(field).say(lang));
        Some(el("section", "tale__part").put(heading).puts(paragraphs(text)))
    });
    let story = (!of.story.trim().is_empty()).then(|| el("div", "tale__story").puts(paragraphs(&of.story)));
    let words = el("div", "tale__words").puts(story).puts(told);
    let aside = el("aside", "tale__aside").put(facts(of, lang)).put(apply(of, lang));
    let article = el("article", "tale").put(head).put(words).put(aside);
    let back = el("p", "more").put(a("btn", "/stories").text(words::ALL.say(lang)));
    let mut page = Page::plain(200, Section::Stories, &of.title, vec![crumbs, article, back]);
    let card = format!("/cards/stories/{}.png", of.id);
    page.share = Some(Share { kind: "article", path: format!("/stories/{}", of.id), card });
    page.description = Some(of.opening(DESCRIBED)).filter(|opening| !opening.is_empty());
    page
}

/// The stories of its unit.
fn of_unit(of: &Story) -> El {
    a("", &StoriesAsked { unit: Some(of.unit.clone()), ..StoriesAsked::default() }.address())
}

/// A person's words, line by line.
fn paragraphs(text: &str) -> impl Iterator<Item = El> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| el("p", "").attr("lang", "vi").text(line))
}

/// What it is worth, and of which field and kind it is. Estimated and verified are two facts.
fn facts(of: &Story, lang: Lang) -> El {
    let fact =
        |name: &str, class: &str, value: El| el("div", "").put(el("dt", class).text(name)).put(el("dd", "").put(value));
    let sum = |sum: Vnd| {
        let period = period(&of.benefit, lang).map(|period| el("small", "").text(&format!(" {period}")));
        el("span", "tale__sum").text(&sum.spoken_dong(lang)).puts(period)
    };
    let label = |which: &str| format!("{}, {which}", board::WORTH.say(lang));
    let verified =
        of.benefit.verified.map(|verified| fact(&label(board::VERIFIED.say(lang)), "tale__ver", sum(verified)));
    let estimated =
        of.benefit.estimated.map(|estimated| fact(&label(board::ESTIMATED.say(lang)), "tale__est", sum(estimated)));
    let both = of.benefit.verified.and(of.benefit.estimated);
    let apart = both.map(|_| {
        el("div", "")
            .put(el("dt", "hide").text(board::WORTH.say(lang)))
            .put(el("dd", "quiet").text(board::NOT_ADDED.say(lang)))
    });
    let unsaid = of.benefit.sum().is_none();
    let unsaid = unsaid.then(|| fact(board::WORTH.say(lang), "", el("span", "quiet").text(words::NOT_SAID.say(lang))));
    let area = (!of.area.trim().is_empty()).then(|| {
        let address = StoriesAsked { area: of.area.trim().to_owned(), ..StoriesAsked::default() }.address();
        fact(form::AREA.say(lang), "", a("", &address).attr("lang", "vi").text(of.area.trim()))
    });
    let kind = of.kind.map(|kind| {
        let address = StoriesAsked { kind: Some(kind), ..StoriesAsked::default() }.address();
        fact(form::KIND.say(lang), "", a("", &address).text(form::kind(kind).0.say(lang)))
    });
    let facts = [verified, estimated, apart, unsaid, area, kind];
    el("dl", "tale__facts").puts(facts.into_iter().flatten())
}

/// Who would like to apply it. Who has joined on this device is offered to say so; the others are told how.
fn apply(of: &Story, lang: Lang) -> El {
    let how = el("p", "")
        .text(words::JOIN_BEFORE.say(lang))
        .put(a("", "/app/join").text(words::JOIN_LINK.say(lang)))
        .text(words::JOIN_AFTER.say(lang));
    el("section", "tale__apply")
        .attr("aria-labelledby", "ap-dung")
        .put(el("h2", "").attr("id", "ap-dung").text(words::APPLY.say(lang)))
        .put(
            el("div", "tale__offer")
                .attr("data-follow", &of.id.to_string())
                .put(el("p", "").text(&words::appliers(of.appliers, lang)))
                .put(how),
        )
}
