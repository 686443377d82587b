//! The browser's answers as futures, and its errors as ours. Every future here settles: an event that says no is an answer.

use js_sys::{Error as JsError, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, Event, IdbRequest, IdbTransaction};

use super::Error;

/// What the browser threw.
#[derive(Debug)]
pub struct Thrown {
    /// The error's name, which tells its kind: `QuotaExceededError`.
    pub name: String,
    message: String,
}

impl From<JsValue> for Thrown {
    fn from(value: JsValue) -> Self {
        // A DOMException isn't an Error for `instanceof`, but reads the same.
        let text = |member| Reflect::get(&value, &JsValue::from_str(member)).ok().and_then(|text| text.as_string());
        Self { name: text("name").unwrap_or_default(), message: text("message").unwrap_or_default() }
    }
}

impl From<DomException> for Thrown {
    fn from(exception: DomException) -> Self {
        Self { name: exception.name(), message: exception.message() }
    }
}

impl From<JsError> for Thrown {
    fn from(error: JsError) -> Self {
        JsValue::from(error).into()
    }
}

impl From<Thrown> for Error {
    fn from(thrown: Thrown) -> Self {
        match thrown.name.as_str() {
            "QuotaExceededError" => Self::NoRoom,
            _ => Self::Browser(format!("{}: {}", thrown.name, thrown.message)),
        }
    }
}

/// Waits for a promise that the browser made.
#[cfg(feature = "desk")]
pub async fn promised(promise: Result<Promise, JsValue>) -> Result<JsValue, Thrown> {
    Ok(JsFuture::from(promise?).await?)
}

/// Whichever of some events comes first; it gives the [`Event`]. `listen` gets the function to hand to their handlers.
pub fn first_event(mut listen: impl FnMut(&js_sys::Function)) -> JsFuture {
    Promise::new(&mut |resolve, _| listen(&resolve)).into()
}

/// An event's type: `success`, `abort`; or the text that came instead of an event.
pub async fn kind(event: JsFuture) -> Result<String, Thrown> {
    let event = event.await?;
    Ok(event.as_string().unwrap_or_else(|| event.unchecked_into::<Event>().type_()))
}

/// A request's result. Made by handing over a request in the same turn that asked it.
pub fn answer(request: IdbRequest) -> impl Future<Output = Result<JsValue, Thrown>> {
    let settled = first_event(|settle| {
        request.set_onsuccess(Some(settle));
        request.set_onerror(Some(settle));
    });
    async move {
        settled.await?;
        match request.error()? {
            Some(exception) => Err(exception.into()),
            None => Ok(request.result()?),
        }
    }
}

/// How a transaction ended: whether it is on the disk. Call it before the first request.
pub fn ending(transaction: &IdbTransaction) -> impl Future<Output = Result<(), Thrown>> + use<> {
    let transaction = transaction.clone();
    let ended = first_event(|end| {
        transaction.set_oncomplete(Some(end));
        transaction.set_onabort(Some(end));
    });
    async move {
        if kind(ended).await? == "complete" {
            return Ok(());
        }
        Err(match transaction.error() {
            Some(exception) => exception.into(),
            None => Thrown { name: "AbortError".to_owned(), message: "the transaction was aborted".to_owned() },
        })
    }
}
