//! The words of the public pages: boards, league, charts and the frame around them. Longer texts are in `pages`.

use model::{
    calendar::Date,
    number::{Lang, Percent, grouped},
};

use super::{Word, word};
use crate::board::{
    headline::Headline,
    league::{Group, Sort},
    share::{Fraction, Share},
};

pub const BRAND: &str = "Triệu Sáng Kiến";
/// Demo data is marked in Vietnamese in both languages: it is what a viewer of a screenshot has to understand.
pub const DEMO: &str = "DỮ LIỆU MINH HỌA";
pub const DEMO_SAID: Word = word("Dữ liệu minh họa, không phải số thật", "Demonstration data, not real figures");

pub const SKIP: Word = word("Đến nội dung chính", "Skip to content");
pub const NAV: Word = word("Chính", "Main");
pub const NATION: Word = word("Toàn quốc", "Nationwide");
pub const UNITS: Word = word("Đơn vị", "Units");
pub const RULES: Word = word("Thể lệ", "Rules");
pub const WRITE: Word = word("Viết sáng kiến", "Write an initiative");
pub const OTHER_LANG: Word = word("English", "Tiếng Việt");
pub const MENU: Word = word("Mục lục", "Menu");
pub const COUNTING: Word = word("Cách đếm", "How we count");
pub const DOWNLOAD: Word = word("Tải số liệu", "Download the figures");
pub const PRIVACY: Word = word("Quyền riêng tư", "Privacy");
pub const THEME: Word = word("Giao diện", "Theme");
pub const THEME_SYSTEM: Word = word("Theo máy", "System");
pub const THEME_LIGHT: Word = word("Sáng", "Light");
pub const THEME_DARK: Word = word("Tối", "Dark");
pub const FOOT_BEFORE: Word = word("Phần trăm tính theo số sáng kiến ", "Percentages are of initiatives ");
pub const FOOT_COUNTED: Word = word("đã gửi", "submitted");
pub const FOOT_AFTER: Word = word(
    ", so với chỉ tiêu được giao. Bản nháp, bản đã rút, bị từ chối hoặc trùng lặp không được tính.",
    ", against the assigned target. Drafts and what is withdrawn, declined or a duplicate don’t count.",
);

pub const AS_OF: Word = word("Số tính đến", "Figures as of");
pub const AS_OF_LIVE: Word = word("Đang cập nhật, tính đến", "Live, as of");
pub const AS_OF_LOST: Word = word("Mất kết nối. Số tính đến", "Connection lost. Figures as of");
const JUST_NOW: Word = word(", vừa xong.", ", just now.");
const MINUTE_AGO: Word = word(", 1 phút trước.", ", 1 minute ago.");
const MINUTES_AGO: Word = word(", {0} phút trước.", ", {0} minutes ago.");
const HOURS_AGO: Word = word(", {0} giờ {1} phút trước.", ", {0} h {1} min ago.");

pub const OF_THE_NATION: Word = word("sáng kiến của người lao động cả nước", "initiatives by the nation’s workers");
pub const INITIATIVES: Word = word("sáng kiến", "initiatives");
pub const OUT_OF: Word = word("sáng kiến, trên chỉ tiêu {0}", "initiatives, out of a target of {0}");
pub const NO_TARGET: Word = word("chưa được giao chỉ tiêu", "no target assigned");
pub const OTHER_FIGURES: Word = word("Các con số khác", "Other figures");
const ON_TRACK: Word = word("{0} trên chỉ tiêu được giao {1}: đạt {2}.", "{0} of the assigned target of {1}: {2}.");
const ON_TRACK_SELF: Word = word(" Chỉ tiêu tự đặt {0}: đạt {1}.", " Self-set target of {0}: {1}.");
const ASSIGNED_KEY: Word = word("Chỉ tiêu được giao: {0}", "Assigned target: {0}");
const ASSIGNED_ON: Word = word("Chỉ tiêu được giao: {0}, đạt ngày {1}", "Assigned target: {0}, reached {1}");
const SELF_KEY: Word = word("Chỉ tiêu tự đặt: {0}, đạt {1}", "Self-set target: {0}, at {1}");
const PAST_KEY: Word = word("Phần vượt chỉ tiêu được giao: {0}", "Past the assigned target: {0}");
const EXCEEDED: Word = word("chỉ tiêu được giao, tức vượt {0}", "of the assigned target, exceeded by {0}");
const JUST_REACHED: Word = word("chỉ tiêu được giao", "of the assigned target");
const MISSING: Word =
    word("chỉ tiêu được giao, còn {0} sáng kiến nữa", "of the assigned target, {0} initiatives to go");

