//! The words of the pages of stories.

use model::{initiative::RecognitionLevel, number::grouped};

use super::{Lang, Word, word};

pub const STORIES: Word = word("Câu chuyện", "Stories");
pub const TITLE: Word = word("Mỗi sáng kiến là một câu chuyện", "Every initiative is a story");
const LEAD: Word = word(
    "{0} sáng kiến đã được công nhận, và tác giả đồng ý cho mọi người đọc.",
    "{0} recognised initiatives whose authors agreed that everyone may read them.",
);
const FOUND: Word = word("Thấy {0} câu chuyện", "{0} stories found");
const FOUND_ONE: Word = word("Thấy 1 câu chuyện", "1 story found");
const FOUND_NONE: Word =
    word("Không thấy câu chuyện nào. Thử gõ ít chữ hơn, không cần dấu.", "No story found. Try fewer letters.");
pub const NONE: Word = word(
    "Chưa có câu chuyện nào. Sáng kiến được công nhận sẽ hiện ở đây khi tác giả đồng ý.",
    "There are no stories yet. Recognised initiatives appear here once their authors agree.",
);
pub const SEARCH: Word = word("Tìm câu chuyện", "Find a story");
pub const SEARCH_HINT: Word = word("Tên, lĩnh vực, tác giả; không cần dấu", "Title, field or author");
pub const KIND: Word = word("Loại giải pháp", "Kind of solution");
pub const ANY_KIND: Word = word("Mọi loại giải pháp", "Any kind");
pub const ANY_UNIT: Word = word("Mọi đơn vị", "Any unit");
pub const BENEFIT: Word = word("Giá trị làm lợi", "Benefit");
pub const ANY_BENEFIT: Word = word("Giá trị làm lợi bất kỳ", "Any benefit");
const AT_LEAST: Word = word("Từ {0}", "At least {0}");
pub const SEARCH_BUTTON: Word = word("Tìm", "Search");
pub const UNIT_ONLY: Word = word("Đơn vị", "Unit");
pub const AREA_ONLY: Word = word("Lĩnh vực", "Field");
const DROP: Word = word("Bỏ lọc theo {0}", "Remove {0}");
pub const NEXT: Word = word("Xem thêm câu chuyện", "More stories");
pub const FIRST: Word = word("Về đầu danh sách", "Back to the first");
pub const READ: Word = word("Đọc câu chuyện", "Read the story");
pub const ALL: Word = word("Mọi câu chuyện", "All stories");
pub const OF_UNIT: Word = word("Câu chuyện của đơn vị này", "This unit’s stories");

const AND_ONE: Word = word("{0} và một đồng tác giả", "{0} and a co-author");
const AND_MORE: Word = word("{0} và {1} đồng tác giả", "{0} and {1} co-authors");
const ONE_UNNAMED: Word = word("Một tác giả", "One author");
const UNNAMED: Word = word("{0} tác giả", "{0} authors");
pub const AUTHORS: Word = word("Tác giả", "Author");
pub const RECOGNISED: Word = word("Được công nhận", "Recognised");
pub const NOT_SAID: Word = word("chưa ghi bằng tiền", "not stated in money");
const WORTH_VERIFIED: Word = word("Làm lợi {0}, đã thẩm định", "Worth {0}, verified");
const WORTH_ESTIMATED: Word = word("Làm lợi {0}, tác giả ước tính", "Worth {0}, as its author estimates");
pub const APPLY: Word = word("Áp dụng ở đơn vị bạn", "Apply it in your unit");
const APPLIERS_NONE: Word = word("Chưa ai ghi là muốn áp dụng.", "Nobody has said yet that they would like to.");
const APPLIERS_ONE: Word =
    word("Một người muốn áp dụng ở đơn vị mình.", "One person would like to apply it in their unit.");
const APPLIERS: Word =
    word("{0} người muốn áp dụng ở đơn vị mình.", "{0} people would like to apply it in their units.");
