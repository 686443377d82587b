//! The rundown: items added, changed, moved and removed. What is on air stays as it is.

use super::{Around, Refused, fault, line, range};
use crate::field::Fault;
use crate::show::{Act, Item, ItemId, League, Scene, Show};

/// So many items are a long evening.
const MOST_ITEMS: usize = 200;

/// Carries out [`Act::Add`], [`Act::Change`], [`Act::Move`] or [`Act::Remove`].
pub(super) fn arrange(show: &mut Show, act: &Act, around: &Around) -> Result<(), Refused> {
    match act {
        Act::Add { scene, after } => {
            if show.rundown.len() >= MOST_ITEMS {
                return Err(Refused::Full);
            }
            let scene = accepted(scene, around)?;
            let at = after.map_or(Ok(show.rundown.len()), |after| place(show, after).map(|at| at + 1))?;
            show.next_item += 1;
            let id = ItemId(show.next_item);
            show.rundown.insert(at, Item { id, scene, held: None, embargo: None, typed: None, aired_at: None });
        }
        Act::Change { item, scene } => {
            let at = off_air(show, *item)?;
            let scene = accepted(scene, around)?;
            let Item { id, embargo, .. } = show.rundown[at];
            // What was held or typed belonged to the other scene.
            show.rundown[at] = Item { id, scene, held: None, embargo, typed: None, aired_at: None };
        }
        Act::Move { item, after } => {
            if *after == Some(*item) {
                return Err(Refused::NoSuchItem);
            }
            if let Some(after) = after {
                place(show, *after)?;
            }
            let moved = show.rundown.remove(place(show, *item)?);
            let at = after.map_or(Ok(0), |after| place(show, after).map(|at| at + 1))?;
            show.rundown.insert(at, moved);
        }
        Act::Remove { item } => {
            let at = off_air(show, *item)?;
            if show.preview == Some(*item) {
                show.preview = show.behind(*item);
            }
            show.rundown.remove(at);
        }
        _ => {}
    }
    Ok(())
}

fn place(show: &Show, id: ItemId) -> Result<usize, Refused> {
    show.rundown.iter().position(|item| item.id == id).ok_or(Refused::NoSuchItem)
}

fn off_air(show: &Show, id: ItemId) -> Result<usize, Refused> {
    let at = place(show, id)?;
    if show.program.is_some_and(|program| program.item == id) { Err(Refused::IsOnAir) } else { Ok(at) }
}

/// The scene as it is kept, if it can be shown at all. Whether its units are there is for the caller to have looked.
fn accepted(scene: &Scene, around: &Around) -> Result<Scene, Refused> {
    let mut scene = scene.clone();
    match &mut scene {
        Scene::League { of, first, last, .. } => {
            if *first < 1 {
                return Err(range("/first", 1, i64::from(u16::MAX)));
            }
            if last < first || *last - *first >= League::ROWS {
                let (least, most) = (i64::from(*first), i64::from(*first) + i64::from(League::ROWS) - 1);
                return Err(range("/last", least, most));
            }
            if let League::Cluster { name, units } = of {
                *name = line(name, "/of/name", 1, 80)?;
                if units.is_empty() || units.len() > League::MOST_UNITS {
                    return Err(range("/of/units", 1, League::MOST_UNITS as i64));
                }
                let mut seen = units.clone();
                seen.sort_unstable();
                seen.dedup();
                if seen.len() < units.len() {
                    return Err(fault("/of/units", Fault::Taken));
                }
            }
        }
        Scene::Story { .. } if !around.story.is_recognised => return Err(Refused::NoSuchStory),
        _ => {}
    }
    Ok(scene)
}
