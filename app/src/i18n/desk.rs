//! The words of the officers' desk: the queue, an initiative under review, and the decisions; before it, signing in and the PIN.

mod gate;

use model::calendar::{Timestamp, day_in_vietnam};
use model::desk::{Form, Lacking, Row, Urgency};
use model::field::Field;
use model::initiative::{RecognitionLevel, State};
use model::number::{Lang, grouped};
use model::rights::Role;

use super::{Word, form, word, work};

pub use gate::*;

pub const DESK: Word = word("Bàn xét duyệt", "Review desk");

// The state of the link.
pub const FETCHING: Word = word("Đang tải hàng đợi, đã có {0}", "Fetching the queue, {0} so far");
pub const AS_OF: Word = word("Số liệu lúc {0}", "As of {0}");
pub const OFFLINE: Word = word("Không có mạng", "No link");
pub const NO_QUEUE: Word = word(
    "Vai trò của bạn không xét duyệt. Nếu vừa được giao quyền, hãy đăng nhập lại.",
    "Your roles don't review. If you were just given one that does, sign in again.",
);
pub const UNSENT: Word = word("{0} quyết định chờ gửi", "to be sent: {0}");
pub const UNSENT_TITLE: Word = word("Quyết định chờ gửi", "Decisions to be sent");
pub const UNSENT_NONE: Word = word("Không còn quyết định nào chờ gửi.", "No decision waits to be sent.");
pub const UNSENT_MORE: Word = word("Còn {0} quyết định nữa.", "{0} more.");
pub const UNSENT_REFUSED: Word = word("Không được nhận", "Refused");
pub const TAKE_BACK: Word = word("Hoàn tác", "Undo");
pub const TAKE_BACK_OF: Word = word("Hoàn tác quyết định về “{0}”", "Undo what was decided on “{0}”");
pub const SENDING_HELD: Word = word("sắp gửi", "about to be sent");
pub const SENDING_WAITS: Word = word("chưa rời máy", "still on this tablet");
pub const SENDING_TRIED: Word =
    word("đã thử gửi, chưa có trả lời: có thể máy chủ đã nhận", "sent without an answer: the server may have it");
pub const SENDING_NOW: Word = word("đang gửi, không hoàn tác được nữa", "on its way: too late to undo");
pub const SENDING_BACK: Word = word("gửi lại cho máy chủ vừa được khôi phục", "given back to the restored server");
pub const SENDING_AWAITS: Word = word(
    "máy chủ vừa khôi phục chưa có bài này, chờ điện thoại của tác giả gửi lại",
    "the restored server doesn't have this one yet: it waits for its author's phone",
);
pub const RECALLED_LATE: Word = word(
    "Bạn đã hoàn tác quyết định về “{0}”, nhưng trước đó nó đã tới máy chủ và có hiệu lực. Cần sửa thì nhờ cấp có quyền, hoặc mở lịch sử của bài.",
    "You took back what you decided on “{0}”, but it had reached the server before and holds. To change it, ask whoever may, or open its history.",
);
pub const SERVER_RESTORED: Word = word(
    "Máy chủ đã được khôi phục từ bản sao cũ ({0}). Máy này đang gửi lại {1} quyết định mà máy chủ từng xác nhận; quyết định nào máy chủ còn giữ thì không bị ghi hai lần.",
    "The server was restored from an older copy ({0}). This tablet gives back {1} decisions that it had acknowledged; none that it still has is made twice.",
);
pub const CLOCK_OFF: Word = word(
    "Đồng hồ của máy lệch {0} so với máy chủ. Hạn trả lời ở đây tính theo giờ máy chủ; hãy chỉnh lại giờ của máy.",
    "This tablet's clock is off by {0}. Deadlines here go by the server's time; please set the clock.",
);
pub const MINUTES: Word = word("{0} phút", "{0} minutes");
pub const HOURS: Word = word("{0} giờ", "{0} hours");
pub const DAYS: Word = word("{0} ngày", "{0} days");
pub const NOT_KEPT: Word = word(
    "Chưa lưu được quyết định vì máy hết chỗ. Xóa bớt ảnh, video; đừng đóng trang này.",
    "The decision could not be kept: the tablet is full. Delete some pictures or videos, and keep this page open.",
);

