//! `/app/units/…`: the pages of those who administer units. They need a link: what is done here changes what others see at
//! once, so nothing is queued. Promises that only what the officer's rights allow is offered (the server decides all the
//! same), and that words typed here outlast a lost link.

mod audit;
mod entries;
mod giving;
mod held;
mod join_code;
mod loaded;
mod many_targets;
mod members;
mod merging;
mod mine;
mod officers;
mod overview;
mod request;
mod targets;
mod totals;

use leptos::prelude::*;
use model::id::MemberId;
use model::rights::{Deed, Relation, Right, Role, Subject, Who, allowed};
use model::unit::UnitCode;
use model::wire::UnitFound;

use super::{Here, frame, session};
use crate::i18n::{Word, administration as words, board};
use crate::markup::{El, a, el, settled};
use crate::ui::{Icon, unit_name};
use loaded::Loaded;

/// A page of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Overview,
    Members,
    JoinCode,
    Officers,
    Targets,
    Entries,
    Audit,
}

impl Page {
    const ALL: [Page; 7] =
        [Page::Overview, Page::Members, Page::JoinCode, Page::Officers, Page::Targets, Page::Entries, Page::Audit];

    /// Its place in the address, behind the unit's code.
    const fn name(self) -> &'static str {
        match self {
            Page::Overview => "",
            Page::Members => "members",
            Page::JoinCode => "join-code",
            Page::Officers => "officers",
            Page::Targets => "targets",
            Page::Entries => "entries",
            Page::Audit => "audit",
        }
    }

    const fn title(self) -> Word {
        match self {
            Page::Overview => words::OVERVIEW,
            Page::Members => words::MEMBERS,
            Page::JoinCode => words::JOIN_CODE,
            Page::Officers => words::OFFICERS,
            Page::Targets => words::TARGETS,
            Page::Entries => words::ENTRIES,
            Page::Audit => words::AUDIT,
        }
    }

    /// What one has to be allowed to open it; the overview's numbers are public.
    const fn deed(self) -> Option<Deed> {
        match self {
            Page::Overview => None,
            Page::Members => Some(Deed::ReadMembers),
            Page::JoinCode => Some(Deed::ManageJoinCodes),
            Page::Officers => Some(Deed::ReadOfficers),
            Page::Targets => Some(Deed::ReadTargets),
            Page::Entries => Some(Deed::EnterForMember),
            Page::Audit => Some(Deed::ReadAudit),
        }
    }
}

/// The address of a unit's page.
fn address(unit: &UnitCode, page: Page) -> String {
    let path = format!("/app/units/{unit}/{}", page.name());
    path.trim_end_matches('/').to_owned()
}

/// The unit that a page is of, and what the officer may do there.
#[derive(Clone, PartialEq)]
struct At {
    unit: UnitFound,
    who: Who,
}

impl At {
    fn new(here: Here, unit: UnitFound) -> At {
        let who = who(here, &unit.path, &unit.code);
        At { unit, who }
    }

    fn may(&self, deed: Deed) -> bool {
        allowed(&self.who, deed, Subject::Unit).is_ok()
    }

    fn may_open(&self, page: Page) -> bool {
        page.deed().is_none_or(|deed| self.may(deed))
    }

    /// The path of the protocol under this unit.
    fn api(&self, rest: &str) -> String {
        format!("/units/{}{rest}", self.unit.code)
    }
}

/// The officer before a unit, as they are now: where it stands for each of their roles. Of the tree no more is known than the
/// way down to the unit, which is enough to tell what a role covers.
fn who(here: Here, above: &[UnitCode], unit: &UnitCode) -> Who {
    let path: Vec<UnitCode> = above.iter().chain([unit]).cloned().collect();
    let relation = |right: Right| (right.role, Relation::between(&[right.unit], &path));
    let nobody = || MemberId::new(uuid::Uuid::nil());
    let session = |desk: &model::desk::Desk| desk.session().map_or_else(nobody, |session| session.member.id);
    let (member, rights) = untrack(|| (here.tablet.read(session), frame::rights(here)));
    Who { member, roles: rights.into_iter().map(relation).collect() }
}

/// The roles that have something to do on these pages.
fn administers(role: Role) -> bool {
    matches!(role, Role::UnitAdministrator | Role::NationalAdministrator | Role::Auditor)
}

