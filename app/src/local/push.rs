//! Whether this device is told of news (Web Push): asking the browser, and telling the server. Promises that the browser's
//! question comes only from a tap, and that whatever stands in the way is said. Knows nothing of what the news is: that
//! comes with the next sync, as ever.

use gloo_net::http::Request;
use js_sys::{Object, Promise, Reflect};
use leptos::prelude::*;
use model::json;
use model::number::Lang;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::store::LocalStore;
use crate::link::{Said, bearer, post, send};

/// What the person wants: `1` to be told, `0` not to be asked again. Goes with everything else of theirs at signing out.
const WANTED: &str = "tsk.push";

/// Whether this device is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The server hasn't said yet.
    Unknown,
    Yes,
    No,
    /// This server tells nobody: news is there when the app is opened.
    Never,
    /// The person doesn't let the browser show messages.
    Denied,
    /// On an iPhone it works from the home screen only.
    FromHomeScreen,
    /// The browser can't.
    Unable,
}

/// What is told, and changing it. Copies are the same.
#[derive(Clone, Copy)]
pub struct News {
    store: LocalStore,
    lang: Lang,
    told: RwSignal<Told>,
    /// The last try failed for want of a link.
    failed: RwSignal<bool>,
    /// Somebody is being asked.
    busy: RwSignal<bool>,
}

/// Why nothing came of it: the link, the server or the browser's push service.
struct Failed;

impl From<JsValue> for Failed {
    fn from(_: JsValue) -> Self {
        Failed
    }
}

impl News {
    /// Nothing is asked of anybody yet.
    pub fn new(store: LocalStore, lang: Lang) -> News {
        let told = RwSignal::new(hindrance().unwrap_or(Told::Unknown));
        let (failed, busy) = (RwSignal::new(false), RwSignal::new(false));
        News { store, lang, told, failed, busy }
    }

    /// Whether this device is told, as far as is known.
    pub fn told(self) -> Told {
        self.told.get()
    }

    /// Whether the last try failed.
    pub fn has_failed(self) -> bool {
        self.failed.get()
    }

    /// Whether an answer is being waited for.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Whether the person has said what they want.
    pub fn is_decided(self) -> bool {
        self.told.track();
        wanted().is_some()
    }

    /// Finds out how it is. Who wanted to be told and isn't any more, because they joined anew or the browser changed its
    /// address, is told again.
    pub fn look(self) {
        if let Some(hindrance) = hindrance() {
            self.told.set(hindrance);
            return;
        }
        let Some(token) = self.token() else { return };
        spawn_local(async move {
            let Ok(State { public_key, subscribed }) = ask(&token, self.lang).await else { return };
            let Some(key) = public_key else {
                self.told.set(Told::Never);
                return;
            };
            let is_told = subscribed || wants() && subscribe(&token, &key, self.lang).await.is_ok();
            self.told.set(if is_told { Told::Yes } else { Told::No });
        });
    }

    /// Whether the server has answered this member in this run. Before that there is no use in asking it more.
    pub fn is_reachable(self) -> bool {
        self.store
            .status(|engine| engine.session().is_some_and(|session| !session.expired) && engine.last_synced().is_some())
    }

    /// As [`News::look`], for who wants to be told.
    pub fn keep_on(self) {
        if wants() {
            self.look();
        }
    }

    /// The person tapped: tell me. The browser asks them, if they haven't answered it before.
    pub fn begin(self) {
        self.work(move |token| async move {
            let answer = JsFuture::from(call(&class("Notification")?, "requestPermission", None)?).await?;
            if answer.as_string().as_deref() != Some("granted") {
                return Ok(hindrance().unwrap_or(Told::No));
            }
            let Some(key) = ask(&token, self.lang).await?.public_key else { return Ok(Told::Never) };
            subscribe(&token, &key, self.lang).await?;
            want("1");
            Ok(Told::Yes)
        });
    }

    /// The person tapped: don't tell me.
    pub fn end(self) {
        self.work(move |token| async move {
            send(bearer(Request::delete("/api/v1/push"), &token), self.lang).await.map_err(|_| Failed)?;
            want("0");
            forget_subscription().await;
            Ok(Told::No)
        });
    }

    /// The person doesn't want to be asked.
    pub fn decline(self) {
        want("0");
        self.told.notify();
    }

    /// Whoever used this device has signed out: nothing more comes to it, whether or not the server hears of that.
    pub fn forget(self) {
        self.told.set(hindrance().unwrap_or(Told::Unknown));
        spawn_local(forget_subscription());
    }

