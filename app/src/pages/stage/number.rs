//! The big number, and a unit's own scene.

use std::rc::Rc;

use leptos::prelude::{With, WithUntracked};
use model::number::{Percent, grouped, percent_of};
use model::show::{Content, Place};
use model::wire::UnitTotals;

use super::Scene;
use super::frame::{self, When};
use crate::i18n::{Lang, board, stage};
use crate::markup::{El, Read, el, settled};
use crate::stage::brief::unit_title;
use crate::stage::figures::{Lead, big_size};
use crate::ui::{rolling, track};

/// The road's length, and about how wide a letter under it is, in rem.
const ROAD: f64 = 108.0;
const LETTER: f64 = 1.15;
/// Nearer to an end of the road than this, a stone's label is set towards the middle.
const EDGE: f64 = 0.12;

fn lead(scene: Scene, totals: Read<UnitTotals>) -> Read<Lead> {
    settled(move || scene.picture.with(|picture| Lead::of(picture, &totals())))
}

fn heading(scene: Scene, totals: &UnitTotals) -> El {
    let title = unit_title(totals, scene.lang);
    frame::unit(&title, title == totals.name, scene.lang)
}

/// How many there are, and the road to the target.
pub(super) fn number(scene: Scene, first: UnitTotals) -> El {
    let lang = scene.lang;
    let title = heading(scene, &first);
    let is_nation = first.level == model::unit::Level::National;
    let campaign =
        if is_nation { scene.picture.with_untracked(|picture| picture.campaign.clone()) } else { String::new() };
    let totals = scene.keep(first, |content| match content {
        Content::Number { totals } => Some(totals.clone()),
        _ => None,
    });
    let lead = lead(scene, totals.clone());
    let (of_big, of_percent, of_reached) = (lead.clone(), lead.clone(), lead.clone());
    let says = if is_nation { stage::NATION_SAYS } else { board::INITIATIVES };
    let percent = move || {
        let percent = of_percent().percent?;
        let figure = el("b", "").text(&percent.display(lang));
        Some(el("span", "").put(figure).text(" ").text(stage::OF_TARGET.say(lang)))
    };
    let say = el("p", "scene__say").put(el("span", "").text(says.say(lang))).live(percent);
    let main = el("div", "scene__main").put(big(rolling(Rc::new(move || of_big().submitted), lang))).put(say);
    let main = road(main, lead, lang);
    let top = frame::top(scene, title, &campaign, When::Date);
    let scene = frame::scene("scene scene--number", top, main, frame::foot(scene, facts(totals, lang)));
    scene.live_class("scene--reached", move || of_reached().is_reached())
}

/// A unit with what its own scene says of it besides: its place, and the nation's benefit.
type Own = (UnitTotals, Option<Place>, Option<i64>);

/// The percent first, then how many, people, benefit, and its share of the nation's.
pub(super) fn unit(scene: Scene, first: UnitTotals, place: Option<Place>, nation_estimated: Option<i64>) -> El {
    let lang = scene.lang;
    let title = heading(scene, &first);
    let own: Read<Own> = scene.keep((first, place, nation_estimated), |content| match content {
        Content::Unit { totals, place, nation_estimated } => Some((totals.clone(), *place, *nation_estimated)),
        _ => None,
    });
    let (of_totals, of_place) = (own.clone(), own.clone());
    let totals: Read<UnitTotals> = Rc::new(move || of_totals().0);
    let ranked = move || of_place().1.map(|place| stage::ranked(place, lang)).unwrap_or_default();
    let second = el("span", "scene__second").live_text(ranked);
    let top = el("header", "scene__top").put(title).put(second).put(frame::as_of(scene, When::Date));
    let lead = lead(scene, totals.clone());
    let of_reached = lead.clone();
    let main = percent_first(el("div", "scene__main"), lead.clone(), lang);
    let mut facts = facts(totals, lang);
    facts.push(share(own, lang));
    let drawn = frame::scene("scene scene--unit", top, road(main, lead, lang), frame::foot(scene, facts));
    drawn.live_class("scene--reached", move || of_reached().is_reached())
}