pub const PEOPLE: Word = word("Người tham gia", "People taking part");
pub const UNITS_EXCEEDED: Word = word("Đơn vị đã vượt chỉ tiêu", "Units past their targets");
const OF_UNITS: Word = word("trong {0} đơn vị trực thuộc trung ương", "of {0} units directly under the centre");
pub const RECOGNISED: Word = word("Được công nhận", "Recognised");
pub const WORTH: Word = word("Giá trị làm lợi", "Benefit");
pub const ESTIMATED: Word = word("tác giả ước tính", "estimated by authors");
pub const VERIFIED: Word = word("đã thẩm định", "verified");
pub const NOT_SAID: Word = word("chưa ghi", "not stated");
pub const NOT_VERIFIED: Word = word("chưa có", "none yet");
const PER_PERSON: Word = word("bình quân {0} sáng kiến mỗi người", "{0} initiatives each on average");
const RECOGNISED_PART: Word = word("{0} số đã gửi, còn lại đang xét", "{0} of those submitted, the rest under review");
const RECOGNISED_ALL: Word = word("tất cả số đã gửi", "all of those submitted");
const UNDER_REVIEW: Word = word("{0} sáng kiến đang xét", "{0} initiatives under review");
pub const NOT_ADDED: Word = word("Hai con số không cộng vào nhau.", "The two sums overlap and must not be added.");
const WITHOUT_BENEFIT: Word =
    word("{0} sáng kiến chưa ghi giá trị bằng tiền.", "{0} initiatives state no value in money.");
const VERIFIED_PART: Word =
    word("Phần đã thẩm định bằng {0} phần ước tính", "What is verified is {0} of what is estimated");

const NEARLY: Word = word("gần {0} cả nước", "nearly {0} of the nation’s");
const EXACTLY: Word = word("{0} cả nước", "{0} of the nation’s");
const OVER: Word = word("hơn {0} cả nước", "over {0} of the nation’s");
const HALF: Word = word("một nửa", "half");
const THIRD: Word = word("một phần ba", "a third");
const QUARTER: Word = word("một phần tư", "a quarter");
const FIFTH: Word = word("một phần năm", "a fifth");
const TENTH: Word = word("một phần mười", "a tenth");

const EARLY: Word = word("{0} sáng kiến đến sớm {1} ngày", "{0} initiatives came {1} days early");
const REACHED: Word = word("Đã tới mốc {0} sáng kiến", "The mark of {0} initiatives is reached");
const CLOSING: Word = word("Còn {0} ngày, còn thiếu {1} sáng kiến", "{0} days to go, {1} initiatives missing");
const LAST_DAY: Word = word("Ngày cuối, còn thiếu {0} sáng kiến", "The last day, {0} initiatives missing");
const CLOSED: Word = word("Khép lại với {0} sáng kiến", "Closed with {0} initiatives");
const CLOSED_AT: Word =
    word("Khép lại với {0} sáng kiến, đạt {1} chỉ tiêu", "Closed with {0} initiatives, {1} of the target");
const PHASE_EXCEEDED: Word = word("Đợt {0} đạt {1} chỉ tiêu", "Phase {0} reached {1} of its target");
const UNDERWAY: Word = word("{0} sáng kiến sau {1} ngày", "{0} initiatives in {1} days");
const FIRST_DAY: Word = word("{0} sáng kiến trong ngày đầu", "{0} initiatives on the first day");
const BEFORE: Word = word("Chương trình mở ngày {0}", "The campaign opens on {0}");
const NOTHING: Word = word("Chưa có sáng kiến nào được gửi", "No initiative has been submitted yet");
const MILLION: Word = word("Một triệu", "A million");

const CHART_SPAN: Word =
    word("Số sáng kiến đã gửi, cộng dồn từ {0} đến {1}", "Initiatives submitted, running total from {0} to {1}");
