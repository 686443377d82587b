//! `/stories`: recognised initiatives whose authors agreed that everyone may read them; `/stories/ID` is one of them. The
//! server renders both whole, to be read without scripts. Where somebody has joined on this device, the browser adds that they
//! may say that they'd like to apply it.

#[cfg(feature = "board")]
mod follow;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod tale;

#[cfg(feature = "board")]
pub use follow::offer;
#[cfg(feature = "ssr")]
pub(super) use list::list;
#[cfg(feature = "ssr")]
pub(super) use tale::tale;

#[cfg(feature = "ssr")]
use crate::i18n::{Lang, form, stories as words};
#[cfg(feature = "ssr")]
use model::{money::Vnd, story::StoryBenefit};

/// What a story is worth, in a line: the verified sum, else the estimate; `None` if it isn't said in money.
#[cfg(feature = "ssr")]
pub fn worth(benefit: &StoryBenefit, lang: Lang) -> Option<String> {
    let sum = |sum: Vnd| in_period(sum, benefit, lang);
    match (benefit.verified, benefit.estimated) {
        (Some(verified), _) => Some(words::worth_verified(&sum(verified), lang)),
        (None, Some(estimated)) => Some(words::worth_estimated(&sum(estimated), lang)),
        (None, None) => None,
    }
}

/// "850 triệu đồng mỗi năm".
#[cfg(feature = "ssr")]
fn in_period(sum: Vnd, benefit: &StoryBenefit, lang: Lang) -> String {
    let sum = sum.spoken_dong(lang);
    match period(benefit, lang) {
        Some(period) => format!("{sum} {period}"),
        None => sum,
    }
}

/// "mỗi năm".
#[cfg(feature = "ssr")]
fn period(benefit: &StoryBenefit, lang: Lang) -> Option<String> {
    benefit.period.map(|period| form::period(period).say(lang).to_lowercase())
}
