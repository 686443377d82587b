//! Public pages as they leave the server: their numbers, their status, and what they say about the visitor's choices.

use app::board::{Answer, BoardData, BoardSource, SharedSource, Unavailable, made_up};
use app::reality::Reality;
use app::stories::{StoriesAsked, StoriesFound};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use model::id::InitiativeId;
use model::story::Story;
use model::unit::{Level, UnitCode};
use model::wire::{StoriesResponse, UnitFound};
use serde_json::json;
use server::http::{assets::Site, pages};
use std::sync::Arc;
use tower::ServiceExt;

/// The nation and one unit, or nothing at all.
enum Source {
    MadeUp,
    Down,
}

impl BoardSource for Source {
    fn version(&self) -> u64 {
        0
    }

    fn board(&self, unit: Option<UnitCode>) -> Answer<Option<BoardData>> {
        let board = match (self, unit.as_ref().map(UnitCode::as_str)) {
            (Source::Down, _) => Err(Unavailable),
            (Source::MadeUp, None) => Ok(Some(made_up::nation())),
            (Source::MadeUp, Some("cd-dau-khi")) => Ok(Some(made_up::unit())),
            (Source::MadeUp, Some(_)) => Ok(None),
        };
        Box::pin(async move { board })
    }

    fn stories(&self, asked: StoriesAsked) -> Answer<Option<StoriesFound>> {
        let found = StoriesResponse { stories: vec![story().into()], cursor: Some("AB".to_owned()), total: 1_203 };
        let unit_name = asked.unit.map(|_| "Công đoàn Dầu khí Việt Nam".to_owned());
        Box::pin(async move { Ok(Some(StoriesFound { unit_name, units: Vec::new(), found })) })
    }

    fn story(&self, id: InitiativeId) -> Answer<Option<Story>> {
        let found = (id == story().id).then(story);
        Box::pin(async move { Ok(found) })
    }

    fn stories_version(&self) -> u64 {
        0
    }

    fn search(&self, text: String) -> Answer<Vec<UnitFound>> {
        let found = UnitFound {
            code: "cs-x".parse().expect("a code"),
            name: format!("Công đoàn {text}"),
            level: Level::Grassroots,
            path: Vec::new(),
            under: None,
        };
        Box::pin(async move { Ok(vec![found]) })
    }
}

const STORY: &str = "018f0000-0000-7000-8000-000000000001";

fn story() -> Story {
    serde_json::from_value(json!({
        "id": STORY, "title": "Sàng rung <tự> làm sạch", "unit": "cd-dau-khi", "unit_name": "Công đoàn Dầu khí Việt Nam",
        "authors": ["Lò Thị Hạnh"], "other_authors": 2, "kind": "technical", "area": "Cơ khí & điện", "effect": "Nhanh hơn.",
        "problem": "Lưới hay bịt.", "story": "Ca ba đêm ấy dừng máy bốn lần.\nChúng tôi bàn nhau.",
        "benefit": {"estimated": 850_000_000, "verified": 800_000_000, "period": "per_year"},
        "level": "grassroots", "recognised_on": "2023-10-03", "appliers": 3,
    }))
    .expect("a story")
}

struct Page {
    status: StatusCode,
    headers: HeaderMap,
    html: String,
}

async fn visit(source: Source, address: &str, cookies: &str) -> Page {
    visit_at(Site::bare(), source, address, cookies).await
}

async fn visit_at(site: Site, source: Source, address: &str, cookies: &str) -> Page {
    let source: SharedSource = Arc::new(source);
    let site = Arc::new(site);
    let service = pages::service(site, Some(source));
    let router: Router = Router::new().fallback_service(service);
    let request = Request::get(address).header(header::COOKIE, cookies).body(Body::empty()).expect("an address");
    let response = router.oneshot(request).await.expect("the router never fails");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("the body is in memory");
    let html = String::from_utf8(body.to_vec()).expect("pages are UTF-8");
    Page { status: parts.status, headers: parts.headers, html }
}

