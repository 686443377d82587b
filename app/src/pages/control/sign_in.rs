//! Signing in, before the desk or in place on it: the session's cookie is all that it takes.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::{Desk, Gate};
use super::requests;
use crate::i18n::{Word, control, desk};
use crate::markup::{El, button, el};
use crate::ui::{Trying, sign_in_form};

fn single(here: Desk, title: Word, parts: impl IntoIterator<Item = El>) -> El {
    let head = el("header", "bar-top").mark().put(el("h1", "").text(control::CONTROL.say(here.lang)));
    let main = el("main", "phone gate").attr("id", "noi-dung").put(el("h2", "").text(title.say(here.lang))).puts(parts);
    el("div", "").put(head).put(main)
}

/// Before the server has said anything.
pub fn waiting(here: Desk) -> El {
    let words = el("p", "part__lead").attr("role", "status").text(control::LINK_OPENING.say(here.lang));
    single(here, control::SHOW, [words])
}

/// The page before the desk.
pub fn page(here: Desk, lead: Word) -> El {
    single(here, desk::SIGN_IN, [el("p", "part__lead").text(lead.say(here.lang)), form(here)])
}

/// On the desk, whose last state stays in sight.
pub fn again(here: Desk) -> El {
    part(here, desk::SIGN_IN, control::AGAIN).put(form(here))
}

/// Whom to ask, before the desk.
pub fn not_producer(here: Desk) -> El {
    let lead = el("p", "part__lead").text(control::NOT_PRODUCER_TEXT.say(here.lang));
    single(here, control::NOT_PRODUCER, [lead, other(here)])
}

/// Whom to ask, on a desk that was open.
pub fn not_producer_here(here: Desk) -> El {
    part(here, control::NOT_PRODUCER, control::NOT_PRODUCER_TEXT).put(other(here))
}

fn part(here: Desk, title: Word, lead: Word) -> El {
    let heading = el("h2", "").text(title.say(here.lang));
    el("section", "again")
        .attr("aria-label", title.say(here.lang))
        .put(heading)
        .put(el("p", "").text(lead.say(here.lang)))
}

/// The session of whoever is no producer ends first, if the server can be reached: its cookie would open more than the show.
fn other(here: Desk) -> El {
    let leave = move || {
        spawn_local(async move {
            if let Err(failure) = requests::sign_out(here.lang).await {
                leptos::logging::warn!("the session goes on: {failure:?}");
            }
            here.gate.set(Gate::SignIn);
        });
    };
    button("btn", leave).text(desk::SIGN_IN.say(here.lang))
}

fn form(here: Desk) -> El {
    sign_in_form(here.lang, Trying::default(), None, move |request| async move {
        requests::sign_in(&request, here.lang).await?;
        here.gate.set(Gate::Opening);
        here.reach(0);
        Ok(())
    })
}
