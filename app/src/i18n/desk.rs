//! The words of the officers' desk: signing in, the PIN, the queue, an initiative under review, and the decisions.

use model::calendar::{Date, Timestamp, day_in_vietnam};
use model::desk::{Form, Lacking};
use model::field::{Fault, Field};
use model::initiative::{RecognitionLevel, State};
use model::number::{Lang, grouped};
use model::rights::Role;
use model::sync::Failure;

use super::{Word, form, word, work};

pub const DESK: Word = word("Bàn xét duyệt", "Review desk");

// Signing in.
pub const SIGN_IN: Word = word("Đăng nhập", "Sign in");
pub const SIGN_IN_LEAD: Word = word(
    "Dành cho cán bộ công đoàn. Đoàn viên gửi sáng kiến không cần đăng nhập.",
    "For union officers. Members who send initiatives don't need to sign in.",
);
pub const SIGN_IN_AGAIN: Word = word(
    "Phiên đăng nhập đã hết. Các quyết định trên máy còn nguyên, đăng nhập lại để gửi.",
    "The session has ended. Your decisions are safe here; sign in again to send them.",
);
pub const LOGIN: Word = word("Tên đăng nhập", "Login");
pub const PASSWORD: Word = word("Mật khẩu", "Password");
pub const CODE: Word = word("Mã xác thực", "Code");
pub const CODE_HELP: Word = word(
    "Sáu số trong ứng dụng xác thực, hoặc một mã dự phòng.",
    "Six digits from your authenticator app, or a recovery code.",
);
pub const NEEDED: Word = word("Cần điền ô này.", "This is needed.");
pub const NO_LINK: Word =
    word("Chưa tới được máy chủ. Thử lại khi có mạng.", "The server can't be reached. Try again when there is a link.");
pub const MEMBERS_APP: Word = word("Về trang viết sáng kiến", "To the members' app");

// An invitation.
pub const INVITATION: Word = word("Lời mời", "Invitation");
pub const INVITED: Word = word(
    "Bạn được mời làm {0}: {1}. Lời mời dùng được một lần, đến {2}.",
    "You are invited to be {0}: {1}. It works once, until {2}.",
);
pub const NAME: Word = word("Họ và tên", "Full name");
pub const LOGIN_HELP: Word = word(
    "3 đến 64 chữ không dấu, số và . _ - @, không phân biệt hoa thường.",
    "3 to 64 letters without diacritics, digits and . _ - @, in either case.",
);
pub const PASSWORD_HELP: Word = word(
    "Từ 12 ký tự trở lên, khó đoán. Vài từ ghép lại là tốt nhất.",
    "At least 12 characters that nobody guesses. A few words together are best.",
);
pub const CONSENT: Word = word(
    "Tôi đồng ý để hệ thống lưu họ tên, đơn vị và các quyết định tôi làm với tư cách cán bộ (Luật 91/2025/QH15).",
    "I agree that my name, unit and what I decide as an officer are stored (Law 91/2025/QH15).",
);
pub const ACCEPT: Word = word("Nhận lời mời", "Accept");
pub const TAKEN: Word =
    word("Tên đăng nhập này đã có người dùng. Chọn tên khác.", "This login is taken. Choose another.");
pub const GUESSABLE: Word = word(
    "Mật khẩu này dễ đoán. Ghép vài từ không liên quan với nhau.",
    "This password is easy to guess. Put a few unrelated words together.",
);
pub const TOO_SHORT: Word = word("Mật khẩu cần ít nhất 12 ký tự.", "The password needs at least 12 characters.");
pub const BAD_LOGIN: Word = word(
    "Tên đăng nhập chỉ gồm chữ không dấu, số và . _ - @, từ 3 đến 64 ký tự.",
    "A login has 3 to 64 letters without diacritics, digits and . _ - @.",
);

/// What the server found wrong with an account, in words; `None` if it is something else.
pub fn faults(failure: &Failure, lang: Lang) -> Option<Vec<String>> {
    let Failure::Refused(problem) = failure else { return None };
    let words = problem.errors.iter().map(|fault| match (fault.pointer.as_str(), &fault.fault) {
        (_, Fault::Taken) => Some(TAKEN),
        (_, Fault::Guessable) => Some(GUESSABLE),
        ("/password", _) => Some(TOO_SHORT),
        ("/login", _) => Some(BAD_LOGIN),
        _ => None,
    });
    let words: Option<Vec<Word>> = words.collect();
    words.filter(|words| !words.is_empty()).map(|words| words.iter().map(|word| word.say(lang).to_owned()).collect())
}

