//! Entering an initiative on a member's behalf, from paper. It is the member's from then on, in their unit, handed in; the log
//! says which officer entered it. Everything is asked of `model::rights::allowed`. Whoever enters their own is its author like
//! any other, and decides nothing about it.

use super::auth::Caller;
use super::body::{self, JsonText};
use super::client::Client;
use super::error::{Refusal, reader};
use super::form::Form;
use super::join::{CONSENT_VERSION, parse_member_no};
use super::officers::{UnitPath, unit_of};
use super::sign_in::Officer;
use super::words::{self, Kept};
use super::{Service, Shared};
use crate::writer::Taken;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::content::{Content, Patch};
use model::field::{Fault, FieldFault, parse_name};
use model::id::{DeviceId, InitiativeId, MemberId, OpId, Rev};
use model::initiative::Person;
use model::op::{Action, Op, OpResult, Received};
use model::problem::{Problem, ProblemKind};
use model::review::{Actor, submission_faults};
use model::rights::{Deed, Subject, allowed};
use model::unit::UnitCode;
use model::wire::{EntryResponse, Member};
use serde_json::Value as Json;
use store::{Directory, PaperError, PaperMember};

/// What was on paper.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what `enter` reads from a form")]
pub struct EntryRequest {
    member: EntryMember,
    /// That the member's consent is on the paper. Never a default.
    consent_on_paper: bool,
    /// Made for this sheet: the same entry again gets the same answer.
    op_id: OpId,
    /// A new initiative's.
    initiative: InitiativeId,
    fields: super::openapi::Fields,
    /// This installation of the app, for the log.
    device: Option<DeviceId>,
}

/// Whose it is: `id` of somebody in the branch, or `name` of somebody in exactly this unit. With a `member_no` that the unit
/// has under this name it is that member; a name that nobody there has makes a new one.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what `enter` reads from a form")]
pub struct EntryMember {
    id: Option<MemberId>,
    name: Option<String>,
    member_no: Option<String>,
}

/// Enter an initiative for a member, from paper: written and handed in at once.
#[utoipa::path(
    post, path = "/units/{code}/entries", context_path = "/api/v1", operation_id = "enter", tag = "units",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)), request_body = EntryRequest,
    responses((status = 200, description = "The verdict, as of an op in `POST /sync`.", body = EntryResponse))
)]
pub async fn enter(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    let sheet = Sheet::read(&text)?;
    let directory = shared.store.directory().await?;
    allowed(&caller.before(&directory, &unit), Deed::EnterForMember, Subject::Unit).map_err(Refusal::Plain)?;
    let member = member_of(&shared, &directory, &unit, &sheet).await?;
    let mut result = apply(&shared, &caller, &member, sheet).await?;
    words::explain_results(std::slice::from_mut(&mut result), &[Kept::Nothing], reader(&headers));
    Ok(body::answer(StatusCode::OK, &headers, &EntryResponse { result, member }))
}

/// A request, understood.
struct Sheet {
    whose: Whose,
    op: OpId,
    initiative: InitiativeId,
    patch: Patch,
    device: Option<DeviceId>,
}

enum Whose {
    Known(MemberId),
    Named { name: String, member_no: Option<String> },
}

impl Sheet {
    /// Reads the request with every fault that it has; what keeps an initiative from being handed in is one.
    fn read(text: &str) -> Result<Self, Refusal> {
        let mut form = Form::read(text)?;
        let whose = form.nested("member", Whose::read);
        form.consent("consent_on_paper");
        let op = form.parsed("op_id", |id| id.parse().map_err(|_| Fault::WrongType));
        let initiative = form.parsed("initiative", |id| id.parse().map_err(|_| Fault::WrongType));
        let device = form.optional_parsed("device", |id| id.parse().map_err(|_| Fault::WrongType));
        let patch = match form.object("fields") {
            Json::Object(fields) => Patch::parse(fields).and_then(handed_in).map_err(|faults| {
                for FieldFault { pointer, fault } in faults {
                    form.note(&format!("fields{pointer}"), fault);
                }
            }),
            _ => Err(()),
        };
        match form.done((whose, op, initiative, patch))? {
            (Some(whose), Some(op), Some(initiative), Ok(patch)) => Ok(Self { whose, op, initiative, patch, device }),
            // `done` has refused a form with a member missing.
            _ => Err(Refusal::Plain(ProblemKind::Invalid)),
        }
    }
}

fn handed_in(patch: Patch) -> Result<Patch, Vec<FieldFault>> {
    let mut content = Content::default();
    content.apply(&patch);
    let faults = submission_faults(&content, &[]);
    if faults.is_empty() { Ok(patch) } else { Err(faults) }
}

impl Whose {
    fn read(form: &mut Form) -> Option<Self> {
        if let Some(id) = form.optional("id") {
            let id = id.parse().map_err(|_| form.note("id", Fault::WrongType)).ok();
            return id.map(Whose::Known);
        }
        let name = form.parsed("name", parse_name);
        let member_no = form.optional_parsed("member_no", parse_member_no);
        name.map(|name| Whose::Named { name, member_no: member_no.filter(|number| !number.is_empty()) })
    }
}

/// The member, found in the unit's branch, or found or made in the unit.
async fn member_of(shared: &Service, directory: &Directory, unit: &UnitCode, sheet: &Sheet) -> Result<Member, Refusal> {
    let administration = shared.store.administration();
    let (name, member_no) = match &sheet.whose {
        Whose::Known(id) => {
            let member = administration.member(*id).await?;
            let covered = |member: &Member| {
                let (own, top) = (directory.index(&member.unit), directory.index(unit));
                own.zip(top).is_some_and(|(own, top)| directory.is_in_branch(own, top))
            };
            return member.filter(covered).ok_or_else(|| Refusal::fault("/member/id", Fault::Unknown));
        }
        Whose::Named { name, member_no } => (name.clone(), member_no.clone()),
    };
    let paper = PaperMember {
        unit: unit.clone(),
        name,
        member_no,
        op: sheet.op,
        consent_version: format!("{CONSENT_VERSION} on paper"),
        at: shared.clock.now(),
    };
    administration.member_on_paper(&paper).await.map_err(|error| match error {
        PaperError::UnknownUnit => Refusal::Plain(ProblemKind::NotFound),
        PaperError::NumberTaken => Refusal::fault("/member/member_no", Fault::Taken),
        PaperError::Namesake => Refusal::fault("/member/name", Fault::Taken),
        PaperError::OpReused => Refusal::fault("/op_id", Fault::Taken),
        PaperError::Store(error) => error.into(),
    })
}

async fn apply(shared: &Service, caller: &Caller, member: &Member, sheet: Sheet) -> Result<OpResult, Refusal> {
    let Sheet { op: id, initiative, patch, device, .. } = sheet;
    let actor = Actor {
        person: Person { id: member.id, name: member.name.clone() },
        unit: member.unit.clone(),
        // Without a device the sheet of paper stands for one.
        device: device.unwrap_or(DeviceId::new(id.uuid())),
    };
    let op = Op { id, initiative, base: Rev(0), at: shared.clock.now(), action: Action::Enter(patch) };
    let by = Person { id: caller.member().id, name: caller.member().name.clone() };
    let Taken { mut results, .. } = shared.writer.enter(by, actor, Received { id, op: Ok(op) }).await?;
    let mut result = results.pop().ok_or_else(|| Refusal::Internal("an entry got no verdict".into()))?;
    if let Some(Problem { errors, .. }) = &mut result.problem {
        for error in errors {
            error.pointer = format!("/fields{}", error.pointer);
        }
    }
    Ok(result)
}