// The queue.
pub const QUEUE: Word = word("Hàng đợi", "Queue");
pub const FIND: Word = word("Tìm, không cần dấu", "Find, without diacritics");
pub const SHOW: Word = word("Lọc", "Filter");
pub const WAITING: Word = word("Chờ", "Waiting");
pub const ALIKE: Word = word("Nghi trùng", "Alike");
pub const RETURNED: Word = word("Đã trả", "Returned");
pub const LIST: Word = word("Danh sách chờ", "What waits");
pub const NOTHING: Word = word("Không còn gì chờ ở đây.", "Nothing waits here.");
pub const NOTHING_FOUND: Word =
    word("Không thấy sáng kiến nào khớp. Thử gõ ít chữ hơn, bỏ bớt bộ lọc.", "None fits. Try fewer words or filters.");
pub const DAYS_LEFT: Word = word("còn {0} ngày", "{0} days left");
pub const DUE_TODAY: Word = word("hạn hôm nay", "due today");
pub const DAYS_OVER: Word = word("quá {0} ngày", "{0} days over");
pub const DAYS_WAITED: Word = word("chờ {0} ngày", "waits {0} days");
pub const NEW_TODAY: Word = word("mới gửi", "new today");
pub const DUE: Word = word("Hạn trả lời", "Deadline");
pub const OVERDUE: Word = word("Quá hạn", "Overdue");
pub const DUE_SOON: Word = word("Sắp hạn", "Due soon");
pub const MAY_BE_ALIKE: Word = word("Có thể trùng", "May be a duplicate");
pub const PUT_HIGHER: Word = word("Đề nghị cấp trên", "For a higher level");
pub const RECEIVE_ALL: Word = word("Tiếp nhận {0} sáng kiến mới", "Receive {0} new ones");
pub const FILTERS: Word = word("Bộ lọc", "Filters");
pub const ANY: Word = word("Tất cả", "Any");
pub const UNIT: Word = word("Đơn vị", "Unit");
pub const AREA: Word = word("Lĩnh vực", "Field");
pub const BENEFIT_FROM: Word = word("Làm lợi từ", "Benefit from");
pub const CLEAR: Word = word("Bỏ lọc", "Clear");
pub const DONE: Word = word("Xong", "Done");

// An initiative.
pub const PAPER: Word = word("Nội dung sáng kiến", "The initiative");
pub const READING: Word = word("Toàn văn", "The full text");
pub const CHOOSE_ONE: Word = word("Chọn một sáng kiến để đọc.", "Choose one to read.");
pub const NOT_HERE: Word = word(
    "Bài này không có trên máy. Có mạng thì máy sẽ tải về.",
    "This one isn't on the tablet. It is fetched when there is a link.",
);
pub const RECEIVED_ON: Word = word("Đã tiếp nhận {0}", "Received {0}");
pub const SENT_ON: Word = word("Đã gửi {0}", "Sent {0}");
pub const ANSWER_BY: Word = word("Trả lời trước {0}, {1}", "Answer by {0}, {1}");
pub const ESTIMATED: Word = word("Tác giả ước tính", "The author's estimate");
pub const VERIFIED: Word = word("Thẩm định", "Verified");
pub const NOT_SAID: Word = word("chưa ghi", "not said");
pub const BEFORE: Word = word("Trước đây", "Before");
pub const SOLUTION: Word = word("Giải pháp", "Solution");
pub const NOVELTY: Word = word("Tính mới ở đơn vị", "What is new here");
pub const EFFECT: Word = word("Hiệu quả", "Effect");
pub const STORY: Word = word("Câu chuyện", "Story");
pub const CONFIDENTIAL: Word = word("Cần giữ kín, chỉ người xét duyệt đọc", "Confidential, for reviewers only");
pub const APPLIED_FROM: Word = word("Áp dụng từ {0}", "Applied from {0}");
pub const ALIKE_BY: Word = word("Giống {0}% với “{1}”", "{0}% like “{1}”");
pub const ALIKE_UNNAMED: Word = word("Giống {0}% với một sáng kiến của đơn vị khác", "{0}% like another unit's");
pub const COMPARE: Word = word("So toàn văn", "Compare in full");
pub const THIS_ONE: Word = word("Bản đang xét", "Under review");
pub const NOT_FETCHED: Word =
    word("Bản kia chưa có trên máy, cần có mạng để so.", "The other isn't on the tablet; comparing takes a link.");
