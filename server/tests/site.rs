//! How the site is delivered: the shell, the worker, named files and rendered pages, without a browser.

use app::reality::Reality;
use std::{borrow::Cow, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use server::http::{
    assets::{self, Site, SiteError},
    pages,
};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

const ASSETS: &str = r#"{
    "style": "/pkg/style.1.css", "desk_style": "/pkg/desk.1.css", "icon": "/pkg/icon.1.svg",
    "board": {"script": "/pkg/board.1.js", "wasm": "/pkg/board.1.wasm"},
    "worksite": {"script": "/pkg/worksite.1.js", "wasm": "/pkg/app.1.wasm", "part": 3, "size": 4},
    "desk": {"script": "/pkg/desk.1.js", "wasm": "/pkg/desk.1.wasm"},
    "stage_style": "/pkg/stage.1.css", "stage": {"script": "/pkg/stage.1.js", "wasm": "/pkg/stage.1.wasm"},
    "control_style": "/pkg/control.1.css", "control": {"script": "/pkg/control.1.js", "wasm": "/pkg/control.1.wasm"},
    "precache": ["/pkg/app.1.wasm"], "later": ["/pkg/later.1.wasm"], "files": {}
}"#;

fn site(assets: &'static str, worker: &'static str) -> Result<Site, SiteError> {
    let files = [
        ("assets.json", assets),
        ("sw.js", worker),
        ("pkg/app.1.wasm", "wasm"),
        ("pkg/app.1.wasm.br", "brotli"),
        ("pkg/app.1.wasm.gz", "gzip"),
        ("pkg/app.1.wasm.0.br", "brotli of a part"),
        ("pkg/style.1.css", "main>p{margin:0}"),
        ("pkg/worksite.1.js", "if(1<2)start();"),
        ("pkg/desk.1.js", "start();"),
        ("pkg/desk.1.css", ".q{color:red}"),
        ("pkg/stage.1.js", "show();"),
        ("pkg/stage.1.css", ".scene{}"),
        ("show/ograf/bug.mjs", "export{}"),
        ("pkg/control.1.js", "start();"),
        ("pkg/control.1.css", ".takes{color:red}"),
        ("favicon.svg", "<svg/>"),
    ];
    Site::new(Reality::Real, files.map(|(path, text)| (path.to_owned(), Cow::Borrowed(text.as_bytes()))))
}

fn app() -> Router {
    let site = Arc::new(site(ASSETS, "worker();").expect("the list above is complete"));
    assets::router(site.clone()).fallback_service(pages::service(site, None))
}

async fn get(app: &Router, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a well-formed request");
    let response = app.clone().oneshot(request).await.expect("infallible");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("in memory");
    let text = String::from_utf8(body.to_vec()).expect("test files are text");
    (parts.status, parts.headers, text)
}

#[test]
fn a_site_that_was_not_built_says_what_to_do() {
    let error = Site::new(Reality::Real, []).expect_err("there is nothing to serve");
    assert!(error.to_string().contains("make build"), "{error}");
}

#[test]
fn a_site_without_a_file_that_its_list_names_is_not_served() {
    let absent: &'static str = ASSETS.replace("style.1", "style.2").leak();
    let error = site(absent, "worker();").expect_err("style.2.css isn't there");
    assert!(error.to_string().contains("/pkg/style.2.css"), "{error}");
}

#[test]
fn a_release_is_named_by_everything_in_it() {
    let id = |assets, worker| {
        let site = site(assets, worker).expect("complete");
        site.release().id.clone()
    };
    let first = id(ASSETS, "worker();");
    assert_eq!(first, id(ASSETS, "worker();"));
    assert_ne!(first, id(ASSETS, "worker(2);"));
    let newer_board: &'static str = ASSETS.replace("board.1.wasm", "board.2.wasm").leak();
    assert_ne!(first, id(newer_board, "worker();"));
    let longer_list: &'static str = ASSETS.replace("wasm\"]", "wasm\", \"/x\"]").leak();
    assert_ne!(first, id(longer_list, "worker();"));
}

