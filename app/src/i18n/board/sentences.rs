//! The public pages' sentences with figures in them, made of the words beside this file.

use model::{
    calendar::Date,
    number::{Lang, Percent, grouped},
};

use super::*;
use crate::board::{
    headline::Headline,
    league::{Group, Sort},
    share::{Fraction, Share},
};

/// One to ten, as a sentence begins.
const NUMBERS: [Word; 10] = [
    word("Một", "One"),
    word("Hai", "Two"),
    word("Ba", "Three"),
    word("Bốn", "Four"),
    word("Năm", "Five"),
    word("Sáu", "Six"),
    word("Bảy", "Seven"),
    word("Tám", "Eight"),
    word("Chín", "Nine"),
    word("Mười", "Ten"),
];

/// Up to ten in words, as a sentence begins; from eleven in digits.
fn counted(count: usize, lang: Lang) -> String {
    match count.checked_sub(1).and_then(|at| NUMBERS.get(at)) {
        Some(number) => number.say(lang).to_owned(),
        None => grouped(i64::try_from(count).unwrap_or(i64::MAX), lang),
    }
}

fn number(count: usize, lang: Lang) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX), lang)
}

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

/// The headline's fact as a sentence.
pub fn headline(fact: Headline, opens: Date, lang: Lang) -> String {
    let many = |count: i64| grouped(count, lang);
    let goal = |goal: i64| if goal == 1_000_000 { MILLION.say(lang).to_owned() } else { many(goal) };
    match fact {
        Headline::Before => BEFORE.fill(lang, &[&opens.display(lang)]),
        Headline::Nothing => NOTHING.say(lang).to_owned(),
        Headline::Early { goal: target, days } => EARLY.fill(lang, &[&goal(target), &many(days)]),
        Headline::Reached { goal } => REACHED.fill(lang, &[&many(goal)]),
        Headline::Closing { days: 0, missing } => LAST_DAY.fill(lang, &[&many(missing)]),
        Headline::Closing { days, missing } => CLOSING.fill(lang, &[&many(days), &many(missing)]),
        Headline::Closed { submitted, percent: None } => CLOSED.fill(lang, &[&many(submitted)]),
        Headline::Closed { submitted, percent: Some(percent) } => {
            CLOSED_AT.fill(lang, &[&many(submitted), &percent.display(lang)])
        }
        Headline::Phase { number: at, percent } => {
            PHASE_EXCEEDED.fill(lang, &[&number(at, lang), &percent.display(lang)])
        }
        Headline::Underway { submitted, day: 1 } => FIRST_DAY.fill(lang, &[&many(submitted)]),
        Headline::Underway { submitted, day } => UNDERWAY.fill(lang, &[&many(submitted), &many(day)]),
    }
}

/// "chỉ tiêu được giao, tức vượt 31,2%": what follows the percent. What is past the target by less than can be said in
/// percent is said in initiatives.
pub fn progress(percent: Percent, missing: i64, lang: Lang) -> String {
    match percent.exceeded_by() {
        Some(by) => EXCEEDED.fill(lang, &[&by.display(lang)]),
        None if missing > 0 => MISSING.fill(lang, &[&grouped(missing, lang)]),
        None if missing < 0 => PASSED.fill(lang, &[&grouped(-missing, lang)]),
        None => JUST_REACHED.say(lang).to_owned(),
    }
}

/// The road in words. `None` without any target.
pub fn on_track(value: i64, assigned: Option<(u32, Percent)>, self_set: Option<(u32, Percent)>, lang: Lang) -> String {
    let many = |count: u32| grouped(count.into(), lang);
    let mut said = assigned.map_or_else(
        || grouped(value, lang) + ".",
        |(goal, percent)| ON_TRACK.fill(lang, &[&grouped(value, lang), &many(goal), &percent.display(lang)]),
    );
    if let Some((goal, percent)) = self_set {
        said += &ON_TRACK_SELF.fill(lang, &[&many(goal), &percent.display(lang)]);
    }
    said
}

/// The key of the full stone: the assigned target, and the day it was reached.
pub fn assigned_key(goal: u32, reached: Option<Date>, lang: Lang) -> String {
    let goal = grouped(goal.into(), lang);
    match reached {
        Some(day) => ASSIGNED_ON.fill(lang, &[&goal, &day.display(lang)]),
        None => ASSIGNED_KEY.fill(lang, &[&goal]),
    }
}

/// The key of the hollow stone: the target a unit set itself.
pub fn self_key(goal: u32, percent: Percent, lang: Lang) -> String {
    SELF_KEY.fill(lang, &[&grouped(goal.into(), lang), &percent.display(lang)])
}

