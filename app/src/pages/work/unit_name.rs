//! The name of the member's unit. The session knows its code; the name is asked for when there is a link, and kept.

use leptos::prelude::*;
use model::unit::UnitCode;
use wasm_bindgen_futures::spawn_local;

use super::desk::{Here, here};
use crate::board::load;

/// The unit's name; its code until the name is known.
pub fn unit_name(unit: UnitCode) -> Signal<String> {
    let Here { store, .. } = here();
    let kept = store.unit_name(&unit);
    let is_known = kept.is_some();
    let name = RwSignal::new(kept.unwrap_or_else(|| unit.to_string()));
    if !is_known {
        spawn_local(async move {
            // Without a link the code says enough; the next visit asks again.
            if let Ok(Some(board)) = load::board(Some(unit.clone())).await {
                let found = board.totals.own.name;
                store.keep_unit_name(&unit, &found);
                name.try_set(found);
            }
        });
    }
    name.into()
}
