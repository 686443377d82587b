//! `/rules`: which initiatives are accepted, and how the figures on the boards are counted.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    i18n::{
        Word, board,
        pages::{Passage, RULES, RULES_LEAD, RULES_TITLE},
        use_lang,
    },
    ui::{Page, Section},
};

/// Rules and counting.
#[component]
pub fn Rules() -> impl IntoView {
    view! { <Text section=Section::Rules title=RULES_TITLE lead=RULES_LEAD passages=RULES /> }
}

/// A page that is read: a title, a sentence that leads in, and passages with headings.
#[component]
pub(super) fn Text(section: Section, title: Word, lead: Word, passages: &'static [Passage]) -> impl IntoView {
    let lang = use_lang();
    let passage = move |passage: &Passage| {
        let paragraph = |text: &Word| view! { <p>{text.say(lang)}</p> };
        view! {
            <section class="section" aria-labelledby=passage.id>
                <h2 id=passage.id>{passage.head.say(lang)}</h2>
                {passage.text.iter().map(paragraph).collect_view()}
            </section>
        }
    };
    view! {
        <Page section>
            <Title text=format!("{} – {}", title.say(lang), board::BRAND) />
            <article class="text">
                <h1>{title.say(lang)}</h1>
                <p class="text__lead">{lead.say(lang)}</p>
                {passages.iter().map(passage).collect_view()}
            </article>
        </Page>
    }
    .into_any()
}