/// The key of the golden part of the road.
pub fn past_key(past: i64, lang: Lang) -> String {
    PAST_KEY.fill(lang, &[&grouped(past, lang)])
}

/// "bình quân 1,8 sáng kiến mỗi người". Empty without people.
pub fn per_person(submitted: i64, people: i64, lang: Lang) -> String {
    if people <= 0 {
        return String::new();
    }
    let tenths = (submitted * 20 + people) / (people * 2);
    let mark = if lang == Lang::Vi { ',' } else { '.' };
    let average = format!("{}{mark}{}", grouped(tenths / 10, lang), tenths % 10);
    PER_PERSON.fill(lang, &[&average])
}

/// "83,3% số đã gửi, còn lại đang xét". Empty if nothing is submitted.
pub fn recognised_part(recognised: i64, submitted: i64, lang: Lang) -> String {
    if submitted <= 0 {
        return String::new();
    }
    if recognised == 0 {
        return UNDER_REVIEW.fill(lang, &[&grouped(submitted, lang)]);
    }
    if recognised >= submitted {
        return RECOGNISED_ALL.say(lang).to_owned();
    }
    RECOGNISED_PART.fill(lang, &[&percent(recognised, submitted, lang)])
}

/// "411.902 sáng kiến chưa ghi giá trị bằng tiền." Empty if there are none.
pub fn without_benefit(count: i64, lang: Lang) -> String {
    if count == 0 { String::new() } else { WITHOUT_BENEFIT.fill(lang, &[&grouped(count, lang)]) }
}

/// How the verified sum compares to the estimated one.
pub fn verified_part(verified: i64, estimated: i64, lang: Lang) -> String {
    VERIFIED_PART.fill(lang, &[&percent(verified, estimated, lang)])
}

fn percent(part: i64, whole: i64, lang: Lang) -> String {
    let unsigned = |number: i64| u64::try_from(number).unwrap_or(0);
    model::number::percent_of(unsigned(part), unsigned(whole)).map_or_else(String::new, |percent| percent.display(lang))
}

/// "gần một phần ba cả nước".
pub fn of_nation(share: Share, lang: Lang) -> String {
    let word = |fraction| match fraction {
        Fraction::Half => HALF.say(lang),
        Fraction::Third => THIRD.say(lang),
        Fraction::Quarter => QUARTER.say(lang),
        Fraction::Fifth => FIFTH.say(lang),
        Fraction::Tenth => TENTH.say(lang),
    };
    match share {
        Share::Nearly(fraction) => NEARLY.fill(lang, &[word(fraction)]),
        Share::Exactly(fraction) => EXACTLY.fill(lang, &[word(fraction)]),
        Share::Over(fraction) => OVER.fill(lang, &[word(fraction)]),
        Share::Tenths(tenths) => EXACTLY.fill(lang, &[&percent(i64::try_from(tenths).unwrap_or(0), 1000, lang)]),
    }
}

/// What the chart is of.
pub fn chart_span(from: Date, to: Date, far_goal: Option<i64>, lang: Lang) -> String {
    let span = CHART_SPAN.fill(lang, &[&from.display(lang), &to.display(lang)]);
    match far_goal {
        Some(goal) => format!("{span}. {}", FAR_GOAL.fill(lang, &[&grouped(goal, lang)])),
        None => span,
    }
}

/// "300.000 ngày 11/05/2022".
pub fn sum_on(sum: i64, day: Date, lang: Lang) -> String {
    CHART_ON.fill(lang, &[&grouped(sum, lang), &day.display(lang)])
}

/// A round number as an axis has it: "500 nghìn", "1,5 triệu", "4.000".
pub fn rung(value: i64, lang: Lang) -> String {
    let mark = if lang == Lang::Vi { "," } else { "." };
    if value >= 1_000_000 && value % 100_000 == 0 {
        let tenths = value / 100_000;
        let decimal = if tenths % 10 == 0 { String::new() } else { format!("{mark}{}", tenths % 10) };
        return MILLIONS.fill(lang, &[&(grouped(tenths / 10, lang) + &decimal)]);
    }
    if value >= 10_000 && value % 1_000 == 0 {
        return THOUSANDS.fill(lang, &[&grouped(value / 1_000, lang)]);
    }
    grouped(value, lang)
}

/// "05/2022".
pub fn month(year: i64, month: i64) -> String {
    format!("{month:02}/{year}")
}

/// A day without its year: "08/01", in English "8 Jan".
pub fn short_day(day: Date, lang: Lang) -> String {
    let mut text = day.display(lang);
    text.truncate(text.len().saturating_sub("/2022".len()));
    text
}

