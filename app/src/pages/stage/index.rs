//! `/show` and addresses under it that are no output: what there is to be shown.

use leptos::prelude::document;

use crate::i18n::{Lang, board, stage};
use crate::markup::{El, a, el};

/// The addresses that need nothing more.
const OUTPUTS: [&str; 8] = [
    "/show/program",
    "/show/preview",
    "/show/prompter",
    "/show/waiting",
    "/show/map",
    "/show/number?unit=tld",
    "/show/over/lower-third?unit=tld",
    "/show/over/bug?unit=tld",
];

/// The list.
pub(super) fn show() {
    let Some(body) = document().body() else { return };
    let link = |address: &&str| el("li", "").put(a("", address).text(address));
    let list = el("ul", "outputs__list").puts(OUTPUTS.iter().map(link));
    let title = format!("{}: {}", board::BRAND, stage::OUTPUTS.say(Lang::Vi));
    El::there(body.into()).put(el("main", "outputs").put(el("h1", "").text(&title)).put(list));
}
