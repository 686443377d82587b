//! The totals in the browser, while the page is looked at: a stream in one tab, which tells the others; asked for every few
//! seconds where no stream gets through. A stream that fails for good is opened again with growing pauses that differ from
//! viewer to viewer.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use gloo_net::http::Request;
use leptos::{ev, prelude::*, task::spawn_local};
use model::wire::Totals;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent, RequestCache};

use super::tabs::Tabs;
use super::{Live, is_newer};
use crate::board::BoardData;
use crate::ui::Freshness;

/// A break shorter than this isn't worth a word: the browser is just connecting again.
const GRACE_MS: f64 = 6_000.0;
/// How often to look at the clock.
const LOOK: Duration = Duration::from_secs(3);
/// The longest pause before another try, in seconds.
const LONGEST_PAUSE: f64 = 60.0;
/// Between two times that the totals are asked for without a stream: these at least and at most, and a quarter of the time
/// for which nothing has come.
const ASK_MS: (f64, f64) = (5_000.0, 60_000.0);
/// What the tab with the stream says while it is open. Everything else it says is a frame.
const ALIVE: &str = ".";
/// What a tab that has just been looked at says: the other's last frame may be newer than its own.
const WHAT_NOW: &str = "?";

/// Follows a board's totals for as long as the page is open.
pub fn follow(board: &BoardData) -> Live {
    let live = Live::still(board);
    let unit = board.totals.own.unit.to_string();
    let follower = Rc::<Follower>::new_cyclic(|this| {
        let (hear, lead) = (this.clone(), this.clone());
        let hear = move |said: String| _ = hear.upgrade().map(|follower| follower.told(&said));
        let lead = move || _ = lead.upgrade().map(|follower| open(&follower));
        Follower {
            live,
            tabs: Tabs::join(format!("tsk.live.{unit}"), hear, lead),
            unit,
            state: RefCell::new(State::new(board)),
        }
    });
    let on = |act: fn(&Rc<Follower>)| {
        let follower = Rc::clone(&follower);
        move || act(&follower)
    };
    let (offline, online) = (on(|follower| follower.lost()), on(again));
    std::mem::forget(window_event_listener(ev::offline, move |_| offline()));
    std::mem::forget(window_event_listener(ev::online, move |_| online()));
    let look = on(look_or_leave);
    std::mem::forget(window_event_listener_untyped("visibilitychange", move |_| look()));
    set_interval(on(keep_up), LOOK);
    look_or_leave(&follower);
    live
}

struct Follower {
    live: Live,
    unit: String,
    tabs: Tabs,
    state: RefCell<State>,
}

/// What follows. Times are of this device's clock, in milliseconds.
struct State {
    source: Option<Open>,
    /// When something last came, whatever the way.
    alive_at: f64,
    /// The last frame as it came.
    last: Option<String>,
    failures: i32,
    /// When the totals were last asked for, and whether the answer is still to come.
    asked_at: f64,
    is_asking: bool,
    /// The server's clock ahead of this device's: device clocks are never trusted.
    ahead: f64,
}

impl State {
    fn new(board: &BoardData) -> State {
        let now = js_sys::Date::now();
        let ahead = board.rendered_at.millis() as f64 - now;
        State { source: None, alive_at: now, last: None, failures: 0, asked_at: now, is_asking: false, ahead }
    }
}

/// An open stream, with what it calls.
struct Open {
    source: EventSource,
    /// Something has come through it: proxies that hold everything back say that it is open as well.
    has_heard: Rc<Cell<bool>>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

impl Open {
    fn is_open(&self) -> bool {
        self.source.ready_state() == EventSource::OPEN
    }

