//! Says changed figures to screen readers, politely, and at most once a minute.

use leptos::prelude::*;

/// Speaks `said` when it changes, not what it is at first.
#[component]
pub fn Announcer(
    /// A sentence with the figures.
    #[prop(into)]
    said: Signal<String>,
) -> impl IntoView {
    let spoken = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    speak(said, spoken);
    #[cfg(not(feature = "hydrate"))]
    let _only_in_the_browser = said;
    view! { <p class="hide" role="status">{spoken}</p> }
}

#[cfg(feature = "hydrate")]
fn speak(said: Signal<String>, spoken: RwSignal<String>) {
    const QUIET_MS: f64 = 60_000.0;
    let waits = StoredValue::new(false);
    let last = StoredValue::new(js_sys::Date::now());
    Effect::new(move |before: Option<()>| {
        said.track();
        if before.is_none() || waits.get_value() {
            return;
        }
        let pause = (last.get_value() + QUIET_MS - js_sys::Date::now()).clamp(0.0, QUIET_MS);
        waits.set_value(true);
        set_timeout(
            move || {
                // The page may be gone by now.
                let Some(said) = said.try_get_untracked() else { return };
                waits.set_value(false);
                last.set_value(js_sys::Date::now());
                spoken.set(said);
            },
            std::time::Duration::from_secs_f64(pause / 1000.0),
        );
    });
}
