//! The words of the stage, the overlays and the presenter's screen.

use model::field::BenefitPeriod;
use model::number::{Lang, grouped};
use model::show::{Benefit, Figures, League, Place, Projection};
use model::unit::Level;

use super::{Word, form, stories, word};

pub const AS_OF: Word = word("tính đến {0}", "as of {0}");
pub const HELD: Word = word("số giữ lúc {0}", "held at {0}");
pub const FROZEN: Word = word("số lúc {0}", "as it was at {0}");
const TYPED: Word = word("số nhập tay lúc {0}", "entered by hand at {0}");
const TYPED_FROM: Word = word("Số nhập tay, theo {0}", "Entered by hand, according to {0}");
const TYPED_ALONE: Word = word("Số nhập tay", "Entered by hand");
const UNDER_A_MINUTE: Word = word("chưa đầy 1 phút trước", "less than a minute ago");
const MINUTES_AGO: Word = word("{0} phút trước", "{0} min ago");
const HOURS_AGO: Word = word("{0} giờ {1} phút trước", "{0} h {1} min ago");
/// As the demo mark, in Vietnamese in both languages, with the English beside it.
pub const REHEARSAL: &str = "DIỄN TẬP";
pub const REHEARSAL_SAID: Word = word("DIỄN TẬP", "DIỄN TẬP · REHEARSAL");

pub const OUT_OF: Word = word("{0} trên {1}", "{0} of {1}");
pub const BY_AUTHORS: Word = word("tác giả ước tính", "estimated by its author");
pub const NATION_SAYS: Word = word("sáng kiến của người lao động cả nước", "initiatives by workers nationwide");
pub const OF_TARGET: Word = word("chỉ tiêu", "of target");
pub const OF_ASSIGNED: Word = word("chỉ tiêu được giao", "of the assigned target");
pub const OF_ASSIGNED_SHORT: Word = word("% chỉ tiêu được giao", "% of assigned target");
pub const TARGET: Word = word("chỉ tiêu {0}", "target {0}");
pub const OWN_TARGET: Word = word("chỉ tiêu tự đặt {0}", "own target {0}");
pub const PAST: Word = word("vượt {0}", "{0} above it");
pub const PEOPLE: Word = word("Người tham gia", "People taking part");
pub const BENEFIT: Word = word("Làm lợi, tác giả ước tính", "Benefit, estimated by authors");
pub const SHARE: Word = word("Phần trong cả nước", "Share of the nation");
const RANKED: Word = word("hạng {0} trong {1} đơn vị", "ranked {0} of {1} units");
const RANKED_JOINTLY: Word = word("đồng hạng {0} trong {1} đơn vị", "ranked joint {0} of {1} units");

pub const LEAGUE: Word = word("Bảng xếp hạng", "Ranking");
const LEAGUE_SPAN: Word =
    word("% chỉ tiêu được giao, hạng {0} đến {1} trong {2} {3}", "% of assigned target, {0} to {1} of {2} {3}");
const LEAGUE_ONE: Word =
    word("% chỉ tiêu được giao, hạng {0} trong {1} {2}", "% of assigned target, number {0} of {1} {2}");
const LEAGUE_WITHOUT: Word = word("{0} trong {1} {2}, chưa có chỉ tiêu", "{0} of {1} {2}, without a target");
const LEAGUE_AND_WITHOUT: Word = word("{0}, cùng {1} đơn vị chưa có chỉ tiêu", "{0}, and {1} without a target");
const LEAGUE_ALL: Word = word("% chỉ tiêu được giao, {0} {1}", "% of assigned target, {0} {1}");
pub const LEAGUE_LINE: Word = word("Vạch đứng: 100% chỉ tiêu được giao", "Upright line: 100% of the assigned target");
pub const LEAGUE_TORN: Word = word("Thanh bị cắt: dài quá khung", "A cut bar is longer than the frame");

pub const WAITING: Word = word("Màn chờ", "Waiting screen");
pub const JOIN: Word = word("Mỗi sáng kiến là một câu chuyện", "Every initiative is a story");
pub const JOIN_HOW: Word =
    word("Mở máy ảnh, quét mã để kể câu chuyện của bạn", "Point your camera at the code to tell yours");
