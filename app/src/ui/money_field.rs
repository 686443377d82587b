//! A sum of money that reads itself aloud while it is typed: "16,5 tỷ đồng". Promises that the digits are never
//! rewritten under the hand, and that what can't be read, or in two ways, is asked about and not guessed.

use leptos::prelude::*;
use model::money::{InputProblem, Vnd, parse_input};
use model::number::{Lang, grouped};

use super::field::{FieldWords, Look, TextField, Typed};
use crate::i18n::{Word, form, use_lang};

/// A sum. `says` shows it in words under the box, unless the words would only repeat it.
#[component]
pub fn MoneyField(
    /// The box's id.
    #[prop(into)]
    id: String,
    words: FieldWords,
    /// The sum as it is kept; None for "not said".
    #[prop(into)]
    value: Signal<Option<Vnd>>,
    /// Called when what is typed reads as another sum. What can't be read is no sum.
    changed: Callback<Option<Vnd>>,
    /// Called with `true` when the cursor comes and `false` when it goes.
    writing: Callback<bool>,
    /// After the number; dong unless said otherwise.
    #[prop(optional)]
    unit: Option<&'static str>,
    /// Beside the words of the sum.
    #[prop(optional)]
    children: Option<Children>,
    /// Whether the words of the sum are shown.
    #[prop(default = true)]
    says: bool,
) -> impl IntoView {
    let lang = use_lang();
    // What is in the box while someone writes there, and afterwards if it couldn't be read.
    let draft = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<InputProblem>);
    let shown = Signal::derive(move || match draft.get() {
        Some(text) => text,
        None => value.get().map(|sum| grouped(sum.dong(), lang)).unwrap_or_default(),
    });
    let typed = Callback::new(move |Typed { now, .. }: Typed| {
        let read = parse_input(&now);
        draft.set(Some(now));
        problem.set(None);
        changed.run(read.unwrap_or(None));
    });
    let on_writing = Callback::new(move |inside: bool| {
        writing.run(inside);
        if !inside {
            // On leaving, a sum that was understood is shown as one writes it; anything else stays as it was typed.
            let read = draft.with_untracked(|text| text.as_deref().map_or(Ok(None), parse_input));
            problem.set(read.err());
            if read.is_ok() {
                draft.set(None);
            }
        }
    });
    let error = Signal::derive(move || problem.get().map(|problem| explain(problem).say(lang).to_owned()));
    let spoken = move || value.get().map(|sum| sum.spoken_dong(lang)).unwrap_or_default();
    let box_id = id.clone();
    view! {
        <div class="money">
            <TextField
                id=id
                words=words
                look=Look::Line
                max=40
                value=shown
                typed=typed
                writing=on_writing
                error=error
                unit=unit.unwrap_or(form::DONG.say(lang))
                inputmode="text"
            />
            {says
                .then(|| {
                    view! {
                        <div class="money__row">
                            <output class="field__says" for=box_id>
                                {spoken}
                            </output>
                            {children.map(|children| children())}
                        </div>
                    }
                })}
        </div>
    }
    .into_any()
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

/// (before − after) × volume − cost, in dong; None if it can't be told, negative if it costs more than it saves.
pub fn benefit(before: Option<Vnd>, after: Option<Vnd>, volume: Option<Vnd>, cost: Option<Vnd>) -> Option<i128> {
    let number = |sum: Vnd| i128::from(sum.dong());
    let saved = number(before?) - number(after?);
    Some(saved * number(volume?) - cost.map_or(0, number))
}

/// The sum as a benefit of an initiative, if it can be one.
pub fn as_benefit(sum: i128) -> Option<Vnd> {
    i64::try_from(sum).ok().and_then(|dong| Vnd::for_initiative(dong).ok())
}

/// A sum in words, negative ones too.
pub fn spoken(sum: i128, lang: Lang) -> String {
    let dong = i64::try_from(sum).unwrap_or(i64::MAX);
    model::money::spoken_dong(dong, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vnd(dong: i64) -> Option<Vnd> {
        Vnd::for_initiative(dong).ok()
    }

    #[test]
    fn the_helper_reckons_as_the_form_says() {
        assert_eq!(benefit(vnd(120_000), vnd(45_000), vnd(220_000), vnd(0)), Some(16_500_000_000));
        assert_eq!(benefit(vnd(120_000), vnd(45_000), None, None), None, "nothing is guessed");
        assert_eq!(benefit(vnd(10), vnd(5), vnd(1), vnd(100)), Some(-95));
        assert_eq!(as_benefit(-95), None);
        let most = vnd(Vnd::MAX.dong());
        assert_eq!(benefit(most, vnd(0), most, None).and_then(as_benefit), None, "no overflow");
    }
}