/// "Cao nhất 1.395 vào tháng 05/2022".
pub fn highest(count: i64, year: i64, at: i64, lang: Lang) -> String {
    HIGHEST.fill(lang, &[&grouped(count, lang), &month(year, at)])
}

/// "Xếp hạng 83 đơn vị".
pub fn league(units: usize, lang: Lang) -> String {
    LEAGUE.fill(lang, &[&number(units, lang)])
}

/// How to read the bars of a league whose scale ends at so many percent; some may be torn.
pub fn league_bars(end: u64, torn: bool, lang: Lang) -> String {
    let mark = match end {
        ..100 => LEAGUE_SCALE.fill(lang, &[&end.to_string()]),
        _ => LEAGUE_MARK.say(lang).to_owned(),
    };
    if torn { mark + " " + LEAGUE_TORN.say(lang) } else { mark }
}

/// "Tám đơn vị trực thuộc, năm đơn vị đã vượt".
pub fn sub_units(units: usize, exceeded: usize, lang: Lang) -> String {
    let all = counted(units, lang);
    match exceeded {
        _ if units == 1 => SUB_UNIT_ONE.say(lang).to_owned(),
        0 => SUB_UNITS.fill(lang, &[&all]),
        exceeded if exceeded == units => SUB_ALL_EXCEEDED.fill(lang, &[&all]),
        exceeded => SUB_EXCEEDED.fill(lang, &[&all, &counted(exceeded, lang).to_lowercase()]),
    }
}

/// The name of an order.
pub fn sort(sort: Sort, lang: Lang) -> &'static str {
    const PERCENT: Word = word("% chỉ tiêu", "% of target");
    const SUBMITTED: Word = word("Đã gửi", "Submitted");
    const NAME: Word = word("Tên", "Name");
    match sort {
        Sort::Percent => PERCENT.say(lang),
        Sort::Submitted => SUBMITTED.say(lang),
        Sort::People => PEOPLE_COUNT.say(lang),
        Sort::Name => NAME.say(lang),
    }
}

/// The name of a group.
pub fn group(group: Group, lang: Lang) -> &'static str {
    const ALL: Word = word("Tất cả", "All");
    match group {
        Group::All => ALL.say(lang),
        Group::Provinces => PROVINCES.say(lang),
        Group::Sectors => SECTORS.say(lang),
    }
}

/// "trong 83 đơn vị trực thuộc trung ương".
pub fn of_units(units: usize, lang: Lang) -> String {
    OF_UNITS.fill(lang, &[&number(units, lang)])
}

/// "Xem đủ 83 đơn vị".
pub fn show_all(units: usize, lang: Lang) -> String {
    SHOW_ALL.fill(lang, &[&number(units, lang)])
}

/// "1.062 người".
pub fn people(count: i64, lang: Lang) -> String {
    PEOPLE_SHORT.fill(lang, &[&grouped(count, lang)])
}

/// How many units a search found, or that it found none.
pub fn found(count: usize, text: &str, lang: Lang) -> String {
    match count {
        0 => NOT_FOUND.fill(lang, &[text]),
        1 => FOUND_ONE.say(lang).to_owned(),
        count => FOUND.fill(lang, &[&number(count, lang)]),
    }
}

/// "Đứng thứ 9 toàn quốc", or in the unit above it; "Đồng hạng 9" if others have the same rank.
pub fn stands(rank: u32, is_shared: bool, parent: Option<&str>, lang: Lang) -> String {
    let rank = grouped(rank.into(), lang);
    match (parent, is_shared) {
        (Some(parent), false) => STANDS_IN.fill(lang, &[&rank, parent]),
        (Some(parent), true) => SHARES_IN.fill(lang, &[&rank, parent]),
        (None, false) => STANDS_NATION.fill(lang, &[&rank]),
        (None, true) => SHARES_NATION.fill(lang, &[&rank]),
    }
}

/// "trong 83 đơn vị, xếp theo % chỉ tiêu".
pub fn among(units: u32, lang: Lang) -> String {
    AMONG.fill(lang, &[&grouped(units.into(), lang)])
}

