//! The second part: what was difficult, what is done differently, what is new (Thông tư 18/2013/TT-BKHCN, Phụ lục I).

use std::rc::Rc;

use model::field::{Field, Kind, Value};

use super::bound::Bound;
use super::form_page::part;
use crate::i18n::{Word, form};
use crate::markup::{El, settled};
use crate::ui::{Explained, FieldWords, Look, explained_choice};

/// Kind, field, difficulty, solution, novelty, confidential parts.
pub fn solution_part(bound: Bound, id: &str) -> El {
    let lang = bound.lang;
    let words = |label: Word| FieldWords::label(label.say(lang));
    let options = Kind::ALL.map(|kind| {
        let (label, text) = form::kind(kind);
        Explained { value: kind.name(), label: label.say(lang), text: text.say(lang) }
    });
    let chosen = settled(move || bound.content(|content| content.kind().map(Kind::name)));
    let choose = Rc::new(move |name: &'static str| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        bound.set(Value::Kind(kind), Field::Kind);
    });
    let solution = words(form::SOLUTION).help(form::SOLUTION_HELP.say(lang));
    let novelty = words(form::NOVELTY).help(form::NOVELTY_HELP.say(lang));
    let area = words(form::AREA).help(form::AREA_HELP.say(lang));
    let confidential = words(form::CONFIDENTIAL).aside(form::IF_ANY.say(lang)).help(form::CONFIDENTIAL_HELP.say(lang));
    part(id, "h-solution", form::STEP_SOLUTION.say(lang)).puts([
        bound.text_box(Field::Problem, Look::Lines, words(form::PROBLEM)),
        bound.text_box(Field::Solution, Look::Lines, solution),
        bound.text_box(Field::Novelty, Look::Lines, novelty),
        explained_choice("o-kind", (form::KIND.say(lang), form::KIND_HELP.say(lang)), &options, chosen, choose),
        bound.text_box(Field::Area, Look::Line, area),
        bound.text_box(Field::Confidential, Look::Lines, confidential),
    ])
}
