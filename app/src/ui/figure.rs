//! Figures: large numbers, and how they move. A number rolls upwards only, through values between two that the server
//! issued, and ends on the issued one; a correction downwards cuts. Where motion is unwanted, everything cuts.

use model::number::grouped;

use crate::i18n::Lang;
use crate::markup::{El, Read, el};

/// A label, a number that may roll, and a line that explains it; nothing where the line is empty.
pub fn figure(label: &str, value: Read<i64>, explained: impl Fn() -> String + 'static, lang: Lang) -> El {
    let line = move || Some(explained()).filter(|line| !line.is_empty()).map(|line| el("small", "").text(&line));
    let number = el("dd", "").untranslated().live_text(rolling(value, lang)).live(line);
    el("dl", "figure").put(el("dt", "").text(label)).put(number)
}

/// A number with its thousands grouped, rolling to each next value.
pub fn rolling(value: Read<i64>, lang: Lang) -> impl Fn() -> String + 'static {
    #[cfg(feature = "hydrate")]
    let value = motion::rolling(value);
    move || grouped(value(), lang)
}

#[cfg(feature = "hydrate")]
mod motion {
    use std::rc::Rc;

    use leptos::prelude::*;

    use crate::markup::{Read, follow};

    #[derive(Clone, Copy)]
    struct Roll {
        from: i64,
        to: i64,
        began: f64,
        lasts: f64,
    }

    pub(super) fn rolling(value: Read<i64>) -> Read<i64> {
        let shown = RwSignal::new(untrack(&*value));
        let roll = StoredValue::new(None::<Roll>);
        follow(move || {
            let to = value();
            let from = shown.get_untracked();
            let lasts = if to > from { token_ms("--roll") } else { 0.0 };
            if lasts <= 1.0 {
                roll.set_value(None);
                if from != to {
                    shown.set(to);
                }
                return;
            }
            let rests = roll.with_value(Option::is_none);
            roll.set_value(Some(Roll { from, to, began: lived(), lasts }));
            if rests {
                step(shown, roll);
            }
        });
        Rc::new(move || shown.get())
    }

    fn step(shown: RwSignal<i64>, roll: StoredValue<Option<Roll>>) {
        request_animation_frame(move || {
            // The page may be gone, or a correction may have cut the roll.
            let Some(Some(Roll { from, to, began, lasts })) = roll.try_get_value() else { return };
            let part = ((lived() - began) / lasts).clamp(0.0, 1.0);
            let eased = 1.0 - (1.0 - part).powi(3);
            shown.set(from + ((to - from) as f64 * eased) as i64);
            if part < 1.0 {
                step(shown, roll);
            } else {
                roll.set_value(None);
                shown.set(to);
            }
        });
    }

    /// For how long the page has lived, in milliseconds: it goes on also when the studio's clock is set back in mid-roll.
    fn lived() -> f64 {
        window().performance().map_or(0.0, |performance| performance.now())
    }

    /// A duration among the design tokens, in milliseconds; 0 if it can't be read, so that nothing moves.
    fn token_ms(name: &str) -> f64 {
        let style = document().document_element().and_then(|html| window().get_computed_style(&html).ok().flatten());
        let value = style.and_then(|style| style.get_property_value(name).ok()).unwrap_or_default();
        let value = value.trim();
        let number = |text: &str| text.trim().parse::<f64>().unwrap_or(0.0);
        match value.strip_suffix("ms") {
            Some(millis) => number(millis),
            None => value.strip_suffix('s').map_or(0.0, |seconds| number(seconds) * 1000.0),
        }
    }
}
