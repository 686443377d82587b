//! The rules of the show: what may be done when, and what comes of it. Pure: the server's clock, and what there is to know
//! of pictures and stories, come from outside. Promises that nothing is on air that wasn't approved or whose author doesn't
//! agree, that what is held stands still, and that a rehearsal leaves nothing behind.

mod rundown;
#[cfg(test)]
mod tests;

use super::{Act, Drill, Held, Item, ItemId, Message, Mode, Moderation, OnAir, Scene, Show, Typed, Verdict, made_up};
use crate::calendar::Timestamp;
use crate::field::{Fault, FieldFault};
use crate::id::InitiativeId;
use crate::initiative::Person;
use crate::text::{TextProblem, accept_line, accept_words};
use serde::{Deserialize, Serialize};

/// The most that a typed figure may be: a thousand times the campaign that this is modelled on.
const MOST_TYPED: i64 = 1_000_000_000;

/// Why an act isn't carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Refused {
    /// Something about what was sent isn't right.
    #[error("{fault:?}")]
    Fault {
        /// What, and where.
        fault: FieldFault,
    },
    /// No item has this id.
    #[error("no such item")]
    NoSuchItem,
    /// There is no such initiative, or it isn't recognised.
    #[error("no such story")]
    NoSuchStory,
    /// The item is on air, so it can't be changed or removed.
    #[error("the item is on air")]
    IsOnAir,
    /// Cấm phát.
    #[error("embargoed until {until}")]
    Embargoed {
        /// From then on it may be taken.
        until: Timestamp,
    },
    /// The author doesn't agree to the story's being public, or not any more.
    #[error("no consent")]
    NoConsent,
    /// Nobody has approved the story, or it was skipped; or its author agreed anew since.
    #[error("not approved")]
    NotApproved,
    /// Nothing is previewed.
    #[error("nothing is previewed")]
    NothingPreviewed,
    /// There is nothing behind what is previewed.
    #[error("nothing follows")]
    NothingFollows,
    /// Nothing is on air, or nothing can be shown of the item now.
    #[error("nothing to show")]
    NothingToShow,
    /// The scene has no figure that could be typed.
    #[error("no figure")]
    NoFigure,
    /// The rundown is full.
    #[error("the rundown is full")]
    Full,
    /// Something is shown on air, so no rehearsal can begin.
    #[error("the show is on air")]
    ShowIsOn,
    /// There is no rehearsal.
    #[error("no rehearsal")]
    NotRehearsing,
}

/// What there is to know of a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// It is recognised.
    pub is_recognised: bool,
    /// Since when its author agrees to its being public, if nothing confidential stands against it
    /// ([`crate::story::is_public`]).
    pub consent: Option<Timestamp>,
}

/// How a story of the rundown stands, as producers are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryStanding {
    /// Which initiative.
    pub initiative: InitiativeId,
    /// Its title; `None` if that gives away what has to stay confidential, or there is no such initiative.
    pub title: Option<String>,
    /// Since when its author agrees to its being public; without that it isn't shown.
    pub consent: Option<Timestamp>,
    /// What producers have said of it since then: what was said before counts no more.
    pub verdict: Option<Verdict>,
}

/// What the rules need to know beside the show; [`subjects`] says of what.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// What the item that the act is about would show now, with the server's figures.
    pub picture: Option<Held>,
    /// How the story that the act is about stands.
    pub story: Standing,
}

/// What an act is about, where the rules have to be told how that stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Subjects {
    /// The item whose picture is needed.
    pub picture: Option<ItemId>,
    /// The story whose standing is needed.
    pub story: Option<InitiativeId>,
}

/// What [`decide`] has to be told of.
pub fn subjects(show: &Show, act: &Act) -> Subjects {
    let on_air = show.program.map(|program| program.item);
    let of_item = |item: Option<ItemId>| match item.and_then(|id| show.item(id)).map(|item| &item.scene) {
        Some(Scene::Story { initiative }) => Some(*initiative),
        _ => None,
    };
    let of_scene = |scene: &Scene| match scene {
        Scene::Story { initiative } => Some(*initiative),
        _ => None,
    };
    match act {
        Act::Freeze => Subjects { picture: on_air, story: None },
        Act::Hold { item } => Subjects { picture: item.or(on_air), story: None },
        Act::Take { item, .. } => Subjects { picture: None, story: of_item(item.or(show.preview)) },
        Act::Preview { item } => Subjects { picture: None, story: of_item(Some(*item)) },
        Act::Add { scene, .. } | Act::Change { scene, .. } => Subjects { picture: None, story: of_scene(scene) },
        Act::Moderate { initiative, .. } => Subjects { picture: None, story: Some(*initiative) },
        _ => Subjects::default(),
    }
}