// The PIN.
pub const PIN: Word = word("Mã khóa máy", "PIN of this tablet");
pub const PIN_CHOOSE: Word = word("Chọn mã khóa máy", "Choose a PIN");
pub const PIN_WHY: Word = word(
    "Sáng kiến tải về được khóa bằng mã này, nên mất máy cũng không ai đọc được. Từ 6 số trở lên. Quên mã thì đăng nhập lại, quyết định chưa gửi sẽ mất.",
    "What is kept on this tablet is sealed under it, so that nobody reads it on a lost one. Six digits or more. Without it you sign in anew, and decisions that weren't sent are lost.",
);
pub const PIN_AGAIN: Word = word("Nhập lại mã", "Once more");
pub const PIN_DIFFERS: Word = word("Hai lần nhập chưa giống nhau.", "The two are not the same.");
pub const PIN_DIGITS: Word = word("Mã chỉ gồm các số 0–9, từ 6 đến 32 số.", "Digits only, 6 to 32 of them.");
pub const PIN_SET: Word = word("Dùng mã này", "Use this PIN");
pub const LOCKED: Word = word("Máy đang khóa", "The tablet is locked");
pub const UNLOCK: Word = word("Mở khóa", "Unlock");
pub const PIN_WRONG: Word = word(
    "Chưa đúng. Còn {0} lần, sau đó máy tự xóa dữ liệu.",
    "Not right. {0} tries left, then the tablet erases itself.",
);
pub const PIN_FORGOTTEN: Word = word("Quên mã", "Forgotten");
pub const PIN_FORGOTTEN_TEXT: Word = word(
    "Xóa dữ liệu trên máy này rồi đăng nhập lại. Quyết định chưa gửi sẽ mất; những gì đã gửi còn ở máy chủ.",
    "Erase what is on this tablet and sign in again. Decisions that weren't sent are lost; what was sent is at the server.",
);
pub const ERASE: Word = word("Xóa và đăng nhập lại", "Erase and sign in again");
pub const WIPED: Word = word("Dữ liệu trên máy này đã được xóa", "This tablet was erased");
pub const WIPED_TEXT: Word = word(
    "Quyền của máy đã bị thu hồi, hoặc mã khóa sai quá nhiều lần. Những gì đã gửi vẫn còn ở máy chủ.",
    "Its rights were taken away, or the PIN was wrong too often. What was sent is still at the server.",
);
pub const BROKEN: Word = word("Trình duyệt này không giữ được dữ liệu", "This browser can't keep anything");
pub const BROKEN_TEXT: Word = word(
    "Mở bằng cửa sổ thường (không ẩn danh), cập nhật trình duyệt, hoặc đóng các thẻ khác của trang này.",
    "Open it in an ordinary window (not a private one), update the browser, or close other tabs of this site.",
);
pub const ELSEWHERE: Word = word("Bàn xét duyệt đang mở ở thẻ khác", "The desk is open in another tab");
pub const ELSEWHERE_TEXT: Word = word(
    "Mỗi lúc chỉ một thẻ làm việc, để không quyết định nào bị lẫn. Mở ở đây thì thẻ kia tự khóa, những gì đã viết còn nguyên.",
    "One tab works at a time, so that no decision gets mixed up. Opened here, the other tab locks itself; what was written is safe.",
);
pub const ELSEWHERE_STAYS: Word = word(
    "Thẻ kia còn quyết định chưa lưu được vì máy hết chỗ. Quay lại thẻ đó, xóa bớt ảnh, video, rồi mở lại ở đây.",
    "The other tab has decisions that could not be kept: the tablet is full. Go back to it, delete some pictures or videos, then open it here.",
);
pub const OPEN_HERE: Word = word("Mở ở đây", "Open here");
pub const NO_ROOM: Word = word(
    "Máy hết chỗ. Xóa bớt ảnh, video rồi thử lại.",
    "The tablet is full. Delete some pictures or videos, then try again.",
);
pub const LOCK_NOW: Word = word("Khóa máy", "Lock");
pub const SIGN_OUT: Word = word("Đăng xuất", "Sign out");
pub const SIGN_OUT_WARNING: Word = word(
    "Còn {0} quyết định chưa gửi. Đăng xuất bây giờ thì mất những quyết định đó.",
    "{0} decisions haven't been sent. Signing out now loses them.",
);
pub const SIGN_OUT_UNFINISHED: Word = word(
    "Còn {0} quyết định viết dở. Đăng xuất bây giờ thì mất những lời đó.",
    "{0} decisions aren't finished. Signing out now loses what was written.",
);
pub const OTHERS_TABLET: Word = word(
    "Máy này đang giữ việc của {0}. {0} đăng nhập lại để gửi đi; người khác muốn dùng máy thì {0} đăng xuất trước, hoặc dùng máy khác.",
    "This tablet holds the work of {0}. They sign in again to send it; for somebody else to use the tablet, {0} signs out first.",
);
pub const SIGN_OUT_TEXT: Word = word("Dữ liệu trên máy này sẽ được xóa.", "What is on this tablet is erased.");
pub const STAY: Word = word("Ở lại", "Stay");

