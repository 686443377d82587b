//! `/cards/…`: share cards, the pictures beside links. Promises that one is drawn at a time however many ask, that the same
//! card isn't drawn twice, that a story's card is given only for as long as the story is public, and that all of them together
//! take little memory. Knows nothing of how they look.

use super::client::Client;
use super::error::Refusal;
use super::totals::knows;
use super::{Service, Shared};
use crate::card::{Card, Mark, StoryCard, UnitCard};
use app::i18n::{Lang, stories as words};
use app::pages::worth;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use model::id::InitiativeId;
use model::problem::ProblemKind;
use model::unit::UnitCode;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// A unit's card may be so much behind its numbers: it says as of when they are, and a card takes a core for a moment.
const LATE: Duration = Duration::from_secs(10);
/// So many cards are kept, of about 50 KB each.
const MOST: usize = 128;
/// So many wait for theirs to be drawn; whoever comes then is told to come again.
const WAITING: usize = 64;
/// The most characters of a quotation.
const QUOTED: usize = 280;
/// Caches on the way may answer for a unit's card for a minute.
const UNITS: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// As pages of stories: one that is withdrawn leaves within two seconds.
const STORIES: HeaderValue = HeaderValue::from_static("public, max-age=0, s-maxage=1, must-revalidate");

type CardPath = Result<Path<String>, PathRejection>;

/// What a card is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Of {
    Unit(UnitCode),
    Story(InitiativeId),
}

/// The cards that were drawn last.
pub struct Cards {
    kept: Mutex<HashMap<Of, Arc<Drawn>>>,
    turn: Semaphore,
    places: Semaphore,
}

/// A card as it was drawn.
struct Drawn {
    card: Card,
    at: Instant,
    png: Bytes,
    /// A strong entity tag, with its quotes.
    tag: String,
}

impl Default for Cards {
    fn default() -> Self {
        Self { kept: Mutex::default(), turn: Semaphore::new(1), places: Semaphore::new(WAITING) }
    }
}

/// A unit's share card: how many initiatives, of which target, as of when.
#[utoipa::path(
    get, path = "/cards/units/{code}.png", operation_id = "unit_card", tag = "public",
    params(("code" = UnitCode, Path)),
    responses((status = 200, description = "1200 × 630, in Vietnamese.", content_type = "image/png",
        headers(("ETag" = String), ("Cache-Control" = String))))
)]
pub async fn unit(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    file: CardPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit: UnitCode = named(file)?;
    let frame = shared.board.frame(None, &unit).ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let (own, as_of) = (&frame.totals.own, frame.totals.as_of);
    let card = Card::Unit(UnitCard {
        name: own.name.clone(),
        submitted: own.counts.submitted,
        assigned: own.target.assigned,
        people: own.counts.people,
        recognised: own.counts.recognised,
        estimated: own.benefit_vnd.estimated,
        as_of: as_of.clock_and_date(Lang::Vi),
    });
    let drawn = shared.card(Of::Unit(unit), card, LATE).await?;
    Ok(drawn.answer(&headers, UNITS))
}

/// A story's share card: its title, how it begins, who wrote it. `not-found` as for the story itself.
#[utoipa::path(
    get, path = "/cards/stories/{id}.png", operation_id = "story_card", tag = "public",
    params(("id" = InitiativeId, Path)),
    responses((status = 200, description = "1200 × 630, in Vietnamese.", content_type = "image/png",
        headers(("ETag" = String), ("Cache-Control" = String))))
)]
pub async fn story(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    file: CardPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let id: InitiativeId = named(file)?;
    // Asked each time, so that no card is given of what isn't public any more.
    let story = shared.story(id).await?.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let card = Card::Story(StoryCard {
        quote: story.opening(QUOTED),
        by: words::by(&story.authors, story.other_authors, Lang::Vi),
        worth: worth(&story.benefit, Lang::Vi),
        title: story.title,
        unit: story.unit_name,
    });
    let drawn = shared.card(Of::Story(id), card, Duration::ZERO).await?;
    Ok(drawn.answer(&headers, STORIES))
}

