//! A unit's card: how many initiatives, the road to its target, and as of when.

use super::letters::{Letters, Style};
use super::{BLUE, GOLD, GOLD_INK, INK, INK_2, INNER, MARGIN, Sheet, WELL};
use model::money::spoken_dong;
use model::number::{Lang, grouped, percent_of};

/// What a unit's card says, in Vietnamese.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitCard {
    /// The unit's full name.
    pub name: String,
    pub submitted: i64,
    /// The assigned target; `None` without one.
    pub assigned: Option<u32>,
    pub people: i64,
    pub recognised: i64,
    /// VND, by the authors.
    pub estimated: i64,
    /// "20h15 ngày 21/10/2023".
    pub as_of: String,
}

impl UnitCard {
    pub(super) fn draw(&self, sheet: &mut Sheet) {
        let name = Letters::new(Style::Bold, 44.0);
        let below = sheet.lines(&name.lines(&self.name, INNER, 2), &name, (MARGIN, 184.0), 54.0, INK);

        let baseline = below + 108.0;
        let big = self.figure();
        sheet.fill(big.shape(&grouped(self.submitted, Lang::Vi), (MARGIN - 4.0, baseline)), INK);
        let under = Letters::new(Style::Regular, 28.0);
        sheet.fill(under.shape("sáng kiến", (MARGIN, baseline + 44.0)), INK_2);
        if let Some(target) = self.assigned.filter(|target| *target > 0) {
            self.road(sheet, baseline, target);
        }

        let facts = [
            format!("{} người tham gia", grouped(self.people, Lang::Vi)),
            format!("{} được công nhận", grouped(self.recognised, Lang::Vi)),
            format!("{}, tác giả ước tính", spoken_dong(self.estimated, Lang::Vi)),
        ];
        let facts = facts.into_iter().take(if self.estimated > 0 { 3 } else { 2 }).collect::<Vec<_>>().join(" · ");
        let small = Letters::new(Style::Regular, 26.0);
        let facts = small.lines(&facts, INNER, 1);
        sheet.lines(&facts, &small, (MARGIN, 548.0), 34.0, INK_2);
        sheet.fill(small.shape(&format!("Số tính đến {}", self.as_of), (MARGIN, 586.0)), INK_2);
    }

    /// As large as the number lets it be.
    fn figure(&self) -> Letters {
        let number = grouped(self.submitted, Lang::Vi);
        let largest = Letters::new(Style::Bold, 136.0);
        // Room for the percentage beside it.
        let room = INNER * 0.66;
        let width = largest.width(&number);
        if width <= room { largest } else { Letters::new(Style::Bold, 136.0 * room / width) }
    }

    /// The percentage on the right, and the road with the target's stone under it.
    fn road(&self, sheet: &mut Sheet, baseline: f32, target: u32) {
        let reached = self.submitted >= i64::from(target);
        let ink = if reached { GOLD_INK } else { BLUE };
        let counted = u64::try_from(self.submitted).unwrap_or(0);
        let Some(percent) = percent_of(counted, target.into()) else { return };
        let percent = percent.display(Lang::Vi);
        let room = INNER * 0.3;
        let letters = Letters::new(Style::Bold, 72.0);
        let width = letters.width(&percent);
        let letters = if width <= room { letters } else { Letters::new(Style::Bold, 72.0 * room / width) };
        let right = MARGIN + INNER;
        sheet.fill(letters.shape(&percent, (right - letters.width(&percent), baseline)), ink);
        let small = Letters::new(Style::Regular, 28.0);
        let words = "chỉ tiêu được giao";
        sheet.fill(small.shape(words, (right - small.width(words), baseline + 44.0)), INK_2);

        let top = baseline + 76.0;
        let end = (self.submitted.max(i64::from(target))) as f64;
        let done = (self.submitted.min(i64::from(target)) as f64 / end) as f32 * INNER;
        let stone = (f64::from(target) / end) as f32 * INNER;
        sheet.bar((MARGIN, top), (INNER, 20.0), WELL);
        sheet.bar((MARGIN, top), (done, 20.0), BLUE);
        if reached {
            sheet.bar((MARGIN + stone, top), (INNER - stone, 20.0), GOLD);
        }
        sheet.bar((MARGIN + (stone - 7.0).clamp(0.0, INNER - 14.0), top - 14.0), (14.0, 40.0), INK);
    }
}
