//! What a visitor has chosen, from the cookies of a request; and the links that make such a choice without scripts:
//! `?lang=en` and `?theme=dark` on any page keep it in a cookie and lead back to the page without them.

use app::visitor::Visitor;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// The choices in a request's cookies.
pub fn of(headers: &HeaderMap) -> Visitor {
    let cookies: Vec<&str> = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    Visitor::from_cookies(&cookies.join("; "))
}

/// The answer to an address that makes a choice: the cookie, and the way back. `None` for any other address.
pub fn choice(request: &Request) -> Option<Response> {
    let query = request.uri().query()?;
    let mut visitor = Visitor::default();
    let mut cookies = HeaderMap::new();
    let mut rest = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match visitor.choose(name, value).map(|value| HeaderValue::from_str(&Visitor::cookie(name, value))) {
            Some(Ok(cookie)) => {
                cookies.append(header::SET_COOKIE, cookie);
            }
            Some(Err(_)) | None => rest.push(pair),
        }
    }
    if cookies.is_empty() {
        return None;
    }
    // A path that begins with two slashes would lead to another host.
    let mut back = format!("/{}", request.uri().path().trim_start_matches('/'));
    if !rest.is_empty() {
        back = format!("{back}?{}", rest.join("&"));
    }
    let back = HeaderValue::from_str(&back).ok()?;
    cookies.insert(header::LOCATION, back);
    cookies.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some((StatusCode::SEE_OTHER, cookies).into_response())
}

#[cfg(test)]
mod tests {
    use app::visitor::Theme;
    use axum::body::Body;
    use model::number::Lang;

    use super::*;

    fn choose(address: &str) -> Option<(String, Vec<String>)> {
        let request = Request::builder().uri(address).body(Body::empty()).ok()?;
        let response = choice(&request)?;
        let text = |value: &HeaderValue| value.to_str().map(str::to_owned).unwrap_or_default();
        let cookies = response.headers().get_all(header::SET_COOKIE).iter().map(text).collect();
        Some((response.headers().get(header::LOCATION).map(text)?, cookies))
    }

    #[test]
    fn a_choice_leads_back_to_the_same_page() {
        let (back, cookies) = choose("/units?q=cua+ong&lang=en").unwrap_or_default();
        assert_eq!(back, "/units?q=cua+ong");
        assert_eq!(cookies, ["lang=en; Path=/; Max-Age=31536000; SameSite=Lax"]);
        assert_eq!(choose("/?theme=dark").map(|(back, _)| back).as_deref(), Some("/"));
    }

    #[test]
    fn other_addresses_are_left_alone() {
        assert_eq!(choose("/"), None);
        assert_eq!(choose("/?lang=klingon"), None);
        assert_eq!(choose("/?q=lang"), None);
    }

    #[test]
    fn a_choice_never_leads_to_another_host() {
        assert_eq!(
            choose("/?lang=en-;Domain=example").map(|(_, cookies)| cookies),
            choose("/?lang=en").map(|(_, c)| c)
        );
        assert_eq!(choose("//evil.example/?lang=en").map(|(back, _)| back).as_deref(), Some("/evil.example/"));
    }

    #[test]
    fn choices_come_from_any_cookie_header() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("lang=en"));
        headers.append(header::COOKIE, HeaderValue::from_static("theme=dark"));
        assert_eq!(of(&headers), Visitor { lang: Lang::En, theme: Theme::Dark });
    }
}