pub const HISTORY: Word = word("Lịch sử", "History");
pub const BACK: Word = word("Về hàng đợi", "Back to the queue");
pub const EARLIER: Word = word("Lần trước", "Earlier");

// Decisions.
pub const DECIDE: Word = word("Quyết định", "Decision");
pub const RECEIVE: Word = word("Tiếp nhận", "Receive");
pub const RETURN: Word = word("Yêu cầu bổ sung", "Ask for more");
pub const RECOGNISE: Word = word("Công nhận", "Recognise");
pub const DECLINE: Word = word("Từ chối", "Decline");
pub const DUPLICATE: Word = word("Trùng lặp", "Duplicate");
pub const FORWARD: Word = word("Chuyển cấp trên", "Put before the unit above");
pub const AND_HIGHER: Word = word(
    "Chuyển luôn lên cấp trên để xét công nhận cấp cao hơn",
    "Put it before the unit above as well, for the next level",
);
pub const COMMENT: Word = word("Chấm điểm, nhận xét", "Score or comment");
pub const MORE: Word = word("Chuyển cấp trên và việc khác", "Put it higher, and more");
pub const REASON: Word = word("Lý do", "Reason");
pub const REASON_HELP: Word = word("Tác giả sẽ đọc những lời này.", "The author will read this.");
pub const WHAT_IS_MISSING: Word = word("Cần bổ sung phần nào?", "What is missing?");
pub const WHOLE: Word = word("Lời nhắn chung", "A word on the whole");
pub const LEVEL: Word = word("Cấp công nhận", "Level");
pub const VERIFIED_BENEFIT: Word = word("Giá trị làm lợi đã thẩm định", "Verified benefit");
pub const VERIFIED_HELP: Word = word(
    "Để trống nếu chưa thẩm định. Trống không phải là 0.",
    "Leave empty if it wasn't verified. Empty is not zero.",
);
pub const HOW_CHECKED: Word = word("Đã kiểm tra bằng cách nào", "How it was checked");
pub const ENDORSEMENT: Word = word("Đại diện chuyên môn phối hợp", "The employer's representative");
pub const POSITION: Word = word("Chức danh", "Position");
pub const SIGNED_ON: Word = word("Ngày ký", "Signed on");
pub const ENDORSEMENT_WHOLE: Word =
    word("Ghi đủ họ tên, chức danh và ngày, hoặc để trống cả ba.", "Give name, position and date, or none of them.");
pub const ORIGINAL: Word = word("Trùng với sáng kiến nào?", "A duplicate of which?");
pub const ORIGINAL_HELP: Word =
    word("Bài được nối với bản gốc, không bị xóa.", "It is linked to its original, never deleted.");
pub const ORIGINAL_ASKING: Word =
    word("Đang tìm cả những bài không có trên máy…", "Looking beyond this tablet as well…");