    /// The next frame comes through it when there is something to say.
    fn feeds(&self) -> bool {
        self.is_open() && self.has_heard.get()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// Hidden pages hold no stream: a browser has only a few connections, and a phone little current.
fn look_or_leave(follower: &Rc<Follower>) {
    if document().hidden() {
        follower.tabs.leave();
        follower.state.borrow_mut().source = None;
    } else {
        follower.state.borrow_mut().alive_at = js_sys::Date::now();
        follower.tabs.look();
        follower.tabs.say(WHAT_NOW);
    }
}

/// The device has a link again.
fn again(follower: &Rc<Follower>) {
    follower.state.borrow_mut().asked_at = f64::MIN;
    if follower.tabs.leads() {
        open(follower);
    }
}

fn open(follower: &Rc<Follower>) {
    if !follower.tabs.leads() || follower.state.borrow().source.as_ref().is_some_and(Open::is_open) {
        return;
    }
    follower.state.borrow_mut().source = None;
    let Ok(source) = EventSource::new(&format!("/api/v1/live?unit={}", follower.unit)) else { return };
    let has_heard = Rc::new(Cell::new(false));
    let heard = {
        let (follower, has_heard) = (Rc::clone(follower), Rc::clone(&has_heard));
        Closure::new(move |event: MessageEvent| {
            let Some(text) = event.data().as_string() else { return };
            has_heard.set(true);
            follower.state.borrow_mut().failures = 0;
            follower.tabs.say(&text);
            follower.take(text);
        })
    };
    let failed = {
        let follower = Rc::clone(follower);
        Closure::new(move || fail(&follower))
    };
    if let Err(problem) = source.add_event_listener_with_callback("totals", heard.as_ref().unchecked_ref()) {
        leptos::logging::error!("{problem:?}");
    }
    source.set_onerror(Some(failed.as_ref().unchecked_ref()));
    follower.state.borrow_mut().source = Some(Open { source, has_heard, _heard: heard, _failed: failed });
}

/// After most failures the browser tries again by itself; if it gave up, we do.
fn fail(follower: &Rc<Follower>) {
    let failures = {
        let mut state = follower.state.borrow_mut();
        if state.source.as_ref().is_some_and(|open| open.source.ready_state() != EventSource::CLOSED) {
            return;
        }
        state.failures += 1;
        state.failures
    };
    let longest = 2f64.powi(failures.min(6)).min(LONGEST_PAUSE);
    let pause = longest * (0.5 + js_sys::Math::random() / 2.0);
    let follower = Rc::clone(follower);
    set_timeout(move || open(&follower), Duration::from_secs_f64(pause));
}

/// Every few seconds: says that the stream is open, asks where none gets through, and says once it is sure that nothing does.
fn keep_up(follower: &Rc<Follower>) {
    if document().hidden() {
        return;
    }
    let now = js_sys::Date::now();
    let (is_fed, silence, asked) = {
        let state = follower.state.borrow();
        (state.source.as_ref().is_some_and(Open::feeds), now - state.alive_at, now - state.asked_at)
    };
    if is_fed {
        follower.tabs.say(ALIVE);
        return follower.back();
    }
    let pause = (silence / 4.0).clamp(ASK_MS.0, ASK_MS.1);
    if silence >= ASK_MS.0 && asked >= pause {
        ask(follower);
    }
    follower.say();
}

/// Asks once for the totals: caches on the way answer as well.
fn ask(follower: &Rc<Follower>) {
    {
        let mut state = follower.state.borrow_mut();
        if std::mem::replace(&mut state.is_asking, true) {
            return;
        }
        state.asked_at = js_sys::Date::now();
    }
    let follower = Rc::clone(follower);
    spawn_local(async move {
        let address = format!("/api/v1/totals?unit={}", follower.unit);
        let answer = Request::get(&address).cache(RequestCache::NoCache).send().await;
        let text = match answer {
            Ok(answer) if answer.ok() => answer.text().await.ok(),
            _ => None,
        };
        follower.state.borrow_mut().is_asking = false;
        match text {
            Some(text) => {
                follower.tabs.say(&text);
                follower.take(text);
            }
            None => follower.say(),
        }
    });
}

impl Follower {
    /// Another tab said something.
    fn told(&self, said: &str) {
        match said {
            WHAT_NOW if self.tabs.leads() => {
                let last = self.state.borrow().last.clone();
                last.into_iter().for_each(|frame| self.tabs.say(&frame));
            }
            WHAT_NOW => {}
            ALIVE => self.back(),
            frame => self.take(frame.to_owned()),
        }
    }

    /// Takes in a frame, whatever way it came.
    fn take(&self, text: String) {
        let Ok(frame) = serde_json::from_str::<Totals>(&text) else {
            return leptos::logging::error!("a frame of totals can't be read");
        };
        {
            let mut state = self.state.borrow_mut();
            let now = js_sys::Date::now() + state.ahead;
            // A frame from the future: our idea of the server's clock was behind.
            state.ahead += (frame.as_of.millis() as f64 - now).max(0.0);
            state.last = Some(text);
        }
        if self.live.totals.with_untracked(|shown| is_newer(shown, &frame) && *shown != frame) {
            self.live.totals.set(frame);
        }
        self.back();
    }

    fn back(&self) {
        self.state.borrow_mut().alive_at = js_sys::Date::now();
        self.tell(Freshness::Live);
    }

    /// The device itself says that there is no network: no need to wait and see.
    fn lost(&self) {
        self.state.borrow_mut().alive_at = f64::MIN;
        self.say();
    }

    /// Says that the link is gone once that is sure, and how old the numbers are.
    fn say(&self) {
        let now = js_sys::Date::now();
        let (silence, is_asking, ahead) = {
            let state = self.state.borrow();
            (now - state.alive_at, state.is_asking, state.ahead)
        };
        if silence < GRACE_MS || (is_asking && silence < 2.0 * GRACE_MS) {
            return;
        }
        let as_of = self.live.totals.with_untracked(|totals| totals.as_of);
        let minutes = ((now + ahead - as_of.millis() as f64) / 60_000.0).max(0.0) as i64;
        self.tell(Freshness::Lost { minutes });
    }

    fn tell(&self, freshness: Freshness) {
        if self.live.freshness.get_untracked() != freshness {
            self.live.freshness.set(freshness);
        }
    }
}