/// The text that a person reads, without tags and what is between pieces of text.
fn read(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let tag = &rest[open..];
        let end = if tag.starts_with("<script") { tag.find("</script>") } else { tag.find('>') };
        rest = end.map_or("", |end| tag[end..].split_once('>').map_or("", |(_, after)| after));
    }
    text + rest
}

#[tokio::test]
async fn the_nation_is_there_before_any_script() {
    let page = visit(Source::MadeUp, "/", "").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = read(&page.html);
    for part in [
        "Toàn quốc",
        "2.043.817",
        "204,4%",
        "chỉ tiêu được giao, tức vượt 104,4%",
        "Một triệu sáng kiến đến sớm 332 ngày",
        "Số tính đến 20h15 ngày 21/10/2023",
        "33 nghìn tỷ đồng",
        "Hai con số không cộng vào nhau. 411.902 sáng kiến chưa ghi giá trị bằng tiền.",
        "Thanh Hóa",
        "983,9%",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(page.html.contains("<title>Toàn quốc: 2.043.817 sáng kiến – Triệu Sáng Kiến</title>"));
}

#[tokio::test]
async fn a_unit_says_its_place_and_what_it_still_lacks() {
    let text = read(&visit(Source::MadeUp, "/units/cd-dau-khi", "").await.html);
    for part in [
        "Công đoàn Dầu khí Việt Nam",
        "131,2%",
        "Tám đơn vị trực thuộc, năm đơn vị đã vượt",
        "chưa được giao chỉ tiêu",
        "Giá trị làm lợi, gần một phần ba cả nước",
        "Đứng thứ 9 toàn quốc",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[tokio::test]
async fn english_by_choice_and_the_theme_before_the_first_paint() {
    let page = visit(Source::MadeUp, "/", "lang=en; theme=dark").await;
    assert!(page.html.contains(r#"lang="en""#) && page.html.contains(r#"data-theme="dark""#));
    assert!(read(&page.html).contains("A million initiatives came 332 days early"));
    assert_eq!(page.headers.get(header::VARY).map(|vary| vary.as_bytes()), Some(b"accept-encoding, cookie".as_slice()));
    let made = visit(Source::MadeUp, "/units?q=x&lang=en", "").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    assert_eq!(made.headers.get(header::LOCATION).map(|to| to.as_bytes()), Some(b"/units?q=x".as_slice()));
}

#[tokio::test]
async fn what_is_not_there_is_said_with_its_status() {
    for address in ["/units/khong-co", "/units/KH%C3%94NG", "/khong-co"] {
        let page = visit(Source::MadeUp, address, "").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        assert!(page.html.contains(r#"action="/units""#), "{address} offers a search");
    }
    let down = visit(Source::Down, "/", "").await;
    assert_eq!(down.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(read(&down.html).contains("Bài bạn viết vẫn nằm trên máy"));
    assert_eq!(visit(Source::Down, "/rules", "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_search_is_shown_as_text_and_never_as_markup() {
    let page = visit(Source::MadeUp, "/units?q=%3Cscript%3Ealert(1)%3C/script%3E", "").await;
    assert!(!page.html.contains("<script>alert(1)"));
    assert!(page.html.contains("&lt;script&gt;alert(1)"));
}

#[tokio::test]
async fn real_data_bears_no_demo_mark() {
    let page = visit(Source::MadeUp, "/", "").await;
    // The site says whether data is real, whatever the numbers say.
    assert!(!page.html.contains(Reality::ATTRIBUTE) && !page.html.contains("DỮ LIỆU MINH HỌA"));
}

#[tokio::test]
async fn stories_are_listed_with_a_way_to_search_them_and_to_read_on() {
    let page =
        visit(Source::MadeUp, "/stories?q=sang&area=C%C6%A1%20kh%C3%AD&unit=cd-dau-khi&benefit=10000000", "").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = read(&page.html);
    for part in [
        "Thấy 1.203 câu chuyện",
        "Sàng rung &lt;tự&gt; làm sạch",
        "Ca ba đêm ấy dừng máy bốn lần. Chúng tôi bàn nhau.",
        "Lò Thị Hạnh và 2 đồng tác giả",
        "Làm lợi 800 triệu đồng mỗi năm, đã thẩm định · 3 người muốn áp dụng",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    for part in [
        format!(r#"<a href="/stories/{STORY}""#),
        r#"<option value="10000000" selected="">"#.to_owned(),
        r#"<option value="cd-dau-khi" selected="">"#.to_owned(),
        r#"href="/stories?unit=cd-dau-khi&amp;area=C%C6%A1+kh%C3%AD&amp;benefit=10000000&amp;q=sang&amp;cursor=AB""#
            .to_owned(),
        r#"href="/stories?area=C%C6%A1+kh%C3%AD&amp;benefit=10000000&amp;q=sang""#.to_owned(),
    ] {
        assert!(page.html.contains(&part), "{part} is missing in {}", page.html);
    }
    assert!(read(&visit(Source::MadeUp, "/stories", "").await.html).contains("1.203 sáng kiến đã được công nhận"));
    assert!(read(&visit(Source::MadeUp, "/stories", "lang=en").await.html).contains("1,203 recognised initiatives"));
}

#[tokio::test]
async fn a_story_is_read_without_scripts_and_a_cache_lets_it_go_within_a_second() {
    let page = visit(Source::MadeUp, &format!("/stories/{STORY}"), "").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = read(&page.html);
    for part in [
        "Công nhận cấp cơ sở",
        "Chúng tôi bàn nhau.",
        "Chỗ vướng trước đây",
        "850 triệu đồng mỗi năm",
        "3 người muốn áp dụng",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(page.html.contains("<title>Sàng rung &lt;tự&gt; làm sạch – Triệu Sáng Kiến</title>"));
    assert!(page.html.contains(r#"href="/stories?area=C%C6%A1+kh%C3%AD+%26+%C4%91i%E1%BB%87n""#));
    let cached = page.headers[header::CACHE_CONTROL].to_str().expect("ASCII");
    assert_eq!(cached, "public, max-age=0, s-maxage=1, must-revalidate");
}

#[tokio::test]
async fn a_story_that_is_not_public_says_so() {
    for address in ["/stories/018f0000-0000-7000-8000-000000000002", "/stories/x"] {
        let page = visit(Source::MadeUp, address, "").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        assert!(read(&page.html).contains("Câu chuyện này không công khai"));
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-cache");
    }
    assert_eq!(visit(Source::Down, "/stories/x", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_link_that_is_shared_shows_a_picture_from_where_people_reach_the_server() {
    let tag = |property: &str, content: &str| format!(r#"<meta property="{property}" content="{content}">"#);
    for (address, path, card) in [
        ("/?sort=people", "/".to_owned(), "/cards/units/tld.png".to_owned()),
        ("/units/cd-dau-khi", "/units/cd-dau-khi".to_owned(), "/cards/units/cd-dau-khi.png".to_owned()),
        (&format!("/stories/{STORY}"), format!("/stories/{STORY}"), format!("/cards/stories/{STORY}.png")),
    ] {
        let site = Site::bare().at("https://sangkien.example/".parse().ok());
        let page = visit_at(site, Source::MadeUp, address, "").await;
        for said in [
            tag("og:url", &format!("https://sangkien.example{path}")),
            tag("og:image", &format!("https://sangkien.example{card}")),
            format!(r#"<link rel="canonical" href="https://sangkien.example{path}">"#),
        ] {
            assert!(page.html.contains(&said), "{said} is missing in {}", page.html);
        }
        // What a request says of the server isn't believed: pages are kept for others.
        let unknown = visit(Source::MadeUp, address, "").await.html;
        assert!(unknown.contains("og:title") && !unknown.contains("og:image") && !unknown.contains("og:url"));
    }
    let html = visit(Source::MadeUp, &format!("/stories/{STORY}"), "").await.html;
    assert!(html.contains(&tag("og:description", "Ca ba đêm ấy dừng máy bốn lần. Chúng tôi bàn nhau.")), "{html}");
}
