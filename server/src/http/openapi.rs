//! `GET /openapi.json`: the protocol as an OpenAPI 3.1 document. Bodies whose Rust types serialise by hand are described
//! in `bodies`; a test holds the descriptions against what is really sent.

mod bodies;

pub use bodies::{
    Action, Alternative, Fields, Initiative, Nothing, Op, Original, QueueResponse, Reason, SyncRequest, SyncResponse,
};

use super::{
    audit, body, cards, credentials, device_codes, health, initiatives, invitations, join, join_codes, live, members,
    merging, officers, paper, passkeys, poster, push, queue, resets, sessions, show, sign_in, stories, sync, targets,
    totals, units, vault,
};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use model::problem::{Problem, ProblemKind};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, HeaderBuilder, Ref};
use utoipa::{Modify, OpenApi};

/// The protocol, version 1.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Triệu Sáng Kiến", version = "1",
        description = "Initiatives written offline, synced, reviewed and counted. JSON in UTF-8; times are RFC 3339 in \
            UTC, money is whole Vietnamese đồng, ids are UUIDv7 in lower case. Unknown members are ignored. Errors are \
            `application/problem+json` (RFC 9457) whose `type` is a stable slug; `title` and `detail` are in the \
            language of `Accept-Language` (vi, en)."
    ),
    paths(
        join::join, join::sign_out, sync::sync, totals::totals, live::live, units::units, units::unit, initiatives::initiative, queue::queue,
        push::state, push::subscribe, push::unsubscribe,
        cards::unit, cards::story,
        stories::stories, stories::story, stories::following, stories::follow, stories::unfollow,
        audit::history, audit::audit, document,
        sign_in::sign_in, sessions::me, sessions::end, credentials::change_password, credentials::offer_otp,
        credentials::confirm_otp, credentials::remove_otp, invitations::look, invitations::accept, invitations::invite,
        officers::officers, officers::sessions, officers::end_session, officers::end_sessions, officers::take_role, passkeys::register_options, passkeys::register,
        passkeys::remove, passkeys::sign_in_options, passkeys::sign_in,
        vault::secret, sessions::sign_out, resets::offer, resets::look, resets::accept,
        members::members, members::end_devices, device_codes::own, device_codes::give,
        passkeys::of_member, passkeys::member_options, passkeys::register_member, passkeys::remove_member, passkeys::join,
        merging::requests, merging::preview, merging::merge, merging::decline, join_codes::join_code, join_codes::replace, poster::poster, poster::poster_by_form,
        targets::targets, targets::set, paper::enter,
        show::desk::show, show::desk::live, show::desk::act, show::outputs::picture, show::outputs::stream,
        show::buttons::state, show::buttons::take, show::buttons::next, show::buttons::freeze, show::buttons::hide,
        show::buttons::hold, show::buttons::preview,
        health::healthz, health::readyz, health::metrics
    ),
    components(schemas(Problem, ProblemKind, model::show::Prompter)),
    tags(
        (name = "devices", description = "A member's devices"),
        (name = "officers", description = "Officers: signing in, their account, the officers of a unit, review and audit"),
        (name = "units", description = "For those who administer a unit: its members, its join code, its targets"),
        (name = "show", description = "The talk show: producers, button boxes and outputs"),
        (name = "public", description = "For everybody"),
        (name = "operation", description = "For whoever runs the server")
    ),
    modifiers(&Schemes, &Problems)
)]
pub struct Document;

impl Document {
    /// The document as JSON text, indented for people.
    pub fn text() -> &'static str {
        static TEXT: LazyLock<String> =
            LazyLock::new(|| Document::openapi().to_pretty_json().expect("the document is plain data"));
        &TEXT
    }
}

/// This document.
#[utoipa::path(
    get, path = "/openapi.json", context_path = "/api/v1", operation_id = "openapi", tag = "public",
    responses((status = 200, description = "OpenAPI 3.1."))
)]
pub async fn document(headers: HeaderMap) -> Response {
    let mut response = body::encoded(&headers, Bytes::from_static(Document::text().as_bytes()));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The token of `POST /join` or, for an officer, of `POST /sign-in`."));
        components.add_security_scheme("token", SecurityScheme::Http(token.build()));
        let cookie =
            ApiKeyValue::with_description("sangkien", "Set with each token; writes need a page of this origin.");
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// Adds to each operation the problems that it may answer with.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for item in document.paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten() {
                add_problems(operation);
            }
        }
    }
}

