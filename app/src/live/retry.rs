//! A page that couldn't be had asks for itself again: when the device is back online, and in any case after a pause that
//! differs from viewer to viewer. It loads again only once the server answers, so that no error of the browser's own
//! takes its place.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Loads this page again as soon as the server has it.
pub fn reload_when_back() {
    std::mem::forget(window_event_listener(ev::online, |_| ask()));
    wait();
}

fn wait() {
    set_timeout(
        || {
            ask();
            wait();
        },
        Duration::from_secs_f64(5.0 + js_sys::Math::random() * 10.0),
    );
}

fn ask() {
    spawn_local(async {
        let location = window().location();
        let Ok(address) = location.href() else { return };
        let answer = gloo_net::http::Request::get(&address).send().await;
        // The worker's shell answers for a server that is away; the server's own page says nothing of a shell.
        let is_there = answer.is_ok_and(|answer| answer.ok() && answer.headers().get("x-release").is_none());
        if is_there && let Err(problem) = location.reload() {
            leptos::logging::error!("{problem:?}");
        }
    });
}
