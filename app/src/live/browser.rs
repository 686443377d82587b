//! The stream of totals in the browser: an `EventSource` while the page is visible, opened again with growing
//! pauses that differ from viewer to viewer when it fails for good.

use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::{ev, prelude::*};
use model::wire::Totals;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use super::{Live, is_newer};
use crate::board::BoardData;
use crate::ui::Freshness;

/// A break shorter than this isn't worth a word: the browser is just connecting again.
const GRACE_MS: f64 = 6_000.0;
/// How often to look at the clock.
const LOOK: Duration = Duration::from_secs(3);
/// The longest pause before another try, in seconds.
const LONGEST_PAUSE: f64 = 60.0;

/// Follows a board's totals for as long as the page is open.
pub fn follow(board: &BoardData) -> Live {
    let live = Live::still(board);
    let stream = Rc::new(RefCell::new(Stream {
        live,
        source: None,
        down_since: None,
        failures: 0,
        // The server's clock as this device sees it: device clocks are never trusted.
        ahead_ms: board.rendered_at.millis() as f64 - js_sys::Date::now(),
    }));
    open(&stream);
    let on = |act: fn(&Rc<RefCell<Stream>>)| {
        let stream = Rc::clone(&stream);
        move || act(&stream)
    };
    let (offline, online) = (on(|stream| stream.borrow_mut().lost()), on(open));
    std::mem::forget(window_event_listener(ev::offline, move |_| offline()));
    std::mem::forget(window_event_listener(ev::online, move |_| online()));
    let look = on(look_or_leave);
    std::mem::forget(window_event_listener_untyped("visibilitychange", move |_| look()));
    set_interval(on(|stream| stream.borrow_mut().say()), LOOK);
    live
}

struct Stream {
    live: Live,
    source: Option<Open>,
    /// When the link went, by this device's clock.
    down_since: Option<f64>,
    failures: i32,
    ahead_ms: f64,
}

/// An open stream, with what it calls.
struct Open {
    source: EventSource,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _opened: Closure<dyn FnMut()>,
    _failed: Closure<dyn FnMut()>,
}

/// Hidden pages hold no stream: a browser has only a few connections, and a phone little current.
fn look_or_leave(stream: &Rc<RefCell<Stream>>) {
    if document().hidden() {
        stream.borrow_mut().close();
    } else {
        open(stream);
    }
}

fn open(stream: &Rc<RefCell<Stream>>) {
    if document().hidden() {
        return;
    }
    let is_open = stream.borrow().source.as_ref().is_some_and(|open| open.source.ready_state() == EventSource::OPEN);
    if is_open {
        return;
    }
    stream.borrow_mut().close();
    let unit = stream.borrow().live.totals.with_untracked(|totals| totals.own.unit.clone());
    let Ok(source) = EventSource::new(&format!("/api/v1/live?unit={unit}")) else {
        return stream.borrow_mut().lost();
    };
    let heard = {
        let stream = Rc::clone(stream);
        Closure::new(move |event: MessageEvent| stream.borrow_mut().hear(&event))
    };
    let opened = {
        let stream = Rc::clone(stream);
        Closure::new(move || stream.borrow_mut().back())
    };
    let failed = {
        let stream = Rc::clone(stream);
        Closure::new(move || fail(&stream))
    };
    if let Err(problem) = source.add_event_listener_with_callback("totals", heard.as_ref().unchecked_ref()) {
        leptos::logging::error!("{problem:?}");
    }
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    source.set_onerror(Some(failed.as_ref().unchecked_ref()));
    stream.borrow_mut().source = Some(Open { source, _heard: heard, _opened: opened, _failed: failed });
}

/// After most failures the browser tries again by itself; if it gave up, we do.
fn fail(stream: &Rc<RefCell<Stream>>) {
    let gave_up = {
        let mut stream = stream.borrow_mut();
        stream.down();
        stream.source.as_ref().is_none_or(|open| open.source.ready_state() == EventSource::CLOSED)
    };
    if !gave_up {
        return;
    }
    let failures = {
        let mut stream = stream.borrow_mut();
        stream.failures += 1;
        stream.failures
    };
    let longest = 2f64.powi(failures.min(6)).min(LONGEST_PAUSE);
    let pause = longest * (0.5 + js_sys::Math::random() / 2.0);
    let stream = Rc::clone(stream);
    set_timeout(move || open(&stream), Duration::from_secs_f64(pause));
}

impl Stream {
    fn hear(&mut self, event: &MessageEvent) {
        let frame: Option<Totals> = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
        let Some(frame) = frame else {
            return leptos::logging::error!("a frame of totals can't be read");
        };
        let now = js_sys::Date::now() + self.ahead_ms;
        // A frame from the future: our idea of the server's clock was behind.
        self.ahead_ms += (frame.as_of.millis() as f64 - now).max(0.0);
        if self.live.totals.with_untracked(|shown| is_newer(shown, &frame) && *shown != frame) {
            self.live.totals.set(frame);
        }
        self.back();
    }

    fn back(&mut self) {
        self.down_since = None;
        self.failures = 0;
        self.tell(Freshness::Live);
    }

    fn down(&mut self) {
        self.down_since.get_or_insert_with(js_sys::Date::now);
    }

    /// The device itself says that there is no network: no need to wait and see.
    fn lost(&mut self) {
        self.down_since = Some(f64::MIN);
        self.say();
    }

    /// Says that the link is gone once that is sure, and how old the numbers are.
    fn say(&mut self) {
        let now = js_sys::Date::now();
        if self.down_since.is_none_or(|since| now - since < GRACE_MS) {
            return;
        }
        let as_of = self.live.totals.with_untracked(|totals| totals.as_of);
        let minutes = ((now + self.ahead_ms - as_of.millis() as f64) / 60_000.0).max(0.0) as i64;
        self.tell(Freshness::Lost { minutes });
    }

    fn tell(&self, freshness: Freshness) {
        if self.live.freshness.get_untracked() != freshness {
            self.live.freshness.set(freshness);
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.source.take() {
            open.source.set_onopen(None);
            open.source.set_onerror(None);
            open.source.close();
        }
    }
}
