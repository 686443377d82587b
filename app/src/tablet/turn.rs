//! Which tab of this browser has the desk: one at a time, for each keeps a state of its own and two would write over each
//! other. Promises that a tab which has the person in it can take it over, and that the one which gives it away has kept
//! everything first; only from a tab that the browser has frozen is it taken without an answer. Without Web Locks (browsers
//! older than 2022) each tab has it: ops are made once and stored with their ids, so that costs work, not words. Knows nothing
//! of what the desk is.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::set_timeout;
use uuid::Uuid;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::locks::Locks;

/// The lock's name, and the channel's on which tabs talk of it.
const NAME: &str = "tsk.desk";
/// So long a tab that has the desk has time to answer. One that isn't frozen answers in a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a tab is told of the desk.
pub enum Told {
    /// This tab has it.
    Mine,
    /// Another tab has it.
    Elsewhere,
    /// Another tab would like to have it.
    Asked(Asking),
    /// The tab that has it can't give it away.
    Stays,
    /// Another tab took it without waiting for an answer.
    Lost,
}

/// Another tab's wish.
pub struct Asking {
    by: String,
    /// Whether the person asked for it there, or the tab was only opened.
    pub is_persons: bool,
}

/// This tab's place among the others. Copies are the same one.
#[derive(Clone)]
pub struct Turn(Rc<State>);

struct State {
    me: String,
    locks: Option<Locks>,
    channel: Option<BroadcastChannel>,
    has: Cell<bool>,
    /// It waits for an answer.
    asks: Cell<bool>,
    /// It has the desk as soon as no other tab does.
    queued: Cell<bool>,
    tell: Box<dyn Fn(Told)>,
}

impl Turn {
    /// Asks for the desk; `tell` hears what comes of it, from now on and for as long as the tab lives.
    pub fn ask(tell: impl Fn(Told) + 'static) -> Turn {
        let channel = BroadcastChannel::new(NAME).ok();
        let turn = Turn(Rc::new(State {
            me: Uuid::now_v7().to_string(),
            locks: Locks::of_browser(),
            channel,
            has: Cell::new(false),
            asks: Cell::new(false),
            queued: Cell::new(false),
            tell: Box::new(tell),
        }));
        turn.listen();
        turn.request("ifAvailable");
        turn
    }

    /// The person wants it here.
    pub fn take(&self) {
        if self.0.has.get() {
            return (self.0.tell)(Told::Mine);
        }
        self.0.asks.set(true);
        self.say("take", &self.0.me);
        let turn = self.clone();
        set_timeout(move || turn.go_ahead(), PATIENCE);
    }

    /// Gives it to the tab that asked.
    pub fn give(&self, asking: &Asking) {
        self.say("given", &asking.by);
    }

    /// Tells the tab that asked that it can't have it.
    pub fn keep(&self, asking: &Asking) {
        self.say("stays", &asking.by);
    }

    /// Takes what was given, or what nobody answered for.
    fn go_ahead(&self) {
        if self.0.asks.replace(false) && !self.0.has.get() {
            self.request("steal");
        }
    }

    fn say(&self, what: &str, whom: &str) {
        if let Some(channel) = &self.0.channel
            && let Err(problem) = channel.post_message(&format!("{what} {whom}").into())
        {
            leptos::logging::warn!("{problem:?}");
        }
    }

    fn listen(&self) {
        let Some(channel) = &self.0.channel else { return };
        let turn = self.clone();
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let said = event.data().as_string().unwrap_or_default();
            let Some((what, whom)) = said.split_once(' ') else { return };
            let is_me = whom == turn.0.me;
            let asking = |is_persons| Told::Asked(Asking { by: whom.to_owned(), is_persons });
            match what {
                "knock" if turn.0.has.get() => (turn.0.tell)(asking(false)),
                "take" if turn.0.has.get() => (turn.0.tell)(asking(true)),
                "given" if is_me => turn.go_ahead(),
                "stays" if is_me && turn.0.asks.replace(false) => (turn.0.tell)(Told::Stays),
                _ => {}
            }
        });
        channel.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    }

    /// Asks the browser for the lock: "ifAvailable", "steal", or "" to wait for it.
    fn request(&self, how: &'static str) {
        let Some(locks) = &self.0.locks else {
            self.0.has.set(true);
            return (self.0.tell)(Told::Mine);
        };
        let options = Object::new();
        let is_said = how.is_empty() || Reflect::set(&options, &how.into(), &JsValue::TRUE).is_ok();
        let asked = is_said.then(|| locks.request(NAME, &options, &self.granted(how))).flatten();
        let Some(held) = asked else { return };
        let turn = self.clone();
        spawn_local(async move {
            // It is rejected only when another tab takes the lock.
            if JsFuture::from(held).await.is_err() && turn.0.has.replace(false) {
                (turn.0.tell)(Told::Lost);
                turn.wait();
            }
        });
    }

    /// What the browser calls with the lock, or with nothing if another tab has it.
    fn granted(&self, how: &'static str) -> JsValue {
        let turn = self.clone();
        Closure::once_into_js(move |lock: JsValue| {
            if how.is_empty() {
                turn.0.queued.set(false);
            }
            if lock.is_null() {
                (turn.0.tell)(Told::Elsewhere);
                turn.wait();
                turn.0.asks.set(true);
                turn.say("knock", &turn.0.me);
                return JsValue::UNDEFINED;
            }
            turn.0.asks.set(false);
            turn.0.has.set(true);
            (turn.0.tell)(Told::Mine);
            // Held until the page goes or another tab takes it.
            Promise::new(&mut |_, _| {}).into()
        })
    }

    fn wait(&self) {
        if !self.0.queued.replace(true) {
            self.request("");
        }
    }
}
