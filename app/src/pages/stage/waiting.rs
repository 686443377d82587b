//! Màn chờ: the way to join, large enough for the last row.

use std::fmt::Write;

use leptos::prelude::WithUntracked;

use super::Scene;
use super::frame::{self, When};
use crate::i18n::stage;
use crate::markup::{El, el};

/// The light rim that a reader of the code needs, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// The code, what it leads to, and what to do with it.
pub(super) fn scene(scene: Scene, address: &str, rows: &[String]) -> El {
    let lang = scene.lang;
    let campaign = scene.picture.with_untracked(|picture| picture.campaign.clone());
    let top = frame::top(scene, el("b", "").text(&campaign), "", When::Date);
    let said = stage::QR_SAID.fill(lang, &[address]);
    let shown = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
    let words = el("div", "welcome__words")
        .put(el("h1", "welcome__title").text(stage::JOIN.say(lang)))
        .put(el("p", "welcome__how").text(stage::JOIN_HOW.say(lang)))
        .put(el("p", "welcome__address fit").text(shown));
    let code = el("div", "welcome__code").attr("role", "img").attr("aria-label", &said).html(&code(rows));
    let main = el("div", "scene__main welcome").put(words).put(code);
    frame::scene("scene scene--waiting", top, main, frame::foot(scene, []))
}

/// The code as a picture: one rectangle for each run of dark modules.
fn code(rows: &[String]) -> String {
    let size = rows.len() + 2 * QUIET;
    let mut dark = String::new();
    for (y, row) in rows.iter().enumerate() {
        let modules: Vec<bool> = row.chars().map(|module| module == '#').collect();
        let mut x = 0;
        while x < modules.len() {
            let run = modules[x..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                // Writing to a String can't fail.
                write!(dark, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET).unwrap_or_default();
            }
            x += run.max(1);
        }
    }
    format!(
        r##"<svg viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{dark}"/></svg>"##
    )
}