pub const QR_SAID: Word = word("Mã QR dẫn tới {0}", "QR code to {0}");

pub const STORY: Word = word("Mỗi sáng kiến là một câu chuyện", "Every initiative is a story");
pub const STORY_BENEFIT: Word = word("Làm lợi, tác giả ước tính", "Benefit, estimated by its author");
pub const STORY_VERIFIED: Word = word("Làm lợi, đã thẩm định", "Benefit, verified");
pub const RECOGNISED: Word = word("Được công nhận", "Recognised");

pub const MAP: Word = word("Bản đồ thi đua", "The map of the race");
pub const MAP_REACHED: Word =
    word("trên {0} tỉnh, thành phố đã đạt chỉ tiêu", "of {0} provinces have reached their target");
pub const MAP_OTHERS: Word =
    word("Ngành, tập đoàn, tổng công ty: {0} trên {1} đã đạt", "Sectors and corporations: {0} of {1} have");
pub const MAP_KEY: [Word; 5] = [
    word("đạt chỉ tiêu", "reached"),
    word("từ 75%", "75% or more"),
    word("từ 50%", "50% or more"),
    word("dưới 50%", "below 50%"),
    word("chưa có chỉ tiêu", "no target"),
];
pub const MAP_NOTE: Word =
    word("Mỗi ô là một tỉnh, thành phố, đặt gần đúng vị trí", "Each tile is a province, roughly in its place");

pub const TIMELINE: Word = word("Dòng thời gian", "The course so far");
pub const TIMELINE_OF: Word = word("Dòng thời gian: {0}", "The course so far: {0}");
pub const LIKELY: Word = word("Dự kiến chạm mốc {0}", "Likely to reach {0}");
const LIKELY_WEEKS: Word =
    word("nếu giữ nhịp {0} sáng kiến mỗi ngày của bốn tuần qua", "at the {0} a day of the last four weeks");
const LIKELY_DAYS: Word =
    word("nếu giữ nhịp {0} sáng kiến mỗi ngày của {1} ngày qua", "at the {0} a day of the last {1} days");
const LIKELY_DAY: Word = word("nếu giữ nhịp {0} sáng kiến mỗi ngày của {1} ngày qua", "at the {0} of the first day");
pub const LIKELY_ON: Word = word("dự kiến {0}", "likely {0}");
pub const REACHED: Word = word("Đã chạm mốc {0}", "Reached {0}");
pub const SO_FAR: Word = word("Số sáng kiến đến nay", "Initiatives so far");

pub const OUTPUTS: Word = word("những gì chiếu được", "what can be shown");

pub const ON_AIR: Word = word("Đang phát", "On air");
pub const NEXT: Word = word("Mục sau", "Next");
pub const NOTHING: Word = word("chưa có gì", "nothing yet");
pub const NO_MESSAGE: Word = word("Chưa có lời nhắn", "No message");
pub const FROM: Word = word("{0}, lúc {1}", "{0}, at {1}");
pub const LINK_LOST: Word = word("Mất kết nối. Lời nhắn có thể đã cũ.", "Connection lost. The message may be old.");

/// What is said of a figure with its time, by whose it is.
pub fn as_of(figures: &Figures, time: &str, lang: Lang) -> String {
    let word = match figures {
        Figures::Live => AS_OF,
        Figures::Held => HELD,
        Figures::Frozen => FROZEN,
        Figures::Typed(_) => TYPED,
    };
    word.fill(lang, &[time])
}

/// "Số nhập tay, theo văn phòng Tổng Liên đoàn".
pub fn typed(source: &str, lang: Lang) -> String {
    if source.trim().is_empty() { TYPED_ALONE.say(lang).to_owned() } else { TYPED_FROM.fill(lang, &[source.trim()]) }
}

/// "4 phút trước".
pub fn age(minutes: i64, lang: Lang) -> String {
    match minutes {
        ..1 => UNDER_A_MINUTE.say(lang).to_owned(),
        1..60 => MINUTES_AGO.fill(lang, &[&grouped(minutes, lang)]),
        _ => HOURS_AGO.fill(lang, &[&grouped(minutes / 60, lang), &grouped(minutes % 60, lang)]),
    }
}