/// All of it, in the desk's frame.
pub fn pages(here: Here) -> El {
    let account = RwSignal::new(false);
    let code = settled(move || here.address.pieces().into_iter().next());
    let main = el("main", "office__page").attr("id", "noi-dung").live(move || {
        Some(match code().map(|code| code.parse::<UnitCode>()) {
            None => mine::page(here),
            Some(Ok(code)) => unit(here, code),
            Some(Err(_)) => told(words::NO_UNIT.say(here.lang)),
        })
    });
    document().set_title(&format!("{} – {}", words::UNITS.say(here.lang), board::BRAND));
    el("div", "office")
        .put(frame::top(here, words::UNITS, account, frame::link_state(here)))
        .put(main)
        .put(session::sheet_of(here, account))
}

/// A sentence in the place of a page.
fn told(words: &str) -> El {
    el("div", "office__trouble").attr("role", "status").icon(Icon::Info).put(el("p", "").text(words))
}

/// A unit: its name and its pages. It stays while one goes from one of its pages to another.
fn unit(here: Here, code: UnitCode) -> El {
    let found = Loaded::<UnitFound>::start(here, format!("/units/{code}"));
    // The pages are made anew for other rights, and for nothing else that happens on the tablet: somebody may be writing.
    let rights = settled(move || frame::rights(here));
    found.show(el("div", "office__unit"), move |unit| {
        rights();
        let at = At::new(here, unit);
        let page = settled(move || {
            let named = here.address.pieces().into_iter().nth(1).unwrap_or_default();
            Page::ALL.into_iter().find(|page| page.name() == named)
        });
        let (head, nav) = (head(here, &at), pages_of(here, &at));
        el("div", "office__unit").put(head).put(nav).live(move || {
            let lang = here.lang;
            let Some(page) = page() else { return Some(told(words::NO_UNIT.say(lang))) };
            document().set_title(&format!("{}: {} – {}", at.unit.name, page.title().say(lang), board::BRAND));
            if !at.may_open(page) {
                return Some(not_yours(here, &at));
            }
            let title = el("h2", "office__title").attr("tabindex", "-1").text(page.title().say(lang));
            let body = match page {
                Page::Overview => overview::page(here, &at),
                Page::Members => members::page(here, &at),
                Page::JoinCode => join_code::page(here, &at),
                Page::Officers => officers::page(here, &at),
                Page::Targets => targets::page(here, &at),
                Page::Entries => entries::page(here, &at),
                Page::Audit => audit::page(here, &at),
            };
            Some(el("section", "office__body").put(title).put(body))
        })
    })
}

fn head(here: Here, at: &At) -> El {
    let lang = here.lang;
    let unit = &at.unit;
    let above = unit.path.last().zip(unit.under.as_deref()).map(|(code, name)| {
        let link = a("", &address(code, Page::Overview)).attr_if("lang", foreign(here)).text(name);
        el("p", "office__above").text(words::UNDER.say(lang)).text(" ").put(link)
    });
    el("header", "office__head").puts(above).put(unit_name(el("h2", "office__name"), &unit.name, lang))
}

/// What marks Vietnamese names on an English page.
fn foreign(here: Here) -> Option<&'static str> {
    (here.lang != model::number::Lang::Vi).then_some("vi")
}

fn pages_of(here: Here, at: &At) -> El {
    let lang = here.lang;
    let link = |page: Page| {
        let path = address(&at.unit.code, page);
        let shown = path.clone();
        let is_at = move || {
            let pieces = here.address.pieces();
            format!("/app/units/{}", pieces.join("/")) == shown
        };
        a("", &path).live_attr("aria-current", move || is_at().then(|| "page".to_owned())).text(page.title().say(lang))
    };
    let pages = Page::ALL.into_iter().filter(|page| at.may_open(*page));
    el("nav", "office__pages").attr("aria-label", words::PAGES.say(lang)).puts(pages.map(link))
}

/// That a page isn't for this officer, and who gives the right.
fn not_yours(here: Here, at: &At) -> El {
    let lang = here.lang;
    let ask = match &at.unit.under {
        Some(above) => words::ASK_ABOVE.fill(lang, &[&at.unit.name, above]),
        None => words::ASK_HERE.fill(lang, &[&at.unit.name]),
    };
    let title = el("h2", "office__title").text(words::NOT_YOURS.say(lang));
    el("section", "empty").icon(Icon::Lock).put(title).put(el("p", "").text(&ask))
}
