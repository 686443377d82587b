//! Whether this server's data is real. Invented data is marked on every page and can't be mixed with real data, so it is
//! a property of the server, said once on `<html data-demo>`.

/// Whether the data is real.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reality {
    /// Real, or not known to be otherwise.
    #[default]
    Real,
    /// Invented, and marked as such on every page.
    Demo,
}

impl Reality {
    /// The attribute of `<html>` that says so: there for invented data.
    pub const ATTRIBUTE: &str = "data-demo";

    /// The value of the attribute, if it is there.
    pub fn attribute(self) -> Option<&'static str> {
        (self == Reality::Demo).then_some("")
    }
}

/// Whether the data of this page is real, as the page says.
#[cfg(feature = "hydrate")]
pub fn of_page() -> Reality {
    let html = leptos::prelude::document().document_element();
    if html.is_some_and(|html| html.has_attribute(Reality::ATTRIBUTE)) { Reality::Demo } else { Reality::Real }
}
