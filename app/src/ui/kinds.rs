//! A choice among a few things that each need a sentence: radio buttons in a list.

use leptos::prelude::*;

/// One of the things to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Explained {
    /// What [`ExplainedChoice`] calls back with.
    pub value: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What it means, in a sentence.
    pub text: &'static str,
}

/// A choice of a few. `id` is the first button's, for whoever leads the person here.
#[component]
pub fn ExplainedChoice(
    id: &'static str,
    legend: &'static str,
    help: &'static str,
    options: Vec<Explained>,
    /// The value chosen now; none at first.
    #[prop(into)]
    chosen: Signal<Option<&'static str>>,
    /// Called with the value that a person chose.
    choose: Callback<&'static str>,
) -> impl IntoView {
    let options = options.into_iter().enumerate().map(|(at, Explained { value, label, text })| {
        view! {
            <label class="kind">
                <input
                    type="radio"
                    name=id
                    id=(at == 0).then_some(id)
                    value=value
                    prop:checked=move || chosen.get() == Some(value)
                    on:change=move |_| choose.run(value)
                />
                <span>
                    <b>{label}</b>
                    <small>{text}</small>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="kinds field">
            <legend class="field__label">{legend}</legend>
            <p class="field__help">{help}</p>
            <div class="rows">{options.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
