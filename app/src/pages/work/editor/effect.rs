//! The third part: what came of it, since when, and what it is worth.

use leptos::ev;
use leptos::prelude::*;
use model::calendar::{Date, day_in_vietnam};
use model::field::{BenefitPeriod, Field, Value};

use super::bound::{Bound, TextBox, box_id};
use super::helper::HelperSheet;
use crate::i18n::form;
use crate::local::now;
use crate::ui::{Choice, ChoiceOption, FieldFrame, FieldWords, Icon, MoneyField, described_by};

/// Effect, first application, benefit, what can't be counted in money.
#[component]
pub fn EffectPart(bound: Bound, id: &'static str) -> impl IntoView {
    let lang = bound.lang;
    let words = |label: crate::i18n::Word| FieldWords::label(label.say(lang));
    view! {
        <section class="group part" id=id aria-labelledby="h-effect">
            <h2 class="part__head" id="h-effect" tabindex="-1">
                {form::STEP_EFFECT.say(lang)}
            </h2>
            <TextBox bound=bound field=Field::Effect words=words(form::EFFECT).help(form::EFFECT_HELP.say(lang)) />
            <AppliedOn bound=bound />
            <Benefit bound=bound />
            <TextBox
                bound=bound
                field=Field::IntangibleBenefit
                words=words(form::INTANGIBLE).aside(form::OPTIONAL.say(lang)).help(form::INTANGIBLE_HELP.say(lang))
            />
        </section>
    }
    .into_any()
}

#[component]
fn AppliedOn(bound: Bound) -> impl IntoView {
    let lang = bound.lang;
    let id = box_id(Field::FirstAppliedOn);
    let words = FieldWords::label(form::APPLIED.say(lang)).help(form::APPLIED_HELP.say(lang));
    let error = bound.fault(Field::FirstAppliedOn);
    let described = described_by(&id, words, error);
    let writing = bound.writing(Field::FirstAppliedOn);
    let value = Memo::new(move |_| bound.content(|content| content.first_applied_on()));
    let input = NodeRef::<leptos::html::Input>::new();
    let has_cursor = move || {
        let active = document().active_element().filter(|_| document().has_focus().unwrap_or(false));
        active.is_some_and(|active| active.id() == box_id(Field::FirstAppliedOn))
    };
    let show = move || {
        if let Some(input) = input.get_untracked() {
            input.set_value(&value.get_untracked().map(|day| day.to_string()).unwrap_or_default());
        }
    };
    Effect::new(move |_| {
        value.track();
        if input.get().is_some() && !has_cursor() {
            show();
        }
    });
    // While a day is being typed the browser gives none, or a year like 0002: neither is kept.
    let on_input = move |event: ev::Event| {
        let typed = event_target_value(&event);
        let day = Date::parse(&typed).ok();
        if day.is_some() || typed.is_empty() {
            bound.set(Value::Date(day), Field::FirstAppliedOn);
        }
    };
    let on_blur = move |_| {
        writing.run(false);
        show();
    };
    let today = day_in_vietnam(now()).map(|day| day.to_string()).ok();
    view! {
        <FieldFrame id=id.clone() words=words error=error>
            <span class="field__box">
                {Icon::Calendar.draw()}
                <input
                    type="date"
                    id=id
                    min="1990-01-01"
                    max=today
                    node_ref=input
                    aria-describedby=described
                    on:input=on_input
                    on:focus=move |_| writing.run(true)
                    on:blur=on_blur
                />
            </span>
        </FieldFrame>
    }
    .into_any()
}

#[component]
fn Benefit(bound: Bound) -> impl IntoView {
    let lang = bound.lang;
    let words =
        FieldWords::label(form::BENEFIT.say(lang)).aside(form::OPTIONAL.say(lang)).help(form::BENEFIT_HELP.say(lang));
    let value = Memo::new(move |_| bound.content(|content| content.benefit()));
    let changed = Callback::new(move |sum| {
        bound.set(Value::Money(sum), Field::BenefitVnd);
        // A sum says nothing without its period; the usual one is chosen in plain sight.
        if sum.is_some() && bound.content_now().period().is_none() {
            bound.set(Value::Period(Some(BenefitPeriod::PerYear)), Field::BenefitPeriod);
        }
    });
    let period = Memo::new(move |_| bound.content(|content| content.period().map_or("", BenefitPeriod::name)));
    let choose = Callback::new(move |name: &'static str| {
        let period = [BenefitPeriod::PerYear, BenefitPeriod::Once].into_iter().find(|period| period.name() == name);
        bound.set(Value::Period(period), Field::BenefitPeriod);
    });
    let options = [BenefitPeriod::PerYear, BenefitPeriod::Once]
        .map(|period| ChoiceOption { value: period.name(), label: form::period(period).say(lang).to_owned() });
    let helper = RwSignal::new(false);
    view! {
        <div class="money">
            <MoneyField
                id=box_id(Field::BenefitVnd)
                words=words
                value=value
                changed=changed
                writing=bound.writing(Field::BenefitVnd)
            >
                <button type="button" class="btn btn--plain" on:click=move |_| helper.set(true)>
                    {form::HELP_ME.say(lang)}
                </button>
            </MoneyField>
            <Choice
                legend=form::PERIOD.say(lang)
                name="period"
                options=options.to_vec()
                chosen=period
                choose=choose
            />
        </div>
        <HelperSheet open=helper use_sum=changed />
    }
    .into_any()
}