/// What the file's name says before `.png`.
fn named<T: std::str::FromStr>(file: CardPath) -> Result<T, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(file) = file.map_err(|_| not_found())?;
    file.strip_suffix(".png").and_then(|name| name.parse().ok()).ok_or_else(not_found)
}

impl Service {
    /// The card as it was kept or is drawn now. One that was drawn within `late` is good whatever it says.
    async fn card(&self, of: Of, card: Card, late: Duration) -> Result<Arc<Drawn>, Refusal> {
        let cards = &self.cards;
        if let Some(drawn) = cards.kept(&of, &card, late) {
            return Ok(drawn);
        }
        let _place = cards.places.try_acquire().map_err(|_| Refusal::busy("many cards to draw".into()))?;
        let _turn = cards.turn.acquire().await.map_err(|_| Refusal::stopping())?;
        // Whoever waited for it finds it drawn.
        if let Some(drawn) = cards.kept(&of, &card, late) {
            return Ok(drawn);
        }
        let mark = if self.board.is_demo() { Mark::Demo } else { Mark::None };
        let drawing = tokio::task::spawn_blocking(move || card.draw(mark).map(|png| (card, png)));
        let drawn = drawing.await.map_err(|why| Refusal::Internal(why.to_string()))?;
        let (card, png) = drawn.map_err(|why| Refusal::Internal(why.to_string()))?;
        Ok(cards.keep(of, card, png))
    }
}

impl Cards {
    fn kept(&self, of: &Of, card: &Card, late: Duration) -> Option<Arc<Drawn>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(of).filter(|drawn| drawn.card == *card || drawn.at.elapsed() < late).cloned()
    }

    fn keep(&self, of: Of, card: Card, png: Vec<u8>) -> Arc<Drawn> {
        let hash = Sha256::digest(&png);
        let tag = format!("\"{}\"", hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>());
        let drawn = Arc::new(Drawn { card, at: Instant::now(), png: png.into(), tag });
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(&of) {
            let oldest = kept.iter().min_by_key(|(_, drawn)| drawn.at).map(|(of, _)| of.clone());
            oldest.and_then(|oldest| kept.remove(&oldest));
        }
        kept.insert(of, Arc::clone(&drawn));
        drawn
    }
}

impl Drawn {
    fn answer(&self, request: &HeaderMap, cached: HeaderValue) -> Response {
        let mut response = if knows(request, &self.tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut whole = Response::new(Body::from(self.png.clone()));
            whole.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
            whole
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, cached);
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(tag) = HeaderValue::try_from(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(submitted: i64) -> Card {
        let name = "Công đoàn".to_owned();
        let as_of = "20h15".to_owned();
        Card::Unit(UnitCard { name, submitted, assigned: None, people: 0, recognised: 0, estimated: 0, as_of })
    }

    fn of(number: usize) -> Of {
        Of::Unit(format!("cd-{number}").parse().unwrap())
    }

    #[test]
    fn the_same_card_is_not_drawn_again_and_another_one_is() {
        let cards = Cards::default();
        cards.keep(of(1), card(1), vec![1]);
        assert!(cards.kept(&of(1), &card(1), Duration::ZERO).is_some());
        assert!(cards.kept(&of(1), &card(2), Duration::ZERO).is_none());
        assert!(cards.kept(&of(1), &card(2), LATE).is_some(), "it was drawn just now");
        assert!(cards.kept(&of(2), &card(1), LATE).is_none());
    }

    #[test]
    fn a_flood_of_addresses_costs_no_memory_and_the_newest_stay() {
        let cards = Cards::default();
        for number in 0..2 * MOST {
            cards.keep(of(number), card(1), vec![0]);
        }
        assert_eq!(cards.kept.lock().unwrap().len(), MOST);
        assert!(cards.kept(&of(2 * MOST - 1), &card(1), LATE).is_some());
        assert!(cards.kept(&of(0), &card(1), LATE).is_none());
    }
}
