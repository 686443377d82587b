//! A sum of money that reads itself aloud while it is typed: "16,5 tỷ đồng". Promises that the digits are never
//! rewritten under the hand, and that what can't be read, or in two ways, is asked about and not guessed.

use std::rc::Rc;

use leptos::prelude::*;
use model::money::{InputProblem, Vnd, parse_input};
use model::number::{Lang, grouped};

use super::field::{Field, FieldWords, Look};
use crate::i18n::{Word, form};
use crate::markup::{El, Read, el, settled};

/// A sum.
pub struct MoneyField {
    /// The box's id.
    pub id: &'static str,
    pub words: FieldWords,
    /// The sum as it is kept; None for "not said".
    pub value: Read<Option<Vnd>>,
    /// What is in the box while someone writes there, and afterwards if it couldn't be read; the caller may keep it.
    pub draft: RwSignal<Option<String>>,
    /// Called when what is typed reads as another sum. What can't be read is no sum.
    pub changed: Rc<dyn Fn(Option<Vnd>)>,
    /// Called with `true` when the cursor comes and `false` when it goes.
    pub writing: Box<dyn Fn(bool)>,
    /// After the number.
    pub unit: &'static str,
    /// Under the box: the sum in words, and this beside it. None shows neither.
    pub beside: Option<El>,
}

impl MoneyField {
    /// The field as part of a page.
    pub fn make(self, lang: Lang) -> El {
        let MoneyField { id, words, value, draft, changed, writing, unit, beside } = self;
        let wrong = RwSignal::new(false);
        let spoken = value.clone();
        let shown = settled(move || match draft.get() {
            Some(typed) => typed,
            None => value().map(|sum| grouped(sum.dong(), lang)).unwrap_or_default(),
        });
        let mut field = Field::new(id, words, Look::Line, 40, shown);
        field.unit = Some(unit);
        field.inputmode = Some("numeric");
        field.typed = Box::new(move |typed| {
            let read = parse_input(&typed.now);
            draft.set(Some(typed.now));
            wrong.set(false);
            changed(read.unwrap_or(None));
        });
        field.writing = Box::new(move |inside| {
            writing(inside);
            // On leaving, a sum that was understood is shown as one writes it; anything else stays as it was typed.
            if !inside && let Some(Some(typed)) = draft.try_get_untracked() {
                let readable = parse_input(&typed).is_ok();
                wrong.set(!readable);
                if readable {
                    draft.set(None);
                }
            }
        });
        field.wrong = settled(move || {
            let problem = draft.with(|text| parse_input(text.as_deref()?).err()).filter(|_| wrong.get())?;
            Some(explain(problem).say(lang).to_owned())
        });
        let made = el("div", "money").put(field.make());
        let Some(beside) = beside else { return made };
        let says = el("output", "field__says")
            .attr("for", id)
            .untranslated()
            .live_text(move || spoken().map(|sum| sum.spoken_dong(lang)).unwrap_or_default());
        made.put(el("div", "money__row").put(says).put(beside))
    }
}

const fn explain(problem: InputProblem) -> Word {
    match problem {
        InputProblem::NotANumber => form::MONEY_NOT_A_NUMBER,
        InputProblem::Ambiguous => form::MONEY_AMBIGUOUS,
        InputProblem::Fraction => form::MONEY_FRACTION,
        InputProblem::Negative => form::MONEY_NEGATIVE,
        InputProblem::TooLarge => form::MONEY_TOO_LARGE,
    }
}
