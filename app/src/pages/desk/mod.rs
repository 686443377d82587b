//! The officers' desk: sign-in, the queue and the initiative under review, on a tablet in two panes and on a phone in one;
//! and the pages for administering units. It lives in a static shell of its own under `/app`, reads what is sealed on the
//! tablet, and reviews without a link.

mod account;
mod address;
mod decide;
mod filter;
mod frame;
mod gate;
mod invitation;
mod paper;
mod queue;
mod reset;
mod session;
mod twin;
mod units;
mod unsent;

use leptos::ev;
use leptos::prelude::*;
use model::calendar::{Date, Timestamp, day_in_vietnam};
use model::id::{InitiativeId, Rev};
use model::number::Lang;

use crate::i18n::{board, desk};
use crate::markup::{El, el, settled};
use crate::reality::{self, Reality};
use crate::tablet::{Gate, Tablet};
use crate::visitor;

use address::{Address, Place};
use decide::Last;
use filter::Filter;

/// What every part of the desk works with. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    pub tablet: Tablet,
    pub address: Address,
    pub lang: Lang,
    pub filter: RwSignal<Filter>,
    /// What was decided last, for as long as it can be taken back.
    pub last: RwSignal<Option<Last>>,
    /// Which decision is being written, and on which initiative.
    pub deciding: RwSignal<Option<decide::Deciding>>,
    /// Whether the list of what has no receipt yet is open.
    pub unsent: RwSignal<bool>,
    /// Whether the sheet that shows the keys is open.
    pub keys: RwSignal<bool>,
    /// What the officer is reading; while a decision is being written, what they were reading when they began.
    pub reading: RwSignal<Option<(InitiativeId, Rev)>>,
    /// The tablet's clock, every second.
    pub clock: RwSignal<i64>,
    /// Whether the browser says that there is a link.
    pub link: RwSignal<bool>,
}

impl Here {
    /// The day in Vietnam, by the server's clock; for closures that run again when the tablet learns of it.
    pub fn today(self) -> Option<Date> {
        day_in_vietnam(self.server_now()).ok()
    }

    /// The time at the server; for closures that run again when the tablet learns of it.
    pub fn server_now(self) -> Timestamp {
        self.tablet.read(|desk| desk.server_time(crate::tablet::now()))
    }
}

/// Whether the address of the page is the desk's.
pub fn is_here() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    ["review", "sign-in", "invitation", "reset", "units", "account"].iter().any(|place| {
        let rest = path.strip_prefix("/app/").and_then(|rest| rest.strip_prefix(place));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Puts the desk into the page. It stays as long as the tab.
pub fn start() {
    let lang = visitor::of_page().lang;
    let clock = RwSignal::new(crate::tablet::now().millis());
    set_interval(move || clock.set(crate::tablet::now().millis()), std::time::Duration::from_secs(1));
    let here = Here {
        tablet: Tablet::start(lang),
        address: Address::follow(),
        lang,
        filter: RwSignal::new(Filter::default()),
        last: RwSignal::new(None),
        deciding: RwSignal::new(None),
        unsent: RwSignal::new(false),
        keys: RwSignal::new(false),
        reading: RwSignal::new(None),
        clock,
        link: link(),
    };
    let gate = settled(move || here.tablet.gate());
    let place = settled(move || (here.address.place(), reset::token(), invitation::token()));
    let frame = el("div", "").live(move || {
        let (place, reset, invited) = place();
        let gate = gate();
        // What was said of an initiative doesn't outlive the lock.
        here.last.set(None);
        here.deciding.set(None);
        here.unsent.set(false);
        // It is for whoever has the link, whatever this tablet holds.
        if let Some(token) = reset {
            return Some(reset::page(here, token));
        }
        let before = match gate {
            Gate::Open if let Some(token) = invited => return Some(invitation::for_officer(here, token)),
            Gate::Open => {
                return Some(match place {
                    Place::Units => units::pages(here),
                    Place::Account => account::page(here),
                    Place::Review => queue::desk(here),
                });
            }
            Gate::Opening => return None,
            Gate::SignIn => match invited {
                Some(token) => invitation::page(here, token),
                None => gate::sign_in(here),
            },
            Gate::ChoosePin(session) => gate::choose_pin(here, session, None),
            Gate::RenewPin(session, recovered) => gate::choose_pin(here, session, Some(recovered)),
            Gate::Locked(lock) => gate::locked(here, lock),
            Gate::Elsewhere { stays } => gate::elsewhere(here, stays),
            Gate::Wiped => gate::wiped(here),
            Gate::Broken => gate::broken(here),
        };
        document().set_title(&format!("{} – {}", desk::DESK.say(lang), board::BRAND));
        Some(before)
    });
    if let Some(body) = document().body()
        && let Err(problem) = body.append_child(frame.element())
    {
        leptos::logging::error!("{problem:?}");
    }
    queue::follow_keys(here);
}

/// Whether the browser says that there is a link, from now on.
fn link() -> RwSignal<bool> {
    let link = RwSignal::new(window().navigator().on_line());
    std::mem::forget(window_event_listener(ev::online, move |_| link.set(true)));
    std::mem::forget(window_event_listener(ev::offline, move |_| link.set(false)));
    link
}

/// That everything here is invented, if it is.
fn demo_mark(lang: Lang) -> Option<El> {
    let is_demo = reality::of_page() == Reality::Demo;
    is_demo.then(|| crate::ui::demo_words(el("strong", "desk__demo").attr("title", board::DEMO_SAID.say(lang)), lang))
}