pub const ORIGINAL_TYPE: Word = word(
    "Máy chưa thấy bài nào giống. Gõ vài chữ trong tên bài gốc hoặc tên tác giả.",
    "Nothing like it was found. Type some words of the original's title, or its author's name.",
);
pub const ORIGINAL_NONE: Word = word(
    "Không thấy bài nào khớp “{0}”. Thử gõ ít chữ hơn, hoặc tên tác giả. Bản gốc ở đơn vị khác thì nhờ cấp trên nối giúp.",
    "Nothing fits “{0}”. Try fewer words, or the author's name. If the original is another unit's, ask the unit above to link it.",
);
pub const ORIGINAL_HERE_ONLY: Word = word(
    "Chưa tới được máy chủ nên mới tìm trong hàng đợi trên máy. Bài đã công nhận thì tìm khi có mạng.",
    "The server can't be reached, so only the queue on this tablet was searched. Recognised ones are found when there is a link.",
);
pub const ORIGINAL_MORE: Word =
    word("Còn nhiều bài khác khớp. Gõ thêm chữ để thu hẹp.", "More of them fit. Type more words to narrow it down.");
pub const ORIGINAL_ROW: Word = word("{0} · {1} · {2}, {3}", "{0} · {1} · {2}, {3}");
pub const SCORE: Word = word("Điểm, 0–100", "Score, 0–100");
pub const REMARK: Word =
    word("Nhận xét của hội đồng, tác giả không đọc", "For the council; the author doesn't read it");
pub const REMARK_NEEDED: Word = word("Ghi điểm hoặc nhận xét.", "Give a score or a comment.");
pub const SEND: Word = word("Ghi quyết định", "Decide");
pub const CANCEL: Word = word("Thôi", "Cancel");
pub const PHRASES_DECLINE: [Word; 3] = [
    word("Giải pháp đã được áp dụng tại đơn vị từ trước.", "The solution was in use at the unit already."),
    word("Chưa được áp dụng hoặc áp dụng thử tại đơn vị.", "It hasn't been applied or tried at the unit."),
    word("Nội dung ngoài phạm vi của chương trình.", "It is outside the campaign's scope."),
];
pub const BEGUN: Word = word("Viết dở", "Begun");
pub const UNFINISHED: Word = word(
    "{0}: bạn viết dở {1}, chưa ghi quyết định. Những lời đã viết còn nguyên.",
    "{0}: begun {1} and not decided yet. Your words are all here.",
);
pub const GO_ON: Word = word("Viết tiếp", "Go on");
pub const LET_GO: Word = word("Bỏ lời viết dở", "Let go of it");
pub const LET_GO_DONE: Word = word("Đã bỏ lời viết dở về “{0}”.", "Let go of what you had written on “{0}”.");
pub const BROUGHT_BACK: Word = word("Lời bạn viết dở {0}.", "What you had written {0}.");
pub const STRANDED: Word = word(
    "“{0}” không còn chờ ở đây. Lời bạn viết dở {1} còn nguyên:",
    "“{0}” no longer waits here. What you had written {1}:",
);
pub const UNDO: Word = word("Hoàn tác {0} giây", "Undo, {0} s");
pub const SEEN: Word = word("Đã hiểu", "Understood");
pub const MOST: Word = word(
    "Máy giữ {0} sáng kiến chờ lâu nhất. Xét được một nửa thì máy tự tải tiếp.",
    "This tablet holds the {0} that wait longest. It fetches the next ones once half of them are done.",
);
pub const SEEN_ALL: Word = word("Đã hiểu tất cả {0}", "Understood, all {0}");
pub const WORDS_STAY: Word = word(
    "Lời của bạn còn nguyên: bấm Đã hiểu thì thành lời viết dở của sáng kiến này.",
    "Your words are all here: press Understood and they are unfinished words of this initiative again.",
);
pub const WORDS_ARE_A_COMMENT: Word =
    word("Lời của bạn được giữ làm nhận xét trong lịch sử.", "Your words are kept as a comment in the history.");
