//! The desk's link to the server: asks how the show is, follows the stream, and asks again when it was silent for too long.
//! Promises that the last state is kept while the link is gone and comes anew by itself, that an overtaken state is dropped,
//! and that the clock is the server's, counted on by the browser's running time, which nobody sets.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::problem::ProblemKind;
use model::show::ControlRoom;
use model::sync::Failure;
use model::totals::epoch_of;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{EventSource, MessageEvent};

use super::super::requests;
use super::{Desk, Gate};

/// How the link to the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nothing has come yet.
    Opening,
    /// What is shown is as it is.
    Good,
    /// What is shown is as it was then, by the server's clock.
    Lost(Timestamp),
}

/// After so long without a word the server is asked, in milliseconds: a stream can be dead and not know it.
const SILENCE: f64 = 8_000.0;

/// Before the server is asked after a stream broke: one that breaks at once mustn't be opened without end.
const AFTER_A_BREAK: Duration = Duration::from_millis(400);

/// An open stream, with what it calls.
pub(super) struct Stream {
    source: EventSource,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

/// The browser's running time, in milliseconds.
fn running() -> f64 {
    window().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

impl Desk {
    /// The show as the server has it now, whatever the stream has brought.
    pub async fn fresh(self) -> Option<Arc<ControlRoom>> {
        let room = requests::room(self.lang).await.ok()?;
        self.hear(room);
        self.room.get_untracked()
    }

    /// Asks the server how the show is; tries again after a growing pause until it answers.
    pub fn reach(self, failures: u32) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = requests::room(self.lang).await;
            if self.turn.get_value() != turn {
                return;
            }
            match answer {
                Ok(room) => {
                    self.gate.set(Gate::Open);
                    self.hear(room);
                    self.follow();
                }
                Err(failure) => {
                    if !self.mind(&failure) {
                        self.lost();
                        let millis = 400 * (1 << failures.min(3));
                        let spread = (js_sys::Math::random() * 400.0) as u64;
                        pause(Duration::from_millis(millis + spread)).await;
                        if self.turn.get_value() == turn {
                            self.reach(failures + 1);
                        }
                    }
                }
            }
        });
    }

    /// Minds a refusal that is about who is asking.
    pub(super) fn mind(self, failure: &Failure) -> bool {
        let Failure::Refused(problem) = failure else { return false };
        let gate = match problem.kind {
            ProblemKind::Unauthorized => Gate::SignIn,
            // An act may be forbidden for other reasons; the room only to those who aren't producers.
            ProblemKind::Forbidden if self.gate.get_untracked() != Gate::Open => Gate::NotProducer,
            _ => return false,
        };
        self.close();
        self.gate.set(gate);
        true
    }

    fn follow(self) {
        self.close();
        let Ok(source) = EventSource::new("/api/v1/show/live") else { return self.lost() };
        let heard = Closure::new(move |event: MessageEvent| {
            let room = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
            match room {
                Some(room) => self.hear(room),
                None => leptos::logging::error!("a state of the show can't be read"),
            }
        });
        let failed = Closure::new(move || {
            self.close();
            self.lost();
            set_timeout(move || self.reach(0), AFTER_A_BREAK);
        });
        let listened = source.add_event_listener_with_callback("show", heard.as_ref().unchecked_ref());
        if let Err(problem) = listened {
            leptos::logging::error!("{problem:?}");
        }
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        self.stream.set_value(Some(Stream { source, _heard: heard, _failed: failed }));
    }

    /// Closes the stream. What it calls is let go a moment later: this may be one of those calls.
    fn close(self) {
        let open = self.stream.try_update_value(Option::take).flatten();
        if let Some(open) = open {
            open.source.set_onerror(None);
            open.source.close();
            set_timeout(move || drop(open), Duration::ZERO);
        }
    }

    fn hear(self, room: ControlRoom) {
        let now = running();
        self.heard.set_value(now);
        // A state can only be late, so the greatest difference is the nearest.
        let ahead = room.now.millis() as f64 - now;
        self.ahead.update_value(|known| *known = Some(known.map_or(ahead, |known| known.max(ahead))));
        let overtaken =
            self.room.with_untracked(|shown| shown.as_ref().is_some_and(|shown| is_overtaken(&room, shown)));
        if !overtaken {
            self.learn(&room);
            self.room.set(Some(Arc::new(room)));
        }
        if self.link.get_untracked() != Link::Good {
            self.link.set(Link::Good);
        }
        self.tick_clock();
    }

    /// Says that the server isn't reached, and since when.
    pub(super) fn lost(self) {
        if let (Link::Good, Some(as_of)) = (self.link.get_untracked(), self.heard_at()) {
            self.link.set(Link::Lost(as_of));
        }
    }

    fn heard_at(self) -> Option<Timestamp> {
        let ahead = self.ahead.get_value()?;
        Timestamp::from_millis((self.heard.get_value() + ahead) as i64).ok()
    }

    /// Every second: the clock, and whether it has been silent for too long.
    pub(super) fn tick(self) {
        self.tick_clock();
        let is_silent = running() - self.heard.get_value() > SILENCE;
        if is_silent && self.link.get_untracked() == Link::Good && self.gate.get_untracked() == Gate::Open {
            let since = self.heard_at();
            // Not again before the answer has come or is late.
            self.heard.set_value(running());
            spawn_local(async move {
                match requests::room(self.lang).await {
                    Ok(room) => self.hear(room),
                    Err(failure) => {
                        if !self.mind(&failure) {
                            if let Some(since) = since {
                                self.link.set(Link::Lost(since));
                            }
                            self.reach(0);
                        }
                    }
                }
            });
        }
    }

    fn tick_clock(self) {
        if let Some(ahead) = self.ahead.get_value()
            && let Ok(now) = Timestamp::from_millis((running() + ahead) as i64)
        {
            self.now.set(now);
        }
    }
}

/// Comes back after `time`.
pub(super) async fn pause(time: Duration) {
    let mut wait = |done: js_sys::Function, _| {
        set_timeout(
            move || {
                if let Err(problem) = done.call0(&wasm_bindgen::JsValue::NULL) {
                    leptos::logging::error!("{problem:?}");
                }
            },
            time,
        );
    };
    // A promise that only ever resolves.
    let waited = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::new(&mut wait)).await;
    if let Err(problem) = waited {
        leptos::logging::error!("{problem:?}");
    }
}

/// Whether a state is older than the one that is shown: of an earlier state of the server's data, of an earlier act, or said
/// earlier. A server that says something older for ten seconds was set up anew.
fn is_overtaken(heard: &ControlRoom, shown: &ControlRoom) -> bool {
    const SET_UP_ANEW: i64 = 10_000;
    let order = |room: &ControlRoom| (epoch_of(room.seq), room.show.revision, room.now);
    order(heard) < order(shown) && heard.now.millis_since(shown.now) <= SET_UP_ANEW
}