    fn work<W: Future<Output = Result<Told, Failed>> + 'static>(self, work: impl FnOnce(String) -> W + 'static) {
        let Some(token) = self.token() else { return };
        self.busy.set(true);
        spawn_local(async move {
            let done = work(token).await;
            self.failed.set(done.is_err());
            if let Ok(told) = done {
                self.told.set(told);
            }
            self.busy.set(false);
        });
    }

    fn token(self) -> Option<String> {
        self.store.now(|engine| engine.session().map(|session| session.token.clone()))
    }
}

/// `GET /push`.
#[derive(Deserialize)]
struct State {
    public_key: Option<String>,
    subscribed: bool,
}

async fn ask(token: &str, lang: Lang) -> Result<State, Failed> {
    // Nothing is asked that can't be answered.
    if !leptos::prelude::window().navigator().on_line() {
        return Err(Failed);
    }
    let Said { status, body, .. } =
        send(bearer(Request::get("/api/v1/push"), token), lang).await.map_err(|_| Failed)?;
    if status == 200 { json::read(&body).map_err(|_| Failed) } else { Err(Failed) }
}

/// Has the browser subscribe, and tells the server where.
async fn subscribe(token: &str, key: &str, lang: Lang) -> Result<(), Failed> {
    let manager = manager().await?;
    let options = Object::new();
    Reflect::set(&options, &"userVisibleOnly".into(), &JsValue::TRUE)?;
    Reflect::set(&options, &"applicationServerKey".into(), &key.into())?;
    let again = || call(&manager, "subscribe", Some(&options));
    let subscription = match JsFuture::from(again()?).await {
        Ok(subscription) => subscription,
        // One for another server's key stands in the way: an older server at this address.
        Err(_) => {
            forget_subscription().await;
            JsFuture::from(again()?).await?
        }
    };
    let text = js_sys::JSON::stringify(&subscription)?;
    let builder = bearer(Request::post("/api/v1/push"), token);
    let Said { status, .. } = post(builder, text.into(), lang).await.map_err(|_| Failed)?;
    if status == 204 { Ok(()) } else { Err(Failed) }
}

/// The browser's subscription goes, if there is one. Without a link the browser still drops what comes for it.
async fn forget_subscription() {
    let forgotten = async {
        let found = JsFuture::from(call(&manager().await?, "getSubscription", None)?).await?;
        if found.is_object() {
            JsFuture::from(call(&found, "unsubscribe", None)?).await?;
        }
        Ok::<_, Failed>(())
    };
    if forgotten.await.is_err() {
        leptos::logging::warn!("the browser keeps its push subscription");
    }
}

/// The push manager of the service worker, once that is active.
async fn manager() -> Result<JsValue, Failed> {
    let container = Reflect::get(&window().navigator(), &"serviceWorker".into())?;
    let ready: Promise = Reflect::get(&container, &"ready".into())?.dyn_into()?;
    Ok(Reflect::get(&JsFuture::from(ready).await?, &"pushManager".into())?)
}

/// Calls a method that gives a promise.
fn call(of: &JsValue, name: &str, argument: Option<&JsValue>) -> Result<Promise, JsValue> {
    let method: js_sys::Function = Reflect::get(of, &name.into())?.dyn_into()?;
    let given = match argument {
        Some(argument) => method.call1(of, argument)?,
        None => method.call0(of)?,
    };
    given.dyn_into()
}

fn class(name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(&js_sys::global(), &name.into())
}

/// What in this browser stands in the way, if anything does.
fn hindrance() -> Option<Told> {
    let has = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or(false);
    let (global, navigator) = (js_sys::global(), window().navigator());
    if !(has(&navigator, "serviceWorker") && has(&global, "PushManager") && has(&global, "Notification")) {
        // Only Safari on iOS says whether it runs from the home screen.
        let from_browser = Reflect::get(&navigator, &"standalone".into()).is_ok_and(|standalone| standalone == false);
        return Some(if from_browser { Told::FromHomeScreen } else { Told::Unable });
    }
    let permission = class("Notification").and_then(|class| Reflect::get(&class, &"permission".into()));
    let is_denied = permission.is_ok_and(|permission| permission.as_string().as_deref() == Some("denied"));
    is_denied.then_some(Told::Denied)
}

fn wanted() -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(WANTED).ok().flatten()
}

fn wants() -> bool {
    wanted().as_deref() == Some("1")
}

/// Without room the person is asked again some day.
fn want(answer: &str) {
    let kept = window().local_storage().ok().flatten().map(|storage| storage.set_item(WANTED, answer));
    if !matches!(kept, Some(Ok(()))) {
        leptos::logging::warn!("no room for what the person wants");
    }
}
