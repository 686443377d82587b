//! Initiatives as their readers get them, with what was found to be like them. Told to those who review or oversee an
//! initiative, never to its author; the title of the other only to who may read that one too.

use super::Service;
use super::auth::Caller;
use model::id::InitiativeId;
use model::initiative::Initiative;
use model::rights::{Deed, Subject, acting, allowed};
use model::wire::{DeskInitiative, PossibleDuplicate, Share};
use std::collections::HashMap;
use store::{Alike, Directory, StoreError};

/// Those of the initiatives that are this reader's to know of, as far as they may see them.
///
/// # Errors
/// If the store can't be read.
pub async fn shown(
    shared: &Service,
    caller: &Caller,
    directory: &Directory,
    initiatives: impl IntoIterator<Item = Initiative>,
) -> Result<Vec<DeskInitiative>, StoreError> {
    let shown = initiatives.into_iter().filter_map(|initiative| caller.shown(directory, initiative));
    let shown: Vec<Initiative> = shown.collect();
    let asked: Vec<InitiativeId> = shown
        .iter()
        .filter(|initiative| is_told(caller, directory, initiative))
        .map(|initiative| initiative.id)
        .collect();
    let mut found: HashMap<InitiativeId, Vec<PossibleDuplicate>> = HashMap::new();
    if !asked.is_empty() {
        for (id, alike) in shared.store.duplicates().alike(&asked).await? {
            found.entry(id).or_default().push(told(caller, directory, alike));
        }
    }
    let with_found = |initiative: Initiative| {
        let possible_duplicates = found.remove(&initiative.id).unwrap_or_default();
        let is_officer = !caller.offices().is_empty();
        let unit = directory.unit(&initiative.unit).filter(|_| is_officer);
        let unit_name = unit.map(|unit| unit.name.clone());
        let share = is_officer.then(|| share(caller, directory, &initiative));
        DeskInitiative { unit_name, initiative, possible_duplicates, share }
    };
    Ok(shown.into_iter().map(with_found).collect())
}

/// What an officer has to do with it, before the unit before which it is.
fn share(caller: &Caller, directory: &Directory, initiative: &Initiative) -> Share {
    let before = initiative.reviewed_in();
    let who = caller.before(directory, before);
    let may = |deed| allowed(&who, deed, Subject::of(initiative)).is_ok();
    let path = directory.index(before).map(|unit| directory.codes(unit)).unwrap_or_default();
    let is_below = acting(caller.offices(), &path).is_some_and(|office| office.above().is_some());
    Share { waits_here: may(Deed::Read), decides: may(Deed::Decline), may_forward: may(Deed::Forward) && is_below }
}

/// Whether this reader is told what the initiative is like: as with the officers' comments, not its author.
fn is_told(caller: &Caller, directory: &Directory, initiative: &Initiative) -> bool {
    if caller.offices().is_empty() {
        return false;
    }
    let who = caller.before(directory, &initiative.unit);
    allowed(&who, Deed::ReadHistory, Subject::of(initiative)).is_ok()
}

fn told(caller: &Caller, directory: &Directory, alike: Alike) -> PossibleDuplicate {
    let Alike { id, author, unit, state, title, at, percent } = alike;
    let subject = Subject::Initiative { author, state, is_put_higher: false };
    let may_read = allowed(&caller.before(directory, &unit), Deed::Read, subject).is_ok();
    let unit_name = directory.unit(&unit).map(|unit| unit.name.clone());
    let (title, state, at) = (may_read.then_some(title), may_read.then_some(state), at.filter(|_| may_read));
    PossibleDuplicate { id, title, unit, unit_name, state, at, similarity: percent }
}
