//! What units and stories in the rundown are called: asked once for each.

use leptos::prelude::*;
use model::show::{ControlRoom, League, Scene};
use model::unit::UnitCode;
use wasm_bindgen_futures::spawn_local;

use super::super::requests;
use super::Desk;
use crate::show::{Named, Names};

impl Desk {
    /// Remembers what stories are called, and asks what units are called that haven't been named yet.
    pub(super) fn learn(self, room: &ControlRoom) {
        let offered = room.stories.iter().map(|story| (story.initiative, &story.title));
        let planned = room.rundown_stories.iter();
        let planned = planned.filter_map(|story| story.title.as_ref().map(|title| (story.initiative, title)));
        let titles: Vec<_> = offered.chain(planned).collect();
        let new = |names: &Names| titles.iter().any(|(id, _)| !names.stories.contains_key(id));
        if self.names.with_untracked(new) {
            self.names.update(|names| names.stories.extend(titles.into_iter().map(|(id, title)| (id, title.clone()))));
        }
        if self.asked.with_value(Vec::is_empty) {
            self.name(None);
        }
        for code in room.show.rundown.iter().filter_map(|item| unit_of(&item.scene)) {
            self.name(Some(code));
        }
    }

    fn name(self, code: Option<&UnitCode>) {
        if let Some(code) = code {
            if self.asked.with_value(|asked| asked.contains(code)) {
                return;
            }
            self.asked.update_value(|asked| asked.push(code.clone()));
        }
        let code = code.cloned();
        spawn_local(async move {
            match requests::unit(code.as_ref(), self.lang).await {
                Ok(requests::UnitNamed { unit, name, level }) => {
                    self.asked.update_value(|asked| asked.push(unit.clone()));
                    self.names.update(|names| _ = names.units.insert(unit, Named { name, level }));
                }
                // Its code stands there until a later state asks again.
                Err(_) => self.asked.update_value(|asked| asked.retain(|asked| Some(asked) != code.as_ref())),
            }
        });
    }
}

/// The unit that a scene is about.
fn unit_of(scene: &Scene) -> Option<&UnitCode> {
    match scene {
        Scene::Number { unit } | Scene::Unit { unit } | Scene::Timeline { unit } => Some(unit),
        Scene::League { of: League::Children { of }, .. } => Some(of),
        _ => None,
    }
}
