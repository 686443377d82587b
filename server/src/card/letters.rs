//! Letters as outlines: how wide a text is, where it breaks, and its shape. Every letter of Vietnamese is there; what isn't is
//! drawn as the face's empty box. Knows nothing of what is written.

use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// A face of Noto Serif (SIL Open Font License, `fonts/OFL.txt`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Bold,
    Italic,
    Regular,
}

impl Style {
    const fn data(self) -> &'static [u8] {
        match self {
            Style::Bold => include_bytes!("fonts/NotoSerif-Bold.ttf"),
            Style::Italic => include_bytes!("fonts/NotoSerif-Italic.ttf"),
            Style::Regular => include_bytes!("fonts/NotoSerif-Regular.ttf"),
        }
    }
}

/// A face at a size.
pub struct Letters {
    face: Face<'static>,
    /// Pixels for each unit of the face.
    scale: f32,
}

impl Letters {
    /// The face at so many pixels.
    pub fn new(style: Style, pixels: f32) -> Letters {
        let face = Face::parse(style.data(), 0).expect("the faces in this binary are faces; a test reads them");
        let scale = pixels / f32::from(face.units_per_em());
        Letters { face, scale }
    }

    /// How wide a line of text is, in pixels.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().map(|letter| self.advance(self.glyph(letter))).sum()
    }

    /// The shape of a line of text, its baseline beginning at this point. `None` if there is nothing to draw.
    pub fn shape(&self, text: &str, (mut x, y): (f32, f32)) -> Option<Path> {
        let mut whole = PathBuilder::new();
        for letter in text.chars() {
            let glyph = self.glyph(letter);
            let mut outline = Outline(PathBuilder::new());
            if self.face.outline_glyph(glyph, &mut outline).is_some() {
                // The face counts upwards, a picture downwards.
                let place = Transform::from_row(self.scale, 0.0, 0.0, -self.scale, x, y);
                if let Some(path) = outline.0.finish().and_then(|path| path.transform(place)) {
                    whole.push_path(&path);
                }
            }
            x += self.advance(glyph);
        }
        whole.finish()
    }

    /// The text in lines no wider than this; at most so many, the last with … where there is more. A word that is wider
    /// than a line is broken.
    pub fn lines(&self, text: &str, width: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace().flat_map(|word| self.broken(word, width)) {
            let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
            if self.width(&longer) <= width {
                line = longer;
                continue;
            }
            lines.push(std::mem::replace(&mut line, word));
            if lines.len() == most {
                self.end(&mut lines, width);
                return lines;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Puts … at the end of the last line.
    fn end(&self, lines: &mut [String], width: f32) {
        let Some(last) = lines.last_mut() else { return };
        while self.width(&format!("{last}…")) > width && last.pop().is_some() {}
        let bare = last.trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).len();
        last.truncate(bare);
        last.push('…');
    }

    fn broken(&self, word: &str, width: f32) -> Vec<String> {
        let mut parts = vec![String::new()];
        for letter in word.chars() {
            let last = parts.last_mut().expect("there is always one part");
            last.push(letter);
            if self.width(last) > width && last.chars().nth(1).is_some() {
                last.pop();
                parts.push(letter.to_string());
            }
        }
        parts
    }

    fn glyph(&self, letter: char) -> GlyphId {
        self.face.glyph_index(letter).unwrap_or(GlyphId(0))
    }

    fn advance(&self, glyph: GlyphId) -> f32 {
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) * self.scale
    }
}

/// Takes a glyph's outline over.
struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: [Style; 3] = [Style::Bold, Style::Italic, Style::Regular];

    #[test]
    fn every_letter_of_vietnamese_is_there() {
        let plain = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY";
        let marks = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];
        let vowels = plain.chars().flat_map(|letter| marks.map(|mark| format!("{letter}{mark}")));
        let all: String = vowels.chain(["đĐ0123456789.,%“”‘’–…·₫()".to_owned()]).collect();
        for style in STYLES {
            let letters = Letters::new(style, 40.0);
            for letter in model::text::nfc(&all).chars() {
                assert_ne!(letters.glyph(letter), GlyphId(0), "{style:?} lacks {letter}");
            }
        }
    }

    #[test]
    fn lines_are_never_too_wide_and_nothing_is_lost_but_what_is_said_to_be() {
        let letters = Letters::new(Style::Bold, 40.0);
        let text = "Liên đoàn Lao động tỉnh Bà Rịa - Vũng Tàu và mọi người";
        let lines = letters.lines(text, 400.0, 9);
        assert!(lines.len() > 2 && lines.iter().all(|line| letters.width(line) <= 400.0), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        let cut = letters.lines(text, 400.0, 2);
        assert!(cut.len() == 2 && cut[1].ends_with('…') && letters.width(&cut[1]) <= 400.0, "{cut:?}");
        let long = letters.lines(&"ộ".repeat(90), 400.0, 9);
        assert!(long.len() > 1 && long.iter().all(|line| letters.width(line) <= 400.0), "{long:?}");
        assert!(letters.lines(" ", 400.0, 2).is_empty());
    }
}
