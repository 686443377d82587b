//! Web Locks, by which the tabs of a browser agree who does what only one of them should. Browsers older than 2022 have none.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The browser's locks.
pub struct Locks {
    manager: JsValue,
    request: Function,
}

impl Locks {
    /// None if the browser is too old.
    pub fn of_browser() -> Option<Locks> {
        let navigator = web_sys::window()?.navigator();
        let manager = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
        let request = Reflect::get(&manager, &"request".into()).ok()?.dyn_into().ok()?;
        Some(Locks { manager, request })
    }

    /// Asks for the lock of that name. `granted` is called with it, or with nothing if it was to be had at once and
    /// isn't; it is held until the promise that `granted` returns is settled. What comes back is settled then too, and
    /// rejected if the lock was taken away or the queue was left.
    pub fn request(&self, name: &str, options: &Object, granted: &JsValue) -> Option<Promise> {
        self.request.call3(&self.manager, &name.into(), options, granted).ok()?.dyn_into().ok()
    }
}
