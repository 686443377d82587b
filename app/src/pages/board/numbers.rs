//! The numbers at the head of every board: the one figure to see first, the road to the target, and the rest, with
//! estimated and verified benefit kept apart.

use std::rc::Rc;

use leptos::prelude::{Read as _, RwSignal};
use model::{
    calendar::{Date, day_in_vietnam},
    money::spoken_dong,
    number::grouped,
    wire::{BenefitSums, Totals},
};

use crate::{
    board::{BoardData, share::share},
    i18n::{Lang, board},
    markup::{El, Read, el, settled},
    ui::{Progress, figure, rolling, track},
};

/// Adds the figure, what it is of, the percent, the road and its keys.
pub(super) fn road(into: El, of: &Rc<BoardData>, totals: RwSignal<Totals>, lang: Lang) -> El {
    let progress = settled(move || Progress::of(&totals.read().own));
    let (of_value, of_what, of_percent) = (progress.clone(), progress.clone(), progress.clone());
    let is_nation = of.is_nation();
    let what = move || match (is_nation, of_what().assigned()) {
        (true, _) => board::OF_THE_NATION.say(lang).to_owned(),
        (false, Some((goal, _))) => board::OUT_OF.fill(lang, &[&grouped(goal.into(), lang)]),
        (false, None) => format!("{}, {}", board::INITIATIVES.say(lang), board::NO_TARGET.say(lang)),
    };
    let percent = move || {
        let progress = of_percent();
        let (goal, percent) = progress.assigned()?;
        let missing = i64::from(goal) - progress.value;
        let class = if missing > 0 { "hero__pct hero__pct--under" } else { "hero__pct" };
        let words = el("span", "").text(&board::progress(percent, missing, lang));
        Some(el("p", class).put(el("b", "").untranslated().text(&percent.display(lang))).text(" ").put(words))
    };
    let big = el("span", "hero__big").untranslated().live_text(rolling(Rc::new(move || of_value().value), lang));
    let figure = el("p", "").put(big).text(" ").put(el("span", "hero__what").live_text(what));
    let into = into.put(el("div", "hero__row").put(figure).live(percent));
    track(into, progress.clone(), "track--hero", lang).put(keys(of, totals, progress, lang))
}

/// What the stones and colours of the road mean.
fn keys(of: &Rc<BoardData>, totals: RwSignal<Totals>, progress: Read<Progress>, lang: Lang) -> El {
    let key = |class: &str, words: &str| el("span", "").put(el("i", class)).text(words);
    let (of, of_assigned, of_self) = (Rc::clone(of), progress.clone(), progress.clone());
    let assigned = move || {
        let (goal, _) = of_assigned().assigned()?;
        Some(key("stone", &board::assigned_key(goal, reached_on(&of, &totals.read(), goal), lang)))
    };
    let self_set = move || {
        let (goal, percent) = of_self().self_set()?;
        Some(key("stone stone--self", &board::self_key(goal, percent, lang)))
    };
    let past = move || Some(key("key key--past", &board::past_key(progress().past()?, lang)));
    el("p", "keys").live(assigned).live(self_set).live(past)
}

/// The day on which the target was reached: as the days say, or, if that has just happened, today.
fn reached_on(of: &BoardData, totals: &Totals, goal: u32) -> Option<Date> {
    if totals.own.counts.submitted < i64::from(goal) {
        return None;
    }
    of.daily.day_of(goal.into()).or_else(|| day_in_vietnam(totals.as_of).ok())
}

/// People, recognised initiatives and benefit; of the whole nation's estimated benefit the share is said.
pub(super) fn figures(totals: RwSignal<Totals>, lang: Lang) -> El {
    let counts = move || totals.read().own.counts;
    let average = move || board::per_person(counts().submitted, counts().people, lang);
    let part = move || board::recognised_part(counts().recognised, counts().submitted, lang);
    let people = figure(board::PEOPLE.say(lang), Rc::new(move || counts().people), average, lang);
    let recognised = figure(board::RECOGNISED.say(lang), Rc::new(move || counts().recognised), part, lang);
    el("section", "figures").attr("aria-label", board::OTHER_FIGURES.say(lang)).puts([
        people,
        recognised,
        worth(totals, lang),
    ])
}

/// What it is worth: both sums, never added.
fn worth(totals: RwSignal<Totals>, lang: Lang) -> El {
    let benefit = settled(move || totals.read().own.benefit_vnd);
    let (of_estimated, of_verified, of_bars) = (benefit.clone(), benefit.clone(), benefit.clone());
    // Both from one frame: a part is never more than the whole.
    let of_share = settled(move || {
        let totals = totals.read();
        (totals.own.benefit_vnd.estimated, totals.nation_estimated)
    });
    let label = move || {
        let own = match of_share() {
            (own, Some(nation)) => share(own, nation),
            (_, None) => None,
        };
        match own {
            Some(own) => format!("{}, {}", board::WORTH.say(lang), board::of_nation(own, lang)),
            None => board::WORTH.say(lang).to_owned(),
        }
    };
    let apart = move || {
        let BenefitSums { estimated, verified } = benefit();
        let without = board::without_benefit(totals.read().own.counts.without_benefit, lang);
        let both = if estimated > 0 && verified > 0 { board::NOT_ADDED.say(lang) } else { "" };
        let space = if both.is_empty() || without.is_empty() { "" } else { " " };
        format!("{both}{space}{without}")
    };
    let sum = |key: &str, name: &str, money: Box<dyn Fn() -> El>| {
        let term = el("dt", "quiet").put(el("i", key)).text(name);
        el("dl", "figure").put(term).put(el("dd", "").live(move || Some(money())))
    };
    let estimated = Box::new(move || money(of_estimated().estimated, board::NOT_SAID.say(lang), lang));
    let verified = Box::new(move || money(of_verified().verified, board::NOT_VERIFIED.say(lang), lang));
    el("div", "worth")
        .put(el("p", "label").live_text(label))
        .put(sum("key key--est", board::ESTIMATED.say(lang), estimated))
        .put(sum("key key--ver", board::VERIFIED.say(lang), verified))
        .live(move || compared(of_bars(), lang))
        .put(el("p", "quiet").live_text(apart))
}

/// "33 nghìn tỷ đồng", the number larger than its unit. Empty is not zero: it is said in words.
fn money(dong: i64, none: &str, lang: Lang) -> El {
    if dong == 0 {
        return el("span", "none").text(none);
    }
    let said = spoken_dong(dong, lang);
    let (number, unit) = said.split_once(' ').unwrap_or((&said, ""));
    el("b", "").untranslated().text(number).text(" ").put(el("span", "").text(unit))
}

/// The two sums as bars of one scale, hatched and solid; nothing unless there are both.
fn compared(BenefitSums { estimated, verified }: BenefitSums, lang: Lang) -> Option<El> {
    (estimated > 0 && verified > 0).then(|| {
        let end = estimated.max(verified) as f64;
        let style = format!("--e:{:.3};--v:{:.3}", estimated as f64 / end, verified as f64 / end);
        let said = board::verified_part(verified, estimated, lang);
        el("div", "two").attr("style", &style).attr("role", "img").attr("aria-label", &said)
    })
}
