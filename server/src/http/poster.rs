//! A unit's poster: one page of A4, black on white, in Vietnamese, with its join code as a QR code, in large type, and in
//! three steps. For whoever manages the unit's join codes, to print. It holds no script, and its style is named by hash.

use super::Shared;
use super::auth::Caller;
use super::client::Client;
use super::error::Refusal;
use super::join_codes::{address, code_of};
use super::officers::UnitPath;
use super::security;
use super::sign_in::Officer;
use crate::qr;
use axum::body::to_bytes;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use model::problem::ProblemKind;
use model::text::char_count;
use model::unit::UnitCode;
use qrcode::EcLevel;
use utoipa::ToSchema;

const STYLE: &str = include_str!("poster.css");
/// A unit's name of more characters is set smaller, to stay within three lines.
const LONG_NAME: usize = 90;
/// The form has a token in it and nothing else, bytes.
const LONGEST_FORM: usize = 1024;

/// The unit's poster, to be printed on A4.
#[utoipa::path(
    get, path = "/units/{code}/poster", context_path = "/api/v1", operation_id = "poster", tag = "units",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)),
    responses((status = 200, description = "A page in Vietnamese.", body = String, content_type = "text/html"))
)]
pub async fn poster(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    draw(&shared, &caller, &headers, path).await
}

/// The same, asked for by a form: a page in a tab of its own can't be asked for with a header, and a tablet has no cookie.
#[utoipa::path(
    post, path = "/units/{code}/poster", context_path = "/api/v1", operation_id = "poster_by_form", tag = "units",
    params(("code" = UnitCode, Path)),
    request_body(content = PosterForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "A page in Vietnamese.", body = String, content_type = "text/html"))
)]
pub async fn poster_by_form(
    State(shared): State<Shared>,
    Client(from): Client,
    path: UnitPath,
    request: Request,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let (mut parts, body) = request.into_parts();
    let form = to_bytes(body, LONGEST_FORM).await.map_err(|_| Refusal::Plain(ProblemKind::TooLarge))?;
    let token = form_urlencoded::parse(&form).find(|(name, _)| name == "token").map(|(_, token)| token);
    // As if it had come in the header; without one nobody is asking, whatever cookie there is.
    let authorization = format!("Bearer {}", token.unwrap_or_default());
    let authorization = HeaderValue::try_from(authorization).map_err(|_| Refusal::Plain(ProblemKind::Unauthorized))?;
    parts.headers.insert(header::AUTHORIZATION, authorization);
    let Officer(caller) = Officer::from_request_parts(&mut parts, &shared).await?;
    draw(&shared, &caller, &parts.headers, path).await
}

/// The form's one field.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; it is read as it comes")]
pub struct PosterForm {
    /// The session's secret.
    token: String,
}

async fn draw(shared: &Shared, caller: &Caller, headers: &HeaderMap, path: UnitPath) -> Result<Response, Refusal> {
    let (unit, code) = code_of(shared, caller, path).await?;
    let url = address(code, headers);
    let directory = shared.board.directory();
    let campaign = shared.board.default_campaign().and_then(|slug| Some(directory.campaign(&slug)?.name.clone()));
    let page = page(&unit.name, campaign.as_deref(), &code.to_string(), &url)?;
    let mut response = Html(page).into_response();
    let out = response.headers_mut();
    security::harden(out);
    out.insert(header::CONTENT_SECURITY_POLICY, security::style_alone(STYLE));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn page(unit: &str, campaign: Option<&str>, code: &str, url: &str) -> Result<String, Refusal> {
    let size = if char_count(unit) > LONG_NAME { "unit long" } else { "unit" };
    let place = url.split_once('?').map_or(url, |(page, _)| page);
    let place = escape(place.split_once("://").map_or(place, |(_, place)| place));
    let (unit, campaign, code) = (escape(unit), escape(campaign.unwrap_or("Triệu Sáng Kiến")), escape(code));
    let picture = svg(url)?;
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>Tờ dán mã vào đơn vị – {unit}</title><style>{STYLE}</style></head><body>\
         <p class=\"campaign\">{campaign}</p>\
         <h1>Sáng kiến của bạn bắt đầu từ đây</h1>\
         <p class=\"{size}\">{unit}</p>\
         {picture}\
         <p class=\"label\">Mã đơn vị</p>\
         <p class=\"code\">{code}</p>\
         <ol>\
         <li>Mở máy ảnh của điện thoại, hướng vào ô vuông ở trên. Không quét được thì mở trang <b>{place}</b> và nhập mã.</li>\
         <li>Ghi họ và tên, đọc lời về dữ liệu cá nhân; đồng ý thì bấm <b>Vào đơn vị</b>.</li>\
         <li>Viết sáng kiến rồi bấm <b>Gửi</b>. Mất mạng vẫn viết được; khi có mạng, máy tự gửi.</li>\
         </ol>\
         <p class=\"foot\">Chưa rõ thì hỏi cán bộ công đoàn của đơn vị. Mã này chỉ để vào đơn vị, không mở được gì khác.</p>\
         </body></html>\n"
    ))
}

/// The code as a picture.
fn svg(url: &str) -> Result<String, Refusal> {
    let (side, path) = qr::draw(url, EcLevel::Q)
        .map_err(|error| Refusal::Internal(format!("no QR code can be made of the address: {error}")))?;
    Ok(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"Mã QR để vào đơn vị\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>"
    ))
}

/// Text as it may stand in HTML, in an element or a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_units_name_is_text_and_nothing_else() {
        let page =
            page("Tổ <script>alert(\"1\")</script> & 'bạn'", None, "2847-3916-5073", "http://127.0.0.1/app/join")
                .unwrap();
        assert!(!page.contains("<script") && page.contains("Tổ &lt;script&gt;alert(&quot;1&quot;)"), "{page}");
    }
}