pub const REFUSED: Word = word("“{0}”: {1}", "“{0}”: {1}");
pub const CHANGED_MEANWHILE: Word = word(
    "Tác giả vừa sửa bài này khi bạn đang viết. Đọc lại bản mới rồi mới ghi quyết định.",
    "The author has just changed this one. Read the new version before you decide.",
);
pub const READ_NEW: Word = word("Đã đọc bản mới", "I have read the new version");
pub const LEFT_MEANWHILE: Word = word(
    "Bài này vừa rời hàng đợi: đã có người quyết định, tác giả rút, hoặc không còn thuộc quyền của bạn. Lời bạn viết vẫn được giữ.",
    "This one has just left the queue: somebody has decided, its author withdrew it, or it is no longer yours. What you wrote is kept.",
);
pub const KEYS: Word = word("Phím tắt", "Keys");
/// Each key, or keys, and what it does.
pub const KEY_LINES: [(&str, Word); 16] = [
    ("j k", word("bài sau, bài trước", "the next one, the one before")),
    ("/", word("tìm trong hàng đợi", "find in the queue")),
    ("r", RECEIVE),
    ("d", RECOGNISE),
    ("t", RETURN),
    ("x", DECLINE),
    ("n", DUPLICATE),
    ("f", FORWARD),
    ("c", COMMENT),
    ("h", HISTORY),
    ("m", MORE),
    ("u", word("hoàn tác việc vừa làm", "undo what was done last")),
    ("g", UNSENT_TITLE),
    ("l", word("khóa máy", "lock the tablet")),
    ("Esc", word("đóng biểu mẫu; lời viết dở còn nguyên", "close the form; what was written stays")),
    ("?", word("hiện các phím tắt này", "show these keys")),
];

/// How the day stands, where nothing is open.
pub const DAY: Word = word("Hôm nay", "Today");
pub const DAY_DECIDED: Word = word("{0} đã quyết", "{0} decided");
pub const DAY_OVERDUE: Word = word("{0} quá hạn", "{0} overdue");
pub const DAY_UNSENT: Word = word("{0} chờ gửi", "{0} to be sent");
pub const ALIKE_WHERE: Word = word("{0} · {1}", "{0} · {1}");
pub const SCORES: Word = word("Điểm hội đồng", "The council's scores");
pub const SCORE_MEAN: Word = word("trung bình {0}", "mean {0}");
pub const SCORE_OF: Word = word("{0}: {1}", "{0}: {1}");

/// What an officer is, in words.
pub const fn role(role: Role) -> Word {
    match role {
        Role::Reviewer => word("Cán bộ xét duyệt", "Reviewer"),
        Role::UnitAdministrator => word("Quản trị đơn vị", "Unit administrator"),
        Role::Producer => word("Đạo diễn", "Producer"),
        Role::Auditor => word("Kiểm tra", "Auditor"),
        Role::NationalAdministrator => word("Quản trị toàn quốc", "National administrator"),
    }
}

/// A level of recognition, in words.
pub const fn level(level: RecognitionLevel) -> Word {
    match level {
        RecognitionLevel::Grassroots => word("Cấp cơ sở", "Grassroots"),
        RecognitionLevel::Upper => word("Cấp trên", "Upper"),
        RecognitionLevel::National => word("Toàn quốc", "National"),
    }
}

/// A ready phrase for what is missing in a field.
pub const fn phrase(field: Field) -> Option<Word> {
    Some(match field {
        Field::FirstAppliedOn => {
            word("Cho biết thêm ngày áp dụng lần đầu nhé.", "Please add the day it was first applied.")
        }
        Field::Solution => word("Mô tả kỹ hơn các bước làm.", "Please describe the steps in more detail."),
        Field::Novelty => {
            word("Nêu rõ điểm mới so với cách làm trước.", "Please say what is new compared with before.")
        }
        Field::Effect => word("Nêu kết quả cụ thể sau khi áp dụng.", "Please say what came of it."),
        Field::BenefitVnd => word("Ghi cách tính giá trị làm lợi.", "Please say how the benefit was worked out."),
        Field::Authors => word("Bổ sung đồng tác giả và tỷ lệ đóng góp.", "Please add co-authors and shares."),
        _ => return None,
    })
}

