//! Passkeys, with an authenticator made of a key and a counter.

use crate::app::{App, Phone, problem, spawn_app};
use crate::officer::{Desk, PASSWORD, desk, officer, sign_in};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::JoinResponse;
use reqwest::{Response, StatusCode};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

const SITE: &str = "sangkien.example";
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

struct Authenticator {
    key: SigningKey,
    id: [u8; 16],
    counter: u32,
    origin: String,
    flags: u8,
}

impl Authenticator {
    fn new(number: u8) -> Self {
        let (key, id) = (SigningKey::from_bytes(&[number; 32]), [number; 16]);
        Self { key, id, counter: 1, origin: format!("https://{SITE}"), flags: PRESENT | VERIFIED }
    }

    fn client_data(&self, kind: &str, asked: &Json) -> Vec<u8> {
        let challenge = asked["options"]["challenge"].as_str().expect("a challenge");
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false})
            .to_string()
            .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(SITE).to_vec();
        data.push(self.flags | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// Makes a key and attests to it with nothing.
    fn create(&self, asked: &Json) -> Json {
        let client = self.client_data("webauthn.create", asked);
        let mut data = self.data(ATTESTED);
        data.extend([0; 16]);
        data.extend(16u16.to_be_bytes());
        data.extend(self.id);
        // COSE: {1: 1 (OKP), 3: -8 (EdDSA), -1: 6 (Ed25519), -2: the key}.
        data.extend([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend(self.key.verifying_key().as_bytes());
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}.
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        let response = json!({"clientDataJSON": text(&client), "attestationObject": text(&object), "transports": []});
        self.credential(response)
    }

    fn answer(&mut self, asked: &Json, member: &str) -> Json {
        self.counter += 1;
        let client = self.client_data("webauthn.get", asked);
        let data = self.data(0);
        let signature = self.key.sign(&[&data[..], &Sha256::digest(&client)].concat());
        let member = uuid::Uuid::parse_str(member).expect("an id");
        self.credential(json!({"clientDataJSON": text(&client), "authenticatorData": text(&data),
            "signature": text(&signature.to_bytes()), "userHandle": text(member.as_bytes())}))
    }

    fn credential(&self, response: Json) -> Json {
        json!({"id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "response": response,
            "clientExtensionResults": {}})
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn ask(app: &App, path: &str, body: &Json) -> Response {
    app.client.post(app.api(path)).header("Host", SITE).json(body).send().await.expect("an answer")
}

async fn ask_as(desk: &Desk, path: &str, body: &Json) -> Response {
    desk.ask(reqwest::Method::POST, path).header("Host", SITE).json(body).send().await.expect("an answer")
}

async fn options(response: Response) -> Json {
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("options")
}

async fn register(desk: &Desk, authenticator: &Authenticator) -> Response {
    let asked = options(ask_as(desk, "/passkeys/register-options", &json!({"password": PASSWORD})).await).await;
    let credential = authenticator.create(&asked);
    let body = json!({"ceremony": asked["ceremony"], "name": "Máy tính bảng", "credential": credential});
    ask_as(desk, "/passkeys/register", &body).await
}

#[tokio::test]
async fn an_officer_signs_in_with_a_passkey() {
    let app = spawn_app().await;
    let tablet = officer(&app, "Đỗ.Lan", Role::Reviewer, "cd-dau-khi").await;
    let member = tablet.signed_in.member.id.to_string();
    let mut authenticator = Authenticator::new(7);
    let asked = options(ask_as(&tablet, "/passkeys/register-options", &json!({"password": PASSWORD})).await).await;
    assert_eq!(asked["options"]["rp"]["id"], SITE, "{asked}");
    assert_eq!(asked["options"]["authenticatorSelection"]["userVerification"], "required");
    let insists = &asked["options"]["extensions"]["enforceCredentialProtectionPolicy"];
    assert_eq!(insists, false, "most phones' authenticators would be refused by the browser");
    let made = register(&tablet, &authenticator).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let me = tablet.me().await;
    assert_eq!((me.passkeys.len(), me.passkeys[0].name.as_str()), (1, "Máy tính bảng"));

    let asked = options(ask(&app, "/sign-in/passkey-options", &json!({})).await).await;
    let body = json!({"ceremony": asked["ceremony"], "credential": authenticator.answer(&asked, &member)});
    let response = ask(&app, "/sign-in/passkey", &body).await;
    assert_eq!(response.status(), StatusCode::OK);
    let signed_in = desk(&app, response).await;
    assert_eq!(signed_in.signed_in.roles, tablet.signed_in.roles);
    assert_eq!(signed_in.me().await.sessions.len(), 2);
    let again = ask(&app, "/sign-in/passkey", &body).await;
    assert_eq!(problem(again).await.kind, ProblemKind::WrongCredentials, "an answer works once");

    let id = &me.passkeys[0].id;
    let stranger = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    assert_eq!(stranger.delete(&format!("/passkeys/{id}")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(tablet.delete(&format!("/passkeys/{id}")).await.status(), StatusCode::NO_CONTENT);
    let asked = options(ask(&app, "/sign-in/passkey-options", &json!({})).await).await;
    let body = json!({"ceremony": asked["ceremony"], "credential": authenticator.answer(&asked, &member)});
    assert_eq!(ask(&app, "/sign-in/passkey", &body).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_answer_that_is_not_to_our_challenge_opens_nothing() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let stranger = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let (member, other) = (tablet.signed_in.member.id.to_string(), stranger.signed_in.member.id.to_string());
    assert_eq!(register(&tablet, &Authenticator::new(7)).await.status(), StatusCode::CREATED);
    assert_eq!(register(&stranger, &Authenticator::new(7)).await.status(), StatusCode::BAD_REQUEST, "it is taken");
    type Spoil = fn(&mut Authenticator);
    let spoils: [(&str, Spoil); 5] = [
        ("another site's page", |key| key.origin = "https://evil.example".into()),
        ("the same site without TLS", |key| key.origin = format!("http://{SITE}")),
        ("nobody verified", |key| key.flags = PRESENT),
        ("another key", |key| key.key = SigningKey::from_bytes(&[8; 32])),
        ("a passkey that nobody has", |key| key.id = [9; 16]),
    ];
    for (what, spoil) in spoils {
        let mut authenticator = Authenticator::new(7);
        spoil(&mut authenticator);
        let asked = options(ask(&app, "/sign-in/passkey-options", &json!({})).await).await;
        let body = json!({"ceremony": asked["ceremony"], "credential": authenticator.answer(&asked, &member)});
        let refused = ask(&app, "/sign-in/passkey", &body).await;
        assert_eq!(problem(refused).await.kind, ProblemKind::WrongCredentials, "{what}");
    }
    let mut authenticator = Authenticator::new(7);
    let asked = options(ask(&app, "/sign-in/passkey-options", &json!({})).await).await;
    let second = options(ask(&app, "/sign-in/passkey-options", &json!({})).await).await;
    let for_registering =
        options(ask_as(&stranger, "/passkeys/register-options", &json!({"password": PASSWORD})).await).await;
    for (what, ceremony, credential) in [
        ("somebody else's handle", &asked, authenticator.answer(&asked, &other)),
        ("another challenge", &second, authenticator.answer(&asked, &member)),
        ("a challenge to register", &for_registering, authenticator.answer(&for_registering, &member)),
    ] {
        let body = json!({"ceremony": ceremony["ceremony"], "credential": credential});
        let refused = ask(&app, "/sign-in/passkey", &body).await;
        assert_eq!(problem(refused).await.kind, ProblemKind::WrongCredentials, "{what}");
    }
    let theirs = options(ask_as(&stranger, "/passkeys/register-options", &json!({"password": PASSWORD})).await).await;
    let mine =
        json!({"ceremony": theirs["ceremony"], "name": "x", "credential": Authenticator::new(5).create(&theirs)});
    let refused = ask_as(&tablet, "/passkeys/register", &mine).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "another officer's challenge");
    for nonsense in
        [json!({}), json!({"ceremony": 7, "credential": []}), json!({"ceremony": "x", "credential": {"id": 1}})]
    {
        for path in ["/sign-in/passkey", "/passkeys/register"] {
            assert!(ask_as(&tablet, path, &nonsense).await.status().is_client_error());
        }
    }
    assert_eq!(sign_in(&app, "duyet.daukhi", PASSWORD, None).await.status(), StatusCode::OK);
}

/// A member's phone asks as the site.
async fn ask_on(phone: &Phone, path: &str, body: &Json) -> Response {
    phone.ask(reqwest::Method::POST, path).header("Host", SITE).json(body).send().await.expect("an answer")
}

async fn register_on(phone: &Phone, authenticator: &Authenticator) -> Response {
    let asked = options(ask_on(phone, "/device-passkeys/register-options", &json!({})).await).await;
    let credential = authenticator.create(&asked);
    let body = json!({"ceremony": asked["ceremony"], "name": "Điện thoại", "credential": credential});
    ask_on(phone, "/device-passkeys/register", &body).await
}

async fn comes_back(app: &App, authenticator: &mut Authenticator, member: &str, path: &str) -> Response {
    let asked = options(ask(app, "/sign-in/passkey-options", &json!({})).await).await;
    let body = json!({"ceremony": asked["ceremony"], "credential": authenticator.answer(&asked, member)});
    ask(app, path, &body).await
}

#[tokio::test]
async fn lesson_38_a_member_comes_back_with_a_passkey_which_opens_no_office() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let member = phone.member.id.to_string();
    let mut authenticator = Authenticator::new(3);
    assert_eq!(register_on(&phone, &authenticator).await.status(), StatusCode::CREATED);
    let back = comes_back(&app, &mut authenticator, &member, "/join/passkey").await;
    assert_eq!(back.status(), StatusCode::CREATED);
    let back: JoinResponse = back.json().await.unwrap();
    assert_eq!(back.member, phone.member);
    // Even once she is an officer.
    let officer = officer(&app, "le.mai", Role::Reviewer, "cd-pvoil").await;
    let path = format!("/units/cd-pvoil/members/{}/merge/{member}", officer.signed_in.member.id);
    let admin = officer_of(&app).await;
    assert_eq!(admin.post(&path, &json!({})).await.status(), StatusCode::OK);
    let refused = comes_back(&app, &mut authenticator, &member, "/sign-in/passkey").await;
    assert_eq!(problem(refused).await.kind, ProblemKind::WrongCredentials);
    let back = comes_back(&app, &mut authenticator, &member, "/join/passkey").await;
    let back: JoinResponse = back.json().await.unwrap();
    assert_eq!(back.member.id, officer.signed_in.member.id, "put together with another member, it is that one's");
    // A challenge for a phone doesn't register what opens an office: for that the password is asked.
    let asked = options(ask_as(&officer, "/device-passkeys/register-options", &json!({})).await).await;
    let credential = Authenticator::new(4).create(&asked);
    let body = json!({"ceremony": asked["ceremony"], "name": "x", "credential": credential});
    assert_eq!(ask_as(&officer, "/passkeys/register", &body).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(officer.me().await.passkeys.len(), 0);
}

async fn officer_of(app: &App) -> Desk {
    officer(app, "quan.tri", Role::UnitAdministrator, "cd-pvoil").await
}

#[tokio::test]
async fn a_passkey_that_was_made_on_a_phone_that_is_lost_now_opens_nothing() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let member = phone.member.id.to_string();
    let mut authenticator = Authenticator::new(3);
    assert_eq!(register_on(&phone, &authenticator).await.status(), StatusCode::CREATED);
    let admin = officer_of(&app).await;
    assert_eq!(admin.delete(&format!("/units/cd-pvoil/members/{member}")).await.status(), StatusCode::NO_CONTENT);
    let refused = comes_back(&app, &mut authenticator, &member, "/join/passkey").await;
    assert_eq!(problem(refused).await.kind, ProblemKind::WrongCredentials);
}
