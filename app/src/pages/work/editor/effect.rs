//! The third part: what came of it, since when, and what it is worth.

use std::rc::Rc;

use leptos::prelude::*;
use model::field::{BenefitPeriod, Field, Value};
use model::money::Vnd;

use super::bound::{Bound, box_id};
use super::form_page::part;
use super::helper::helper_sheet;
use crate::i18n::{Word, form};
use crate::local::today;
use crate::markup::{El, button, el, settled};
use crate::ui::{DateField, Explained, FieldWords, Look, MONEY, NumberField, short_choice};

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
    let field = DateField {
        id: box_id(Field::FirstAppliedOn),
        words: FieldWords::label(form::APPLIED.say(lang)).help(form::APPLIED_HELP.say(lang)),
        value: settled(move || bound.content(|content| content.first_applied_on())),
        changed: Box::new(move |day| bound.set(Value::Date(day), Field::FirstAppliedOn)),
        writing: bound.writing(Field::FirstAppliedOn),
        wrong: bound.wrong(Field::FirstAppliedOn),
        ask: Box::new(move |day| form::ask_applied(day, today()?, lang)),
    };
    field.make(lang)
}

fn benefit(bound: Bound) -> El {
    let lang = bound.lang;
    let words =
        FieldWords::label(form::BENEFIT.say(lang)).aside(form::OPTIONAL.say(lang)).help(form::BENEFIT_HELP.say(lang));
    let set = Rc::new(move |sum: Option<Vnd>| {
        bound.set(Value::Money(sum), Field::BenefitVnd);
        // A sum says nothing without its period; the usual one is chosen in plain sight.
        if sum.is_some() && bound.content_now().period().is_none() {
            bound.set(Value::Period(Some(BenefitPeriod::PerYear)), Field::BenefitPeriod);
        }
    });
    let changed = set.clone();
    let pointer = "/benefit_vnd".to_owned();
    let helper = RwSignal::new(false);
    let money = NumberField {
        id: box_id(Field::BenefitVnd),
        words,
        kind: &MONEY,
        value: settled(move || bound.content(|content| content.benefit().map(Vnd::dong))),
        typed: bound.typed(pointer.clone()),
        keep: bound.keep_typed(pointer),
        changed: Rc::new(move |dong| changed(dong.and_then(|dong| Vnd::for_initiative(dong).ok()))),
        writing: bound.writing(Field::BenefitVnd),
        wrong: bound.wrong(Field::BenefitVnd),
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
        helper_sheet(helper, set, lang),
    ])
}
