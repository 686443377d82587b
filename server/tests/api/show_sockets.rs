//! What outputs draw, over sockets: the same as by events, to nobody else's page.

use crate::app::{App, Phone};
use crate::show::{act, picture, room, until};
use crate::show_outputs::on_air;
use futures::{SinkExt, StreamExt};
use model::show::{Figures, Picture};
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

/// Somebody who follows a stream over a socket.
type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// Asks for a socket with these headers. The status of the answer, if it is none.
async fn socket(app: &App, query: &str, headers: &[(&'static str, String)]) -> Result<Socket, StatusCode> {
    let address = app.api(&format!("/show/stream?{query}")).replacen("http", "ws", 1);
    let mut request = address.into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    match tokio_tungstenite::connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(response.status()),
        Err(error) => panic!("{error}"),
    }
}

/// The next message within the time that a sign of life takes at most.
async fn message(socket: &mut Socket) -> Option<Message> {
    let next = tokio::time::timeout(Duration::from_secs(12), socket.next()).await.expect("a sign of life");
    next.map(|message| message.expect("a whole message"))
}

#[tokio::test]
async fn a_socket_brings_the_same_pictures_a_sign_of_life_and_an_end() {
    let (app, vy, _binh) = on_air().await;
    let mut stage = socket(&app, "as=may-1&size=1920x1080", &[]).await.unwrap();
    let first: Picture = serde_json::from_str(message(&mut stage).await.unwrap().to_text().unwrap()).unwrap();
    let asked = picture(&app, "").await;
    assert_eq!(Picture { now: asked.now, ..first }, asked);
    assert_eq!(room(&vy).await.outputs[0].name, "may-1");

    act(&vy, json!({"act": "freeze"})).await;
    let next: Picture = serde_json::from_str(message(&mut stage).await.unwrap().to_text().unwrap()).unwrap();
    assert_eq!(next.figures, Figures::Frozen);
    assert!(matches!(message(&mut stage).await, Some(Message::Ping(_))));

    // What it says itself isn't listened to, and too much of it ends it.
    stage.send(Message::text("x".repeat(2_000))).await.unwrap();
    until("it is gone", async || room(&vy).await.outputs[0].lost.is_some()).await;

    let mut other = socket(&app, "", &[]).await.unwrap();
    assert!(message(&mut other).await.unwrap().is_text());
    tokio::join!(app.stop(), async {
        assert!(matches!(message(&mut other).await, Some(Message::Close(_))), "the server says that it stops");
    });
}

#[tokio::test]
async fn a_socket_shows_nobody_elses_page_what_comes_next() {
    let (app, vy, binh) = on_air().await;
    let preview = |headers: Vec<(&'static str, String)>| {
        let app = &app;
        async move { socket(app, "output=preview", &headers).await.err() }
    };
    let of = |who: &Phone| ("cookie", format!("sangkien={}", who.token));
    let ours = ("origin", app.url.clone());
    assert_eq!(preview(vec![ours.clone()]).await, Some(StatusCode::UNAUTHORIZED));
    assert_eq!(preview(vec![of(&vy), ("origin", "https://evil.example".into())]).await, Some(StatusCode::FORBIDDEN));
    assert_eq!(preview(vec![of(&vy)]).await, Some(StatusCode::FORBIDDEN));
    assert_eq!(preview(vec![of(&binh), ours.clone()]).await, Some(StatusCode::FORBIDDEN));
    assert_eq!(preview(vec![of(&vy), ours]).await, None);
    let elsewhere = socket(&app, "", &[("origin", "https://evil.example".into())]).await;
    assert_eq!(
        elsewhere.err(),
        Some(StatusCode::FORBIDDEN),
        "what is on air as well: no other site holds sockets here"
    );
}
