//! What a visitor has chosen: language and theme. Kept in two cookies that the server and the browser both read, so that
//! the first byte of a page is already right. Knows nothing of who the visitor is.

use model::number::Lang;

/// Light or dark, as chosen; the system's choice otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// A night sky.
    Dark,
}

impl Theme {
    /// The value of the cookie, and of `data-theme` on `<html>` unless it is the system's.
    pub const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The value of `data-theme` on `<html>`: none leaves the choice to the system.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Theme::System).then_some(self.name())
    }

    /// The theme with that name, if there is one.
    pub fn from_name(name: &str) -> Option<Theme> {
        [Theme::System, Theme::Light, Theme::Dark].into_iter().find(|theme| theme.name() == name)
    }
}

/// What this visitor has chosen. The server provides it as context; the browser reads it when the app starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Visitor {
    /// Vietnamese unless someone chose English.
    pub lang: Lang,
    /// The system's unless someone chose.
    pub theme: Theme,
}

impl Visitor {
    /// The name of the cookie, and of the parameter in an address, that holds the language.
    pub const LANG: &str = "lang";
    /// The name of the cookie, and of the parameter in an address, that holds the theme.
    pub const THEME: &str = "theme";

    /// Reads a `Cookie` header or `document.cookie`. What is missing or unknown stays as by default.
    pub fn from_cookies(cookies: &str) -> Visitor {
        let mut visitor = Visitor::default();
        for (name, value) in cookies.split(';').filter_map(|cookie| cookie.split_once('=')) {
            // Other cookies aren't choices.
            visitor.choose(name.trim(), value.trim());
        }
        visitor
    }

    /// Takes over one choice by its name and value, and gives the value as it is to be kept. `None` if it isn't a choice.
    pub fn choose(&mut self, name: &str, value: &str) -> Option<&'static str> {
        match name {
            Visitor::LANG => {
                self.lang = Lang::from_code(value)?;
                Some(self.lang.code())
            }
            Visitor::THEME => {
                self.theme = Theme::from_name(value)?;
                Some(self.theme.name())
            }
            _ => None,
        }
    }

    /// A cookie that holds one choice for a year, as for `Set-Cookie` and `document.cookie`. It is no secret, and the
    /// browser reads it, so it isn't HttpOnly.
    pub fn cookie(name: &str, value: &str) -> String {
        format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax")
    }
}

#[cfg(feature = "hydrate")]
pub use browser::{choose_lang, choose_theme, of_page};

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::{document, window};
    use wasm_bindgen::JsCast;

    use super::*;

    fn cookies() -> Option<web_sys::HtmlDocument> {
        document().dyn_into().ok()
    }

    /// The choices that this page was made with. One that the server rendered keeps its language, whatever the cookie says
    /// by now; the static shell takes the cookie's.
    pub fn of_page() -> Visitor {
        let said = cookies().and_then(|page| page.cookie().ok()).unwrap_or_default();
        let mut visitor = Visitor::from_cookies(&said);
        let Some(html) = document().document_element() else { return visitor };
        if document().body().is_some_and(|body| body.has_attribute("data-shell")) {
            set(&html, "lang", Some(visitor.lang.code()));
            set(&html, "data-theme", visitor.theme.attribute());
        } else if let Some(lang) = html.get_attribute("lang").and_then(|lang| Lang::from_code(&lang)) {
            visitor.lang = lang;
        }
        visitor
    }

    /// Keeps the language and loads this page again in it. Drafts are stored with every key, so nothing is lost.
    pub fn choose_lang(lang: Lang) {
        keep(Visitor::LANG, lang.code());
        if let Err(problem) = window().location().reload() {
            leptos::logging::error!("{problem:?}");
        }
    }

    /// Keeps the theme and shows it at once.
    pub fn choose_theme(theme: Theme) {
        keep(Visitor::THEME, theme.name());
        if let Some(html) = document().document_element() {
            set(&html, "data-theme", theme.attribute());
        }
    }

    fn keep(name: &str, value: &str) {
        let kept = cookies().map(|page| page.set_cookie(&Visitor::cookie(name, value)));
        if !matches!(kept, Some(Ok(()))) {
            leptos::logging::error!("the browser refuses cookies: {name} holds for this page only");
        }
    }

    fn set(html: &web_sys::Element, name: &str, value: Option<&str>) {
        let done = match value {
            Some(value) => html.set_attribute(name, value),
            None => html.remove_attribute(name),
        };
        if let Err(problem) = done {
            leptos::logging::error!("{problem:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_found_among_other_cookies() {
        let visitor = Visitor::from_cookies("session=x=y; lang=en;theme=dark; other");
        assert_eq!(visitor, Visitor { lang: Lang::En, theme: Theme::Dark });
    }

    #[test]
    fn nonsense_is_the_default() {
        assert_eq!(Visitor::from_cookies("lang=klingon; theme=; lang; ="), Visitor::default());
        assert_eq!(Visitor::from_cookies(""), Visitor::default());
        assert_eq!(Visitor::default().theme.attribute(), None);
    }
}
