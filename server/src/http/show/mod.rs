//! The show over HTTP: the producers' desk, button boxes, and the outputs. Everything that isn't public takes the right to run
//! the studio of the root. Knows neither what is shown nor what may be done: that is `crate::show`.

pub mod buttons;
pub mod desk;
pub mod outputs;
mod stream;

use super::auth::Caller;
use super::error::Refusal;
use super::{Service, Shared};
use crate::show::ActError;
use axum::Router;
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
