//! Share cards: the picture that others show beside a link to a unit's board or to a story, 1200 × 630, in the colours of the
//! pages. What is drawn is a plain value, so that two that say the same are the same picture. Knows no HTTP and no store.

mod letters;
mod story;
mod unit;

pub use story::StoryCard;
pub use unit::UnitCard;

use letters::{Letters, Style};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

/// The size that previews are shown in (Open Graph), pixels.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;
/// The room around everything.
const MARGIN: f32 = 72.0;
const INNER: f32 = WIDTH as f32 - 2.0 * MARGIN;

/// Colours of `style/tokens.css`, light.
const PAPER: [u8; 3] = [0xfa, 0xf6, 0xed];
const WELL: [u8; 3] = [0xf1, 0xeb, 0xdd];
const INK: [u8; 3] = [0x15, 0x21, 0x3b];
const INK_2: [u8; 3] = [0x45, 0x4f, 0x66];
const BLUE: [u8; 3] = [0x16, 0x3f, 0x85];
const GOLD: [u8; 3] = [0xb9, 0x7a, 0x06];
const GOLD_BRIGHT: [u8; 3] = [0xe0, 0xa5, 0x26];
const GOLD_INK: [u8; 3] = [0x85, 0x54, 0x00];
const GOLD_WASH: [u8; 3] = [0xf9, 0xec, 0xce];

/// What a card shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Card {
    Unit(UnitCard),
    Story(StoryCard),
}

/// Whether what is shown is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    None,
    /// The mark that says the data is invented is on the picture (lesson 23).
    Demo,
}

/// A card can't be drawn: there is no memory for it.
#[derive(Debug, thiserror::Error)]
#[error("a card can't be drawn: {0}")]
pub struct NotDrawn(String);

impl Card {
    /// The picture, as PNG.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn draw(&self, mark: Mark) -> Result<Vec<u8>, NotDrawn> {
        let mut sheet = Sheet::new().ok_or_else(|| NotDrawn("no memory for the picture".into()))?;
        sheet.frame(mark);
        match self {
            Card::Unit(card) => card.draw(&mut sheet),
            Card::Story(card) => card.draw(&mut sheet),
        }
        sheet.0.encode_png().map_err(|why| NotDrawn(why.to_string()))
    }
}

/// What is drawn on.
struct Sheet(Pixmap);

impl Sheet {
    fn new() -> Option<Sheet> {
        let mut picture = Pixmap::new(WIDTH, HEIGHT)?;
        picture.fill(colour(PAPER));
        Some(Sheet(picture))
    }

    /// What is on every card: the brand with its kilometre stone, the double rule, and the demo's mark.
    fn frame(&mut self, mark: Mark) {
        self.stone((MARGIN, 44.0), 38.0);
        self.text("Triệu Sáng Kiến", Style::Bold, 30.0, (MARGIN + 54.0, 80.0), INK);
        self.bar((MARGIN, 112.0), (INNER, 3.0), INK);
        self.bar((MARGIN, 118.0), (INNER, 1.0), INK);
        if mark == Mark::Demo {
            let words = "DỮ LIỆU MINH HỌA";
            let letters = Letters::new(Style::Bold, 22.0);
            let width = letters.width(words) + 36.0;
            let left = WIDTH as f32 - MARGIN - width;
            self.bar((left, 50.0), (width, 40.0), GOLD_WASH);
            self.fill(letters.shape(words, (left + 18.0, 78.0)), INK);
        }
    }

    /// The mark: a kilometre stone, gold above and blue below.
    fn stone(&mut self, (left, top): (f32, f32), width: f32) {
        let (height, radius) = (width * 1.25, width / 2.0);
        let mut path = PathBuilder::new();
        path.move_to(left, top + height);
        path.line_to(left, top + radius);
        // A quarter of a circle as a cubic: 0.5523 of the radius.
        let pull = radius * 0.552_3;
        path.cubic_to(left, top + radius - pull, left + radius - pull, top, left + radius, top);
        path.cubic_to(left + radius + pull, top, left + width, top + radius - pull, left + width, top + radius);
        path.line_to(left + width, top + height);
        path.close();
        self.fill(path.finish(), GOLD_BRIGHT);
        self.bar((left, top + radius), (width, height - radius), BLUE);
        let one = Letters::new(Style::Bold, width * 0.62);
        let inset = (width - one.width("1")) / 2.0;
        self.fill(one.shape("1", (left + inset, top + height - width * 0.14)), PAPER);
    }