#[tokio::test]
async fn the_shell_is_the_same_everywhere_and_of_the_worker_s_release() {
    let app = app();
    let (status, headers, shell) = get(&app, "/app", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(shell.contains("<body data-shell"), "{shell}");
    let release = headers["x-release"].to_str().expect("plain");
    assert!(shell.contains(&format!("data-release=\"{release}\"")));
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("plain");
    // What stands in the shell itself, and nothing else, is let run by what it says.
    let hash = |text| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    assert!(policy.contains(&format!("script-src 'self' {} 'wasm-unsafe-eval';", hash("if(1<2)start();"))), "{policy}");
    assert!(policy.ends_with(&format!("; style-src 'self' {}", hash("main>p{margin:0}"))), "{policy}");
    assert!(
        shell.contains("<style>main>p{margin:0}</style><script type=\"module\">if(1<2)start();</script>"),
        "{shell}"
    );
    for path in ["/app/", "/app/initiatives/1", "/app/%E1%BB%9F/x?y=z"] {
        assert_eq!(get(&app, path, &[]).await.2, shell, "{path}");
    }

    let (_, headers, worker) = get(&app, "/sw.js", &[]).await;
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    assert!(worker.starts_with(&format!(
        "const RELEASE = \"{release}\", SHELL = \"/app\", FILES = [\"/pkg/app.1.wasm\"], LATER = [\"/pkg/later.1.wasm\"], DESK = "
    )));
    assert!(
        worker.contains("\"shell\":\"/app/review\"") && worker.contains("\"files\":[\"/pkg/desk.1.wasm\"]"),
        "{worker}"
    );
    assert!(worker.ends_with(";\nworker();"), "{worker}");

    let desk = get(&app, "/app/review", &[]).await.2;
    assert!(desk.contains("/pkg/desk.1.wasm") && !desk.contains("/pkg/app.1.wasm"), "{desk}");
    for path in ["/app/review/1", "/app/sign-in", "/app/units/tld/members"] {
        assert_eq!(get(&app, path, &[]).await.2, desk, "{path}");
    }
    assert_eq!(get(&app, "/app/reviews", &[]).await.2, shell);
}

#[tokio::test]
async fn the_stage_has_shells_of_its_own_and_says_who_may_frame_them() {
    let app = app();
    let (status, headers, stage) = get(&app, "/show/program", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        stage.contains("<html class=\"notranslate stage\" translate=\"no\"") && stage.contains("/pkg/stage.1.wasm"),
        "{stage}"
    );
    assert!(
        stage.contains("<style>main>p{margin:0}.scene{}</style><script type=\"module\">show();</script>"),
        "{stage}"
    );
    assert!(!stage.contains("manifest"), "nobody installs a stage: {stage}");
    let policy = |headers: &HeaderMap| headers[header::CONTENT_SECURITY_POLICY].to_str().expect("plain").to_owned();
    assert!(policy(&headers).contains("frame-ancestors 'self'"), "{}", policy(&headers));
    for path in ["/show", "/show/unit?unit=x", "/show/nowhere/x"] {
        assert_eq!(get(&app, path, &[]).await.2, stage, "{path}");
    }
    let (_, headers, overlay) = get(&app, "/show/over/bug?unit=x", &[]).await;
    assert!(overlay.contains("<html class=\"notranslate stage over\" translate=\"no\""), "{overlay}");
    assert!(!policy(&headers).contains("frame-ancestors"), "a page on a studio's disk frames it: {}", policy(&headers));
    let (_, headers, _) = get(&app, "/show/ograf/bug.mjs", &[]).await;
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert_eq!(headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert!(!get(&app, "/favicon.svg", &[]).await.1.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}

#[tokio::test]
async fn the_control_desk_has_a_dark_shell_of_its_own_that_nobody_frames() {
    let app = app();
    let (status, headers, shell) = get(&app, "/show/control", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(shell.contains("data-theme=\"dark\"") && shell.contains("/pkg/control.1.wasm"), "{shell}");
    assert!(shell.contains(".takes{color:red}") && !shell.contains("class=\"notranslate stage"), "{shell}");
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("plain");
    assert!(policy.contains("frame-ancestors 'none'"), "whoever presses its buttons sees what they are of: {policy}");
}

#[tokio::test]
async fn a_file_comes_in_the_best_coding_that_the_client_takes() {
    let app = app();
    for (accepted, body) in [
        ("gzip, deflate, br, zstd", "brotli"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.000, gzip;q=0", "wasm"),
        ("identity", "wasm"),
        ("", "wasm"),
    ] {
        let (status, headers, text) = get(&app, "/pkg/app.1.wasm", &[("accept-encoding", accepted)]).await;
        assert_eq!((status, text.as_str()), (StatusCode::OK, body), "{accepted}");
        assert_eq!(headers[header::VARY], "accept-encoding");
        assert_eq!(headers[header::CONTENT_TYPE], "application/wasm");
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    }
}

#[tokio::test]
async fn a_known_file_is_not_sent_again_and_a_missing_one_is_not_kept() {
    let app = app();
    for path in ["/pkg/app.1.wasm", "/favicon.svg", "/app", "/sw.js"] {
        let (_, headers, _) = get(&app, path, &[]).await;
        let tag = headers[header::ETAG].to_str().expect("plain");
        for known in [tag.to_owned(), format!("W/\"other\", {tag}")] {
            let (status, again, body) = get(&app, path, &[("if-none-match", &known)]).await;
            assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
            assert_eq!(again[header::CACHE_CONTROL], headers[header::CACHE_CONTROL]);
        }
    }
    for path in ["/pkg/app.2.wasm", "/pkg/", "/pkg/../assets.json", "/pkg/app.1.wasm.br"] {
        let (status, headers, _) = get(&app, path, &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(!format!("{headers:?}").contains("immutable"), "{path}");
    }
    assert_eq!(get(&app, "/assets.json", &[]).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_page_holds_a_script_and_odd_addresses_are_no_accident() {
    let app = app();
    for path in ["/", "/khong-co", "/%ff%fe", "/%00", "/?q=%ff", "/units?q=%ff%00", "//", "/a%2Fb"] {
        let (status, headers, html) = get(&app, path, &[]).await;
        // Nothing provides numbers here, so a board says that it can't be had.
        let said = [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::SERVICE_UNAVAILABLE];
        assert!(said.contains(&status), "{path}: {status}");
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().expect("plain").contains("script-src 'self' 'wasm"));
        let scripts: Vec<&str> = html.match_indices("<script").map(|(at, _)| &html[at..at + 22]).collect();
        assert_eq!(scripts, ["<script type=\"module\" "], "{path}");
    }
}

#[tokio::test]
async fn a_wasm_is_there_in_numbered_parts_and_the_shell_and_worker_say_of_which_size() {
    let app = app();
    for (number, part) in [(0, "was"), (1, "m")] {
        let (status, headers, body) = get(&app, &format!("/pkg/app.1.wasm.{number}"), &[]).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, part));
        assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    }
    let (_, headers, body) = get(&app, "/pkg/app.1.wasm.0", &[("accept-encoding", "br")]).await;
    assert_eq!((&headers[header::CONTENT_ENCODING], body.as_str()), (&"br".parse().unwrap(), "brotli of a part"));
    assert_eq!(get(&app, "/pkg/app.1.wasm.2", &[]).await.0, StatusCode::NOT_FOUND);
    let (_, _, shell) = get(&app, "/app", &[]).await;
    assert!(shell.contains(r#"data-part="3" data-size="4""#), "{shell}");
    let (_, _, worker) = get(&app, "/sw.js", &[]).await;
    assert!(worker.contains(r#"PARTS = {"/pkg/app.1.wasm":{"part":3,"size":4}}"#), "{worker}");
}