// The state of the link.
pub const FETCHING: Word = word("Đang tải hàng đợi, đã có {0}", "Fetching the queue, {0} so far");
pub const AS_OF: Word = word("Số liệu lúc {0}", "As of {0}");
pub const OFFLINE: Word = word("Không có mạng", "No link");
pub const NO_QUEUE: Word = word(
    "Vai trò của bạn không xét duyệt. Nếu vừa được giao quyền, hãy đăng nhập lại.",
    "Your roles don't review. If you were just given one that does, sign in again.",
);
pub const UNSENT: Word = word("{0} quyết định chờ gửi", "to be sent: {0}");
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
pub const HISTORY_NONE: Word = word("Cần có mạng để xem lịch sử.", "The history takes a link.");
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
pub const REFUSED: Word = word("“{0}”: {1}", "“{0}”: {1}");
pub const KEYS: Word = word(
    "Phím tắt: j, k lên xuống · r tiếp nhận · d công nhận · t yêu cầu bổ sung · x từ chối",
    "Keys: j, k move · r receive · d recognise · t ask for more · x decline",
);

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
        Lacking::Remark => REMARK_NEEDED,
    }
}

/// What somebody did, in the history: "Đỗ Thị Lan đã tiếp nhận".
pub const fn done(name: &str) -> Word {
    match name.as_bytes() {
        b"edit" => word("đã sửa", "edited it"),
        b"submit" => word("đã gửi", "sent it"),
        b"withdraw" => word("đã rút", "withdrew it"),
        b"resolve" => word("đã chọn một trong hai bản", "chose between two versions"),
        b"receive" => word("đã tiếp nhận", "received it"),
        b"return" => word("đã yêu cầu bổ sung", "asked for more"),
        b"recognise" => word("đã công nhận", "recognised it"),
        b"decline" => word("đã từ chối", "declined it"),
        b"mark_duplicate" => word("đã nối với bản gốc", "linked it to its original"),
        b"forward" => word("đã chuyển lên cấp trên", "put it before the unit above"),
        _ => word("đã nhận xét", "commented"),
    }
}
pub const NOT_DONE: Word = word(", không được nhận", ", which was refused");
pub const RECEIVED_MANY: Word = word("Đã tiếp nhận {0} sáng kiến.", "Received {0} initiatives.");
pub const SENT_LATER: Word = word("Sẽ gửi khi có mạng.", "It is sent when there is a link.");

/// How long until the decision is due, and whether that is soon: within five days.
pub fn due(due_on: Option<Date>, waits_since: Timestamp, now: Timestamp, lang: Lang) -> (String, bool) {
    let (Ok(today), Ok(since)) = (day_in_vietnam(now), day_in_vietnam(waits_since)) else {
        return (String::new(), false);
    };
    let count = |days: i64| grouped(days, lang);
    match due_on.map(|due_on| due_on.days_since(today)) {
        Some(left @ 1..) => (DAYS_LEFT.fill(lang, &[&count(left)]), left <= 5),
        Some(0) => (DUE_TODAY.say(lang).to_owned(), true),
        Some(over) => (DAYS_OVER.fill(lang, &[&count(-over)]), true),
        None => match today.days_since(since) {
            waited @ 1.. => (DAYS_WAITED.fill(lang, &[&count(waited)]), false),
            _ => (NEW_TODAY.say(lang).to_owned(), false),
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
    }
}