fn add_problems(operation: &mut Operation) {
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for kind in kinds(operation.operation_id.as_deref().unwrap_or_default()) {
        by_status.entry(kind.status()).or_default().push(kind.slug());
    }
    for (status, slugs) in by_status {
        let slugs: Vec<String> = slugs.into_iter().map(|slug| format!("`{slug}`")).collect();
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let mut response =
            ResponseBuilder::new().description(slugs.join(", ")).content("application/problem+json", content);
        if matches!(status, 429 | 503) {
            let wait = HeaderBuilder::new().description(Some("Seconds until it is worth trying again.")).build();
            response = response.header("Retry-After", wait);
        }
        operation.responses.responses.insert(status.to_string(), response.build().into());
    }
}

/// The problems that an operation may answer with, besides `internal`, which any may.
fn kinds(operation: &str) -> &'static [ProblemKind] {
    use ProblemKind::{
        Forbidden, ForeignCursor, Frozen, Internal, Invalid, MemberExists, NotFound, OpReused, OtpRequired, TooLarge,
        TooManyRequests, Unauthorized, Unavailable, UnknownCode, Unsupported, UnsupportedMediaType, WrongCredentials,
    };
    match operation {
        "join" => &[
            Invalid,
            UnknownCode,
            MemberExists,
            TooLarge,
            UnsupportedMediaType,
            TooManyRequests,
            Unavailable,
            Internal,
        ],
        "sign_out" | "push_unsubscribe" => &[Unauthorized, Forbidden, TooManyRequests, Unavailable, Internal],
        "sync" => &[
            Invalid,
            ForeignCursor,
            Unauthorized,
            Forbidden,
            TooLarge,
            UnsupportedMediaType,
            TooManyRequests,
            Unavailable,
            Internal,
        ],
        "totals" => &[Invalid, NotFound, Internal],
        "live" => &[Invalid, NotFound, Unavailable, Internal],
        "units" => &[Invalid, TooManyRequests, Internal],
        "unit" => &[NotFound, TooManyRequests, Internal],
        "queue" | "audit" | "members" | "targets" => {
            &[Invalid, Unauthorized, Forbidden, NotFound, TooManyRequests, Unavailable, Internal]
        }
        "history" => &[Invalid, Unauthorized, NotFound, TooManyRequests, Unavailable, Internal],
        "stories" => &[Invalid, NotFound, TooManyRequests, Unavailable, Internal],
        "following" => &[Unauthorized, NotFound, TooManyRequests, Unavailable, Internal],
        "follow" | "unfollow" => &[Unauthorized, Forbidden, NotFound, TooManyRequests, Unavailable, Internal],
        "story" | "story_card" | "unit_card" => &[NotFound, TooManyRequests, Unavailable, Internal],
        "initiative" => &[Unauthorized, NotFound, TooManyRequests, Unavailable, Internal],
        "sign_in" | "sign_in_passkey" | "join_with_passkey" => &[
            Invalid,
            WrongCredentials,
            OtpRequired,
            Forbidden,
            TooLarge,
            UnsupportedMediaType,
            TooManyRequests,
            Unavailable,
            Internal,
        ],
        "push_state" | "me" => &[Unauthorized, TooManyRequests, Unavailable, Internal],
        "poster_by_form" => &[Unauthorized, Forbidden, NotFound, TooLarge, TooManyRequests, Unavailable, Internal],
        "officers" | "officers_sessions" => {
            &[Unauthorized, Forbidden, NotFound, TooManyRequests, Unavailable, Internal]
        }
        "sign_in_passkey_options" => &[Unsupported, Forbidden, TooManyRequests, Unavailable, Internal],
        "end_session"
        | "sign_out_session"
        | "remove_passkey"
        | "end_officers_session"
        | "end_officers_sessions"
        | "end_devices"
        | "give_device_code"
        | "device_passkeys"
        | "remove_device_passkey"
        | "merge_requests"
        | "preview_merge"
        | "merge_members"
        | "decline_merge"
        | "join_code"
        | "replace_join_code"
        | "poster"
        | "take_role" => &[Unauthorized, Forbidden, NotFound, TooManyRequests, Unavailable, Internal],
        "register_passkey"
        | "register_passkey_options"
        | "offer_otp"
        | "change_password"
        | "remove_otp"
        | "confirm_otp"
        | "invite"
        | "look_at_invitation"
        | "accept_invitation"
        | "offer_password_reset"
        | "look_at_password_reset"
        | "accept_password_reset"
        | "set_target"
        | "vault_secret"
        | "make_device_code"
        | "register_device_passkey"
        | "register_device_passkey_options"
        | "enter"
        | "push_subscribe" => &[
            Invalid,
            Unauthorized,
            Forbidden,
            NotFound,
            TooLarge,
            UnsupportedMediaType,
            TooManyRequests,
            Unavailable,
            Internal,
        ],
        "show" => &[Unauthorized, Forbidden, NotFound, TooManyRequests, Unavailable, Internal],
        "show_live" | "show_state" => &[Unauthorized, Forbidden, NotFound, TooManyRequests, Unavailable, Internal],
        "show_act" => &[
            Invalid,
            Unauthorized,
            Forbidden,
            NotFound,
            Frozen,
            OpReused,
            TooLarge,
            UnsupportedMediaType,
            TooManyRequests,
            Unavailable,
            Internal,
        ],
        "show_take" | "show_next" | "show_freeze" | "show_hide" | "show_hold" | "show_preview" => {
            &[Invalid, Unauthorized, Forbidden, NotFound, Frozen, OpReused, TooManyRequests, Unavailable, Internal]
        }
        "show_picture" | "show_stream" => {
            &[Invalid, Unauthorized, Forbidden, NotFound, TooManyRequests, Unavailable, Internal]
        }
        "readyz" => &[Unavailable],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::calendar::Timestamp;
    use model::content::Content;
    use model::field::Field;
    use model::id::{InitiativeId, MemberId, Rev};
    use model::initiative::{Decision, Forwarding, Officer, Person, State};
    use model::wire::{DeskInitiative, PossibleDuplicate, Share};
    use serde_json::{Value as Json, json};
    use std::collections::BTreeSet;
    use uuid::Uuid;

    fn schema(name: &str) -> Json {
        let document: Json = serde_json::from_str(Document::text()).unwrap();
        document["components"]["schemas"][name].clone()
    }

    /// The names of a schema's properties, of everything it is put together from.
    fn properties(schema: &Json) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for own in schema["properties"].as_object().into_iter().flatten() {
            names.insert(own.0.clone());
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            match part["$ref"].as_str() {
                Some(other) => names.extend(properties(&self::schema(other.rsplit('/').next().unwrap()))),
                None => names.extend(properties(part)),
            }
        }
        names
    }

    #[test]
    fn the_document_describes_initiatives_as_they_are_sent() {
        let officer = Officer { name: "Trần Thị Bình".into(), unit: None };
        let (to, at) = ("tld".parse().unwrap(), Timestamp::EPOCH);
        let initiative = model::initiative::Initiative {
            id: InitiativeId::new(Uuid::nil()),
            campaign: "trieu-sang-kien".parse().unwrap(),
            unit: "tld".parse().unwrap(),
            author: Person { id: MemberId::new(Uuid::nil()), name: officer.name.clone() },
            rev: Rev(1),
            state: State::Recognised,
            content: Content::default(),
            alternatives: Vec::new(),
            decision: Some(Decision::new(State::Recognised, officer.clone(), Timestamp::EPOCH)),
            duplicate_of: Some(InitiativeId::new(Uuid::nil())),
            submitted_at: Some(Timestamp::EPOCH),
            received_at: Some(Timestamp::EPOCH),
            forwarded: Some(Forwarding { to, by: officer, at, waits: true, declined: None }),
            updated_at: Timestamp::EPOCH,
        };
        let unit = initiative.unit.clone();
        let (state, at) = (Some(initiative.state), Some(Timestamp::EPOCH));
        let (title, unit_name) = (Some("Một".into()), Some("Một".into()));
        let other = PossibleDuplicate { id: initiative.id, title, unit, unit_name, state, at, similarity: 72 };
        let named = |schema: &Json| schema["properties"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        let keys = |sent: &Json| sent.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        let share = Some(Share { waits_here: true, decides: true, may_forward: true });
        let sent =
            DeskInitiative { initiative, unit_name: Some("Một".into()), possible_duplicates: vec![other], share };
        let sent = serde_json::to_value(sent).unwrap();
        assert_eq!(properties(&schema("Initiative")), keys(&sent));
        assert_eq!(named(&schema("PossibleDuplicate")), keys(&sent["possible_duplicates"][0]));
    }

    #[test]
    fn the_document_knows_every_field_and_every_action() {
        let fields: BTreeSet<String> = Field::ALL.iter().map(|field| field.name().to_owned()).collect();
        assert_eq!(properties(&schema("Fields")), fields);
        let actions: Vec<String> = schema("Action")["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|action| action["properties"].as_object().unwrap().keys().cloned())
            .collect();
        assert_eq!(
            actions,
            [
                "edit",
                "submit",
                "withdraw",
                "delete",
                "resolve",
                "receive",
                "return",
                "recognise",
                "decline",
                "mark_duplicate",
                "forward",
                "comment"
            ]
        );
    }

    #[test]
    fn the_document_lists_every_problem() {
        let mut listed: Vec<Json> = schema("ProblemKind")["enum"].as_array().unwrap().clone();
        assert_eq!(listed.pop(), Some(json!(ProblemKind::Unknown)), "what a reader makes of a newer server's kinds");
        assert_eq!(json!(listed), json!(ProblemKind::ALL.map(ProblemKind::slug)));
    }

    #[test]
    fn nothing_is_referred_to_that_is_not_there() {
        let document: Json = serde_json::from_str(Document::text()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let text = Document::text();
        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
    }
}