const APPLIERS_SHORT: Word = word("{0} người muốn áp dụng", "{0} would like to apply it");
pub const JOIN_BEFORE: Word = word("Bạn là đoàn viên? ", "Are you a member? ");
pub const JOIN_LINK: Word = word("Tham gia đơn vị trên máy này", "Join your unit on this device");
pub const JOIN_AFTER: Word = word(
    ", rồi trở lại đây nói cho tác giả biết đơn vị bạn muốn áp dụng.",
    ", then come back to tell the author that your unit would like to apply it.",
);
pub const WANT: Word = word("Tôi muốn áp dụng ở đơn vị tôi", "I’d like to apply this in my unit");
pub const WANTED: Word = word("Đã ghi. Tác giả thấy tên đơn vị bạn.", "Noted. The author sees your unit’s name.");
pub const FAILED: Word =
    word("Chưa gửi được. Bấm lại khi có mạng.", "Not sent. Press again when there is a connection.");
pub const OWN: Word = word("Đây là sáng kiến của bạn.", "This is your initiative.");
const IN_UNIT: Word = word("{0}: {1} người", "{0}: {1}");

pub const GONE: Word = word("Câu chuyện này không công khai", "This story isn’t public");
pub const GONE_WHY: Word = word(
    "Có thể tác giả đã thôi chia sẻ, hoặc địa chỉ chưa đúng.",
    "Its author may have stopped sharing it, or the address isn’t right.",
);
/// On the author's own page of a public story.
pub const SEE_PUBLIC: Word = word(
    "Xem trang câu chuyện, và đơn vị nào muốn áp dụng",
    "See the public page, and which units would like to apply it",
);

/// What a list of so many begins with.
pub fn lead(total: u64, lang: Lang) -> String {
    LEAD.fill(lang, &[&number(total, lang)])
}

/// "Thấy 12 câu chuyện".
pub fn found(total: u64, lang: Lang) -> String {
    match total {
        0 => FOUND_NONE.say(lang).to_owned(),
        1 => FOUND_ONE.say(lang).to_owned(),
        total => FOUND.fill(lang, &[&number(total, lang)]),
    }
}

/// "Từ 100 triệu đồng".
pub fn at_least(sum: &str, lang: Lang) -> String {
    AT_LEAST.fill(lang, &[sum])
}

/// What a link says that takes a choice away.
pub fn drop(what: &str, lang: Lang) -> String {
    DROP.fill(lang, &[what])
}

/// Who wrote it: those who are named, and how many more.
pub fn by(named: &[String], others: u32, lang: Lang) -> String {
    let names = named.join(", ");
    let count = number(others.into(), lang);
    match (named.is_empty(), others) {
        (false, 0) => names,
        (false, 1) => AND_ONE.fill(lang, &[&names]),
        (false, _) => AND_MORE.fill(lang, &[&names, &count]),
        (true, 0..=1) => ONE_UNNAMED.say(lang).to_owned(),
        (true, _) => UNNAMED.fill(lang, &[&count]),
    }
}

/// "Làm lợi 850 triệu đồng, mỗi năm, đã thẩm định".
pub fn worth_verified(sum: &str, lang: Lang) -> String {
    WORTH_VERIFIED.fill(lang, &[sum])
}

/// The same of an estimate.
pub fn worth_estimated(sum: &str, lang: Lang) -> String {
    WORTH_ESTIMATED.fill(lang, &[sum])
}

/// How many would like to apply it, in a sentence.
pub fn appliers(count: u64, lang: Lang) -> String {
    match count {
        0 => APPLIERS_NONE.say(lang).to_owned(),
        1 => APPLIERS_ONE.say(lang).to_owned(),
        count => APPLIERS.fill(lang, &[&number(count, lang)]),
    }
}

/// The same in a few words, in a list; nothing of nobody.
pub fn appliers_short(count: u64, lang: Lang) -> Option<String> {
    (count > 0).then(|| APPLIERS_SHORT.fill(lang, &[&number(count, lang)]))
}

/// "Công đoàn Dầu khí Việt Nam: 3 người".
pub fn in_unit(name: &str, members: u64, lang: Lang) -> String {
    IN_UNIT.fill(lang, &[name, &number(members, lang)])
}

/// At which level it was recognised.
pub const fn level(level: Option<RecognitionLevel>) -> Word {
    match level {
        Some(RecognitionLevel::Grassroots) => word("Công nhận cấp cơ sở", "Recognised at grassroots level"),
        Some(RecognitionLevel::Upper) => word("Công nhận cấp trên", "Recognised at upper level"),
        Some(RecognitionLevel::National) => word("Công nhận cấp toàn quốc", "Recognised nationally"),
        None => RECOGNISED,
    }
}

fn number(count: u64, lang: Lang) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX), lang)
}