/// Whether a story may be shown: it is recognised, its author agrees, and it was approved after the author agreed. So what was
/// taken back doesn't return by itself when the author agrees anew.
///
/// # Errors
/// Why not.
pub fn may_air(show: &Show, initiative: InitiativeId, story: Standing) -> Result<(), Refused> {
    if !story.is_recognised {
        return Err(Refused::NoSuchStory);
    }
    let consent = story.consent.ok_or(Refused::NoConsent)?;
    match verdict_since(show, initiative, consent) {
        Some(Verdict::Approved | Verdict::ApprovedUnnamed) => Ok(()),
        Some(Verdict::Skipped) | None => Err(Refused::NotApproved),
    }
}

/// What was said of a story since its author agreed.
pub fn verdict_since(show: &Show, initiative: InitiativeId, consent: Timestamp) -> Option<Verdict> {
    show.moderation(initiative).filter(|said| said.at >= consent).map(|said| said.verdict)
}

/// Whether a scene has a leading figure that somebody may type. A timeline hasn't: its line is drawn from the records' days,
/// which would say another number than the one that was typed.
pub const fn may_be_typed(scene: &Scene) -> bool {
    matches!(scene, Scene::Number { .. } | Scene::Unit { .. })
}

/// The show after an act of `by` at `now`, the server's clock.
///
/// # Errors
/// [`Refused`]; the show stays as it is.
pub fn decide(show: &Show, act: &Act, by: &Person, now: Timestamp, around: &Around) -> Result<Show, Refused> {
    let mut next = show.clone();
    match act {
        Act::Rename { title } => next.title = line(title, "/title", 1, 120)?,
        Act::Speak { lang } => next.lang = *lang,
        Act::Add { .. } | Act::Change { .. } | Act::Move { .. } | Act::Remove { .. } => {
            rundown::arrange(&mut next, act, around)?;
        }
        Act::Preview { .. } | Act::Take { .. } | Act::Next => take(&mut next, act, now, around)?,
        Act::Freeze | Act::Unfreeze | Act::Hide | Act::Unhide => stop(&mut next, act, now, around)?,
        Act::Hold { .. } | Act::Release { .. } | Act::Embargo { .. } | Act::Type { .. } => {
            adjust(&mut next, act, by, now, around)?;
        }
        Act::Moderate { initiative, verdict } => {
            if !around.story.is_recognised {
                return Err(Refused::NoSuchStory);
            }
            if *verdict != Verdict::Skipped && around.story.consent.is_none() {
                return Err(Refused::NoConsent);
            }
            next.moderation.retain(|said| said.initiative != *initiative);
            let (initiative, verdict) = (*initiative, *verdict);
            next.moderation.push(Moderation { initiative, verdict, by: by.clone(), at: now });
        }
        Act::Message { text } => {
            let text = words(text, "/text", 280)?;
            next.message = (!text.is_empty()).then(|| Message { text, by: by.clone(), at: now });
        }
        Act::Rehearse { .. } | Act::Burst { .. } | Act::CutLink { .. } | Act::EndRehearsal => {
            rehearse(&mut next, act, now)?;
        }
    }
    next.revision += 1;
    Ok(next)
}

fn take(show: &mut Show, act: &Act, now: Timestamp, around: &Around) -> Result<(), Refused> {
    match act {
        Act::Preview { item } => {
            let scene = &show.item(*item).ok_or(Refused::NoSuchItem)?.scene;
            if let Scene::Story { initiative } = scene {
                may_air(show, *initiative, around.story)?;
            }
            show.preview = Some(*item);
        }
        Act::Take { item, transition } => {
            let id = item.or(show.preview).ok_or(Refused::NothingPreviewed)?;
            let item = show.item(id).ok_or(Refused::NoSuchItem)?;
            if let Some(until) = item.embargo.filter(|until| now < *until) {
                return Err(Refused::Embargoed { until });
            }
            if let Scene::Story { initiative } = item.scene {
                may_air(show, initiative, around.story)?;
            }
            item_mut(show, id)?.aired_at = Some(now);
            show.preview = show.behind(id);
            show.program = Some(OnAir { item: id, since: now, transition: *transition });
            show.frozen = None;
        }
        _ => {
            let from = show.preview.or(show.program.map(|program| program.item));
            let next = match from {
                Some(item) => show.behind(item),
                None => show.rundown.first().map(|item| item.id),
            };
            show.preview = Some(next.ok_or(Refused::NothingFollows)?);
        }
    }
    Ok(())
}

fn stop(show: &mut Show, act: &Act, now: Timestamp, around: &Around) -> Result<(), Refused> {
    match act {
        Act::Freeze => {
            let item = show.on_air().ok_or(Refused::NothingToShow)?;
            if show.frozen.is_none() {
                let picture = item.held.clone().or_else(|| around.picture.clone()).ok_or(Refused::NothingToShow)?;
                let typed = item.typed.clone();
                show.frozen = Some(Held { typed, rehearsal: show.drill().is_some() || picture.rehearsal, ..picture });
            }
        }
        Act::Unfreeze => show.frozen = None,
        Act::Hide => show.hidden = show.hidden.or(Some(now)),
        _ => show.hidden = None,
    }
    Ok(())
}

