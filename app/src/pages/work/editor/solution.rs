//! The second part: what was difficult, what is done differently, what is new (Thông tư 18/2013/TT-BKHCN, Phụ lục I).

use leptos::prelude::*;
use model::field::{Field, Kind, Value};

use super::bound::{Bound, TextBox};
use crate::i18n::form;
use crate::ui::{Explained, ExplainedChoice, FieldWords, Look};

/// Kind, field, difficulty, solution, novelty, confidential parts.
#[component]
pub fn SolutionPart(bound: Bound, id: &'static str) -> impl IntoView {
    let lang = bound.lang;
    let words = |label: crate::i18n::Word| FieldWords::label(label.say(lang));
    let options = Kind::ALL.map(|kind| {
        let (label, text) = form::kind(kind);
        Explained { value: kind.name(), label: label.say(lang), text: text.say(lang) }
    });
    let chosen = Memo::new(move |_| bound.content(|content| content.kind().map(Kind::name)));
    let choose = Callback::new(move |name: &'static str| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        bound.set(Value::Kind(kind), Field::Kind);
    });
    view! {
        <section class="group part" id=id aria-labelledby="h-solution">
            <h2 class="part__head" id="h-solution" tabindex="-1">
                {form::STEP_SOLUTION.say(lang)}
            </h2>
            <TextBox bound=bound field=Field::Problem words=words(form::PROBLEM) />
            <TextBox
                bound=bound
                field=Field::Solution
                words=words(form::SOLUTION).help(form::SOLUTION_HELP.say(lang))
            />
            <TextBox bound=bound field=Field::Novelty words=words(form::NOVELTY).help(form::NOVELTY_HELP.say(lang)) />
            <ExplainedChoice
                id="o-kind"
                legend=form::KIND.say(lang)
                help=form::KIND_HELP.say(lang)
                options=options.to_vec()
                chosen=chosen
                choose=choose
            />
            <TextBox
                bound=bound
                field=Field::Area
                words=words(form::AREA).help(form::AREA_HELP.say(lang))
                look=Look::Line
            />
            <TextBox
                bound=bound
                field=Field::Confidential
                words=words(form::CONFIDENTIAL)
                    .aside(form::IF_ANY.say(lang))
                    .help(form::CONFIDENTIAL_HELP.say(lang))
            />
        </section>
    }
    .into_any()
}
