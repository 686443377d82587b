//! What goes into the store to be decided, and what comes out.

use crate::{Directory, Position, Recent, TallyRow, TokenKind};
use model::id::{InitiativeId, MemberId, Rev};
use model::initiative::Person;
use model::op::{Action, OpResult, Received};
use model::review::Actor;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// Tells an op from another one under the same id: SHA-256 of member, initiative, base revision and action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// The fingerprint of what this member sent. Of an op that couldn't be understood it covers what is wrong with it,
    /// which is what its verdict rests on.
    pub fn of(member: MemberId, received: &Received) -> Self {
        match &received.op {
            Ok(op) => Self::of_action(member, op.initiative, op.base, &op.action),
            Err(problem) => {
                let mut hash = Sha256::new();
                hash.update(member.uuid().as_bytes());
                write_json(&mut hash, problem);
                Self(hash.finalize().into())
            }
        }
    }

    /// The fingerprint of this action of the member's.
    pub(crate) fn of_action(member: MemberId, initiative: InitiativeId, base: Rev, action: &Action) -> Self {
        let mut hash = Sha256::new();
        hash.update(member.uuid().as_bytes());
        hash.update(initiative.uuid().as_bytes());
        hash.update(base.0.to_le_bytes());
        write_json(&mut hash, action);
        Self(hash.finalize().into())
    }

    /// The same of an op whose action was kept as its name and its arguments in JSON, as they were serialised then.
    pub(crate) fn of_kept(member: MemberId, initiative: InitiativeId, base: Rev, name: &str, arguments: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(member.uuid().as_bytes());
        hash.update(initiative.uuid().as_bytes());
        hash.update(base.0.to_le_bytes());
        for part in ["{\"", name, "\":", arguments, "}"] {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

fn write_json(hash: &mut Sha256, value: &impl Serialize) {
    // What is hashed is plain data whose serialisation can't fail, and hashing never does.
    serde_json::to_writer(HashWriter(hash), value).expect("plain data is JSON");
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One op and who sent it.
#[derive(Debug, Clone)]
pub struct Submission {
    pub actor: Arc<Actor>,
    /// Of the token that it came with: whether the member's roles count.
    pub token: TokenKind,
    pub received: Received,
    /// The officer who entered it for the actor, from paper; `None` if the actor sent it.
    pub entered_by: Option<Person>,
    pub fingerprint: Fingerprint,
}

impl Submission {
    /// An op as it was received from a member's device that has joined.
    pub fn new(actor: Arc<Actor>, received: Received) -> Self {
        Self::with(TokenKind::Join, actor, received)
    }

    /// An op as it was received with a token of this kind.
    pub fn with(token: TokenKind, actor: Arc<Actor>, received: Received) -> Self {
        let fingerprint = Fingerprint::of(actor.person.id, &received);
        Self { actor, token, received, entered_by: None, fingerprint }
    }

    /// An op that an officer has entered for the actor. None of the officer's roles counts for it any more: that they may
    /// enter it is for the caller to have asked.
    pub fn entered(by: Person, actor: Arc<Actor>, received: Received) -> Self {
        Self { entered_by: Some(by), ..Self::new(actor, received) }
    }

    /// Whose doing it is.
    pub(crate) fn by(&self) -> MemberId {
        self.entered_by.as_ref().map_or(self.actor.person.id, |officer| officer.id)
    }
}

/// What a batch came to.
#[derive(Debug, Clone)]
pub struct Applied {
    /// One for each op, in their order.
    pub results: Vec<OpResult>,
    /// The log's end before the batch.
    pub since: Position,
    /// The log's end after the batch.
    pub position: Position,
    /// The rows of the totals that changed, each with its new value.
    pub tallies: Vec<TallyRow>,
    /// For each member who sent an op, what changed of theirs.
    pub recent: HashMap<MemberId, Arc<Recent>>,
    /// What the batch was decided with.
    pub directory: Arc<Directory>,
}
