//! Elements: what every page is built of, on the server and in the browser alike. The server's are text, the browser's
//! are the page's own; a page that is made of them is described once. Each is of one type whatever is in it: typed views
//! cost several hundred KB of wasm here. Promises that what follows a signal changes only its own text, attribute or
//! part, and that nobody's words become markup. Knows nothing of initiatives.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod server;

use std::rc::Rc;

#[cfg(feature = "hydrate")]
pub use browser::{El, all, follow, settled};
#[cfg(not(feature = "hydrate"))]
pub use server::{El, settled};

use crate::ui::Icon;

/// A way to read something that changes.
pub type Read<T> = Rc<dyn Fn() -> T>;

/// An element with these classes; "" for none.
pub fn el(tag: &'static str, class: &str) -> El {
    let made = El::new(tag);
    if class.is_empty() { made } else { made.attr("class", class) }
}

/// A link.
pub fn a(class: &str, href: &str) -> El {
    el("a", class).attr("href", href)
}

/// A button that does something.
#[cfg(feature = "hydrate")]
pub fn button(class: &str, act: impl FnMut() + 'static) -> El {
    let mut act = act;
    el("button", class).attr("type", "button").on("click", move |_| act())
}

impl El {
    /// Sets an attribute if there is a value.
    pub fn attr_if(self, name: &str, value: Option<&str>) -> El {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds an icon.
    pub fn icon(self, icon: Icon) -> El {
        let strokes = icon.strokes();
        self.html(&format!(r#"<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{strokes}</svg>"#))
    }

    /// Adds elements.
    pub fn puts(self, children: impl IntoIterator<Item = El>) -> El {
        children.into_iter().fold(self, El::put)
    }

    /// Adds a part that is there while `on` reads true. It stays the same one for as long.
    pub fn when(self, on: impl Fn() -> bool + 'static, make: impl Fn() -> El + 'static) -> El {
        self.when_boxed(Box::new(on), Box::new(make))
    }

    // Compiled once, whatever the two are.
    fn when_boxed(self, on: Box<dyn Fn() -> bool>, make: Box<dyn Fn() -> El>) -> El {
        let on = settled(on);
        self.live(move || on().then(&make))
    }
}