/// What a field is called among what is missing.
pub const fn field(field: Field) -> Word {
    match field {
        Field::FirstAppliedOn => form::APPLIED,
        Field::Solution => SOLUTION,
        Field::Novelty => NOVELTY,
        Field::Effect => EFFECT,
        Field::BenefitVnd => ESTIMATED,
        Field::Authors => form::STEP_AUTHORS,
        _ => form::TITLE,
    }
}

/// What was decided, in a toast: "Đã công nhận “…”."
pub const fn decided(name: &str) -> Word {
    match name.as_bytes() {
        b"receive" => word("Đã tiếp nhận “{0}”.", "Received “{0}”."),
        b"return" => word("Đã yêu cầu bổ sung “{0}”.", "Asked for more on “{0}”."),
        b"recognise" => word("Đã công nhận “{0}”.", "Recognised “{0}”."),
        b"decline" => word("Đã từ chối “{0}”.", "Declined “{0}”."),
        b"mark_duplicate" => word("Đã nối “{0}” với bản gốc.", "Linked “{0}” to its original."),
        b"forward" => word("Đã chuyển “{0}” lên cấp trên.", "Put “{0}” before the unit above."),
        _ => word("Đã ghi nhận xét về “{0}”.", "Commented on “{0}”."),
    }
}

/// What a form is called.
pub const fn form_name(of: Form) -> Word {
    match of {
        Form::Return => RETURN,
        Form::Recognise => RECOGNISE,
        Form::Decline => DECLINE,
        Form::Comment => COMMENT,
    }
}

/// What words lack to be a decision.
pub const fn lacking(what: Lacking) -> Word {
    match what {
        Lacking::Reason => NEEDED,
        Lacking::Benefit => word(
            "Chưa đọc được số tiền. Ghi lại, hoặc để trống nếu chưa thẩm định.",
            "The sum can't be read. Write it again, or leave it empty if it wasn't verified.",
        ),
        Lacking::Endorsement => ENDORSEMENT_WHOLE,
        Lacking::Score => SCORE,
        Lacking::Shorter => word(
            "Có ô dài quá mức. Rút gọn ô có dòng chữ đỏ rồi gửi lại.",
            "Something is too long. Shorten what is marked, then send it again.",
        ),
        Lacking::Remark => REMARK_NEEDED,
    }
}

/// What somebody did, in the history: "Đỗ Thị Lan đã tiếp nhận". `None` if it is something that this version doesn't know.
pub const fn done(name: &str) -> Option<Word> {
    Some(match name.as_bytes() {
        b"edit" => word("đã viết", "wrote it"),
        b"enter" => word("đã nhập từ giấy", "entered it from paper"),
        b"submit" => word("đã gửi", "sent it"),
        b"withdraw" => word("đã rút", "withdrew it"),
        b"delete" => word("đã xóa", "deleted it"),
        b"resolve" => word("đã chọn một trong hai bản", "chose between two versions"),
        b"receive" => word("đã tiếp nhận", "received it"),
        b"return" => word("đã yêu cầu bổ sung", "asked for more"),
        b"recognise" => word("đã công nhận", "recognised it"),
        b"decline" => word("đã từ chối", "declined it"),
        b"mark_duplicate" => word("đã nối với bản gốc", "linked it to its original"),
        b"forward" => word("đã chuyển lên cấp trên", "put it before the unit above"),
        b"comment" => word("đã nhận xét", "commented"),
        b"" => word("đã gửi một việc không đọc được", "sent something that can't be read"),
        _ => return None,
    })
}
pub const DID_OTHER: Word = word("đã làm “{0}”", "did “{0}”");
pub const DID_EDIT: Word = word("đã sửa {0}", "edited {0}");
pub const DID_ENTER: Word = word("đã nhập từ giấy cho {0}", "entered it from paper for {0}");
pub const DID_RECOGNISE: Word = word("đã công nhận, {0}", "recognised it, at the level: {0}");
pub const CAME_LATE: Word =
    word(", nhưng đến sau quyết định khác nên không có hiệu lực", ", but after another decision, so it has no effect");