    /// A line of text, its baseline beginning at this point.
    fn text(&mut self, text: &str, style: Style, pixels: f32, at: (f32, f32), ink: [u8; 3]) {
        self.fill(Letters::new(style, pixels).shape(text, at), ink);
    }

    /// Lines of text, the first baseline at `at`; gives where the next one would be.
    fn lines(&mut self, lines: &[String], letters: &Letters, at: (f32, f32), step: f32, ink: [u8; 3]) -> f32 {
        let (left, mut y) = at;
        for line in lines {
            self.fill(letters.shape(line, (left, y)), ink);
            y += step;
        }
        y
    }

    fn bar(&mut self, (left, top): (f32, f32), (width, height): (f32, f32), ink: [u8; 3]) {
        if let Some(bar) = Rect::from_xywh(left, top, width, height) {
            self.0.fill_rect(bar, &paint(ink), Transform::identity(), None);
        }
    }

    fn fill(&mut self, path: Option<Path>, ink: [u8; 3]) {
        if let Some(path) = path {
            self.0.fill_path(&path, &paint(ink), FillRule::Winding, Transform::identity(), None);
        }
    }
}

fn colour([red, green, blue]: [u8; 3]) -> Color {
    Color::from_rgba8(red, green, blue, 255)
}

fn paint(ink: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(colour(ink));
    paint.anti_alias = true;
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit() -> UnitCard {
        UnitCard {
            name: "Công đoàn Dầu khí Việt Nam".into(),
            submitted: 7_085,
            assigned: Some(5_400),
            people: 1_062,
            recognised: 6_204,
            estimated: 10_000_000_000_000,
            as_of: "20h15 ngày 21/10/2023".into(),
        }
    }

    fn story() -> StoryCard {
        StoryCard {
            title: "Sàng rung tự làm sạch".into(),
            quote: "Ca ba đêm ấy, chúng tôi dừng máy bốn lần.".into(),
            by: "Lò Thị Hạnh".into(),
            unit: "Công đoàn Công ty Tuyển than Cửa Ông".into(),
            worth: Some("Làm lợi 850 triệu đồng mỗi năm, đã thẩm định".into()),
        }
    }

    fn drawn(card: &Card, mark: Mark) -> Pixmap {
        Pixmap::decode_png(&card.draw(mark).unwrap()).unwrap()
    }

    /// Whether anything is drawn in the margins below the head.
    fn reaches_the_edge(picture: &Pixmap) -> bool {
        let paper = colour(PAPER).premultiply().to_color_u8();
        // A letter may lean out of its box by a little.
        let margin = MARGIN as u32 - 8;
        let is_margin = |x: u32, y: u32| y > 125 && (x < margin || x > WIDTH - margin || y > HEIGHT - 30);
        let mut pixels = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
        pixels.any(|(x, y)| is_margin(x, y) && picture.pixel(x, y) != Some(paper))
    }

    #[test]
    fn whatever_a_card_says_stays_within_its_margins() {
        let long = "Công đoàn Nông nghiệp và Phát triển nông thôn Việt Nam, Liên đoàn Lao động tỉnh Bà Rịa - Vũng Tàu"
            .repeat(3);
        let cards = [
            Card::Unit(unit()),
            Card::Unit(UnitCard { name: long.clone(), submitted: 2_400_000, assigned: None, ..unit() }),
            Card::Unit(UnitCard { submitted: 0, people: 0, recognised: 0, estimated: 0, ..unit() }),
            Card::Unit(UnitCard { submitted: 869, assigned: Some(68), name: "Đơn vị".into(), ..unit() }),
            Card::Unit(UnitCard {
                submitted: i64::MAX,
                estimated: i64::MAX,
                people: i64::MAX,
                recognised: i64::MAX,
                ..unit()
            }),
            Card::Story(story()),
            Card::Story(StoryCard {
                title: long.clone(),
                quote: long.clone(),
                by: long.clone(),
                unit: long.clone(),
                worth: Some(long.clone()),
            }),
            Card::Story(StoryCard { title: "M".repeat(300), quote: String::new(), worth: None, ..story() }),
        ];
        for card in &cards {
            let picture = drawn(card, Mark::Demo);
            assert_eq!((picture.width(), picture.height()), (WIDTH, HEIGHT));
            assert!(!reaches_the_edge(&picture), "{card:?}");
        }
    }

    #[test]
    fn the_same_is_the_same_picture_and_the_demo_is_marked() {
        let card = Card::Unit(unit());
        assert_eq!(card.draw(Mark::None).unwrap(), Card::Unit(unit()).draw(Mark::None).unwrap());
        assert_ne!(card.draw(Mark::None).unwrap(), card.draw(Mark::Demo).unwrap());
    }
}
