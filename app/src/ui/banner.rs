//! Banners lie in the flow and push what follows; they never cover anything.

use leptos::prelude::*;

use super::Icon;

/// How urgent a banner is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know: nothing to do.
    #[default]
    Calm,
    /// Something new is there, at leisure.
    Update,
    /// A person is needed.
    Person,
}

/// One sentence with an icon. Buttons go among the children, after the words.
///
/// `role`: `status` for something that appears while the page is open, so that it is spoken; nothing otherwise.
#[component]
pub fn Banner(
    icon: Icon,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] role: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let class = match tone {
        Tone::Calm => "banner",
        Tone::Update => "banner banner--update",
        Tone::Person => "banner banner--person",
    };
    view! { <div class=class role=role>{icon.draw()}{children()}</div> }
}
