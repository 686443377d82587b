//! The numbers at the head of every board: the one figure to see first, the road to the target, and the rest, with
//! estimated and verified benefit kept apart.

use leptos::{either::Either, prelude::*};
use model::{
    calendar::{Date, day_in_vietnam},
    money::spoken_dong,
    number::{Percent, grouped},
    wire::{BenefitSums, Totals},
};

use crate::{
    board::{BoardData, share::share},
    i18n::{board, use_lang},
    ui::{Figure, Progress, Rolling, Track},
};

/// The figure, what it is of, the percent, the road and its keys.
#[component]
pub(super) fn Road(board: StoredValue<BoardData>, #[prop(into)] totals: Signal<Totals>) -> impl IntoView {
    let lang = use_lang();
    let progress = Memo::new(move |_| Progress::of(&totals.read().own));
    let value = Signal::derive(move || progress.get().value);
    let what = move || {
        let target = progress.get().assigned();
        match (board.with_value(BoardData::is_nation), target) {
            (true, _) => board::OF_THE_NATION.say(lang).to_owned(),
            (false, Some((goal, _))) => board::OUT_OF.fill(lang, &[&grouped(goal.into(), lang)]),
            (false, None) => format!("{}, {}", board::INITIATIVES.say(lang), board::NO_TARGET.say(lang)),
        }
    };
    let percent = move || {
        progress.get().assigned().map(|(goal, percent)| {
            let missing = i64::from(goal) - progress.get().value;
            let class = if percent < Percent::FULL { "hero__pct hero__pct--under" } else { "hero__pct" };
            view! {
                <p class=class>
                    <b>{percent.display(lang)}</b>
                    <span>{board::progress(percent, missing, lang)}</span>
                </p>
            }
        })
    };
    view! {
        <div class="hero__row">
            <p>
                <span class="hero__big"><Rolling value /></span>
                <span class="hero__what">{what}</span>
            </p>
            {percent}
        </div>
        <Track progress class="track--hero" />
        <Keys board totals progress />
    }
    .into_any()
}

/// What the stones and colours of the road mean.
#[component]
fn Keys(board: StoredValue<BoardData>, totals: Signal<Totals>, progress: Memo<Progress>) -> impl IntoView {
    let lang = use_lang();
    let assigned = move || {
        progress.get().assigned().map(|(goal, _)| {
            let day = reached_on(board, &totals.read(), goal);
            view! { <span><i class="stone"></i>{board::assigned_key(goal, day, lang)}</span> }
        })
    };
    let self_set = move || {
        progress.get().self_set().map(|(goal, percent)| {
            view! { <span><i class="stone stone--self"></i>{board::self_key(goal, percent, lang)}</span> }
        })
    };
    let past = move || {
        progress.get().past().map(|past| {
            view! { <span><i class="key key--past"></i>{board::past_key(past, lang)}</span> }
        })
    };
    view! { <p class="keys">{assigned}{self_set}{past}</p> }
}

/// The day on which the target was reached: as the days say, or, if that has just happened, today.
fn reached_on(board: StoredValue<BoardData>, totals: &Totals, goal: u32) -> Option<Date> {
    if totals.own.counts.submitted < i64::from(goal) {
        return None;
    }
    let known = board.with_value(|board| board.daily.day_of(goal.into()));
    known.or_else(|| day_in_vietnam(totals.as_of).ok())
}

/// People, recognised initiatives and benefit.
#[component]
pub(super) fn Figures(
    #[prop(into)] totals: Signal<Totals>,
    /// The whole nation's estimated benefit, of which to say the share.
    nation_estimated: Option<i64>,
) -> impl IntoView {
    let lang = use_lang();
    let counts = Memo::new(move |_| totals.read().own.counts);
    let benefit = Memo::new(move |_| totals.read().own.benefit_vnd);
    let average = move || board::per_person(counts.get().submitted, counts.get().people, lang);
    let part = move || board::recognised_part(counts.get().recognised, counts.get().submitted, lang);
    let label = move || {
        let own = nation_estimated.and_then(|nation| share(benefit.get().estimated, nation));
        match own {
            Some(own) => format!("{}, {}", board::WORTH.say(lang), board::of_nation(own, lang)),
            None => board::WORTH.say(lang).to_owned(),
        }
    };
    let apart = move || {
        let BenefitSums { estimated, verified } = benefit.get();
        let without = board::without_benefit(counts.get().without_benefit, lang);
        let both = if estimated > 0 && verified > 0 { board::NOT_ADDED.say(lang) } else { "" };
        let space = if both.is_empty() || without.is_empty() { "" } else { " " };
        format!("{both}{space}{without}")
    };
    view! {
        <section class="figures" aria-label=board::OTHER_FIGURES.say(lang)>
            <Figure label=board::PEOPLE.say(lang) value=Signal::derive(move || counts.get().people) explained=Signal::derive(average) />
            <Figure label=board::RECOGNISED.say(lang) value=Signal::derive(move || counts.get().recognised) explained=Signal::derive(part) />
            <div class="worth">
                <p class="label">{label}</p>
                <dl class="figure">
                    <dt class="quiet"><i class="key key--est"></i>{board::ESTIMATED.say(lang)}</dt>
                    <dd>{move || money(benefit.get().estimated, board::NOT_SAID.say(lang))}</dd>
                </dl>
                <dl class="figure">
                    <dt class="quiet"><i class="key key--ver"></i>{board::VERIFIED.say(lang)}</dt>
                    <dd>{move || money(benefit.get().verified, board::NOT_VERIFIED.say(lang))}</dd>
                </dl>
                {move || compared(benefit.get())}
                <p class="quiet">{apart}</p>
            </div>
        </section>
    }
    .into_any()
}

/// "33 nghìn tỷ đồng", the number larger than its unit. Empty is not zero: it is said in words.
fn money(dong: i64, none: &'static str) -> impl IntoView {
    if dong == 0 {
        return Either::Left(view! { <span class="none">{none}</span> });
    }
    let said = spoken_dong(dong, use_lang());
    let (number, unit) = said.split_once(' ').unwrap_or((&said, ""));
    Either::Right(view! { {number.to_owned()}" "<span>{unit.to_owned()}</span> })
}

/// The two sums as bars of one scale, hatched and solid; nothing unless there are both.
fn compared(BenefitSums { estimated, verified }: BenefitSums) -> Option<impl IntoView> {
    let lang = use_lang();
    (estimated > 0 && verified > 0).then(|| {
        let end = estimated.max(verified) as f64;
        let style = format!("--e:{:.3};--v:{:.3}", estimated as f64 / end, verified as f64 / end);
        let said = board::verified_part(verified, estimated, lang);
        view! { <div class="two" style=style role="img" aria-label=said></div> }
    })
}
