//! Events and effects in a line each, for whoever replays a seed.

use model::content::{Content, Patch};
use model::field::Value;
use model::id::InitiativeId;
use model::initiative::Initiative;
use model::op::{Action, Op};
use model::sync::{Effect, Event, Stored};

pub fn short(id: InitiativeId) -> u64 {
    id.uuid().as_u128() as u64 & 0xffff_ffff
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.replace('\n', " / "),
        Value::Money(Some(sum)) => sum.dong().to_string(),
        other => format!("{other:?}"),
    }
}

fn patch(patch: &Patch) -> String {
    patch.iter().map(|(field, it)| format!("{}={} ", field.name(), value(it))).collect()
}

fn content(of: &Content) -> String {
    patch(&of.since(&Content::default()))
}

fn action(action: &Action) -> String {
    match action {
        Action::Edit(it) => format!("edit {}", patch(it)),
        other => format!("{other:?}"),
    }
}

pub fn op(op: &Op) -> String {
    let id = op.id.uuid().as_u128() as u64 & 0xffff_ffff;
    format!("[{id} on {}@{}: {}]", short(op.initiative), op.base.0, action(&op.action))
}

pub fn initiative(it: &Initiative) -> String {
    let waiting: String =
        it.alternatives.iter().map(|other| format!("{}≠{} ", other.field.name(), value(&other.value))).collect();
    format!("({}@{} {:?} {} {waiting})", short(it.id), it.rev.0, it.state, content(&it.content))
}

fn stored(stored: &Stored) -> String {
    match stored {
        Stored::Written(it) => {
            let asked: Vec<String> = it.requests.iter().map(|request| action(&request.action)).collect();
            format!(
                "written {}@{}.{} {} from {} {asked:?}",
                short(it.id),
                it.base.0,
                it.life,
                content(it.content()),
                patch(it.changed_from())
            )
        }
        Stored::Known(it) => {
            let newest = it.newest.as_deref().map(initiative).unwrap_or_default();
            let outbox: String = it.outbox.iter().map(op).collect();
            let refused = it.refused.as_ref().map(|refusal| format!("{:?} {}", refusal.problem.kind, op(&refusal.op)));
            let memory = it.memory;
            format!(
                "known {} life {} {memory:?} {newest} sent@{} {} receipted {} outbox {outbox} refused {refused:?} over {}",
                short(it.id),
                it.life,
                it.sent_upon.0,
                patch(&it.sent),
                it.receipted.0,
                it.over.len()
            )
        }
        other => format!("{other:?}"),
    }
}

pub fn event(event: &Event) -> String {
    match event {
        Event::Edited { id, field, value: it } => format!("EDITED {} {} = {}", short(*id), field.name(), value(it)),
        Event::Asked { id, action: it } => format!("ASKED {} {}", short(*id), action(it)),
        Event::WroteElsewhere(it) => format!("elsewhere {}", stored(it)),
        Event::NotStored(it) => format!("NOT STORED {}", stored(it)),
        Event::Leads(_) => "leads".into(),
        Event::Answered { answer: Ok(answer), .. } => {
            let changes: String = answer.changes.iter().map(initiative).collect();
            let results: String = answer
                .results
                .iter()
                .map(|it| format!("{}:{:?}@{} ", it.id.uuid().as_u128() as u64 & 0xffff_ffff, it.outcome, it.rev.0))
                .collect();
            format!("answer {results} changes {changes} cursor {} more {}", answer.cursor, answer.more)
        }
        other => format!("{other:?}"),
    }
}

pub fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Store(it) => format!("store {}", stored(it)),
        Effect::Send { request, .. } => {
            format!("send {} cursor {:?}", request.ops.iter().map(op).collect::<String>(), request.cursor)
        }
        other => format!("{other:?}"),
    }
}