/// At what pace a target is likely to be reached: "nếu giữ nhịp 20 sáng kiến mỗi ngày của 9 ngày qua".
pub fn likely_why(projection: &Projection, lang: Lang) -> String {
    let rate = grouped(i64::try_from(projection.per_day_tenths.saturating_add(5) / 10).unwrap_or(i64::MAX), lang);
    let word = match projection.days {
        ..=1 => LIKELY_DAY,
        2..28 => LIKELY_DAYS,
        28.. => LIKELY_WEEKS,
    };
    word.fill(lang, &[&rate, &grouped(projection.days.into(), lang)])
}

/// Who a story is by, as its public page says it; `None` if nobody is to be named.
pub fn story_by(named: &[String], others: u32, lang: Lang) -> Option<String> {
    (!named.is_empty() || others > 0).then(|| stories::by(named, others, lang))
}

/// "mỗi năm".
pub fn period(period: BenefitPeriod, lang: Lang) -> String {
    form::period(period).say(lang).to_lowercase()
}

/// "850 triệu đồng mỗi năm".
pub fn in_period(sum: &str, of: Option<BenefitPeriod>, lang: Lang) -> String {
    of.map_or_else(|| sum.to_owned(), |of| format!("{sum} {}", period(of, lang)))
}

/// What a story is worth, in a sentence: "Làm lợi 850 triệu đồng mỗi năm, đã thẩm định".
pub fn worth(benefit: Benefit, of: Option<BenefitPeriod>, lang: Lang) -> String {
    let (Benefit::Estimated(sum) | Benefit::Verified(sum)) = benefit;
    let sum = in_period(&sum.spoken_dong(lang), of, lang);
    match benefit {
        Benefit::Estimated(_) => stories::worth_estimated(&sum, lang),
        Benefit::Verified(_) => stories::worth_verified(&sum, lang),
    }
}

/// "hạng 4 trong 83 đơn vị", or "đồng hạng 4".
pub fn ranked(place: Place, lang: Lang) -> String {
    let word = if place.shared { RANKED_JOINTLY } else { RANKED };
    word.fill(lang, &[&grouped(place.rank.into(), lang), &grouped(place.of.into(), lang)])
}

/// Which rows of a league are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The place of the first row, from 1.
    pub first: u32,
    /// So many rows have a rank.
    pub ranked: usize,
    /// So many rows after them have none.
    pub without_target: usize,
    /// So many units take part.
    pub count: usize,
}

