//! A consent or other yes: a box to tick with the whole sentence beside it. Never ticked by itself.

use leptos::prelude::*;

use super::Icon;

/// One box to tick.
#[component]
pub fn Tick(
    #[prop(into)] id: String,
    /// What a tick says.
    label: &'static str,
    /// Whether it is ticked.
    #[prop(into)]
    ticked: Signal<bool>,
    /// Called when the person changes it.
    changed: Callback<bool>,
    /// What is wrong, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        move || error.with(Option::is_some).then(|| error_id.clone())
    };
    view! {
        <div class="field" class:field--wrong=move || error.with(Option::is_some)>
            <label class="tick">
                <input
                    type="checkbox"
                    id=id
                    prop:checked=move || ticked.get()
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    on:change=move |event| changed.run(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field__error" id=error_id.clone()>
                                {Icon::Alert.draw()}
                                <span>{error}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