const FAR_GOAL: Word =
    word("Chỉ tiêu {0} còn ở xa, nằm ngoài hình.", "The target of {0} is still far off, outside the picture.");
pub const CHART_SAID: Word = word("Số sáng kiến đã gửi cộng dồn: {0}.", "Initiatives submitted, running total: {0}.");
const CHART_ON: Word = word("{0} ngày {1}", "{0} on {1}");
pub const GOAL: Word = word("Chỉ tiêu {0}", "Target {0}");
pub const PHASE_GOAL: Word = word("Đợt {0}: {1}", "Phase {0}: {1}");
pub const MILLIONTH: Word = word("Sáng kiến thứ một triệu", "The millionth initiative");
pub const NTH: Word = word("Sáng kiến thứ {0}", "Initiative no. {0}");
pub const PHASE_END: Word = word("hết đợt {0}, {1}", "end of phase {0}, {1}");
pub const CLOSING_DAY: Word = word("ngày khép lại, {0}", "closing day, {0}");
pub const AS_TABLE: Word = word("Xem bảng số", "Show as a table");
pub const MONTH: Word = word("Tháng", "Month");
pub const SENT_IN_MONTH: Word = word("Gửi trong tháng", "Submitted in the month");
pub const RUNNING_TOTAL: Word = word("Cộng dồn", "Running total");
pub const RHYTHM: Word = word("Nhịp gửi từng tháng", "Month by month");
const HIGHEST: Word = word("Cao nhất {0} vào tháng {1}", "Highest: {0} in {1}");
const THOUSANDS: Word = word("{0} nghìn", "{0} thousand");
const MILLIONS: Word = word("{0} triệu", "{0} million");

const LEAGUE: Word = word("Xếp hạng {0} đơn vị", "{0} units ranked");
const LEAGUE_MARK: Word =
    word("Vạch đứng là 100% chỉ tiêu được giao.", "The upright line is 100% of the assigned target.");
const LEAGUE_SCALE: Word =
    word("Thang đo đến {0}% chỉ tiêu được giao.", "The scale ends at {0}% of the assigned target.");
const LEAGUE_TORN: Word =
    word("Thanh bị cắt chéo nghĩa là dài quá thang đo.", "A bar that is cut is longer than the scale.");
pub const SEARCH: Word = word("Tìm đơn vị", "Find a unit");
pub const SEARCH_HINT: Word = word("Tìm đơn vị, không cần dấu", "Find a unit");
pub const SEARCH_BUTTON: Word = word("Tìm", "Search");
pub const SEARCH_FAILED: Word = word(
    "Chưa tìm được vì không có mạng. Thử lại sau ít phút.",
    "No connection to search with. Try again in a few minutes.",
);
const NOT_FOUND: Word = word(
    "Không thấy đơn vị nào tên “{0}”. Thử gõ ít chữ hơn, không cần dấu.",
    "No unit is called “{0}”. Try fewer letters; accents aren’t needed.",
);
const FOUND: Word = word("Thấy {0} đơn vị", "{0} units found");
const FOUND_ONE: Word = word("Thấy 1 đơn vị", "1 unit found");
pub const IN: Word = word("thuộc {0}", "in {0}");
pub const GROUPS: Word = word("Nhóm đơn vị", "Group of units");
pub const SORTED_BY: Word = word("Xếp theo", "Sorted by");
pub const RANK: Word = word("Hạng", "Rank");
pub const UNIT: Word = word("Đơn vị", "Unit");
pub const SUB_UNIT: Word = word("Đơn vị trực thuộc", "Sub-unit");
pub const BAR: Word = word("Thang đo", "Scale");
pub const DONE: Word = word("Đã gửi / chỉ tiêu", "Submitted / target");
pub const PEOPLE_COUNT: Word = word("Số người", "People");
const PEOPLE_SHORT: Word = word("{0} người", "{0} people");
const SHOW_ALL: Word = word("Xem đủ {0} đơn vị", "Show all {0} units");
const SUB_UNITS: Word = word("{0} đơn vị trực thuộc", "{0} sub-units");
const SUB_UNIT_ONE: Word = word("Một đơn vị trực thuộc", "One sub-unit");
const SUB_EXCEEDED: Word = word("{0} đơn vị trực thuộc, {1} đơn vị đã vượt", "{0} sub-units, {1} past their targets");
const SUB_ALL_EXCEEDED: Word = word("{0} đơn vị trực thuộc, tất cả đã vượt", "{0} sub-units, all past their targets");

