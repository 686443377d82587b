//! An output's link to the server: a stream of pictures, and a question now and then while the stream is quiet, which is how
//! a cable that was pulled is noticed. It tries for as long as the page lives, and doesn't care whether the page is looked
//! at: a video mixer's browser may say that it isn't.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::calendar::Timestamp;
use serde::de::DeserializeOwned;

use super::clock::{Clock, Said, is_newer};
use super::source::{Source, Way, pause};

/// How often to look whether something was heard.
const LOOK: Duration = Duration::from_secs(1);
/// After so long without a word the server is asked for one.
const QUIET_MS: f64 = 6_000.0;
/// No two questions follow each other faster than this, and as much again at random.
const BREATH_MS: f64 = 1_500.0;
/// A question that isn't answered by then isn't going to be.
const PATIENCE: Duration = Duration::from_secs(3);
/// After so long without a word the picture says how old it is.
const LIMIT_MS: f64 = 10_000.0;
/// So many questions in a row are answered while no socket says anything, before it is taken that none comes through.
const ANSWERS: u32 = 4;
/// A stream says something at once when it is opened; one that hasn't by then isn't going to.
const SAYS_WITHIN_MS: f64 = 5_000.0;
/// The longest pause before the stream is opened again.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What was heard so far.
pub struct Heard<T: Send + Sync + 'static> {
    /// The last good picture; `None` before the first.
    pub shown: RwSignal<Option<T>>,
    /// Whether the server wasn't heard for too long.
    pub is_lost: RwSignal<bool>,
    /// The server's clock, every second. `None` before the first word from it.
    pub now: RwSignal<Option<Timestamp>>,
}

impl<T: Send + Sync + 'static> Clone for Heard<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Heard<T> {}

/// Follows what `query` asks for, for as long as the page lives.
pub fn follow<T>(query: String) -> Heard<T>
where
    T: Said + DeserializeOwned + Send + Sync + 'static,
{
    let heard = Heard { shown: RwSignal::new(None), is_lost: RwSignal::new(false), now: RwSignal::new(None) };
    let link = Rc::new(RefCell::new(Link {
        heard,
        query,
        source: None,
        way: Way::Socket,
        opened_at: 0.0,
        has_said: false,
        answers: 0,
        clock: None,
        began: lived(),
        failures: 0,
        waits: false,
        asks: false,
        rests_until: 0.0,
    }));
    open(&link);
    set_interval(move || look(&link), LOOK);
    heard
}

struct Link<T: Send + Sync + 'static> {
    heard: Heard<T>,
    query: String,
    source: Option<Source>,
    way: Way,
    /// When the stream was opened, and whether it has said anything since.
    opened_at: f64,
    has_said: bool,
    /// How many questions were answered since a stream said something, or one was left without an answer.
    answers: u32,
    clock: Option<Clock>,
    /// Since when there was nothing to be heard.
    began: f64,
    failures: i32,
    /// The stream is going to be opened again.
    waits: bool,
    /// A question is on its way.
    asks: bool,
    /// No other one before that.
    rests_until: f64,
}

type Shared<T> = Rc<RefCell<Link<T>>>;

fn open<T>(link: &Shared<T>)
where
    T: Said + DeserializeOwned + Send + Sync + 'static,
{
    let (way, address) = (link.borrow().way, link.borrow().address("stream"));
    let (of_heard, of_failed) = (Rc::clone(link), Rc::clone(link));
    let source = Source::open(
        way,
        &address,
        "picture",
        move |text| {
            let mut link = of_heard.borrow_mut();
            (link.failures, link.answers, link.has_said) = (0, 0, true);
            link.hear(&text);
        },
        move || open_again(&of_failed),
    );
    let mut opened = link.borrow_mut();
    if opened.has_said {
        opened.answers = 0;
    }
    (opened.waits, opened.has_said, opened.opened_at) = (false, false, lived());
    opened.source = source;
}

/// Opens another stream after a pause. What failed goes then: this may be one of its calls.
fn open_again<T>(link: &Shared<T>)
where
    T: Said + DeserializeOwned + Send + Sync + 'static,
{
    let failures = {
        let mut link = link.borrow_mut();
        if std::mem::replace(&mut link.waits, true) {
            return;
        }
        if link.has_said {
            // It broke, which says nothing against sockets.
            link.way = Way::Socket;
        }
        link.failures += 1;
        link.failures
    };
    let link = Rc::clone(link);
    set_timeout(move || open(&link), pause(failures, LONGEST_PAUSE));
}

