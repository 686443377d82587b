//! Outputs: stages, overlays and the presenter's screen. What is on air, and scenes of public numbers, take no token.

use super::super::Shared;
use super::super::auth::comes_from_elsewhere;
use super::super::body;
use super::super::client::Client;
use super::super::error::Refusal;
use super::super::invitations::{is_this_machine, own_address};
use super::super::query::Parameters;
use super::super::sign_in::Visitor;
use super::produces;
use super::stream::Viewer;
use crate::show::{Named, View};
use axum::extract::State;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use model::field::Fault;
use model::problem::ProblemKind;
use model::show::{League, Picture, Scene};
use model::text::accept_line;
use model::unit::{Level, UnitCode};
use std::collections::BTreeSet;
use std::time::Duration;

/// An output's name has at most so many characters.
const NAME: usize = 40;
/// A cluster's name too.
const CLUSTER_NAME: usize = 80;
/// What a public picture may be kept by caches on the way: long enough for a hall, too short to notice.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=1");

/// What an output asks for.
struct Asked {
    view: View,
    named: Option<Named>,
}

impl Asked {
    /// Reads `output`, or `scene` with its parameters.
    fn read(mut parameters: Parameters, shared: &Shared) -> Result<Self, Refusal> {
        let named = named(&mut parameters);
        let output = parameters.text("output");
        let view = match (output.as_deref(), parameters.text("scene")) {
            (Some("program"), None) | (None, None) => View::Program,
            (Some("preview"), None) => View::Preview,
            (Some("prompter"), None) => View::Prompter,
            (None, Some(name)) => scene(&name, &mut parameters, shared).map_or(View::Program, View::Scene),
            _ => {
                parameters.fault("output", Fault::WrongType);
                View::Program
            }
        };
        parameters.done()?;
        if let View::Scene(scene) = &view
            && shared.studio.unknown_unit(scene).is_some()
        {
            return Err(Refusal::Plain(ProblemKind::NotFound));
        }
        Ok(Self { view, named })
    }

    /// Whether anybody may see it. A story by itself shows nothing but what may be on air.
    fn is_public(&self) -> bool {
        !matches!(self.view, View::Preview | View::Prompter | View::Control)
    }
}

/// What an output calls itself, and its size: `as=NAME&size=1920x1080`.
fn named(parameters: &mut Parameters) -> Option<Named> {
    let (name, size) = (parameters.text("as"), parameters.text("size"));
    let size = size.map(|size| {
        let (width, height) = size.split_once('x')?;
        Some((width.parse().ok()?, height.parse().ok()?))
    });
    if size == Some(None) {
        parameters.fault("size", Fault::WrongType);
    }
    let name = name?;
    let name = match accept_line(&name, NAME) {
        Ok(name) => name,
        Err(problem) => {
            parameters.fault("as", problem.into());
            return None;
        }
    };
    let (width, height) = size.flatten().unwrap_or((0, 0));
    Some(Named { name, width, height })
}

/// A scene by its parameters. `None` with a fault noted.
fn scene(name: &str, parameters: &mut Parameters, shared: &Shared) -> Option<Scene> {
    let directory = shared.board.directory();
    let root = || directory.root().map(|root| directory.units()[root].code.clone());
    let mut unit = || parameters.parsed::<UnitCode>("unit").or_else(root);
    match name {
        "waiting" => Some(Scene::Waiting),
        "map" => Some(Scene::Map),
        "number" => unit().map(|unit| Scene::Number { unit }),
        "unit" => unit().map(|unit| Scene::Unit { unit }),
        "timeline" => unit().map(|unit| Scene::Timeline { unit }),
        "league" => league(parameters, root),
        "story" => match parameters.parsed("initiative") {
            Some(initiative) => Some(Scene::Story { initiative }),
            None => {
                parameters.fault("initiative", Fault::Missing);
                None
            }
        },
        _ => {
            parameters.fault("scene", Fault::WrongType);
            None
        }
    }
}

fn league(parameters: &mut Parameters, root: impl Fn() -> Option<UnitCode>) -> Option<Scene> {
    let of = match parameters.text("among").as_deref() {
        None | Some("children") => League::Children { of: parameters.parsed("of").or_else(root)? },
        Some("block") => match parameters.text("level").as_deref().and_then(Level::from_name) {
            Some(level) => League::Block { level },
            None => {
                parameters.fault("level", Fault::WrongType);
                return None;
            }
        },
        Some("cluster") => cluster(parameters)?,
        Some(_) => {
            parameters.fault("among", Fault::WrongType);
            return None;
        }
    };
    let first = parameters.parsed("first").unwrap_or(1u16);
    let last = parameters.parsed("last").unwrap_or(first.saturating_add(League::ROWS - 1));
    if first < 1 {
        parameters.fault("first", Fault::OutOfRange { min: 1, max: u16::MAX.into() });
    } else if last < first || last - first >= League::ROWS {
        let (min, max) = (i64::from(first), i64::from(first) + i64::from(League::ROWS) - 1);
        parameters.fault("last", Fault::OutOfRange { min, max });
    }
    Some(Scene::League { of, first, last, marked: parameters.parsed("marked") })
}

