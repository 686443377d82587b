//! One tab of this browser holds a unit's stream for all that look at it: browsers have few connections to a server, phones
//! little current, and a million viewers with two tabs each are two million streams. Promises that whichever looks and isn't
//! held up by another gets the stream, and that what one says all the others hear. Browsers without Web Locks (before 2022)
//! hold a stream in each tab. Knows nothing of what is said.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

use crate::locks::Locks;

/// This tab among those that look at the same unit. Copies are the same one.
#[derive(Clone)]
pub struct Tabs(Rc<State>);

struct State {
    name: String,
    channel: Option<BroadcastChannel>,
    turn: RefCell<Turn>,
    /// Called when the stream is this tab's to hold.
    lead: Box<dyn Fn()>,
}

/// Whether the stream is this tab's.
enum Turn {
    /// It doesn't look.
    Away,
    /// Another tab holds it; this one is in the queue, which it can leave.
    Waits(AbortController),
    /// It does, until this is called.
    Leads(Option<Function>),
}

impl Tabs {
    /// Joins those that look at the same thing; `hear` is told what the others say, `lead` that the stream is this tab's.
    pub fn join(name: String, hear: impl Fn(String) + 'static, lead: impl Fn() + 'static) -> Tabs {
        let channel = BroadcastChannel::new(&name).ok();
        if let Some(channel) = &channel {
            let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                hear(event.data().as_string().unwrap_or_default());
            });
            channel.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        }
        Tabs(Rc::new(State { name, channel, turn: RefCell::new(Turn::Away), lead: Box::new(lead) }))
    }

    /// This tab holds the stream.
    pub fn leads(&self) -> bool {
        matches!(*self.0.turn.borrow(), Turn::Leads(_))
    }

    /// This tab is looked at: the stream is its as soon as it is nobody else's.
    pub fn look(&self) {
        if !matches!(*self.0.turn.borrow(), Turn::Away) {
            return;
        }
        if self.queue().is_none() {
            self.0.turn.replace(Turn::Leads(None));
            (self.0.lead)();
        }
    }

    /// This tab isn't looked at any more: the next one's turn.
    pub fn leave(&self) {
        match self.0.turn.replace(Turn::Away) {
            Turn::Away | Turn::Leads(None) => {}
            Turn::Waits(queue) => queue.abort(),
            Turn::Leads(Some(release)) => _ = release.call0(&JsValue::UNDEFINED),
        }
    }

    /// Says something to the other tabs.
    pub fn say(&self, what: &str) {
        if let Some(channel) = &self.0.channel
            && let Err(problem) = channel.post_message(&what.into())
        {
            leptos::logging::warn!("{problem:?}");
        }
    }

    /// Gets into the queue; `None` where the browser has none, or tabs can't talk.
    fn queue(&self) -> Option<()> {
        self.0.channel.as_ref()?;
        let locks = Locks::of_browser()?;
        let queue = AbortController::new().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"signal".into(), &queue.signal()).ok()?;
        let tabs = self.clone();
        let granted = Closure::once_into_js(move || -> JsValue {
            // It left in the very moment.
            if !matches!(*tabs.0.turn.borrow(), Turn::Waits(_)) {
                return JsValue::UNDEFINED;
            }
            let held = Promise::new(&mut |release, _| _ = tabs.0.turn.replace(Turn::Leads(Some(release))));
            (tabs.0.lead)();
            held.into()
        });
        let asked = locks.request(&self.0.name, &options, &granted)?;
        self.0.turn.replace(Turn::Waits(queue));
        // It is rejected when the queue was left, which is what was wanted.
        spawn_local(async move { _ = JsFuture::from(asked).await });
        Some(())
    }
}
