//! `/show/…`: what is shown on stage, and on air over other pictures. A scene is made once and its figures follow the server;
//! another scene lies on top of it in 12 frames, and only then the first one goes, so that nothing white or black is ever
//! seen. What the server says is in `crate::stage`.

mod course;
mod frame;
mod index;
mod league;
mod map;
mod number;
mod over;
mod prompter;
mod story;
mod waiting;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use model::number::Lang;
use model::show::{Content, Figures, Picture, Transition};

use crate::markup::{El, Read, el, follow, settled};
use crate::stage::address::{Address, Shape};
use crate::stage::{self, Heard};

/// A scene that went is taken out after so long: well after `--dissolve` of the stylesheet, since an animation on a busy machine
/// begins late, and what is beneath a scene that isn't whole yet must not go.
const DISSOLVED: Duration = Duration::from_millis(1_000);

/// What every scene is drawn from. Copies are the same.
#[derive(Clone, Copy)]
struct Scene {
    /// The scene's own picture: it stays as it was last when the next scene comes.
    picture: RwSignal<Picture>,
    heard: Heard<Picture>,
    lang: Lang,
}

impl Scene {
    /// What `pick` finds in the picture, or what it found last: first in `content`.
    fn keep<T: PartialEq + Clone + 'static>(self, first: T, pick: impl Fn(&Content) -> Option<T> + 'static) -> Read<T> {
        let last = RefCell::new(first);
        settled(move || {
            let found = self.picture.with(|picture| picture.content.as_ref().and_then(&pick));
            if let Some(found) = found {
                last.replace(found);
            }
            last.borrow().clone()
        })
    }
}

/// Whether the address of the page is one of the stage's.
pub fn is_here() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    let rest = path.strip_prefix("/show");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') && !rest.starts_with("/control"))
}

/// Puts the output that the address names into the page. It stays as long as the page.
pub fn start() {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    let Some(address) = Address::read(&path, query.trim_start_matches('?')) else { return index::show() };
    if let Some(html) = document().document_element() {
        El::there(html).attr("data-theme", address.theme.name());
    }
    match address.shape {
        Shape::Prompter => prompter::show(&address),
        _ => show(address),
    }
}

fn show(address: Address) {
    let heard = stage::follow::<Picture>(address.query.clone());
    let Some(body) = document().body() else { return };
    let ground = el("div", "layers");
    El::there(body.into()).put(ground.clone()).put(frame::drill(heard));
    let address = Rc::new(address);
    // Scenes outlive the picture that brought them in.
    let above = Owner::current().unwrap_or_default();
    let layers = Rc::new(RefCell::new(None::<Layer>));
    follow(move || {
        let Some(picture) = heard.shown.get() else { return };
        let lang = address.lang.unwrap_or(picture.lang);
        speak(lang);
        // Which revision is drawn, for whoever looks at the page from outside.
        if let Some(html) = document().document_element() {
            El::there(html).attr("data-revision", &picture.revision.to_string());
        }
        // A story may have been taken back while nothing was heard: then it goes until something is.
        let is_unsure = matches!(picture.content, Some(Content::Story(_))) && heard.is_lost.get();
        let key = Key::of(&picture, lang).filter(|_| !is_unsure);
        let mut shown = layers.borrow_mut();
        if let Some(layer) = shown.as_ref().filter(|layer| Some(&layer.key) == key.as_ref()) {
            return layer.picture.set(picture);
        }
        let cuts = shown.is_none() && key.is_some() || picture.transition == Transition::Cut && !is_unsure;
        let next = key.and_then(|key| untrack(|| Layer::make(key, picture, heard, &address, above.child())));
        if let Some(next) = &next {
            ground.clone().put(next.element.clone().attr("class", if cuts { "layer" } else { "layer layer--in" }));
            frame::fit(&next.element);
        }
        if let Some(before) = shown.take() {
            before.leave(cuts, next.is_some() && address.shape == Shape::Stage);
        }
        *shown = next;
    });
}

fn speak(lang: Lang) {
    if let Some(html) = document().document_element() {
        El::there(html).attr("lang", lang.code());
    }
}

/// What tells one scene from another. A typed figure makes it another one, and so does another campaign: figures roll only
/// between those of the server, of one campaign.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    scene: String,
    campaign: String,
    lang: Lang,
    is_typed: bool,
}

impl Key {
    fn of(picture: &Picture, lang: Lang) -> Option<Key> {
        let scene = match picture.content.as_ref()? {
            Content::Waiting { .. } => "waiting".to_owned(),
            Content::Number { totals } => format!("number {}", totals.unit),
            Content::Unit { totals, .. } => format!("unit {}", totals.unit),
            Content::League { of, .. } => format!("league {}", serde_json::to_string(of).unwrap_or_default()),
            // A name that is taken back goes with the scene that has it.
            Content::Story(story) => format!("story {}", serde_json::to_string(story).unwrap_or_default()),
            Content::Map { .. } => "map".to_owned(),
            Content::Timeline(course) => format!("timeline {}", course.totals.unit),
        };
        let is_typed = matches!(picture.figures, Figures::Typed(_));
        Some(Key { scene, campaign: picture.campaign.clone(), lang, is_typed })
    }
}

/// A scene in the page.
struct Layer {
    key: Key,
    picture: RwSignal<Picture>,
    element: El,
    owner: Owner,
}

impl Layer {
    fn make(key: Key, picture: Picture, heard: Heard<Picture>, address: &Address, owner: Owner) -> Option<Layer> {
        let lang = key.lang;
        let made = owner.with(|| {
            let scene = Scene { picture: RwSignal::new(picture), heard, lang };
            let drawn = match address.shape {
                Shape::LowerThird => over::lower_third(scene, address),
                Shape::Bug => over::bug(scene, address),
                Shape::Ticker => over::ticker(scene, address),
                Shape::Stage | Shape::Full | Shape::Prompter => drawn(scene),
            }?;
            Some((scene.picture, el("div", "layer").put(drawn)))
        });
        let (picture, element) = made?;
        Some(Layer { key, picture, element, owner })
    }

    /// Goes: at once, or when the next one has come in on top of it (`is_covered`), or fading by itself.
    fn leave(self, cuts: bool, is_covered: bool) {
        let Layer { element, owner, .. } = self;
        if cuts {
            element.element().remove();
            return owner.cleanup();
        }
        let element = if is_covered { element } else { element.attr("class", "layer layer--out") };
        set_timeout(
            move || {
                element.element().remove();
                owner.cleanup();
            },
            DISSOLVED,
        );
    }
}

/// The whole scene of a picture.
fn drawn(scene: Scene) -> Option<El> {
    let content = scene.picture.with_untracked(|picture| picture.content.clone())?;
    Some(match content {
        Content::Waiting { address, qr } => waiting::scene(scene, &address, &qr),
        Content::Number { totals } => number::number(scene, totals),
        Content::Unit { totals, place, nation_estimated } => number::unit(scene, totals, place, nation_estimated),
        Content::League { .. } => league::scene(scene, content),
        Content::Story(story) => story::scene(scene, &story),
        Content::Map { units } => map::scene(scene, units),
        Content::Timeline(course) => course::scene(scene, course),
    })
}
