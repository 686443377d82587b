//! The show over HTTP: the producers' desk, button boxes, and the outputs. Everything that isn't public takes the right to run
//! the studio of the root. Knows neither what is shown nor what may be done: that is `crate::show`.

pub mod buttons;
pub mod desk;
pub mod outputs;
mod stream;

use super::auth::Caller;
use super::error::Refusal;
use super::invitations::own_address;
use super::{Service, Shared};
use crate::show::ActError;
use axum::Router;
use axum::http::{HeaderMap, header};
use axum::routing::{get, post};
use model::problem::ProblemKind;
use model::rights::{Deed, Subject, allowed};

/// The routes of the show.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/show", get(desk::show))
        .route("/show/live", get(desk::live))
        .route("/show/acts", post(desk::act))
        .route("/show/state", get(buttons::state))
        .route("/show/take", post(buttons::take))
        .route("/show/next", post(buttons::next))
        .route("/show/freeze", post(buttons::freeze))
        .route("/show/hide", post(buttons::hide))
        .route("/show/hold", post(buttons::hold))
        .route("/show/preview/{position}", post(buttons::preview))
        .route("/show/picture", get(outputs::picture))
        .route("/show/stream", get(outputs::stream))
}

impl Service {
    /// Where people reach the server, if its administrator says: what the QR code on air leads to.
    pub fn reached_at(&self, public_url: Option<&str>) {
        if let Some(public_url) = public_url {
            self.studio.lead_to(public_url);
        }
    }
}

/// Where the page that asks has reached us; empty if no page of ours does. A button box says no origin, and what it calls
/// us leads nobody else anywhere.
fn page_address(headers: &HeaderMap) -> String {
    let address = own_address(headers);
    let is_ours = headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes() == address.as_bytes());
    if is_ours { address } else { String::new() }
}

/// Asks the rules whether somebody runs the studio.
fn produces(shared: &Service, caller: &Caller) -> Result<(), Refusal> {
    let directory = shared.board.directory();
    let root = directory.root().map(|root| directory.units()[root].code.clone());
    let root = root.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    allowed(&caller.before(&directory, &root), Deed::RunStudio, Subject::Unit).map_err(Refusal::Plain)
}

impl From<ActError> for Refusal {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Refused(refused) => Refusal::Show(refused),
            ActError::IdReused => Refusal::Plain(ProblemKind::OpReused),
            ActError::Store(error) => error.into(),
        }
    }
}
