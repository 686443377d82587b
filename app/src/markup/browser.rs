//! Elements of the page itself.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::Read;

/// An element of the page. Copies are the same one.
#[derive(Clone)]
pub struct El(web_sys::Element);

impl El {
    pub(super) fn new(tag: &'static str) -> El {
        El(done(document().create_element(tag)).expect("the names of elements here are literals"))
    }

    /// One that is in the page already.
    pub fn there(element: web_sys::Element) -> El {
        El(element)
    }

    /// The element itself.
    pub fn element(&self) -> &web_sys::Element {
        &self.0
    }

    /// Sets an attribute.
    pub fn attr(self, name: &str, value: &str) -> El {
        done(self.0.set_attribute(name, value));
        self
    }

    /// An attribute that follows what `value` reads; None leaves it out.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> El {
        let element = self.0.clone();
        follow(move || {
            done(match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            });
        });
        self
    }

    /// A class that is there while `on` reads true.
    pub fn live_class(self, class: &'static str, on: impl Fn() -> bool + 'static) -> El {
        let element = self.0.clone();
        follow(move || {
            done(element.class_list().toggle_with_force(class, on()));
        });
        self
    }

    /// Does something at an event. The closure lives as long as the element.
    pub fn on(self, event: &str, act: impl FnMut(web_sys::Event) + 'static) -> El {
        self.on_boxed(event, Box::new(act))
    }

    fn on_boxed(self, event: &str, act: Box<dyn FnMut(web_sys::Event)>) -> El {
        let act = Closure::wrap(act).into_js_value();
        done(self.0.add_event_listener_with_callback(event, act.unchecked_ref()));
        self
    }

    /// Does something at a plain click, in the place of following the link. Without scripts the link leads on.
    pub fn instead(self, act: impl Fn() + 'static) -> El {
        self.on("click", move |event| {
            let mouse = event.dyn_ref::<web_sys::MouseEvent>();
            let plain = |mouse: &web_sys::MouseEvent| {
                !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key())
            };
            if mouse.is_none_or(plain) {
                event.prevent_default();
                act();
            }
        })
    }

    /// Adds text.
    pub fn text(self, text: &str) -> El {
        done(self.0.append_with_str_1(text));
        self
    }

    /// Adds text that follows what `text` reads.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> El {
        self.live_text_boxed(Box::new(text))
    }

    fn live_text_boxed(self, text: Box<dyn Fn() -> String>) -> El {
        let place = TextPlace::at_end_of(self.0.clone());
        let mut shown = String::new();
        follow(move || {
            let next = text();
            if next != shown {
                place.write(&next);
                shown = next;
            }
        });
        self
    }

    /// Tells browsers that translate pages to leave this as it is: they put elements of their own in the place of text.
    pub fn untranslated(self) -> El {
        done(self.0.class_list().add_1("notranslate"));
        self.attr("translate", "no")
    }

    /// Adds markup of our own: never a person's words.
    pub fn html(self, markup: &str) -> El {
        done(self.0.insert_adjacent_html("beforeend", markup));
        self
    }

    /// Has markup of our own in it, and nothing else, that follows what `markup` reads.
    pub fn live_html(self, markup: impl Fn() -> String + 'static) -> El {
        let element = self.0.clone();
        let mut shown = String::new();
        follow(move || {
            let next = markup();
            if next != shown {
                element.set_inner_html(&next);
                shown = next;
            }
        });
        self
    }

    /// Adds an element.
    pub fn put(self, child: El) -> El {
        done(self.0.append_child(&child.0));
        self
    }

    /// Adds a part that is made anew whenever what `make` reads has changed.
    pub fn live(self, make: impl Fn() -> Option<El> + 'static) -> El {
        self.live_boxed(Box::new(make))
    }

    fn live_boxed(self, make: Box<dyn Fn() -> Option<El>>) -> El {
        let place = document().create_comment("");
        done(self.0.append_child(&place));
        let mut shown: Option<El> = None;
        follow(move || {
            let next = make();
            if let Some(earlier) = shown.take() {
                earlier.0.remove();
            }
            if let Some(next) = &next {
                before(&place, &next.0);
            }
            shown = next;
        });
        self
    }

    /// Adds one element for each key. An element stays as long as its key, wherever it moves.
    pub fn each<K: Ord + Clone + 'static>(
        self,
        keys: impl Fn() -> Vec<K> + 'static,
        make: impl Fn(K) -> El + 'static,
    ) -> El {
        self.each_boxed(Box::new(keys), Box::new(make))
    }

    fn each_boxed<K: Ord + Clone + 'static>(self, keys: Box<dyn Fn() -> Vec<K>>, make: Box<dyn Fn(K) -> El>) -> El {
        let place = document().create_comment("");
        done(self.0.append_child(&place));
        let above = Owner::current().unwrap_or_default();
        let mut shown: BTreeMap<K, (El, Owner)> = BTreeMap::new();
        follow(move || {
            let keys = keys();
            shown.retain(|key, (element, owner)| {
                let stays = keys.contains(key);
                if !stays {
                    element.0.remove();
                    owner.cleanup();
                }
                stays
            });
            let mut next: web_sys::Node = place.clone().into();
            for key in keys.iter().rev() {
                let (element, _) = shown.entry(key.clone()).or_insert_with(|| {
                    let owner = above.child();
                    (owner.with(|| untrack(|| make(key.clone()))), owner)
                });
                // What stands in its place already isn't touched: it may hold the cursor.
                let stands = element.0.next_sibling().is_some_and(|after| after == next);
                if !stands {
                    before(&next, &element.0);
                }
                next = element.0.clone().into();
            }
        });
        self
    }
}