/// Cụm, khối thi đua: `name=CỤM&units=CODE,CODE`.
fn cluster(parameters: &mut Parameters) -> Option<League> {
    let (name, units) = (parameters.text("name"), parameters.text("units"));
    let name = accept_line(&name.unwrap_or_default(), CLUSTER_NAME).map_err(|problem| {
        parameters.fault("name", problem.into());
    });
    let mut codes = BTreeSet::new();
    let units: Option<Vec<UnitCode>> =
        units.unwrap_or_default().split(',').map(|code| code.trim().parse().ok()).collect();
    let Some(units) = units.filter(|units| units.len() <= League::MOST_UNITS) else {
        parameters.fault("units", Fault::WrongType);
        return None;
    };
    if !units.iter().all(|unit| codes.insert(unit)) {
        parameters.fault("units", Fault::Taken);
    }
    Some(League::Cluster { name: name.ok()?, units })
}

/// What an output draws, once.
#[utoipa::path(
    get, path = "/show/picture", context_path = "/api/v1", operation_id = "show_picture", tag = "show",
    params(
        ("output" = Option<String>, Query, description = "`program`, the usual; `preview` and `prompter` for producers. `prompter` gives a Prompter."),
        ("scene" = Option<String>, Query, description = "In place of `output`: `number`, `unit` or `timeline` with `unit`; `league` with `among=children&of`, `among=block&level` or `among=cluster&name&units` (codes with commas between), `first`, `last`, `marked`; `map`; `waiting`; `story` with `initiative`."),
        ("as" = Option<String>, Query, description = "What the output calls itself, for the producers; at most 40 characters."),
        ("size" = Option<String>, Query, description = "Its width and height in pixels: `1920x1080`."),
    ),
    responses((status = 200, description = "The picture as of now.", body = Picture))
)]
pub async fn picture(
    State(shared): State<Shared>,
    Visitor(caller): Visitor,
    Client(from): Client,
    headers: HeaderMap,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let asked = Asked::read(parameters, &shared)?;
    if let View::Scene(_) = asked.view {
        // What is on air is made once for everybody; a scene is made for whoever asks.
        shared.limits.read(from)?;
    }
    admit(&shared, &asked, caller.as_ref(), &headers)?;
    let sheet = shared.studio.look(&asked.view).await?;
    let mut response = body::encoded(&headers, sheet.json.clone());
    let cached = if asked.is_public() { CACHED } else { HeaderValue::from_static("no-store") };
    response.headers_mut().insert(header::CACHE_CONTROL, cached);
    Ok(response)
}

/// What an output draws, at once and whenever it changes.
#[utoipa::path(
    get, path = "/show/stream", context_path = "/api/v1", operation_id = "show_stream", tag = "show",
    params(
        ("output" = Option<String>, Query, description = "As of `GET /show/picture`, and so are the others."),
        ("scene" = Option<String>, Query),
        ("as" = Option<String>, Query),
        ("size" = Option<String>, Query),
    ),
    responses((status = 200, content_type = "text/event-stream",
        description = "`event: picture` with `id: SEQ` and, as its data, what `GET /show/picture` answers: at once after an act, at most twice a second for numbers; a comment every 5 s; `retry:` once."),
        (status = 101, description = "To a WebSocket: each picture is a text message; a ping every 5 s."))
)]
pub async fn stream(
    State(shared): State<Shared>,
    Visitor(caller): Visitor,
    Client(from): Client,
    socket: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    headers: HeaderMap,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    // Other sites' pages can't read a stream of events, but nothing keeps them from a socket.
    if socket.is_ok() && comes_from_elsewhere(&headers) {
        return Err(Refusal::CrossSite);
    }
    let asked = Asked::read(parameters, &shared)?;
    if let View::Scene(_) = asked.view {
        // What is on air is made once for everybody; a scene is made for whoever asks.
        shared.limits.read(from)?;
    }
    admit(&shared, &asked, caller.as_ref(), &headers)?;
    let sheets = shared.studio.follow(&asked.view).await?;
    let caller = caller.filter(|_| !asked.is_public());
    let looking = asked.named.and_then(|named| shared.studio.presence.output(named, &shared.clock));
    let viewer = Viewer::new(&shared, sheets, caller, looking);
    Ok(match socket {
        Ok(upgrade) => viewer.by_socket(upgrade),
        // It isn't asked for, or the way to us doesn't let it through.
        Err(_) => viewer.by_events(),
    })
}

/// Whether it may be seen, and whether there is a link.
fn admit(
    shared: &Shared,
    asked: &Asked,
    caller: Option<&super::super::auth::Caller>,
    headers: &HeaderMap,
) -> Result<(), Refusal> {
    if !asked.is_public() {
        let caller = caller.ok_or(Refusal::Plain(ProblemKind::Unauthorized))?;
        produces(shared, caller)?;
    }
    let address = own_address(headers);
    // Only a machine's own name for itself is taken from somebody unknown: it ends up in a QR code on air.
    if address.strip_prefix("http://").is_some_and(is_this_machine) {
        shared.studio.note_local_address(&address);
    }
    match shared.studio.cut_until() {
        Some(until) => {
            let wait = u64::try_from(until.millis_since(shared.clock.now())).unwrap_or(0);
            Err(Refusal::Unavailable {
                why: "a rehearsed loss of the link".into(),
                again_in: Duration::from_millis(wait),
            })
        }
        None => Ok(()),
    }
}
