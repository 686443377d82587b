//! "Tôi muốn áp dụng": offered to whoever has joined on this device, in the place of how to join. The author is told in which
//! units others would like to apply it. If the server can't be asked, the page stays as it was rendered.

use gloo_net::http::{Request, RequestBuilder};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::wire::FollowResponse;

use crate::i18n::{Lang, stories as words};
use crate::local::{Joined, joined};
use crate::markup::{El, all, button, el};

/// How the last press went.
#[derive(Clone, Copy, PartialEq)]
enum Press {
    Done,
    Waiting,
    Failed,
}

#[derive(Clone, Copy)]
struct Offer {
    token: StoredValue<String>,
    address: StoredValue<String>,
    state: RwSignal<FollowResponse>,
    press: RwSignal<Press>,
    lang: Lang,
}

/// Offers it, if the page is a story's and somebody has joined on this device.
pub fn offer(lang: Lang) {
    let Some(place) = all("[data-follow]").pop() else { return };
    let (Some(Joined { token, .. }), Some(id)) = (joined(), place.element().get_attribute("data-follow")) else {
        return;
    };
    let address = format!("/api/v1/stories/{id}/follow");
    spawn_local(async move {
        if let Some(state) = ask(Request::get(&address), &token).await {
            let (token, address) = (StoredValue::new(token), StoredValue::new(address));
            let offer = Offer { token, address, state: RwSignal::new(state), press: RwSignal::new(Press::Done), lang };
            offer.show(place);
        }
    });
}

/// `None` if there is no answer that can be used.
async fn ask(builder: RequestBuilder, token: &str) -> Option<FollowResponse> {
    let response = builder.header("authorization", &format!("Bearer {token}")).send().await.ok()?;
    let body = if response.ok() { response.text().await.ok()? } else { return None };
    // Taken back: the answer has nothing in it.
    if body.is_empty() { Some(FollowResponse::default()) } else { serde_json::from_str(&body).ok() }
}

impl Offer {
    fn show(self, place: El) {
        let Offer { state, press, lang, .. } = self;
        let said = move || match press.get() {
            Press::Failed => words::FAILED.say(lang),
            _ if state.read().own => words::OWN.say(lang),
            _ if state.read().follows => words::WANTED.say(lang),
            _ => "",
        };
        place.element().set_inner_html("");
        let place =
            place.put(el("p", "").untranslated().live_text(move || words::appliers(state.read().appliers, lang)));
        let place = match state.read_untracked().own {
            true => place.put(self.units()),
            false => {
                let toggle = button("btn", move || self.toggle());
                let pressed = move || Some(state.read().follows.to_string());
                place.put(toggle.text(words::WANT.say(lang)).live_attr("aria-pressed", pressed))
            }
        };
        let _in_the_page = place.put(el("p", "quiet").attr("role", "status").live_text(move || said().to_owned()));
    }

    fn units(self) -> El {
        let Offer { state, lang, .. } = self;
        let item =
            |unit: &model::wire::FollowingUnit| el("li", "").text(&words::in_unit(&unit.name, unit.members, lang));
        el("ul", "").puts(state.read_untracked().units.iter().map(item))
    }

    fn toggle(self) {
        let Offer { token, address, state, press, .. } = self;
        if press.get_untracked() == Press::Waiting {
            return;
        }
        press.set(Press::Waiting);
        let (token, address) = (token.get_value(), address.get_value());
        let follows = state.read_untracked().follows;
        spawn_local(async move {
            let done = if follows {
                match ask(Request::delete(&address), &token).await {
                    Some(_) => ask(Request::get(&address), &token).await,
                    None => None,
                }
            } else {
                ask(Request::put(&address), &token).await
            };
            press.set(if done.is_some() { Press::Done } else { Press::Failed });
            if let Some(done) = done {
                state.set(done);
            }
        });
    }
}
