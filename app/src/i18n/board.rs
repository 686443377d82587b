//! The words of the public pages.

use model::number::{Lang, grouped};

use super::{Word, word};

pub const AS_OF: Word = word("Số tính đến", "Figures as of");
pub const AS_OF_LIVE: Word = word("Đang cập nhật, tính đến", "Live, as of");
pub const AS_OF_LOST: Word = word("Mất kết nối. Số tính đến", "Connection lost. Figures as of");

const JUST_NOW: Word = word(", vừa xong.", ", just now.");
const MINUTE_AGO: Word = word(", 1 phút trước.", ", 1 minute ago.");
const MINUTES_AGO: Word = word(", {0} phút trước.", ", {0} minutes ago.");
const HOURS_AGO: Word = word(", {0} giờ {1} phút trước.", ", {0} h {1} min ago.");

/// How long ago the figures held, as the end of a sentence; nothing from a day on, where the date says it.
pub fn minutes_ago(minutes: i64, lang: Lang) -> String {
    match minutes {
        ..1 => JUST_NOW.say(lang).to_owned(),
        1 => MINUTE_AGO.say(lang).to_owned(),
        2..60 => MINUTES_AGO.fill(lang, &[&grouped(minutes, lang)]),
        60..1440 => HOURS_AGO.fill(lang, &[&grouped(minutes / 60, lang), &grouped(minutes % 60, lang)]),
        _ => ".".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_is_said_in_words() {
        assert_eq!(minutes_ago(4, Lang::Vi), ", 4 phút trước.");
        assert_eq!(minutes_ago(0, Lang::En), ", just now.");
        assert_eq!(minutes_ago(125, Lang::Vi), ", 2 giờ 5 phút trước.");
        assert_eq!(minutes_ago(3000, Lang::Vi), ".");
    }
}
