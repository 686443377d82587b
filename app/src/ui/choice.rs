//! A choice of a few: radio buttons in one frame, so that the keyboard and a form without scripts work as ever.

use leptos::prelude::*;

/// One of the things to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// What a form sends, and what [`Choice`] calls back with.
    pub value: &'static str,
    /// What a person reads.
    pub label: String,
}

/// A choice of two to four. `legend` names it for those who don't see it; `name` is the form's.
#[component]
pub fn Choice(
    legend: &'static str,
    name: &'static str,
    options: Vec<ChoiceOption>,
    /// The value chosen now.
    #[prop(into)]
    chosen: Signal<&'static str>,
    /// Called with the value that a person chose.
    #[prop(into)]
    choose: Callback<&'static str>,
) -> impl IntoView {
    let options = options.into_iter().map(|ChoiceOption { value, label }| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    value=value
                    checked=chosen.get_untracked() == value
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| choose.run(value)
                />
                {label}
            </label>
        }
    });
    view! {
        <fieldset class="choice">
            <legend class="hide">{legend}</legend>
            {options.collect_view()}
        </fieldset>
    }
}
