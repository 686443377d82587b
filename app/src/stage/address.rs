//! What an output's address says: which picture it asks the server for, and how it is drawn. Everything is in the address, so
//! that a browser source in a video mixer is set up by pasting one.

use crate::i18n::Lang;
use crate::visitor::Theme;

/// What an output draws of its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The whole scene, on its ground.
    Stage,
    /// What the presenter reads.
    Prompter,
    /// Dải chữ dưới: a name with its figure.
    LowerThird,
    /// A figure in a corner.
    Bug,
    /// Units one after another along an edge.
    Ticker,
    /// The whole scene over other pictures: nothing at all while nothing is shown.
    Full,
}

/// Where an overlay lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// "top" or "bottom".
    pub block: &'static str,
    /// "start", "center" or "end".
    pub inline: &'static str,
}

/// An output's address.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// What is drawn.
    pub shape: Shape,
    /// What the server is asked for, but for the size: the query of `/show/picture` and `/show/stream`.
    pub query: String,
    /// The language, if it isn't the show's.
    pub lang: Option<Lang>,
    /// Dark unless an overlay is to be light.
    pub theme: Theme,
    /// Where an overlay lies, if not where it usually does.
    pub place: Option<Place>,
    /// How large an overlay is: 1 is as designed, from 0.5 to 2.
    pub scale: f64,
}

/// The scenes that have an address of their own.
const SCENES: [&str; 7] = ["number", "unit", "league", "story", "map", "timeline", "waiting"];
/// What is passed on to the server as it is.
const PASSED: [&str; 11] =
    ["scene", "unit", "among", "of", "level", "name", "units", "first", "last", "marked", "initiative"];
/// How the server knows an output that has no name, by its shape.
const UNNAMED: &str = "as";

impl Address {
    /// Reads an address under `/show`; `query` is without its question mark and still encoded. `None` if there is no such
    /// output.
    pub fn read(path: &str, query: &str) -> Option<Address> {
        let place = path.strip_prefix("/show/")?.trim_end_matches('/');
        let pairs: Vec<(&str, &str)> =
            query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(_, value)| !value.is_empty()).collect();
        let said = |name: &str| pairs.iter().find(|(of, _)| *of == name).map(|(_, value)| *value);
        let (shape, source) = match place {
            "program" | "preview" => (Shape::Stage, format!("output={place}")),
            "prompter" => (Shape::Prompter, "output=prompter".to_owned()),
            scene if SCENES.contains(&scene) => (Shape::Stage, format!("scene={scene}")),
            over => {
                let (shape, scene) = match over.strip_prefix("over/")? {
                    "lower-third" => (Shape::LowerThird, "unit"),
                    "bug" => (Shape::Bug, "number"),
                    "ticker" => (Shape::Ticker, "league"),
                    "full" => (Shape::Full, "unit"),
                    _ => return None,
                };
                let source = match (said("output"), said("scene")) {
                    (Some(output), _) => format!("output={output}"),
                    (None, Some(scene)) => format!("scene={scene}"),
                    (None, None) => format!("scene={scene}"),
                };
                (shape, source)
            }
        };
        let follows_show = source.starts_with("output=");
        let mut sent = source;
        let mut send = |name: &str, value: &str| {
            if !sent.split('&').any(|pair| pair.starts_with(name) && pair[name.len()..].starts_with('=')) {
                sent.push_str(&format!("&{name}={value}"));
            }
        };
        if !follows_show {
            for name in PASSED {
                if let Some(value) = said(name) {
                    send(name, value);
                }
            }
            if shape == Shape::Ticker {
                // The units directly under the one named.
                send("among", "children");
                said("unit").iter().for_each(|unit| send("of", unit));
                send("first", "1");
                send("last", "7");
            }
        }
        send(UNNAMED, said("as").unwrap_or(&place.replace('/', "-")));
        let theme = said("theme").and_then(Theme::from_name).filter(|theme| *theme == Theme::Light);
        let is_over = place.starts_with("over/");
        Some(Address {
            shape,
            query: sent,
            lang: said("lang").and_then(Lang::from_code),
            theme: theme.filter(|_| is_over).unwrap_or(Theme::Dark),
            place: said("position").and_then(Place::read),
            scale: said("scale").and_then(|scale| scale.parse().ok()).map_or(1.0, |scale: f64| scale.clamp(0.5, 2.0)),
        })
    }
}

impl Place {
    /// `top`, `bottom`, `top-left`, `bottom-right`, `bottom-center` and so on.
    fn read(text: &str) -> Option<Place> {
        let (block, inline) = text.split_once('-').unwrap_or((text, "center"));
        let block = ["top", "bottom"].into_iter().find(|name| *name == block)?;
        let inline = match inline {
            "left" => "start",
            "center" => "center",
            "right" => "end",
            _ => return None,
        };
        Some(Place { block, inline })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Option<Address> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Address::read(path, query)
    }

    fn asked(address: &str) -> String {
        read(address).expect("there is such an output").query
    }

    #[test]
    fn an_address_says_what_the_server_is_asked_for() {
        assert_eq!(asked("/show/program"), "output=program&as=program");
        assert_eq!(asked("/show/preview?as=studio-2&unit=x"), "output=preview&as=studio-2");
        assert_eq!(asked("/show/unit?unit=cd-dau-khi"), "scene=unit&unit=cd-dau-khi&as=unit");
        assert_eq!(
            asked("/show/league?among=children&of=tld&first=5&last=11&marked=cd-dau-khi"),
            "scene=league&among=children&of=tld&first=5&last=11&marked=cd-dau-khi&as=league"
        );
        assert_eq!(
            asked("/show/league?among=cluster&name=C%E1%BB%A5m%201&units=a,b"),
            "scene=league&among=cluster&name=C%E1%BB%A5m%201&units=a,b&as=league"
        );
    }

    #[test]
    fn an_overlay_follows_a_unit_or_the_show() {
        assert_eq!(asked("/show/over/lower-third?unit=tld"), "scene=unit&unit=tld&as=over-lower-third");
        assert_eq!(asked("/show/over/lower-third?output=program&unit=tld"), "output=program&as=over-lower-third");
        assert_eq!(asked("/show/over/full?scene=map"), "scene=map&as=over-full");
        assert_eq!(
            asked("/show/over/ticker?unit=tld&last=5"),
            "scene=league&unit=tld&last=5&among=children&of=tld&first=1&as=over-ticker"
        );
    }

    #[test]
    fn an_address_says_how_it_is_drawn() {
        let bug = read("/show/over/bug?lang=en&theme=light&position=top-right&scale=9").expect("a bug");
        assert_eq!((bug.shape, bug.lang, bug.theme), (Shape::Bug, Some(Lang::En), Theme::Light));
        assert_eq!((bug.place, bug.scale), (Some(Place { block: "top", inline: "end" }), 2.0));
        let stage = read("/show/number?theme=light&position=here&scale=big").expect("a scene");
        assert_eq!((stage.theme, stage.place, stage.scale), (Theme::Dark, None, 1.0));
    }

    #[test]
    fn elsewhere_there_is_no_output() {
        for path in ["/show/control", "/show/", "/show/over/", "/show/over/number", "/show/unit/x", "/"] {
            assert_eq!(read(path), None, "{path}");
        }
    }
}
