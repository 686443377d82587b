//! Asks for what a page shows: the source on the server, the server in the browser. In the browser this happens only
//! where no server rendered the page: in the offline shell, and when someone tries again.

use model::{unit::UnitCode, wire::UnitFound};

use super::{BoardData, Unavailable};

/// The board of a unit, or of the root without one. `None` if there is no such unit.
///
/// # Errors
/// If it can't be had just now.
pub async fn board(unit: Option<UnitCode>) -> Result<Option<BoardData>, Unavailable> {
    #[cfg(feature = "ssr")]
    return source()?.board(unit).await;
    #[cfg(not(feature = "ssr"))]
    fetched(unit.map_or_else(|| "/api/v1/board".to_owned(), |unit| format!("/api/v1/board?unit={unit}"))).await
}

/// Units whose names have these words.
///
/// # Errors
/// If they can't be searched just now.
pub async fn units(text: String) -> Result<Vec<UnitFound>, Unavailable> {
    #[cfg(feature = "ssr")]
    return source()?.search(text).await;
    #[cfg(not(feature = "ssr"))]
    {
        let found: Option<model::wire::UnitsFound> = fetched(search_address(&text)).await?;
        Ok(found.map_or_else(Vec::new, |found| found.units))
    }
}

/// What the server provides; a resource polls its future within the page's context.
#[cfg(feature = "ssr")]
fn source() -> Result<super::SharedSource, Unavailable> {
    leptos::prelude::use_context().ok_or(Unavailable)
}

/// Where the browser asks for units.
#[cfg(not(feature = "ssr"))]
fn search_address(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    let text = String::from(js_sys::encode_uri_component(text));
    format!("/api/v1/units?q={text}")
}

/// `None` if the server says that there is no such thing.
#[cfg(feature = "hydrate")]
fn fetched<T: serde::de::DeserializeOwned + Send + 'static>(
    address: String,
) -> impl Future<Output = Result<Option<T>, Unavailable>> + Send + 'static {
    // The browser has one thread, so what isn't Send never leaves it.
    send_wrapper::SendWrapper::new(async move {
        let response = gloo_net::http::Request::get(&address).send().await.map_err(|_| Unavailable)?;
        match response.status() {
            404 => Ok(None),
            200 => response.json().await.map(Some).map_err(|_| Unavailable),
            _ => Err(Unavailable),
        }
    })
}

/// Without either feature, as in unit tests, there is nobody to ask.
#[cfg(not(any(feature = "hydrate", feature = "ssr")))]
async fn fetched<T>(_: String) -> Result<Option<T>, Unavailable> {
    Err(Unavailable)
}
