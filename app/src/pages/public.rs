//! The public pages as the server renders them: which page an address leads to, and where its numbers come from.

use std::rc::Rc;

use leptos::prelude::Owner;
use model::unit::UnitCode;

use super::{board as boards, lost, stories, text, units};
use crate::{
    board::{BoardData, BoardSource, Unavailable},
    document::{Head, Release, Section, Share, document, frame},
    i18n::{Lang, board},
    live::Live,
    markup::El,
    stories::StoriesAsked,
    visitor::Visitor,
};

/// What a visitor asks for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The address's path.
    pub path: String,
    /// The query as it stands in the address, without the question mark.
    pub query: String,
    /// What the query's `q` says: a unit's name to look for.
    pub search: String,
    /// How the visitor wants it.
    pub visitor: Visitor,
}

/// A page, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The HTTP status.
    pub status: u16,
    /// The whole document.
    pub html: String,
}

/// What makes a page.
pub(super) struct Page {
    pub status: u16,
    pub section: Section,
    pub title: String,
    pub description: Option<String>,
    pub content: Vec<El>,
    /// The numbers, for the browser to go on from.
    pub board: Option<BoardData>,
    /// What a link to it is shown with elsewhere.
    pub share: Option<Share>,
}

impl Page {
    /// A page that says the same to everyone. `title` goes before the product's name.
    pub(super) fn plain(status: u16, section: Section, title: &str, content: Vec<El>) -> Page {
        let title = format!("{title} – {}", board::BRAND);
        Page { status, section, title, description: None, content, board: None, share: None }
    }

    fn of_board(of: BoardData, section: Section, asked: &Asked) -> Page {
        let of = Rc::new(of);
        // Signals live as long as their owner, and one page is rendered at a time within it.
        let owner = Owner::new();
        let (title, content) = owner.with(|| {
            let live = Live::still(&of);
            let lang = asked.visitor.lang;
            (boards::title(&of, live, lang), boards::parts(&of, live, &asked.query, lang))
        });
        owner.unset_with_forced_cleanup();
        let description = Some(of.campaign.name.clone());
        let unit = &of.totals.own.unit;
        let path = if of.is_root() { "/".to_owned() } else { format!("/units/{unit}") };
        let share = Share { kind: "website", path, card: format!("/cards/units/{unit}.png") };
        Page { status: 200, section, title, description, content, board: Rc::into_inner(of), share: Some(share) }
    }
}

/// Renders whatever address it is asked for. One without a page gets a page that says so, with status 404; without a
/// source of numbers, or when it fails, the page says that it comes back, with status 503.
pub async fn render(release: &Release, asked: &Asked, source: Option<&dyn BoardSource>) -> Rendered {
    let lang = asked.visitor.lang;
    let page = match find(asked, source).await {
        Ok(page) => page,
        Err(Unavailable) => lost::unavailable(lang),
    };
    let is_missing = page.status == 503;
    let body = frame(page.section, &asked.query, asked.visitor, release.reality, page.content);
    let body = if is_missing { body.attr("data-missing", "") } else { body };
    let body = match page.board.as_ref().and_then(data) {
        Some(data) => body.html(&data),
        None => body,
    };
    let head = Head { title: page.title, description: page.description, share: page.share };
    Rendered { status: page.status, html: document(release, asked.visitor, head, body) }
}

/// The numbers as a block of data: it isn't run, and nothing in it ends the block early.
fn data(of: &BoardData) -> Option<String> {
    let json = serde_json::to_string(of).ok()?.replace('<', "\\u003c");
    Some(format!(r#"<script type="application/json" id="board">{json}</script>"#))
}

async fn find(asked: &Asked, source: Option<&dyn BoardSource>) -> Result<Page, Unavailable> {
    let lang = asked.visitor.lang;
    let parts: Vec<&str> = asked.path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        [""] => of_unit(None, Section::Nation, asked, source).await,
        ["units"] => list(asked, source.ok_or(Unavailable)?).await,
        ["units", code] => match code.parse() {
            Ok(code) => of_unit(Some(code), Section::Units, asked, source).await,
            Err(_) => Ok(lost::no_unit(lang)),
        },
        ["stories"] => told(asked, source.ok_or(Unavailable)?).await,
        ["stories", id] => match id.parse() {
            Ok(id) => match source.ok_or(Unavailable)?.story(id).await? {
                Some(story) => Ok(stories::tale(&story, lang)),
                None => Ok(lost::no_story(lang)),
            },
            Err(_) => Ok(lost::no_story(lang)),
        },
        ["rules"] => Ok(text::rules(lang)),
        ["privacy"] => Ok(text::privacy(lang)),
        #[cfg(debug_assertions)]
        ["dev", "gallery"] => Ok(super::gallery::page()),
        _ => Ok(lost::no_page(lang)),
    }
}

async fn of_unit(
    unit: Option<UnitCode>,
    section: Section,
    asked: &Asked,
    source: Option<&dyn BoardSource>,
) -> Result<Page, Unavailable> {
    let found = source.ok_or(Unavailable)?.board(unit.clone()).await?;
    match found {
        Some(board) => Ok(Page::of_board(board, section, asked)),
        // Without a campaign there is no board of anything yet.
        None if unit.is_none() => Err(Unavailable),
        None => Ok(lost::no_unit(asked.visitor.lang)),
    }
}

/// The stories that the address asks for.
async fn told(asked: &Asked, source: &dyn BoardSource) -> Result<Page, Unavailable> {
    let wanted = StoriesAsked::from_query(&asked.query);
    Ok(match source.stories(wanted.clone()).await? {
        Some(found) => stories::list(&wanted, &found, asked.visitor.lang),
        None => lost::no_unit(asked.visitor.lang),
    })
}

/// What was searched for, or every unit of the nation.
async fn list(asked: &Asked, source: &dyn BoardSource) -> Result<Page, Unavailable> {
    let (text, lang): (_, Lang) = (asked.search.trim(), asked.visitor.lang);
    if text.is_empty() {
        let board = source.board(None).await?.ok_or(Unavailable)?;
        return Ok(units::all(&board.totals.children, lang));
    }
    Ok(units::found(text, &source.search(text.to_owned()).await?, lang))
}
