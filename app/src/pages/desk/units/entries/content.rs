//! What the paper says: the fields of the worksite's editor, in the order of the form (Thông tư 18/2013/TT-BKHCN, Phụ lục I).

use std::rc::Rc;

use leptos::prelude::*;
use model::calendar::day_in_vietnam;
use model::field::{BenefitPeriod, Field, Kind, Shape, Value};
use model::money::Vnd;
use model::story::repeated;
use model::text::{typed_line, typed_text};

use super::authors::authors_part;
use super::sheet::Desk;
use crate::i18n::{administration as words, form};
use crate::markup::{El, el, settled};
use crate::tablet::now;
use crate::ui::{
    self, DateField, Explained, FieldWords, Look, MONEY, NumberField, explained_choice, kept_back, short_choice, tick,
};

/// The id of a field's box.
pub fn box_id(field: Field) -> String {
    format!("o-{}", field.name())
}

/// All fields.
pub fn content_part(desk: Desk) -> El {
    let lang = desk.here.lang;
    let title = el("h3", "").attr("id", "h-content").text(words::CONTENT.say(lang));
    el("section", "section office__part").attr("aria-labelledby", "h-content").put(title).puts([
        text_box(desk, Field::Title, Look::Line),
        kinds(desk),
        text_box(desk, Field::Area, Look::Line),
        text_box(desk, Field::Problem, Look::Lines),
        text_box(desk, Field::Solution, Look::Lines),
        text_box(desk, Field::Novelty, Look::Lines),
        text_box(desk, Field::Effect, Look::Lines),
        applied_on(desk),
        benefit(desk),
        text_box(desk, Field::IntangibleBenefit, Look::Lines),
        text_box(desk, Field::Confidential, Look::Lines),
        text_box(desk, Field::Story, Look::Lines),
        public(desk),
        authors_part(desk),
    ])
}

/// What is wrong with a field.
pub fn wrong(desk: Desk, field: Field) -> crate::markup::Read<Option<String>> {
    let lang = desk.here.lang;
    let pointer = format!("/fields/{}", field.name());
    settled(move || Some(form::fault(field, &desk.fault(&pointer)?, lang)))
}

fn text_box(desk: Desk, field: Field, look: Look) -> El {
    let lang = desk.here.lang;
    let (Shape::Line(max) | Shape::Text(max)) = field.shape() else { return el("div", "") };
    let value = settled(move || desk.sheet.with(|sheet| sheet.content.text(field).to_owned()));
    let label = FieldWords::label(form::heading(field).say(lang));
    let label = if field == Field::Title { label } else { label.aside(form::OPTIONAL.say(lang)) };
    let mut made = ui::Field::new(box_id(field), label, look, max, value);
    made.typed = Box::new(move |typed| {
        let text = match field.shape() {
            Shape::Line(_) => typed_line(&typed.now),
            _ => typed_text(&typed.now),
        };
        desk.set(field, Value::Text(text));
    });
    made.wrong = wrong(desk, field);
    made.make()
}

fn kinds(desk: Desk) -> El {
    let lang = desk.here.lang;
    let options = Kind::ALL.map(|kind| {
        let (label, text) = form::kind(kind);
        Explained { value: kind.name(), label: label.say(lang), text: text.say(lang) }
    });
    let chosen = settled(move || desk.sheet.with(|sheet| sheet.content.kind().map(Kind::name)));
    let choose = Rc::new(move |name: &'static str| desk.set(Field::Kind, Value::Kind(Kind::from_name(name))));
    explained_choice("o-kind", (form::KIND.say(lang), form::OPTIONAL.say(lang)), &options, chosen, choose)
}

fn applied_on(desk: Desk) -> El {
    let lang = desk.here.lang;
    let field = DateField {
        id: box_id(Field::FirstAppliedOn),
        words: FieldWords::label(form::APPLIED.say(lang)),
        value: settled(move || desk.sheet.with(|sheet| sheet.content.first_applied_on())),
        changed: Box::new(move |day| desk.set(Field::FirstAppliedOn, Value::Date(day))),
        writing: Box::new(|_| ()),
        wrong: wrong(desk, Field::FirstAppliedOn),
        ask: Box::new(move |day| form::ask_applied(day, day_in_vietnam(now()).ok()?, lang)),
    };
    field.make(lang)
}

fn benefit(desk: Desk) -> El {
    let lang = desk.here.lang;
    let label = FieldWords::label(form::heading(Field::BenefitVnd).say(lang)).aside(form::OPTIONAL.say(lang));
    let changed = Rc::new(move |dong: Option<i64>| {
        let sum = dong.and_then(|dong| Vnd::for_initiative(dong).ok());
        desk.set(Field::BenefitVnd, Value::Money(sum));
        // A sum says nothing without its period; the usual one is chosen in plain sight.
        if sum.is_some() && desk.sheet.with_untracked(|sheet| sheet.content.period().is_none()) {
            desk.set(Field::BenefitPeriod, Value::Period(Some(BenefitPeriod::PerYear)));
        }
    });
    let pointer = "/benefit_vnd".to_owned();
    let money = NumberField {
        id: box_id(Field::BenefitVnd),
        words: label,
        kind: &MONEY,
        value: settled(move || desk.sheet.with(|sheet| sheet.content.benefit().map(Vnd::dong))),
        typed: desk.typed(pointer.clone()),
        keep: desk.keep_typed(pointer),
        changed,
        writing: Box::new(|_| ()),
        wrong: wrong(desk, Field::BenefitVnd),
        unit: form::DONG.say(lang),
        beside: Some(el("span", "")),
    };
    let periods = [BenefitPeriod::PerYear, BenefitPeriod::Once];
    let options =
        periods.map(|period| Explained { value: period.name(), label: form::period(period).say(lang), text: "" });
    let chosen = settled(move || desk.sheet.with(|sheet| sheet.content.period().map(BenefitPeriod::name)));
    let choose = Rc::new(move |name: &'static str| {
        desk.set(Field::BenefitPeriod, Value::Period(BenefitPeriod::from_name(name)));
    });
    el("div", "money").put(money.make(lang)).put(short_choice(
        "period",
        form::PERIOD.say(lang),
        &options,
        chosen,
        choose,
    ))
}

/// The consent to show the story: separate from the other, and never given by default.
fn public(desk: Desk) -> El {
    let ticked = settled(move || desk.sheet.with(|sheet| sheet.content.public_story()));
    let changed = move |agreed| desk.set(Field::PublicStory, Value::Flag(agreed));
    let lang = desk.here.lang;
    let found = settled(move || desk.sheet.with(|sheet| repeated(&sheet.content)));
    let box_to_tick =
        tick(&box_id(Field::PublicStory), words::PUBLIC_ON_PAPER.say(lang), ticked, changed, Rc::new(|| None));
    el("div", "").live(move || kept_back(&found(), lang)).put(box_to_tick)
}