/// The place of a text that changes. Translators of pages take the text out and put elements of their own there; what is
/// written then would be seen by nobody. So each writing makes sure that the text, and nothing else, stands between two marks.
struct TextPlace {
    within: web_sys::Element,
    begin: web_sys::Node,
    text: web_sys::Text,
    end: web_sys::Node,
}

impl TextPlace {
    fn at_end_of(within: web_sys::Element) -> TextPlace {
        let mark = || web_sys::Node::from(document().create_comment(""));
        let place = TextPlace { within, begin: mark(), text: document().create_text_node(""), end: mark() };
        place.append();
        place
    }

    fn append(&self) {
        for node in [&self.begin, &self.text, &self.end] {
            done(self.within.append_child(node));
        }
    }

    fn write(&self, text: &str) {
        self.text.set_data(text);
        let stands =
            |mark: &web_sys::Node| mark.parent_node().is_some_and(|parent| parent.is_same_node(Some(&self.within)));
        if !stands(&self.begin) || !stands(&self.end) {
            // All of the element was exchanged: what is written is all that is sure.
            self.within.set_text_content(None);
            return self.append();
        }
        let is_text = |node: &web_sys::Node| node.is_same_node(Some(&self.text));
        while let Some(stray) = self.begin.next_sibling() {
            if is_text(&stray) && self.text.next_sibling().is_some_and(|next| next.is_same_node(Some(&self.end))) {
                return;
            }
            if stray.is_same_node(Some(&self.end)) {
                done(self.within.insert_before(&self.text, Some(&self.end)));
                return;
            }
            done(self.within.remove_child(&stray));
        }
    }
}

/// The elements of the page that a selector finds, in their order.
pub fn all(selector: &str) -> Vec<El> {
    let Some(found) = done(document().query_selector_all(selector)) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok().map(El)).collect()
}

/// Runs now, and again whenever what it reads has changed, for as long as the part of the page around it lives.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(mut run: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

/// What `read` reads, for closures to read in turn: those run again only when it comes out different.
pub fn settled<T: PartialEq + Clone + 'static>(read: impl Fn() -> T + 'static) -> Read<T> {
    settled_boxed(Box::new(read))
}

fn settled_boxed<T: PartialEq + Clone + 'static>(read: Box<dyn Fn() -> T>) -> Read<T> {
    let (kept, changed) = (Rc::new(RefCell::new(None::<T>)), ArcTrigger::new());
    let (keep, notify) = (kept.clone(), changed.clone());
    follow(move || {
        let now = Some(read());
        if *keep.borrow() != now {
            keep.replace(now);
            notify.notify();
        }
    });
    Rc::new(move || {
        changed.track();
        kept.borrow().clone().expect("it was read once before this was made")
    })
}

fn before(place: &web_sys::Node, element: &web_sys::Node) {
    if let Some(parent) = place.parent_node() {
        done(parent.insert_before(element, Some(place)));
    }
}

/// The page's own methods fail only on names that aren't names; it would show in the first test.
fn done<T>(result: Result<T, JsValue>) -> Option<T> {
    result.inspect_err(|problem| leptos::logging::error!("{problem:?}")).ok()
}