fn adjust(show: &mut Show, act: &Act, by: &Person, now: Timestamp, around: &Around) -> Result<(), Refused> {
    let (on_air, rehearsal) = (show.program.map(|program| program.item), show.drill().is_some());
    match act {
        Act::Hold { item } => {
            let item = item_mut(show, item.or(on_air).ok_or(Refused::NothingToShow)?)?;
            if item.held.is_none() {
                let picture = around.picture.clone().ok_or(Refused::NothingToShow)?;
                item.held = Some(Held { typed: None, rehearsal, ..picture });
            }
        }
        Act::Release { item } => item_mut(show, item.or(on_air).ok_or(Refused::NothingToShow)?)?.held = None,
        Act::Embargo { item, until } => item_mut(show, *item)?.embargo = *until,
        Act::Type { item, figure, source } => {
            let item = item_mut(show, *item)?;
            if !may_be_typed(&item.scene) {
                return Err(Refused::NoFigure);
            }
            item.typed = match figure {
                None => None,
                Some(figure) if (0..=MOST_TYPED).contains(figure) => {
                    let source = line(source, "/source", 1, 120)?;
                    Some(Typed { figure: *figure, source, by: by.clone(), at: now })
                }
                Some(_) => return Err(range("/figure", 0, MOST_TYPED)),
            };
        }
        _ => {}
    }
    Ok(())
}

fn rehearse(show: &mut Show, act: &Act, now: Timestamp) -> Result<(), Refused> {
    let drill = show.drill();
    let going_on = |drill: Drill| Drill { before: made_up(&drill, now), since: now, ..drill };
    let drill = match act {
        Act::Rehearse { per_second } => {
            if drill.is_none() && show.program.is_some() && show.hidden.is_none() {
                return Err(Refused::ShowIsOn);
            }
            if *per_second > 1_000 {
                return Err(range("/per_second", 0, 1_000));
            }
            if drill.is_none() {
                // What was hidden doesn't come back with made-up figures.
                (show.program, show.frozen, show.hidden) = (None, None, None);
            }
            show.rehearsing_since = show.rehearsing_since.or(Some(now));
            let fresh = Drill { per_second: 0, since: now, before: 0, cut_until: None };
            Drill { per_second: *per_second, ..drill.map_or(fresh, going_on) }
        }
        Act::Burst { count } => {
            let drill = going_on(drill.ok_or(Refused::NotRehearsing)?);
            if !(1..=1_000_000).contains(count) {
                return Err(range("/count", 1, 1_000_000));
            }
            Drill { before: drill.before.saturating_add(u64::from(*count)), ..drill }
        }
        Act::CutLink { seconds } => {
            let drill = drill.ok_or(Refused::NotRehearsing)?;
            if !(1..=120).contains(seconds) {
                return Err(range("/seconds", 1, 120));
            }
            Drill { cut_until: Some(now.plus_millis(i64::from(*seconds) * 1000)), ..drill }
        }
        _ => {
            drill.ok_or(Refused::NotRehearsing)?;
            leave_rehearsal(show);
            return Ok(());
        }
    };
    show.mode = Mode::Rehearsal { drill };
    Ok(())
}

/// Nothing of a rehearsal is left: what is on air, figures that were held or typed in it, when items were aired.
fn leave_rehearsal(show: &mut Show) {
    (show.mode, show.program, show.frozen, show.hidden) = (Mode::Show, None, None, None);
    let began = show.rehearsing_since.take().unwrap_or(Timestamp::MIN);
    for item in &mut show.rundown {
        item.held = item.held.take().filter(|held| !held.rehearsal);
        item.typed = item.typed.take().filter(|typed| typed.at < began);
        item.aired_at = item.aired_at.filter(|aired| *aired < began);
    }
}

fn item_mut(show: &mut Show, id: ItemId) -> Result<&mut Item, Refused> {
    show.rundown.iter_mut().find(|item| item.id == id).ok_or(Refused::NoSuchItem)
}

fn fault(pointer: &str, fault: Fault) -> Refused {
    Refused::Fault { fault: FieldFault { pointer: pointer.into(), fault } }
}

fn range(pointer: &str, min: i64, max: i64) -> Refused {
    fault(pointer, Fault::OutOfRange { min, max })
}

/// Text of at most `most` characters, in NFC.
fn words(text: &str, pointer: &str, most: u32) -> Result<String, Refused> {
    match accept_words(text, most as usize) {
        Err(TextProblem::Blank) => Ok(String::new()),
        words => words.map_err(|problem| fault(pointer, problem.into())),
    }
}

/// Text in one line, of `least` to `most` characters.
fn line(text: &str, pointer: &str, least: usize, most: u32) -> Result<String, Refused> {
    let text = match accept_line(text, most as usize) {
        Err(TextProblem::Blank) => String::new(),
        line => line.map_err(|problem| fault(pointer, problem.into()))?,
    };
    if text.chars().count() < least { Err(fault(pointer, Fault::Missing)) } else { Ok(text) }
}
