//! The third part: what came of it, since when, and what it is worth.

use std::rc::Rc;

use leptos::prelude::*;
use model::calendar::{Date, day_in_vietnam};
use model::field::{BenefitPeriod, Field, Value};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::bound::{Bound, box_id};
use super::form_page::part;
use super::helper::helper_sheet;
use crate::i18n::{Word, form};
use crate::local::now;
use crate::markup::{El, button, el, follow, settled};
use crate::ui::{Explained, FieldWords, Icon, Look, MoneyField, field_frame, has_cursor, short_choice};

/// Effect, first application, benefit, what can't be counted in money.
pub fn effect_part(bound: Bound, id: &str) -> El {
    let lang = bound.lang;
    let words = |label: Word| FieldWords::label(label.say(lang));
    let effect = words(form::EFFECT).help(form::EFFECT_HELP.say(lang));
    let intangible = words(form::INTANGIBLE).aside(form::OPTIONAL.say(lang)).help(form::INTANGIBLE_HELP.say(lang));
    part(id, "h-effect", form::STEP_EFFECT.say(lang)).puts([
        bound.text_box(Field::Effect, Look::Lines, effect),
        applied_on(bound),
        benefit(bound),
        bound.text_box(Field::IntangibleBenefit, Look::Lines, intangible),
    ])
}

fn applied_on(bound: Bound) -> El {
    let lang = bound.lang;
    let id = box_id(Field::FirstAppliedOn);
    let words = FieldWords::label(form::APPLIED.say(lang)).help(form::APPLIED_HELP.say(lang));
    let today = day_in_vietnam(now()).map(|day| day.to_string()).ok();
    let control =
        el("input", "").attr("type", "date").attr("id", &id).attr("min", "1990-01-01").attr_if("max", today.as_deref());
    let input: HtmlInputElement = control.element().clone().unchecked_into();
    let kept = settled(move || {
        bound.content(|content| content.first_applied_on().map(|day| day.to_string()).unwrap_or_default())
    });
    let (shown, box_of) = (input.clone(), control.clone());
    let value = kept.clone();
    follow(move || {
        let value = value();
        if !has_cursor(&box_of) {
            shown.set_value(&value);
        }
    });
    let (typed, left) = (input.clone(), input);
    let (coming, leaving) = (bound.writing(Field::FirstAppliedOn), bound.writing(Field::FirstAppliedOn));
    let control = control
        .on("input", move |_| {
            // While a day is being typed the browser gives none, or a year like 0002: neither is kept.
            let typed = typed.value();
            let day = Date::parse(&typed).ok();
            if day.is_some() || typed.is_empty() {
                bound.set(Value::Date(day), Field::FirstAppliedOn);
            }
        })
        .on("focus", move |_| coming(true))
        .on("blur", move |_| {
            leaving(false);
            left.set_value(&untrack(|| kept()));
        });
    let boxed = el("span", "field__box").icon(Icon::Calendar).put(control.clone());
    field_frame(&id, words, bound.wrong(Field::FirstAppliedOn), boxed, control)
}

fn benefit(bound: Bound) -> El {
    let lang = bound.lang;
    let words =
        FieldWords::label(form::BENEFIT.say(lang)).aside(form::OPTIONAL.say(lang)).help(form::BENEFIT_HELP.say(lang));
    let changed = Rc::new(move |sum| {
        bound.set(Value::Money(sum), Field::BenefitVnd);
        // A sum says nothing without its period; the usual one is chosen in plain sight.
        if sum.is_some() && bound.content_now().period().is_none() {
            bound.set(Value::Period(Some(BenefitPeriod::PerYear)), Field::BenefitPeriod);
        }
    });
    let helper = RwSignal::new(false);
    let money = MoneyField {
        id: "o-benefit_vnd",
        words,
        value: settled(move || bound.content(|content| content.benefit())),
        draft: RwSignal::new(None),
        changed: changed.clone(),
        writing: bound.writing(Field::BenefitVnd),
        unit: form::DONG.say(lang),
        beside: Some(button("btn btn--plain", move || helper.set(true)).text(form::HELP_ME.say(lang))),
    };
    let periods = [BenefitPeriod::PerYear, BenefitPeriod::Once];
    let options =
        periods.map(|period| Explained { value: period.name(), label: form::period(period).say(lang), text: "" });
    let chosen = settled(move || bound.content(|content| content.period().map(BenefitPeriod::name)));
    let choose = Rc::new(move |name: &'static str| {
        let period = periods.into_iter().find(|period| period.name() == name);
        bound.set(Value::Period(period), Field::BenefitPeriod);
    });
    el("div", "money").puts([
        money.make(lang),
        short_choice("period", form::PERIOD.say(lang), &options, chosen, choose),
        helper_sheet(helper, changed, lang),
    ])
}
