//! A value that is typed as text: a sum of money that reads itself aloud ("16,5 tỷ đồng"), a share. Promises that
//! what is typed is never rewritten under the hand, that what can't be read takes nothing's place and is said to be unsaved,
//! and that what can be read in two ways is asked about and not guessed.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use model::money::{Vnd, interpret};
use model::number::{Doubt, InputProblem, Lang, grouped, is_beginning, parse_share};

use super::field::{Field, FieldWords, Look, Wrong};
use crate::i18n::{Word, form};
use crate::markup::{El, Read, button, el, settled};

/// What kind of number is wanted.
pub struct NumberKind {
    read: fn(&str) -> Result<Option<i64>, Doubt>,
    /// Unread, so many digits may go on; until the person leaves the box they are no value yet.
    beginning: usize,
    /// As it stands in the box.
    show: fn(i64, Lang) -> String,
    /// With its unit.
    say: fn(i64, Lang) -> String,
    explain: fn(InputProblem) -> Word,
}

/// Dong. Nobody means a benefit of 105 dong: they are about to write `105 triệu`.
pub const MONEY: NumberKind = NumberKind {
    read: |typed| interpret(typed).map(|sum| sum.map(Vnd::dong)),
    beginning: 3,
    show: grouped,
    say: |dong, lang| format!("{} {}", grouped(dong, lang), form::DONG.say(lang)),
    explain: explain_money,
};

/// Dong or pieces, small ones too.
pub const SMALL_SUM: NumberKind = NumberKind { beginning: 0, ..MONEY };

/// Percent. `33` may go on as `33,5`.
pub const SHARE: NumberKind = NumberKind {
    read: parse_share,
    beginning: 2,
    show: |share, _| share.to_string(),
    say: |share, _| format!("{share}%"),
    explain: explain_share,
};

/// A typed value.
pub struct NumberField {
    /// The box's id.
    pub id: String,
    pub words: FieldWords,
    pub kind: &'static NumberKind,
    /// The value as it is kept; None for "not said".
    pub value: Read<Option<i64>>,
    /// What stands in the box and isn't read yet, as it is kept.
    pub typed: Read<Option<String>>,
    /// Called when what is typed has to be kept as it is, and with None once it was read.
    pub keep: Rc<dyn Fn(Option<String>)>,
    /// Called with each value that is read.
    pub changed: Rc<dyn Fn(Option<i64>)>,
    /// Called with `true` when the cursor comes and `false` when it goes.
    pub writing: Box<dyn Fn(bool)>,
    /// What is wrong with the value for another reason.
    pub wrong: Wrong,
    /// After the number.
    pub unit: &'static str,
    /// Under the box: the sum in words, and this beside it. None shows neither.
    pub beside: Option<El>,
}