/// What part of a league is shown: "% chỉ tiêu được giao, hạng 5 đến 11 trong 83 đơn vị". It goes by the rows, also where
/// all of them have one rank.
pub fn league_span(of: &League, span: Span, lang: Lang) -> String {
    let number = |count: usize| grouped(i64::try_from(count).unwrap_or(i64::MAX), lang);
    let all = number(span.count);
    let who = match of {
        League::Children { .. } | League::Cluster { .. } => word("đơn vị", "units"),
        League::Block { level } => match level {
            Level::Province => word("tỉnh, thành phố", "provinces"),
            Level::Sector => word("công đoàn ngành", "sector unions"),
            Level::Corporation => word("tập đoàn, tổng công ty", "corporations"),
            _ => word("đơn vị", "units"),
        },
    };
    let who = who.say(lang);
    if span.ranked + span.without_target >= span.count {
        return LEAGUE_ALL.fill(lang, &[&all, who]);
    }
    let first = grouped(span.first.into(), lang);
    let last = i64::from(span.first).saturating_add(i64::try_from(span.ranked).unwrap_or(0)) - 1;
    let ranks = match span.ranked {
        0 => return LEAGUE_WITHOUT.fill(lang, &[&number(span.without_target), &all, who]),
        1 => LEAGUE_ONE.fill(lang, &[&first, &all, who]),
        _ => LEAGUE_SPAN.fill(lang, &[&first, &grouped(last, lang), &all, who]),
    };
    match span.without_target {
        0 => ranks,
        without => LEAGUE_AND_WITHOUT.fill(lang, &[&ranks, &number(without)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_said_in_words() {
        assert_eq!(age(0, Lang::Vi), "chưa đầy 1 phút trước");
        assert_eq!(age(4, Lang::Vi), "4 phút trước");
        assert_eq!(age(61, Lang::En), "1 h 1 min ago");
    }

    #[test]
    fn a_typed_figure_says_where_it_is_from() {
        assert_eq!(typed("văn phòng", Lang::Vi), "Số nhập tay, theo văn phòng");
        assert_eq!(typed(" ", Lang::En), "Entered by hand");
    }

    #[test]
    fn a_pace_says_of_how_many_days_it_is() {
        let said = |days, lang| {
            let on = model::calendar::Date::MIN;
            likely_why(&Projection { target: 1_000_000, on, per_day_tenths: 43_215, days }, lang)
        };
        assert_eq!(said(28, Lang::Vi), "nếu giữ nhịp 4.322 sáng kiến mỗi ngày của bốn tuần qua");
        assert_eq!(said(9, Lang::Vi), "nếu giữ nhịp 4.322 sáng kiến mỗi ngày của 9 ngày qua");
        assert_eq!(said(9, Lang::En), "at the 4,322 a day of the last 9 days");
        assert_eq!(said(1, Lang::En), "at the 4,322 of the first day");
        let older = r#"{"target":1000000,"on":"2023-01-09","per_day_tenths":43215}"#;
        assert_eq!(serde_json::from_str::<Projection>(older).map(|likely| likely.days).ok(), Some(28));
    }

    #[test]
    fn a_story_says_who_else_wrote_it_and_what_its_sum_refers_to() {
        let names = ["Trịnh Văn Khoát".to_owned()];
        assert_eq!(story_by(&names, 2, Lang::Vi).as_deref(), Some("Trịnh Văn Khoát và 2 đồng tác giả"));
        assert_eq!(story_by(&names, 0, Lang::En).as_deref(), Some("Trịnh Văn Khoát"));
        assert_eq!(story_by(&[], 3, Lang::Vi).as_deref(), Some("3 tác giả"));
        assert_eq!(story_by(&[], 0, Lang::Vi), None, "it was approved without names");
        let worth = |period, lang| {
            worth(Benefit::Verified(model::money::Vnd::for_initiative(850_000_000).unwrap()), period, lang)
        };
        let yearly = worth(Some(BenefitPeriod::PerYear), Lang::Vi);
        assert_eq!(yearly, "Làm lợi 850 triệu đồng mỗi năm, đã thẩm định");
        assert_eq!(worth(None, Lang::Vi), "Làm lợi 850 triệu đồng, đã thẩm định");
    }

    #[test]
    fn a_league_says_who_and_how_many() {
        let of = League::Block { level: Level::Sector };
        let span = |first, ranked, without_target| Span { first, ranked, without_target, count: 12 };
        let said = |span| league_span(&of, span, Lang::Vi);
        assert_eq!(said(span(5, 7, 0)), "% chỉ tiêu được giao, hạng 5 đến 11 trong 12 công đoàn ngành");
        assert_eq!(said(span(8, 1, 0)), "% chỉ tiêu được giao, hạng 8 trong 12 công đoàn ngành");
        assert_eq!(
            said(span(8, 2, 3)),
            "% chỉ tiêu được giao, hạng 8 đến 9 trong 12 công đoàn ngành, cùng 3 đơn vị chưa có chỉ tiêu"
        );
        assert_eq!(said(span(10, 0, 3)), "3 trong 12 công đoàn ngành, chưa có chỉ tiêu");
        let all = Span { first: 1, ranked: 9, without_target: 2, count: 11 };
        assert_eq!(league_span(&of, all, Lang::En), "% of assigned target, 11 sector unions");
        let place = Place { rank: 4, shared: true, of: 83 };
        assert_eq!(ranked(place, Lang::Vi), "đồng hạng 4 trong 83 đơn vị");
        assert_eq!(ranked(Place { shared: false, ..place }, Lang::En), "ranked 4 of 83 units");
    }
}
