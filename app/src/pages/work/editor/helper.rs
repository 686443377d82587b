//! Helps to reckon the benefit: (before − after) × volume − cost.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use model::money::Vnd;
use model::number::Lang;

use crate::i18n::{Word, form, work};
use crate::markup::{El, button, el, settled};
use crate::pages::work::reckon::{as_benefit, benefit, spoken};
use crate::ui::{FieldWords, NumberField, SMALL_SUM, sheet};

/// The sheet. `use_sum` is called with the result that the person takes over.
pub fn helper_sheet(open: RwSignal<bool>, use_sum: Rc<dyn Fn(Option<Vnd>)>, lang: Lang) -> El {
    let sums: Rc<RefCell<[Option<Vnd>; 4]>> = Rc::default();
    let changed = ArcTrigger::new();
    sheet(
        open,
        move || form::HELPER.say(lang).to_owned(),
        move || {
            let (read, seen) = (sums.clone(), changed.clone());
            let result = settled(move || {
                seen.track();
                let [before, after, volume, cost] = *read.borrow();
                benefit(before, after, volume, cost)
            });
            let (said, usable) = (result.clone(), result);
            let says = move || match (said(), said().and_then(as_benefit)) {
                (None, _) => form::HELPER_INCOMPLETE.say(lang).to_owned(),
                (Some(sum), Some(_)) => spoken(sum, lang),
                (Some(sum), None) if sum < 0 => form::HELPER_LOSS.say(lang).to_owned(),
                (Some(_), None) => form::MONEY_TOO_LARGE.say(lang).to_owned(),
            };
            let part = |at: usize, id: &'static str, label: Word, unit: Word| {
                let (sums, read, told, seen) = (sums.clone(), sums.clone(), changed.clone(), changed.clone());
                let typed = RwSignal::new(None);
                let field = NumberField {
                    id: id.to_owned(),
                    words: FieldWords::label(label.say(lang)),
                    kind: &SMALL_SUM,
                    value: settled(move || {
                        seen.track();
                        read.borrow()[at].map(Vnd::dong)
                    }),
                    typed: settled(move || typed.get()),
                    keep: Rc::new(move |text| typed.set(text)),
                    changed: Rc::new(move |dong| {
                        sums.borrow_mut()[at] = dong.and_then(|dong| Vnd::for_initiative(dong).ok());
                        told.notify();
                    }),
                    writing: Box::new(|_| ()),
                    wrong: settled(|| None),
                    unit: unit.say(lang),
                    beside: None,
                };
                field.make(lang)
            };
            let parts = [
                part(0, "h-before", form::HELPER_BEFORE, form::DONG),
                part(1, "h-after", form::HELPER_AFTER, form::DONG),
                part(2, "h-volume", form::HELPER_VOLUME, form::HELPER_TIMES),
                part(3, "h-cost", form::HELPER_COST, form::DONG),
            ];
            let output = el("output", "field__says").attr("for", "h-before h-after h-volume h-cost").live_text(says);
            let line = el("p", "helper__result").attr("aria-live", "polite");
            let line = line.put(el("span", "").text(form::HELPER_RESULT.say(lang))).put(output);
            let (taken, use_sum) = (usable.clone(), use_sum.clone());
            let take = move || {
                open.set(false);
                use_sum(untrack(|| taken()).and_then(as_benefit));
            };
            let take = button("btn btn--main", take)
                .live_attr("disabled", move || usable().and_then(as_benefit).is_none().then(String::new))
                .text(form::HELPER_USE.say(lang));
            let acts = el("div", "sheet__acts")
                .put(take)
                .put(button("btn", move || open.set(false)).text(work::CANCEL.say(lang)));
            el("div", "sheet__in")
                .put(el("p", "quiet").text(form::HELPER_LEAD.say(lang)))
                .put(el("div", "helper").puts(parts))
                .puts([line, acts])
        },
    )
}