impl NumberField {
    /// The field as part of a page.
    pub fn make(self, lang: Lang) -> El {
        let NumberField { id, words, kind, value, typed, keep, changed, writing, wrong, unit, beside } = self;
        let is_inside = RwSignal::new(false);
        let (shown_typed, shown_value) = (typed.clone(), value.clone());
        let shown = settled(move || {
            shown_typed().unwrap_or_else(|| shown_value().map(|value| (kind.show)(value, lang)).unwrap_or_default())
        });
        // What was kept when the page was left in mid-word is read now, if it can be.
        if let Some(left) = untrack(|| typed()) {
            settle(kind, &left, &keep, &changed);
        }
        let unread = settled({
            let typed = typed.clone();
            move || typed().and_then(|text| (kind.read)(&text).err())
        });
        let doubt = {
            let unread = unread.clone();
            settled(move || unread().filter(|_| !is_inside.get()))
        };
        let mut field = Field::new(&id, words, Look::Line, usize::MAX, shown);
        field.unit = Some(unit);
        field.inputmode = Some("numeric");
        let last: Rc<RefCell<Option<String>>> = Rc::default();
        let (left, entered) = (last.clone(), last.clone());
        let (keep_typed, set) = (keep.clone(), changed.clone());
        field.typed = Box::new(move |typed| {
            last.replace(Some(typed.now.clone()));
            let may_go_on = kind.beginning > 0 && is_beginning(&typed.now, kind.beginning);
            match (kind.read)(&typed.now) {
                Ok(value) if !may_go_on => {
                    set(value);
                    keep_typed(None);
                }
                _ => keep_typed(Some(typed.now)),
            }
        });
        let (keep_left, set_left) = (keep.clone(), changed.clone());
        field.writing = Box::new(move |inside| {
            writing(inside);
            // The page may be gone already.
            is_inside.try_set(inside);
            if !inside && let Some(text) = left.take() {
                settle(kind, &text, &keep_left, &set_left);
            }
        });
        let (doubted, kept) = (doubt.clone(), value.clone());
        field.wrong = settled(move || match doubted() {
            Some(doubt) => Some(explain(kind, &doubt, kept(), lang)),
            None => wrong(),
        });
        // The return key sends a form without leaving the box; the browser says `change` first.
        let (keep_entered, set_entered) = (keep.clone(), changed.clone());
        let boxed = el("div", "money").put(field.make()).on("change", move |_| {
            if let Some(text) = entered.take() {
                settle(kind, &text, &keep_entered, &set_entered);
            }
        });
        let made = boxed.live(move || {
            let Doubt { readings, .. } = doubt()?;
            (!readings.is_empty()).then(|| offer(kind, &readings, &keep, &changed, lang))
        });
        let Some(beside) = beside else { return made };
        let says = el("output", "field__says").attr("for", &id).untranslated().live_text(move || {
            let said = match (unread(), typed()) {
                (Some(_), _) => return form::NUMBER_UNSAVED.say(lang).to_owned(),
                (None, Some(text)) => (kind.read)(&text).unwrap_or_default(),
                (None, None) => value(),
            };
            said.and_then(|dong| Vnd::for_initiative(dong).ok()).map(|sum| sum.spoken_dong(lang)).unwrap_or_default()
        });
        made.put(el("div", "money__row").put(says).put(beside))
    }
}

/// The person has left: what can be read is the value now.
fn settle(kind: &NumberKind, text: &str, keep: &Rc<dyn Fn(Option<String>)>, changed: &Rc<dyn Fn(Option<i64>)>) {
    if let Ok(value) = (kind.read)(text) {
        changed(value);
        keep(None);
    }
}

/// What it may mean, to choose from.
fn offer(
    kind: &'static NumberKind,
    readings: &[i64],
    keep: &Rc<dyn Fn(Option<String>)>,
    changed: &Rc<dyn Fn(Option<i64>)>,
    lang: Lang,
) -> El {
    let one = |reading: &i64| {
        let (reading, keep, changed) = (*reading, keep.clone(), changed.clone());
        let choose = move || {
            changed(Some(reading));
            keep(None);
        };
        button("btn", choose).text(&(kind.say)(reading, lang))
    };
    el("div", "starts")
        .attr("role", "group")
        .attr("aria-label", form::NUMBER_MEANT.say(lang))
        .puts(readings.iter().map(one))
}

/// "Chưa lưu số này. … Đang lưu: 105.000.000 đồng."
fn explain(kind: &NumberKind, doubt: &Doubt, kept: Option<i64>, lang: Lang) -> String {
    let why = match (doubt.problem, doubt.readings.is_empty()) {
        (InputProblem::Ambiguous, false) => form::NUMBER_WHICH,
        (problem, _) => (kind.explain)(problem),
    };
    let kept = kept.map(|value| form::NUMBER_KEPT.fill(lang, &[&(kind.say)(value, lang)]));
    let parts = [Some(form::NUMBER_UNSAVED.say(lang)), Some(why.say(lang)), kept.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

const fn explain_money(problem: InputProblem) -> Word {
    match problem {
        InputProblem::NotANumber => form::MONEY_NOT_A_NUMBER,
        InputProblem::Ambiguous => form::MONEY_AMBIGUOUS,
        InputProblem::Fraction => form::MONEY_FRACTION,
        InputProblem::Negative => form::MONEY_NEGATIVE,
        InputProblem::TooLarge => form::MONEY_TOO_LARGE,
    }
}

const fn explain_share(problem: InputProblem) -> Word {
    match problem {
        InputProblem::Fraction => form::SHARE_FRACTION,
        _ => form::SHARE_RANGE,
    }
}