pub const PLACE: Word = word("Vị trí", "Place");
pub const PROVINCES: Word = word("Tỉnh, thành phố", "Provinces");
pub const SECTORS: Word = word("Ngành, tập đoàn", "Sectors");
const STANDS_NATION: Word = word("Đứng thứ {0} toàn quốc", "No. {0} nationwide");
const STANDS_IN: Word = word("Đứng thứ {0} trong {1}", "No. {0} in {1}");
pub const UNRANKED: Word = word("Chưa xếp hạng", "Not ranked");
const AMONG: Word = word("trong {0} đơn vị, xếp theo % chỉ tiêu", "of {0} units, by percent of target");
pub const TO_NATION: Word = word("Xem bảng toàn quốc", "See the nation’s board");
pub const TO_PARENT: Word = word("Xem bảng của đơn vị cấp trên", "See the parent unit’s board");

pub const OPENING: Word = word("Đang mở…", "Opening…");
pub const OPENING_FAILED: Word = word(
    "Chưa mở được. Bài đã viết vẫn còn nguyên trên máy.",
    "It couldn’t be opened. What you wrote is still on this device.",
);
pub const NO_SCRIPTS: Word = word(
    "Trình duyệt đang tắt JavaScript. Bật lên rồi tải lại trang.",
    "JavaScript is off in this browser. Turn it on and load the page again.",
);
pub const UNAVAILABLE: Word = word("Chưa xem được bảng số", "The board can’t be shown just now");
pub const UNAVAILABLE_WHY: Word = word(
    "Không tới được máy chủ. Bài bạn viết vẫn nằm trên máy; thử mở lại bảng sau ít phút.",
    "The server can’t be reached. What you wrote is safe on this device; try again in a few minutes.",
);
pub const RETRY: Word = word("Thử lại", "Try again");
pub const TO_MINE: Word = word("Sáng kiến của tôi", "My initiatives");
pub const NO_UNIT: Word = word("Không có đơn vị này", "There is no such unit");
pub const NO_UNIT_WHY: Word = word(
    "Địa chỉ có thể gõ nhầm, hoặc đơn vị đã đổi tên. Tìm theo tên, không cần dấu:",
    "The address may be mistyped, or the unit renamed. Search by name, no accents needed:",
);
pub const NO_PAGE: Word = word("Không có trang này", "There is no such page");
pub const TO_FIRST: Word = word("Về bảng toàn quốc", "To the nation’s board");
pub const ALL_UNITS: Word = word("Các đơn vị", "All units");

const ANNOUNCE: Word = word("{0}: {1} sáng kiến", "{0}: {1} initiatives");
const ANNOUNCE_PERCENT: Word =
    word("{0}: {1} sáng kiến, đạt {2} chỉ tiêu được giao", "{0}: {1} initiatives, {2} of the assigned target");

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

/// "chỉ tiêu được giao, tức vượt 31,2%": what follows the percent. Empty if 100% was just reached or less than one is
/// missing.
pub fn progress(percent: Percent, missing: i64, lang: Lang) -> String {
    match percent.exceeded_by() {
        Some(by) => EXCEEDED.fill(lang, &[&by.display(lang)]),
        None if missing > 0 => MISSING.fill(lang, &[&grouped(missing, lang)]),
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

/// "Đứng thứ 9 toàn quốc", or in the unit above it.
pub fn stands(rank: usize, parent: Option<&str>, lang: Lang) -> String {
    match parent {
        Some(parent) => STANDS_IN.fill(lang, &[&number(rank, lang), parent]),
        None => STANDS_NATION.fill(lang, &[&number(rank, lang)]),
    }
}

/// "trong 83 đơn vị, xếp theo % chỉ tiêu".
pub fn among(units: usize, lang: Lang) -> String {
    AMONG.fill(lang, &[&number(units, lang)])
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