/// The percent, and under it how many; without a target it is the other way round.
fn percent_first(main: El, lead: Read<Lead>, lang: Lang) -> El {
    let (of_count, of_figure, of_words, of_under) = (lead.clone(), lead.clone(), lead.clone(), lead);
    let count = Rc::new(rolling(Rc::new(move || of_count().submitted), lang));
    let of_big = Rc::clone(&count);
    let figure = move || match of_figure().percent {
        Some(percent) => percent.display(lang),
        None => of_big(),
    };
    let words = move || if of_words().percent.is_some() { stage::OF_ASSIGNED } else { board::INITIATIVES };
    let under = move || {
        let count = Rc::clone(&count);
        let figure = el("b", "").live_text(move || count());
        el("span", "").put(figure).text(" ").text(board::INITIATIVES.say(lang))
    };
    let say = el("p", "scene__say")
        .put(el("span", "").live_text(move || words().say(lang).to_owned()))
        .when(move || of_under().percent.is_some(), under);
    main.put(big(figure)).put(say)
}

/// The unit's part of the nation's estimated benefit, if it is one worth saying.
fn share(own: Read<Own>, lang: Lang) -> El {
    let share = settled(move || {
        let (totals, _, nation) = own();
        let [part, whole] = [totals.benefit_vnd.estimated, nation?].map(|sum| u64::try_from(sum).unwrap_or(0));
        percent_of(part, whole).filter(|share| (1..Percent::FULL.tenths()).contains(&share.tenths()))
    });
    let is_there = share.clone();
    let fact = move || {
        let share = share.clone();
        frame::fact(stage::SHARE.say(lang), move || share().map(|share| share.display(lang)).unwrap_or_default())
    };
    el("div", "").when(move || is_there().is_some(), fact)
}

/// The figure to see first.
fn big(text: impl Fn() -> String + 'static) -> El {
    let text = settled(text);
    let of_size = text.clone();
    el("p", "scene__big")
        .live_attr("style", move || Some(format!("--size:{:.2}rem", big_size(&of_size()))))
        .live_text(move || text())
}

fn facts(totals: Read<UnitTotals>, lang: Lang) -> Vec<El> {
    let of_benefit = totals.clone();
    let benefit = move || match of_benefit().benefit_vnd.estimated {
        0 => board::NOT_SAID.say(lang).to_owned(),
        sum => model::money::spoken_dong(sum, lang),
    };
    let people = rolling(Rc::new(move || totals().counts.people), lang);
    vec![frame::fact(stage::PEOPLE.say(lang), people), frame::fact(stage::BENEFIT.say(lang), benefit)]
}

/// The road with its stone, and what is written under it.
fn road(main: El, lead: Read<Lead>, lang: Lang) -> El {
    let of_track = lead.clone();
    let main = track(main, Rc::new(move || of_track().progress), "", lang);
    main.live(move || marks(lead(), lang))
}

fn marks(lead: Lead, lang: Lang) -> Option<El> {
    let progress = lead.progress;
    let (word, target) = match (progress.assigned(), progress.self_set()) {
        (Some((target, _)), _) => (stage::TARGET, i64::from(target)),
        (None, Some((target, _))) => (stage::OWN_TARGET, i64::from(target)),
        (None, None) => return None,
    };
    let at = target as f64 / progress.value.max(target).max(1) as f64;
    let label = word.fill(lang, &[&grouped(target, lang)]);
    let wide = |text: &str| text.chars().count() as f64 * LETTER;
    let side = match at {
        ..EDGE => "first",
        at if at > 1.0 - EDGE => "last",
        _ => "",
    };
    let beyond = progress.past().map(|past| stage::PAST.fill(lang, &[&grouped(past, lang)]));
    // Both are written if they keep apart.
    let right = at * ROAD + if side == "first" { wide(&label) } else { wide(&label) / 2.0 };
    let beyond = beyond.filter(|text| side != "last" && right + 2.0 * LETTER < ROAD - wide(text));
    let stone = el("span", side).attr("style", &format!("--at:{at:.4}")).text(&label);
    let end = beyond.map(|text| el("span", "end").text(&text));
    Some(el("p", "scene__marks").put(stone).puts(end))
}