pub const CAME_LATE_KEPT: Word = word(
    ", nhưng đến sau quyết định khác nên không có hiệu lực và được giữ làm nhận xét",
    ", but after another decision, so it has no effect and is kept as a comment",
);
pub const SAID_REASON: Word = word("Lý do: {0}", "Reason: {0}");
pub const SAID_FIELD: Word = word("Về {0}: {1}", "On {0}: {1}");
pub const SAID_SCORE: Word = word("{0}/100 điểm", "{0} of 100 points");
pub const SAID: Word = word("{0}: {1}", "{0}: {1}");
pub const OPEN_ORIGINAL: Word = word("Mở bản gốc", "Open the original");
pub const HISTORY_LONG: Word = word(
    "Lịch sử dài, ở đây mới có {0} việc đầu và mọi nhận xét.",
    "The history is long; here are its first {0} entries and all comments.",
);
pub const HISTORY_UNREADABLE: Word = word(
    "Chưa đọc được lịch sử. Tải lại trang để dùng bản mới, rồi mở lại.",
    "The history can't be read. Load the page again for the new version, then open it again.",
);
pub const NOT_DONE: Word = word(", không được nhận", ", which was refused");
pub const RECEIVED_MANY: Word = word("Đã tiếp nhận {0} sáng kiến.", "Received {0} initiatives.");
pub const SENT_LATER: Word = word("Sẽ gửi khi có mạng.", "It is sent when there is a link.");

/// A length of time, milliseconds, in the largest unit that fits.
pub fn span(millis: i64, lang: Lang) -> String {
    let minutes = millis.unsigned_abs() / 60_000;
    let (word, count) = match minutes {
        0..120 => (MINUTES, minutes),
        120..2_880 => (HOURS, minutes / 60),
        _ => (DAYS, minutes / 1_440),
    };
    word.fill(lang, &[&grouped(i64::try_from(count).unwrap_or(i64::MAX), lang)])
}

/// How long until the decision is due, and whether that is soon or over. What nobody has received yet counts from when it was
/// sent, and says how long it has waited. `now` is the server's time.
pub fn due(row: &Row, now: Timestamp, lang: Lang) -> (String, bool) {
    let (Ok(today), Ok(since)) = (day_in_vietnam(now), day_in_vietnam(row.waits_since)) else {
        return (String::new(), false);
    };
    let count = |days: i64| grouped(days, lang);
    let is_soon = row.urgency(today) != Urgency::None;
    match row.due_on.map(|due_on| due_on.days_since(today)) {
        Some(left @ 1..) => (DAYS_LEFT.fill(lang, &[&count(left)]), is_soon),
        Some(0) => (DUE_TODAY.say(lang).to_owned(), is_soon),
        Some(over) => (DAYS_OVER.fill(lang, &[&count(-over)]), is_soon),
        None => match today.days_since(since) {
            waited @ 1.. => (DAYS_WAITED.fill(lang, &[&count(waited)]), is_soon),
            _ => (NEW_TODAY.say(lang).to_owned(), is_soon),
        },
    }
}

/// A state, in words.
pub const fn state(state: State) -> Word {
    match state {
        State::Draft => work::ONLY_HERE,
        State::Submitted => word("Đã gửi", "Sent"),
        State::Received => work::RECEIVED,
        State::Returned => work::RETURNED,
        State::Recognised => work::RECOGNISED,
        State::Declined => work::DECLINED,
        State::Withdrawn => work::WITHDRAWN,
        State::Duplicate => DUPLICATE,
        State::Deleted => work::DELETED_STATE,
    }
}
