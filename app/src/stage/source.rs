//! An open stream of what the server says, and the pauses before it is opened again. It comes over a WebSocket: a browser has
//! six connections to a server over HTTP/1.1, and all sources of a video mixer are one browser, but sockets don't count. Where
//! none comes through, as server-sent events. Knows nothing of what is said.

use std::time::Duration;

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{EventSource, MessageEvent, WebSocket};

/// How the stream comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Over a socket.
    Socket,
    /// As server-sent events.
    Events,
}

enum Line {
    Socket(WebSocket),
    Events(EventSource),
}

/// An open stream, with what it calls. It closes when it is let go.
pub struct Source {
    line: Line,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

impl Source {
    /// Opens a stream and hears what is said, of events those of one kind. `None` if the browser refuses the address.
    pub fn open(
        way: Way,
        address: &str,
        event: &str,
        mut heard: impl FnMut(String) + 'static,
        failed: impl FnMut() + 'static,
    ) -> Option<Source> {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            heard(event.data().as_string().unwrap_or_default());
        });
        let failed = Closure::<dyn FnMut()>::new(failed);
        let line = match way {
            Way::Socket => {
                // `http` to `ws`, `https` to `wss`.
                let ours = window().location().origin().ok()?.replacen("http", "ws", 1);
                let socket = WebSocket::new(&(ours + address)).ok()?;
                socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
                socket.set_onclose(Some(failed.as_ref().unchecked_ref()));
                Line::Socket(socket)
            }
            Way::Events => {
                let source = EventSource::new(address).ok()?;
                source.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref()).ok()?;
                source.set_onerror(Some(failed.as_ref().unchecked_ref()));
                Line::Events(source)
            }
        };
        Some(Source { line, _heard: heard, _failed: failed })
    }

    /// Whether something can come.
    pub fn is_open(&self) -> bool {
        match &self.line {
            Line::Socket(socket) => socket.ready_state() == WebSocket::OPEN,
            Line::Events(source) => source.ready_state() == EventSource::OPEN,
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        match &self.line {
            Line::Socket(socket) => {
                socket.set_onmessage(None);
                socket.set_onclose(None);
                if let Err(problem) = socket.close() {
                    log(&problem);
                }
            }
            Line::Events(source) => {
                source.set_onerror(None);
                source.close();
            }
        }
    }
}

fn log(problem: &JsValue) {
    leptos::logging::error!("{problem:?}");
}

/// How long to wait after so many failures in a row: longer each time, and differently for each viewer.
pub fn pause(failures: i32, longest: Duration) -> Duration {
    let most = 2f64.powi(failures.min(6)).min(longest.as_secs_f64());
    Duration::from_secs_f64(most * (0.5 + js_sys::Math::random() / 2.0))
}