/// Asks if it was quiet, and says how it stands.
fn look<T>(link: &Shared<T>)
where
    T: Said + DeserializeOwned + Send + Sync + 'static,
{
    let is_mute = {
        let link = link.borrow();
        !link.has_said && !link.waits && lived() - link.opened_at > SAYS_WITHIN_MS
    };
    if is_mute {
        open_again(link);
    }
    let ask = {
        let mut link = link.borrow_mut();
        link.say();
        alive(link.heard.shown.with_untracked(Option::is_some));
        let is_open = link.source.as_ref().is_some_and(Source::is_open);
        let may = !link.asks && lived() >= link.rests_until;
        let ask = may && (link.silence() >= QUIET_MS || !is_open);
        if ask {
            link.asks = true;
            link.rests_until = lived() + BREATH_MS * (1.0 + js_sys::Math::random());
        }
        ask
    };
    if !ask {
        return;
    }
    let link = Rc::clone(link);
    spawn_local(async move {
        let address = link.borrow().address("picture");
        let answer = question(&address).await;
        let missed = {
            let mut link = link.borrow_mut();
            link.asks = false;
            link.answers = if answer.is_some() { link.answers + 1 } else { 0 };
            if link.answers >= ANSWERS && !link.has_said {
                link.way = Way::Events;
            }
            answer.is_some_and(|text| link.hear(&text))
        };
        // The answer says what the stream should have said: it is dead and doesn't know it.
        let is_deaf = missed && link.borrow().source.as_ref().is_some_and(Source::is_open);
        if is_deaf {
            open(&link);
        }
    });
}

/// What the server answers, if it does in time.
async fn question(address: &str) -> Option<String> {
    let stop = web_sys::AbortController::new().ok()?;
    let signal = stop.signal();
    let alarm = set_timeout_with_handle(move || stop.abort(), PATIENCE).ok()?;
    let answer = gloo_net::http::Request::get(address).abort_signal(Some(&signal)).send().await;
    let text = match answer {
        Ok(answer) if answer.ok() => answer.text().await.ok(),
        _ => None,
    };
    alarm.clear();
    text
}

impl<T: Said + DeserializeOwned + Send + Sync + 'static> Link<T> {
    fn address(&self, of: &str) -> String {
        let window = window();
        let of_window =
            |size: Result<wasm_bindgen::JsValue, _>| size.ok().and_then(|size| size.as_f64()).unwrap_or(0.0);
        let ratio = window.device_pixel_ratio();
        let (width, height) = (of_window(window.inner_width()) * ratio, of_window(window.inner_height()) * ratio);
        format!("/api/v1/show/{of}?{}&size={width:.0}x{height:.0}", self.query)
    }

    /// Takes what the server said. Gives whether it is something else than what was said before.
    fn hear(&mut self, text: &str) -> bool {
        let said: T = match serde_json::from_str(text) {
            Ok(said) => said,
            Err(problem) => {
                leptos::logging::error!("a picture can't be read: {problem}");
                return false;
            }
        };
        // After such a silence nothing is late any more: if it is older, the server's clock was set back.
        let is_next = self.silence() >= LIMIT_MS
            || self.heard.shown.with_untracked(|shown| shown.as_ref().is_none_or(|shown| is_newer(shown, &said)));
        if !is_next {
            return false;
        }
        let (now, at) = (said.now(), lived());
        self.clock = Some(self.clock.map_or_else(|| Clock::heard(now, at), |clock| clock.again(now, at)));
        let order = self.heard.shown.with_untracked(|shown| shown.as_ref().map(Said::order));
        let is_other = order != Some(said.order());
        self.heard.shown.set(Some(said));
        // Only now: what went with the link comes back as it is, not as it was.
        self.say();
        if order.is_none() {
            request_animation_frame(|| alive(true));
        }
        is_other
    }

    fn silence(&self) -> f64 {
        self.clock.map_or(lived() - self.began, |clock| clock.silence(lived()))
    }

    fn say(&self) {
        let is_lost = self.silence() >= LIMIT_MS;
        if self.heard.is_lost.get_untracked() != is_lost {
            self.heard.is_lost.set(is_lost);
        }
        self.heard.now.set(self.clock.map(|clock| clock.now(lived())));
    }
}

/// Tells the page around this one, if there is one, that it runs, and whether it has its first picture. Not after a trap
/// (`data-trapped`, by the boot module): what is drawn then doesn't follow the server any more.
fn alive(has_picture: bool) {
    let Ok(Some(around)) = window().parent() else { return };
    let is_trapped = document().document_element().is_none_or(|html| html.has_attribute("data-trapped"));
    if is_trapped || around == window() {
        return;
    }
    let word = js_sys::Object::new();
    let said = js_sys::Reflect::set(&word, &"sangkien".into(), &"alive".into())
        .and_then(|_| js_sys::Reflect::set(&word, &"drawn".into(), &has_picture.into()))
        .and_then(|_| around.post_message(&word, "*"));
    if let Err(problem) = said {
        leptos::logging::error!("{problem:?}");
    }
}

/// For how long the page has lived, in milliseconds: no setting of the studio's clock changes it.
fn lived() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