/// What a screen reader hears when the numbers have changed.
pub fn announce(name: &str, submitted: i64, percent: Option<Percent>, lang: Lang) -> String {
    let submitted = grouped(submitted, lang);
    match percent {
        Some(percent) => ANNOUNCE_PERCENT.fill(lang, &[name, &submitted, &percent.display(lang)]),
        None => ANNOUNCE.fill(lang, &[name, &submitted]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::number::percent_of;

    #[test]
    fn the_age_is_said_in_words() {
        assert_eq!(minutes_ago(4, Lang::Vi), ", 4 phút trước.");
        assert_eq!(minutes_ago(0, Lang::En), ", just now.");
        assert_eq!(minutes_ago(125, Lang::Vi), ", 2 giờ 5 phút trước.");
        assert_eq!(minutes_ago(3000, Lang::Vi), ".");
    }

    #[test]
    fn headlines_are_sentences() {
        let opens = "2022-01-08".parse().expect("a day");
        let say = |fact| headline(fact, opens, Lang::Vi);
        assert_eq!(say(Headline::Early { goal: 1_000_000, days: 332 }), "Một triệu sáng kiến đến sớm 332 ngày");
        assert_eq!(say(Headline::Early { goal: 300_000, days: 20 }), "300.000 sáng kiến đến sớm 20 ngày");
        assert_eq!(say(Headline::Underway { submitted: 5012, day: 300 }), "5.012 sáng kiến sau 300 ngày");
        assert_eq!(say(Headline::Closing { days: 12, missing: 3400 }), "Còn 12 ngày, còn thiếu 3.400 sáng kiến");
        assert_eq!(say(Headline::Before), "Chương trình mở ngày 08/01/2022");
        let percent = percent_of(5012, 10_000);
        assert_eq!(
            say(Headline::Closed { submitted: 5012, percent }),
            "Khép lại với 5.012 sáng kiến, đạt 50,1% chỉ tiêu"
        );
        assert_eq!(headline(Headline::Nothing, opens, Lang::En), "No initiative has been submitted yet");
    }

    #[test]
    fn reached_and_exceeded_are_told_apart() {
        let say = |value, goal: i64| {
            progress(percent_of(value, goal.unsigned_abs()).expect("a target"), goal - value as i64, Lang::Vi)
        };
        assert_eq!(say(7085, 5400), "chỉ tiêu được giao, tức vượt 31,2%");
        assert_eq!(say(5400, 5400), "chỉ tiêu được giao");
        assert_eq!(say(224, 300), "chỉ tiêu được giao, còn 76 sáng kiến nữa");
        assert_eq!(say(10_001, 10_000), "chỉ tiêu được giao, vượt 1 sáng kiến", "0,01% would read as 0,0%");
        // 99,96% rounds to 100%, and yet something is missing.
        assert_eq!(say(9_996, 10_000), "chỉ tiêu được giao, còn 4 sáng kiến nữa");
    }

    #[test]
    fn sub_units_are_counted_in_words_up_to_ten() {
        assert_eq!(sub_units(8, 5, Lang::Vi), "Tám đơn vị trực thuộc, năm đơn vị đã vượt");
        assert_eq!(sub_units(8, 8, Lang::Vi), "Tám đơn vị trực thuộc, tất cả đã vượt");
        assert_eq!(sub_units(12, 0, Lang::Vi), "12 đơn vị trực thuộc");
        assert_eq!(sub_units(1, 1, Lang::En), "One sub-unit");
        assert_eq!(sub_units(8, 5, Lang::En), "Eight sub-units, five past their targets");
    }

    #[test]
    fn averages_and_parts() {
        assert_eq!(per_person(2_043_817, 1_127_406, Lang::Vi), "bình quân 1,8 sáng kiến mỗi người");
        assert_eq!(per_person(5, 0, Lang::Vi), "");
        assert_eq!(recognised_part(1_702_395, 2_043_817, Lang::Vi), "83,3% số đã gửi, còn lại đang xét");
        assert_eq!(recognised_part(0, 41, Lang::Vi), "41 sáng kiến đang xét");
        assert_eq!(recognised_part(41, 41, Lang::En), "all of those submitted");
        assert_eq!(recognised_part(0, 0, Lang::Vi), "");
        assert_eq!(of_nation(Share::Nearly(Fraction::Third), Lang::Vi), "gần một phần ba cả nước");
        assert_eq!(of_nation(Share::Tenths(151), Lang::Vi), "15,1% cả nước");
    }

    #[test]
    fn axes_are_short() {
        assert_eq!(rung(1_500_000, Lang::Vi), "1,5 triệu");
        assert_eq!(rung(1_500_000, Lang::En), "1.5 million");
        assert_eq!(rung(2_000_000, Lang::Vi), "2 triệu");
        assert_eq!(rung(500_000, Lang::Vi), "500 nghìn");
        assert_eq!(rung(4_000, Lang::Vi), "4.000");
        assert_eq!(rung(5, Lang::Vi), "5");
        let day = "2022-01-08".parse().expect("a day");
        assert_eq!((short_day(day, Lang::Vi).as_str(), short_day(day, Lang::En).as_str()), ("08/01", "8 Jan"));
    }
}
