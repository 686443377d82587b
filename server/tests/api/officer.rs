//! An officer as a client sees them: invited, signed in, asking.

use crate::app::App;
use model::rights::{Right, Role};
use model::sign_in::{InvitationMade, Me, SignedIn};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::{Value as Json, json};
use server::clock::Clock;
use server::http::invitations::make;
use store::Doer;

pub const PASSWORD: &str = "con trâu là đầu cơ nghiệp";

/// Somebody who has signed in.
#[derive(Clone)]
pub struct Desk {
    url: String,
    client: reqwest::Client,
    pub signed_in: SignedIn,
    pub token: String,
}

/// The secret of an invitation that the command line has made.
pub async fn invitation(app: &App, role: Role, unit: &str) -> String {
    let right = Right { role, unit: unit.parse().expect("a code") };
    let (path, _) =
        make(app.store.as_ref(), right, Doer::OPERATOR, Clock::system().now()).await.expect("an invitation");
    secret(&path)
}

/// What a link ends with.
pub fn secret(url: &str) -> String {
    url.split_once("/app/invitation#").expect("a link to the app").1.to_owned()
}

pub fn acceptance(token: &str, login: &str) -> Json {
    json!({"token": token, "name": "Trần Diều Sáo", "login": login, "password": PASSWORD, "consent": true})
}

pub async fn post(app: &App, path: &str, body: &Json) -> Response {
    app.client.post(app.api(path)).json(body).send().await.expect("an answer")
}

pub async fn sign_in(app: &App, login: &str, password: &str, otp: Option<&str>) -> Response {
    post(app, "/sign-in", &json!({"login": login, "password": password, "otp": otp})).await
}

/// Somebody takes an invitation to this office and is signed in.
pub async fn officer(app: &App, login: &str, role: Role, unit: &str) -> Desk {
    let token = invitation(app, role, unit).await;
    let response = post(app, "/invitations/accept", &acceptance(&token, login)).await;
    assert_eq!(response.status(), StatusCode::OK);
    desk(app, response).await
}

pub async fn desk(app: &App, response: Response) -> Desk {
    let signed_in: SignedIn = response.json().await.expect("the answer to signing in");
    let token = signed_in.token.clone().expect("a session");
    Desk { url: app.url.clone(), client: app.client.clone(), signed_in, token }
}

impl Desk {
    pub fn ask(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.ask(reqwest::Method::GET, path).send().await.expect("an answer")
    }

    pub async fn post(&self, path: &str, body: &Json) -> Response {
        self.ask(reqwest::Method::POST, path).json(body).send().await.expect("an answer")
    }

    pub async fn put(&self, path: &str, body: &Json) -> Response {
        self.ask(reqwest::Method::PUT, path).json(body).send().await.expect("an answer")
    }

    pub async fn delete(&self, path: &str) -> Response {
        self.ask(reqwest::Method::DELETE, path).send().await.expect("an answer")
    }

    pub async fn me(&self) -> Me {
        let response = self.get("/me").await;
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.expect("me")
    }

    /// The secret of an invitation that they make.
    pub async fn invite(&self, role: Role, unit: &str) -> String {
        let response = self.post(&format!("/units/{unit}/invitations"), &json!({"role": role})).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        let made: InvitationMade = response.json().await.expect("an invitation");
        assert!(made.url.starts_with(&self.url), "{}", made.url);
        secret(&made.url)
    }
}
