//! An open stream of events, and the pauses before it is opened again. Knows nothing of what is in the events.

use std::time::Duration;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// An open stream, with what it calls. It closes when it is let go.
pub struct Source {
    source: EventSource,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _opened: Closure<dyn FnMut()>,
    _failed: Closure<dyn FnMut()>,
}

impl Source {
    /// Opens a stream and hears events of one kind. `None` if the browser refuses the address.
    pub fn open(
        address: &str,
        event: &str,
        mut heard: impl FnMut(String) + 'static,
        opened: impl FnMut() + 'static,
        failed: impl FnMut() + 'static,
    ) -> Option<Source> {
        let source = EventSource::new(address).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            heard(event.data().as_string().unwrap_or_default());
        });
        let (opened, failed) = (Closure::<dyn FnMut()>::new(opened), Closure::<dyn FnMut()>::new(failed));
        if let Err(problem) = source.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref()) {
            leptos::logging::error!("{problem:?}");
        }
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Source { source, _heard: heard, _opened: opened, _failed: failed })
    }

    /// Whether events can come.
    pub fn is_open(&self) -> bool {
        self.source.ready_state() == EventSource::OPEN
    }

    /// Whether the browser won't try again by itself.
    pub fn gave_up(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// How long to wait after so many failures in a row: longer each time, and differently for each viewer.
pub fn pause(failures: i32, longest: Duration) -> Duration {
    let most = 2f64.powi(failures.min(6)).min(longest.as_secs_f64());
    Duration::from_secs_f64(most * (0.5 + js_sys::Math::random() / 2.0))
}
