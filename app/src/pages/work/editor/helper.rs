//! Helps to reckon the benefit: (before − after) × volume − cost.

use leptos::prelude::*;
use model::money::Vnd;

use crate::i18n::{form, use_lang};
use crate::ui::{FieldWords, MoneyField, Sheet, as_benefit, benefit, spoken};

/// The sheet. `use_sum` is called with the result that the person takes over.
#[component]
pub fn HelperSheet(open: RwSignal<bool>, use_sum: Callback<Option<Vnd>>) -> impl IntoView {
    let lang = use_lang();
    let [before, after, volume, cost] = [(); 4].map(|()| RwSignal::new(None::<Vnd>));
    let result = Memo::new(move |_| benefit(before.get(), after.get(), volume.get(), cost.get()));
    let usable = Memo::new(move |_| result.get().and_then(as_benefit));
    let says = move || match (result.get(), usable.get()) {
        (None, _) => form::HELPER_INCOMPLETE.say(lang).to_owned(),
        (Some(sum), Some(_)) => spoken(sum, lang),
        (Some(sum), None) if sum < 0 => form::HELPER_LOSS.say(lang).to_owned(),
        (Some(_), None) => form::MONEY_TOO_LARGE.say(lang).to_owned(),
    };
    let take = move |_| {
        open.set(false);
        use_sum.run(usable.get_untracked());
    };
    let part =
        move |id: &'static str, label: crate::i18n::Word, sum: RwSignal<Option<Vnd>>, unit: crate::i18n::Word| {
            view! {
                <MoneyField
                    id=id
                    words=FieldWords::label(label.say(lang))
                    value=sum
                    changed=Callback::new(move |typed| sum.set(typed))
                    writing=Callback::new(|_| ())
                    unit=unit.say(lang)
                    says=false
                />
            }
        };
    view! {
        <Sheet open=open title=Signal::derive(move || form::HELPER.say(lang).to_owned())>
            <p class="quiet">{form::HELPER_LEAD.say(lang)}</p>
            <div class="helper">
                {part("h-before", form::HELPER_BEFORE, before, form::DONG)}
                {part("h-after", form::HELPER_AFTER, after, form::DONG)}
                {part("h-volume", form::HELPER_VOLUME, volume, form::HELPER_TIMES)}
                {part("h-cost", form::HELPER_COST, cost, form::DONG)}
            </div>
            <p class="helper__result" aria-live="polite">
                <span>{form::HELPER_RESULT.say(lang)}</span>
                <output class="field__says" for="h-before h-after h-volume h-cost">
                    {says}
                </output>
            </p>
            <div class="sheet__acts">
                <button type="button" class="btn btn--main" on:click=take disabled=move || usable.get().is_none()>
                    {form::HELPER_USE.say(lang)}
                </button>
                <button type="button" class="btn" on:click=move |_| open.set(false)>
                    {crate::i18n::work::CANCEL.say(lang)}
                </button>
            </div>
        </Sheet>
    }
    .into_any()
}
