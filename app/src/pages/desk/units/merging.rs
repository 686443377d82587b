//! Members who are one person: who asks to be put together, and doing it after both were looked at side by side.

use leptos::prelude::*;
use model::id::MemberId;
use model::json;
use model::number::{Lang, grouped};
use model::sync::Failure;
use model::wire::{MemberLine, MergeObstacle, MergePreview, MergeReason, MergeRequest, MergeRequestsResponse};
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::loaded::{Loaded, not_done};
use super::{At, request};
use crate::i18n::{Word, identity as words};
use crate::markup::{El, button, el, settled};
use crate::ui::{Icon, error, sheet, tick};

/// What is being put together on a page. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Merging {
    here: Here,
    /// Who goes, while it is chosen who stays.
    goes: RwSignal<Option<MemberLine>>,
    pair: RwSignal<Option<(MemberId, MemberId)>>,
    open: RwSignal<bool>,
    done: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
}

impl Merging {
    /// Nothing yet.
    pub fn new(here: Here) -> Merging {
        let (goes, pair, open) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(false));
        Merging { here, goes, pair, open, done: RwSignal::new(None), failure: RwSignal::new(None) }
    }

    /// This member is to be merged into somebody who is still to be chosen.
    pub fn begin(self, goes: MemberLine) {
        self.done.set(None);
        self.goes.set(Some(goes));
    }

    /// Whether somebody is being chosen for this member; `None` if for nobody.
    pub fn chooses_for(self) -> Option<MemberId> {
        self.goes.with(|goes| goes.as_ref().map(|goes| goes.id))
    }

    /// This member stays.
    pub fn into(self, stays: MemberId) {
        if let Some(goes) = self.goes.get_untracked() {
            self.look(stays, goes.id);
        }
    }

    fn look(self, stays: MemberId, goes: MemberId) {
        self.failure.set(None);
        self.pair.set(Some((stays, goes)));
        self.open.set(true);
    }

    /// What is asked by members, what is chosen, and what came of it. `after` is called when something has changed.
    pub fn panel(self, at: &At, after: impl Fn() + Clone + 'static) -> El {
        let lang = self.here.lang;
        let asked = Loaded::<MergeRequestsResponse>::start(self.here, at.api("/merge-requests"));
        let again = move || {
            after();
            asked.again();
        };
        let (list, decline) = (settled(move || asked.value.get()), (at.clone(), again.clone()));
        let requests = el("div", "").live(move || {
            let requests = list()?.requests;
            let (at, again) = &decline;
            (!requests.is_empty()).then(|| self.requests(at, requests, again.clone()))
        });
        let choosing = settled(move || self.goes.get());
        let chosen = el("div", "").live(move || {
            let goes = choosing()?;
            let stop = button("btn", move || self.goes.set(None)).text(words::CANCEL.say(lang));
            let said = words::CHOOSING.fill(lang, &[&goes.name]);
            Some(el("div", "notice").attr("role", "status").put(el("p", "").text(&said)).put(stop))
        });
        let done = settled(move || self.done.get());
        let done = el("div", "")
            .live(move || Some(el("p", "office__done").attr("role", "status").icon(Icon::Check).text(&done()?)));
        let at = at.clone();
        let title = move || words::MERGE_TITLE.say(lang).to_owned();
        let dialog = sheet(self.open, title, move || self.second_look(&at, again.clone()));
        not_done(el("div", "office__part").puts([requests, chosen, done]), self.here, self.failure).put(dialog)
    }

    fn requests(self, at: &At, requests: Vec<MergeRequest>, again: impl Fn() + Clone + 'static) -> El {
        let lang = self.here.lang;
        let item = |request: MergeRequest| {
            let MergeRequest { member, other, reason, .. } = request;
            let (stays, goes) = (other.id, member.id);
            let (path, again) = (at.api(&format!("/members/{stays}/merge/{goes}")), again.clone());
            let look = button("btn btn--main", move || self.look(stays, goes)).text(words::LOOK.say(lang));
            let no = button("btn", move || self.decline(path.clone(), again.clone())).text(words::NOT_ONE.say(lang));
            el("li", "item")
                .put(el("b", "").text(&format!("{} · {}", member.name, other.name)))
                .put(el("span", "quiet").text(why(reason).say(lang)))
                .put(el("div", "office__acts").put(look).put(no))
        };
        let items: Vec<El> = requests.into_iter().map(item).collect();
        el("section", "notice notice--person")
            .put(el("h3", "").text(words::REQUESTS.say(lang)))
            .put(el("ul", "plain").puts(items))
    }

    fn decline(self, path: String, again: impl Fn() + 'static) {
        let token = self.here.tablet.token();
        self.failure.set(None);
        spawn_local(async move {
            match request::delete(self.here, token, &path).await {
                Ok(()) => {
                    self.done.try_set(Some(words::DECLINED.say(self.here.lang).to_owned()));
                    again();
                }
                Err(why) => _ = self.failure.try_set(Some(why)),
            }
        });
    }

    /// Both side by side, as the server has them now.
    fn second_look(self, at: &At, again: impl Fn() + Clone + 'static) -> El {
        let Some((stays, goes)) = self.pair.get_untracked() else { return el("div", "") };
        let at = at.clone();
        let path = move |stays, goes| at.api(&format!("/members/{stays}/merge/{goes}"));
        let preview = Loaded::<MergePreview>::start(self.here, path(stays, goes));
        preview.show(el("div", "move"), move |preview_of| {
            let (stays, goes) = (preview_of.stays.id, preview_of.goes.id);
            let turned = path(goes, stays);
            let lang = self.here.lang;
            let swap =
                button("btn", move || preview.instead(turned.clone())).icon(Icon::Refresh).text(words::SWAP.say(lang));
            self.sides(&preview_of).put(self.acts(preview_of, path(stays, goes), again.clone(), swap))
        })
    }

    fn sides(self, preview: &MergePreview) -> El {
        let lang = self.here.lang;
        let side = |word: Word, line: &MemberLine, written: u64| {
            let about = words::SIDE.fill(
                lang,
                &[
                    &line.name,
                    line.member_no.as_deref().unwrap_or("–"),
                    line.unit_name.as_deref().unwrap_or(line.unit.as_str()),
                    &line.joined_at.date(lang),
                ],
            );
            let counts = [line.initiatives, written, line.devices].map(|count| number(count, lang));
            let counts = words::SIDE_COUNTS.fill(lang, &[&counts[0], &counts[1], &counts[2]]);
            el("div", "")
                .put(el("dt", "").text(word.say(lang)))
                .put(el("dd", "").put(el("span", "").text(&about)).put(el("small", "").text(&counts)))
        };
        el("div", "move").put(el("dl", "facts-list").puts([
            side(words::STAYS, &preview.stays, preview.stays_written),
            side(words::GOES, &preview.goes, preview.goes_written),
        ]))
    }

    fn acts(self, preview: MergePreview, path: String, again: impl Fn() + Clone + 'static, swap: El) -> El {
        let (here, lang, open) = (self.here, self.here.lang, self.open);
        let no = button("btn", move || open.set(false)).text(words::CANCEL.say(lang));
        if let Some(obstacle) = preview.obstacle {
            let acts = el("div", "sheet__acts").put(no);
            let acts = if obstacle == MergeObstacle::Officer { acts.put(swap) } else { acts };
            return el("div", "move").put(error(against(obstacle).say(lang))).put(acts);
        }
        let (sure, busy, failure) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<Failure>));
        let (stays, goes) = (preview.stays.name, preview.goes.name);
        let said = words::MERGED.fill(lang, &[&goes, &stays]);
        let merge = move || {
            if busy.get_untracked() || !sure.get_untracked() {
                return;
            }
            busy.set(true);
            failure.set(None);
            let (path, said, again) = (path.clone(), said.clone(), again.clone());
            spawn_local(async move {
                match request::post::<MemberLine>(here, &path, json::write(&())).await {
                    Ok(_) => {
                        self.goes.try_set(None);
                        self.done.try_set(Some(said));
                        open.try_set(false);
                        again();
                    }
                    Err(why) => _ = failure.try_set(Some(why)),
                }
                busy.try_set(false);
            });
        };
        let yes = button("btn btn--person", merge)
            .live_attr("disabled", move || (!sure.get()).then(String::new))
            .text(words::MERGE.say(lang));
        let look = tick(
            "m-sure",
            words::SURE.say(lang),
            settled(move || sure.get()),
            move |yes| sure.set(yes),
            settled(|| None),
        );
        let part = el("div", "move").put(el("p", "").text(&words::MERGE_TEXT.fill(lang, &[&goes, &stays]))).put(look);
        not_done(part, here, failure).put(el("div", "sheet__acts").put(yes).put(swap).put(no))
    }
}

fn number(count: u64, lang: Lang) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX), lang)
}

const fn why(reason: MergeReason) -> Word {
    match reason {
        MergeReason::Number => words::REASON_NUMBER,
        MergeReason::Device => words::REASON_DEVICE,
        MergeReason::Code => words::REASON_CODE,
    }
}

const fn against(obstacle: MergeObstacle) -> Word {
    match obstacle {
        MergeObstacle::Officer => words::OBSTACLE_OFFICER,
        MergeObstacle::Reviewed => words::OBSTACLE_REVIEWED,
        MergeObstacle::Own => words::OBSTACLE_OWN,
    }
}
