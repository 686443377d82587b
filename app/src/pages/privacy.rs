//! `/privacy`: what is kept about a person, who may see it, and what they may ask for.

use leptos::prelude::*;

use super::rules::Text;
use crate::{
    i18n::pages::{PRIVACY, PRIVACY_LEAD, PRIVACY_TITLE},
    ui::Section,
};

/// Privacy.
#[component]
pub fn Privacy() -> impl IntoView {
    view! { <Text section=Section::Other title=PRIVACY_TITLE lead=PRIVACY_LEAD passages=PRIVACY /> }
}
