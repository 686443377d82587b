//! The words of the editor and of the conflict view.

use model::applied::{Surprise, surprise};
use model::calendar::Date;
use model::field::{BenefitPeriod, Fault, Field, FieldFault, Kind};
use model::number::Lang;

use super::work::number;
use super::{Word, word};

pub const EDITOR: Word = word("Viết sáng kiến", "Write an initiative");
pub const SAVED: Word = word("Đã lưu trên máy", "Saved on this device");
pub const SAVED_FOR_NOW: Word = word("Đã lưu tạm", "Saved for now");
pub const NOT_SAVED: Word = word("Chưa lưu được", "Not saved");
pub const STEPS: Word = word("Các phần", "Parts");
pub const STEP_STORY: Word = word("Câu chuyện", "Story");
pub const STEP_SOLUTION: Word = word("Giải pháp", "Solution");
pub const STEP_EFFECT: Word = word("Hiệu quả", "Effect");
pub const STEP_AUTHORS: Word = word("Tác giả", "Authors");
pub const WRITTEN: Word = word(", đã viết", ", written");
pub const NEXT: Word = word("Tiếp: {0}", "Next: {0}");
pub const START: Word = word("Bắt đầu kể", "Start telling");
pub const SUBMIT: Word = word("Gửi sáng kiến", "Send the initiative");
pub const SUBMIT_SHORT: Word = word("Gửi", "Send");
pub const SAVE_AND_LEAVE: Word = word("Lưu và ra ngoài", "Save and leave");

pub const TITLE: Word = word("Tên sáng kiến", "Name of the initiative");
pub const TITLE_HELP: Word = word(
    "Gọi tên việc bạn đã làm khác đi. Ngắn thôi, sửa lại lúc nào cũng được.",
    "Name what you have done differently. Keep it short; you can change it any time.",
);
pub const PROMPT: Word = word("Kể như kể cho đồng nghiệp nghe", "Tell it as you would tell a colleague");
pub const PROMPT_TEXT: Word = word(
    "Trước đây làm thế nào, vướng ở đâu? Bạn nghĩ ra điều gì, từ lúc nào? Dài ngắn đều quý.",
    "How was it done before, and where did it get stuck? What did you think of, and when? Long or short, it is welcome.",
);
pub const STORY: Word = word("Câu chuyện của bạn", "Your story");
pub const STARTS: Word = word("Gợi ý mở đầu", "Ways to begin");
/// What the buttons say and insert.
pub const START_WORDS: [Word; 3] =
    [word("Trước đây…", "Before…"), word("Rồi tôi thử…", "Then I tried…"), word("Từ đó…", "Since then…")];

pub const KIND: Word = word("Loại giải pháp", "Kind of solution");
pub const KIND_HELP: Word = word(
    "Chọn loại gần nhất. Phân vân thì để người xét duyệt giúp.",
    "Choose the closest. If in doubt leave it to the reviewers.",
);
pub const AREA: Word = word("Lĩnh vực áp dụng", "Field of application");
pub const AREA_HELP: Word = word(
    "Ví dụ: an toàn lao động, vận hành lò hơi, quản lý kho.",
    "For example: safety at work, running boilers, managing stores.",
);
pub const PROBLEM: Word = word("Trước đây vướng ở đâu?", "What was the difficulty?");
pub const SOLUTION: Word = word("Bạn làm khác đi thế nào?", "What do you do differently?");
pub const SOLUTION_HELP: Word =
    word("Từng bước, đủ để người khác làm theo được.", "Step by step, enough for others to follow.");
pub const NOVELTY: Word = word("Mới ở chỗ nào?", "What is new in it?");
pub const NOVELTY_HELP: Word =
    word("Mới so với cách vẫn làm ở đơn vị là được.", "It is enough that it is new at your workplace.");
pub const CONFIDENTIAL: Word = word("Phần cần giữ kín", "What has to stay confidential");
pub const CONFIDENTIAL_HELP: Word = word(
    "Chỉ người xét duyệt đọc được, không bao giờ đưa ra công khai.",
    "Only the reviewers read it; it is never shown in public.",
);
pub const OPTIONAL: Word = word("có thể để trống", "optional");
pub const IF_ANY: Word = word("nếu có", "if any");

pub const EFFECT: Word = word("Kết quả thế nào?", "What came of it?");
pub const EFFECT_HELP: Word = word(
    "Nhanh hơn, an toàn hơn, đỡ tốn hơn ra sao? Nơi nào đang dùng?",
    "How much faster, safer, cheaper? Where is it in use?",
);
pub const APPLIED: Word = word("Ngày áp dụng lần đầu", "First applied on");
pub const APPLIED_HELP: Word =
    word("Không nhớ rõ thì ghi ngày gần đúng.", "If you don't remember, give about the day.");
pub const BENEFIT: Word = word("Làm lợi khoảng bao nhiêu tiền?", "About how much money does it save?");
pub const BENEFIT_HELP: Word =
    word("Để trống nghĩa là chưa tính được, khác với số 0.", "Empty means not known yet, which is not zero.");
pub const DONG: Word = word("đồng", "dong");
pub const HELP_ME: Word = word("Giúp tôi tính", "Help me work it out");
pub const PERIOD: Word = word("Tính theo", "Reckoned");
pub const PER_YEAR: Word = word("Mỗi năm", "Per year");
pub const ONCE: Word = word("Một lần", "Once");
pub const INTANGIBLE: Word = word("Lợi ích không tính bằng tiền", "Benefit that isn't money");
pub const INTANGIBLE_HELP: Word =
    word("An toàn, sức khỏe, môi trường, tinh thần làm việc…", "Safety, health, environment, spirits…");

// A text that is longer than its field takes.
pub const TOO_LONG: Word =
    word("Dài quá {0} ký tự: ô này nhận tối đa {1}.", "Too long by {0} characters: at most {1}.");
pub const TOO_LONG_HERE: Word = word(
    "Dài quá {0} ký tự: phần này nhận tối đa {1}. Chữ vẫn còn đủ trên máy này, nhưng chưa cất giữ được ở nơi khác và chưa gửi được. Rút gọn khi nào tiện.",
    "Too long by {0} characters: at most {1}. All of it is kept on this device, but it can't be backed up or sent until it is shorter.",
);

// Numbers and days that can't be read.
pub const NUMBER_UNSAVED: Word = word("Chưa lưu số này.", "This number isn't saved.");
pub const NUMBER_KEPT: Word = word("Đang lưu: {0}.", "Saved: {0}.");
pub const NUMBER_WHICH: Word =
    word("Số này hiểu được hai cách. Bạn muốn ghi số nào?", "It can be read in two ways. Which do you mean?");
pub const NUMBER_MEANT: Word = word("Bạn muốn ghi số nào?", "Which number do you mean?");
pub const DAY_UNSAVED: Word = word(
    "Chưa lưu ngày này: còn thiếu, hoặc không có ngày như vậy.",
    "This day isn't saved: it is incomplete, or there is no such day.",
);
pub const DAY_UNSAVED_KEPT: Word = word(
    "Chưa lưu ngày này: còn thiếu, hoặc không có ngày như vậy. Đang lưu: {0}.",
    "This day isn't saved: it is incomplete, or there is no such day. Saved: {0}.",
);
pub const APPLIED_FUTURE: Word = word(
    "Ngày này chưa tới. Bạn xem lại giúp; đúng là ngày đó thì cứ để vậy.",
    "This day hasn't come yet. Please look again; if it is right, leave it.",
);
pub const APPLIED_LONG_AGO: Word = word(
    "Ngày này đã quá {0} năm. Sáng kiến được nộp trong vòng 1 năm kể từ lần áp dụng đầu. Bạn xem lại giúp; đúng là ngày đó thì cứ để vậy, cán bộ sẽ xem.",
    "This is more than {0} years ago. An initiative is handed in within 1 year of its first application. Please look again; if it is right, leave it and the officers will see.",
);

// Money that can't be read.
pub const MONEY_NOT_A_NUMBER: Word = word(
    "Chưa đọc được số này. Ghi như 850.000.000 hoặc 850 triệu.",
    "This can't be read. Write it like 850,000,000 or 850 million.",
);
pub const MONEY_AMBIGUOUS: Word = word(
    "Số này hiểu được hai cách. Ghi rõ hơn, như 1250 tỷ hoặc 1,25 tỷ.",
    "This can be read in two ways. Make it clear, like 1250 billion or 1.25 billion.",
);
pub const MONEY_FRACTION: Word =
    word("Đồng không có số lẻ. Ghi số tròn giúp nhé.", "Dong have no fractions. Please give a whole number.");
pub const MONEY_NEGATIVE: Word = word("Tiền làm lợi không thể âm.", "A benefit can't be negative.");
pub const MONEY_TOO_LARGE: Word =
    word("Số lớn quá 100 nghìn tỷ. Xem lại giúp nhé.", "This is more than 100 trillion. Please check it.");

// The helper for benefit.
pub const HELPER: Word = word("Tính tiền làm lợi", "Work out the benefit");
pub const HELPER_LEAD: Word = word(
    "Mỗi lần làm đỡ được bao nhiêu, nhân với số lần, trừ đi chi phí.",
    "What is saved each time, times how often, less what it cost.",
);
pub const HELPER_BEFORE: Word = word("Trước đây, mỗi lần tốn", "Before, each time cost");
pub const HELPER_AFTER: Word = word("Bây giờ, mỗi lần tốn", "Now, each time costs");
pub const HELPER_VOLUME: Word = word("Số lần (hoặc sản phẩm)", "How many times (or pieces)");
pub const HELPER_TIMES: Word = word("lần", "times");
pub const HELPER_COST: Word = word("Chi phí làm ra sáng kiến", "Cost of making it");
pub const HELPER_RESULT: Word = word("Làm lợi", "Benefit");
pub const HELPER_INCOMPLETE: Word = word("Ghi đủ ba ô đầu để ra kết quả.", "Fill in the first three for a result.");
pub const HELPER_LOSS: Word =
    word("Chưa có lãi: chi phí đang lớn hơn phần đỡ được.", "No benefit yet: it costs more than it saves.");
pub const HELPER_USE: Word = word("Dùng số này", "Use this figure");

// Authors.
pub const SOLE_AUTHOR: Word = word(
    "Bạn là tác giả duy nhất, đóng góp 100%. Làm cùng ai thì thêm người đó vào.",
    "You are the only author, with 100%. If you made it with others, add them.",
);
pub const ADD_AUTHOR: Word = word("Thêm đồng tác giả", "Add a co-author");
pub const AUTHOR_N: Word = word("Tác giả {0}", "Author {0}");
pub const AUTHOR_NAME: Word = word("Họ và tên", "Full name");
pub const AUTHOR_POSITION: Word = word("Chức danh", "Position");
pub const AUTHOR_WORKPLACE: Word = word("Nơi công tác", "Workplace");
pub const AUTHOR_SHARE: Word = word("Phần đóng góp", "Share");
pub const AUTHOR_SELF: Word = word("Đây là tôi", "This is me");
pub const AUTHOR_REMOVE: Word = word("Bỏ {0} khỏi danh sách", "Remove {0} from the list");
pub const AUTHOR_REMOVED: Word = word("Đã bỏ {0}.", "Removed {0}.");
pub const AUTHOR_THIS: Word = word("người này", "this person");
pub const SHARE_EVENLY: Word = word("Chia đều", "Share evenly");
pub const SHARES_OK: Word = word("Tổng: 100%", "Sum: 100%");
const SHARES_OVER: Word =
    word("Tổng đang là {0}%. Bớt {1}% ở một người là được.", "The sum is {0}%. Take {1}% off one person.");
const SHARES_UNDER: Word =
    word("Tổng đang là {0}%. Thêm {1}% cho một người là được.", "The sum is {0}%. Give one person {1}% more.");
pub const SHARE_FRACTION: Word = word("Phần đóng góp ghi bằng số tròn.", "Shares are whole numbers.");
pub const SHARE_RANGE: Word = word("Ghi một số từ 0 đến 100.", "Give a number from 0 to 100.");

// Consent to show the story.
pub const PUBLIC: Word = word("Cho mọi người đọc câu chuyện này", "Let everyone read this story");
pub const PUBLIC_TEXT: Word = word(
    "Nếu được công nhận, câu chuyện cùng tên bạn và đơn vị có thể lên trang công khai, màn hình và truyền hình của chương trình. Phần cần giữ kín thì không. Bỏ đánh dấu lúc nào cũng được, câu chuyện sẽ được gỡ. Không đồng ý cũng không ảnh hưởng tới việc xét duyệt.",
    "If it is recognised, the story with your name and unit may appear on public pages, screens and television of the campaign. What is confidential never does. Take the tick away at any time and the story is removed. Not agreeing has no effect on the review.",
);
pub const KEPT_BACK: Word = word(
    "Phần “{0}” sẽ không hiện công khai, vì trùng với điều bạn ghi là cần bảo mật: {1}",
    "“{0}” won’t be shown in public: it repeats what you marked as confidential: {1}",
);
pub const TITLE_KEPT_BACK: Word = word(
    "“{0}” trùng với điều bạn ghi là cần bảo mật nên cả câu chuyện sẽ không hiện công khai: {1}",
    "“{0}” repeats what you marked as confidential, so none of the story will be shown in public: {1}",
);
pub const KEPT_BACK_HOW: Word = word(
    "Muốn phần này được đọc, bạn viết lại cho khác, hoặc bớt điều cần bảo mật.",
    "To have it read, write it differently, or take it out of what is confidential.",
);
pub const PUBLIC_TICK: Word = word("Tôi đồng ý", "I agree");
pub const PUBLIC_SWITCH: Word = word("Công khai câu chuyện", "Show the story in public");
pub const PUBLIC_SENT_TEXT: Word = word(
    "Nếu được công nhận, câu chuyện cùng tên bạn và đơn vị có thể lên trang công khai, màn hình và truyền hình của chương trình. Phần cần giữ kín thì không. Đổi ý lúc nào cũng được: bỏ đánh dấu, câu chuyện được gỡ khi máy này có mạng. Việc xét duyệt không vì thế mà khác đi.",
    "If it is recognised, the story with your name and unit may appear on public pages, screens and television of the campaign. What is confidential never does. Change your mind at any time: take the tick away, and the story is removed as soon as this device has a link. The review goes on as it would.",
);

// Before sending.
pub const CHECK_TITLE: Word = word("Xem lại trước khi gửi", "Before it is sent");
const MISSING_ONE: Word =
    word("Còn thiếu 1 mục: {0}. Bấm vào để tới đúng chỗ.", "1 thing is missing: {0}. Tap it to go there.");
const MISSING: Word =
    word("Còn thiếu {0} mục: {1}. Bấm vào để tới đúng chỗ.", "{0} things are missing: {1}. Tap one to go there.");
pub const SUGGESTED: Word = word(
    "Gửi được rồi. Thêm những phần này thì người xét duyệt hiểu nhanh hơn, không bắt buộc:",
    "It can be sent. These parts would help the reviewers, but aren't required:",
);
pub const SEND_NOW: Word = word("Gửi luôn", "Send it now");
pub const READY: Word = word(
    "Đủ cả rồi. Gửi xong vẫn rút lại được cho tới khi có kết quả.",
    "It is complete. You can withdraw it until it is decided.",
);
pub const SENT_TOAST: Word = word("Đã xếp “{0}” để gửi.", "“{0}” will be sent.");
pub const SENT_NEEDS_JOIN: Word =
    word("Bài sẽ tự gửi sau khi bạn vào đơn vị.", "It will be sent once you have joined your unit.");

// Read only.
pub const WAITING_TO_SEND: Word = word(
    "Đang chờ gửi. Muốn sửa thêm thì lấy lại trước khi bài đi.",
    "Waiting to be sent. To change something, take it back before it goes.",
);
pub const EDIT_ON: Word = word("Sửa tiếp", "Go on editing");
pub const TAKEN_BACK: Word = word("Đã lấy lại, bạn sửa tiếp được.", "Taken back; you can edit it.");
pub const SENT_ALREADY: Word =
    word("Bài vừa được gửi đi. Rút lại nếu muốn sửa.", "It has just been sent. Withdraw it to edit it.");
pub const FROZEN: Word = word(
    "Bài đã gửi nên được giữ nguyên để xét duyệt. Muốn sửa thì rút lại.",
    "It has been sent and stays as it is for the review. To change it, withdraw it.",
);
pub const DUPLICATE_LEAD: Word = word(
    "Cán bộ thấy sáng kiến này trùng với một sáng kiến đã có. Lời của bạn vẫn còn đây: bạn có thể chép thành sáng kiến mới và ghi rõ điểm khác.",
    "The officers found it to be the same as an earlier one. Your words are all here: you may copy it as a new initiative and say what is different.",
);
pub const DECLINED_REASON: Word = word("Lý do: {0}", "Reason: {0}");
pub const DECLINED_AGAIN: Word =
    word("Bạn có thể sửa và gửi như một sáng kiến mới.", "You may change it and send it as a new initiative.");
pub const COPY_AS_NEW: Word = word("Chép thành sáng kiến mới", "Copy it as a new initiative");
pub const COPIED_MARK: Word = word("(bản mới)", "(new)");
pub const DROP_EDITS: Word = word("Bỏ phần sửa", "Drop my changes");
pub const DROPPED_EDITS: Word = word("Đã bỏ phần sửa của “{0}”.", "Dropped the changes to “{0}”.");
pub const NOT_SAID: Word = word("chưa ghi", "not given");

// The conflict view.
pub const CONFLICT: Word = word("Chọn giữa hai bản", "Choose between two versions");
pub const CONFLICT_LEAD_BEFORE: Word = word("Phần ", "");
pub const CONFLICT_LEAD_AFTER: Word = word(
    " được sửa trên hai máy lúc không có mạng. Không bản nào bị mất. Chỗ khác nhau được tô màu.",
    " was edited on two devices while offline. Neither version is lost. What differs is marked.",
);
pub const MINE_HERE: Word = word("Bản trên máy này", "The version on this device");
pub const MINE_ELSEWHERE: Word = word("Bản từ máy khác", "The version from another device");
pub const OF_PERSON: Word = word("Bản của {0}", "{0}'s version");
pub const SERVERS: Word = word("Bản đã gửi trước", "The version sent first");
pub const EDITED_BY_YOU: Word = word("bạn sửa, gửi {0}", "edited by you, sent {0}");
pub const EDITED_BY: Word = word("{0} sửa, gửi {1}", "edited by {0}, sent {1}");
pub const THE_CURRENT: Word = word("đang được dùng", "in use now");
pub const USE_THIS: Word = word("Dùng bản này", "Use this version");
pub const KEEP_BOTH: Word = word("Giữ cả hai, tôi sửa tiếp", "Keep both, I'll go on editing");
pub const KEEP_BOTH_LONG: Word = word(
    "Hai bản cộng lại dài quá một ô. Chọn một bản giúp nhé.",
    "Together they are too long for one field. Please choose one.",
);
pub const CAN_UNDO: Word = word("Chọn rồi vẫn hoàn tác được", "You can undo the choice");
pub const CHOSEN: Word = word("Đã chọn cho phần “{0}”.", "Chosen for “{0}”.");
pub const KEPT_BOTH: Word = word("Đã giữ cả hai bản trong phần “{0}”.", "Both versions are kept in “{0}”.");
pub const NO_CONFLICT: Word = word("Không còn phần nào có hai bản.", "No part has two versions.");
pub const TO_EDITOR: Word = word("Mở bài", "Open it");
pub const DIFFERS: Word = word("khác nhau:", "differs:");
pub const EMPTY_VALUE: Word = word("(để trống)", "(empty)");

/// The part's name within a sentence: "ngày áp dụng lần đầu".
pub const fn name(field: Field) -> Word {
    match field {
        Field::Title => word("tên sáng kiến", "the name"),
        Field::Kind => word("loại giải pháp", "the kind of solution"),
        Field::Area => word("lĩnh vực áp dụng", "the field of application"),
        Field::Problem => word("chỗ vướng trước đây", "the difficulty"),
        Field::Solution => word("giải pháp", "the solution"),
        Field::Novelty => word("điểm mới", "what is new"),
        Field::Effect => word("kết quả", "what came of it"),
        Field::Story => word("câu chuyện", "the story"),
        Field::BenefitVnd => word("tiền làm lợi", "the benefit"),
        Field::BenefitPeriod => word("cách tính tiền làm lợi", "the period of the benefit"),
        Field::IntangibleBenefit => word("lợi ích không tính bằng tiền", "benefit that isn't money"),
        Field::FirstAppliedOn => word("ngày áp dụng lần đầu", "the day of first application"),
        Field::Confidential => word("phần cần giữ kín", "what is confidential"),
        Field::Authors => word("tác giả và phần đóng góp", "the authors and shares"),
        Field::PublicStory => word("việc cho mọi người đọc", "the consent to show it"),
    }
}

/// The part's name as a heading: "Giải pháp".
pub const fn heading(field: Field) -> Word {
    match field {
        Field::Title => TITLE,
        Field::Kind => KIND,
        Field::Area => AREA,
        Field::Problem => word("Chỗ vướng trước đây", "The difficulty"),
        Field::Solution => STEP_SOLUTION,
        Field::Novelty => word("Điểm mới", "What is new"),
        Field::Effect => word("Kết quả", "What came of it"),
        Field::Story => STEP_STORY,
        Field::BenefitVnd => word("Tiền làm lợi", "Benefit"),
        Field::BenefitPeriod => word("Tính tiền làm lợi theo", "Benefit reckoned"),
        Field::IntangibleBenefit => INTANGIBLE,
        Field::FirstAppliedOn => APPLIED,
        Field::Confidential => CONFIDENTIAL,
        Field::Authors => word("Tác giả và phần đóng góp", "Authors and shares"),
        Field::PublicStory => PUBLIC,
    }
}

/// The four legal types (Nghị định 13/2012/NĐ-CP, Điều 3), in plain words.
pub const fn kind(kind: Kind) -> (Word, Word) {
    match kind {
        Kind::Technical => (
            word("Giải pháp kỹ thuật", "Technical solution"),
            word(
                "Máy móc, dụng cụ, vật liệu, quy trình: làm ra cái gì hay làm bằng cách nào.",
                "Machines, tools, materials, processes: what is made, or how.",
            ),
        ),
        Kind::Management => (
            word("Giải pháp quản lý", "Management solution"),
            word(
                "Sắp xếp người, việc, kho, kế hoạch, kiểm tra cho gọn hơn.",
                "Arranging people, work, stores, plans or checks better.",
            ),
        ),
        Kind::Operational => (
            word("Giải pháp tác nghiệp", "Operational solution"),
            word(
                "Cách thao tác, nghiệp vụ hằng ngày nhanh hơn, đúng hơn.",
                "Doing everyday work faster or more exactly.",
            ),
        ),
        Kind::AppliedTechnology => (
            word("Ứng dụng tiến bộ kỹ thuật", "Applied technology"),
            word(
                "Đưa một kỹ thuật đã có ở nơi khác về dùng tại đơn vị mình.",
                "Bringing a technique that exists elsewhere to one's own workplace.",
            ),
        ),
    }
}

/// What to ask about a day of first application, if anything.
pub fn ask_applied(day: Date, today: Date, lang: Lang) -> Option<String> {
    Some(match surprise(day, today)? {
        Surprise::Future => APPLIED_FUTURE.say(lang).to_owned(),
        Surprise::YearsAgo(years) => APPLIED_LONG_AGO.fill(lang, &[&years.to_string()]),
    })
}

/// "Mỗi năm", "Một lần".
pub const fn period(period: BenefitPeriod) -> Word {
    match period {
        BenefitPeriod::PerYear => PER_YEAR,
        BenefitPeriod::Once => ONCE,
    }
}

/// What the shares' sum needs, if it isn't 100.
pub fn shares(sum: u32, lang: Lang) -> Option<String> {
    let words = match sum {
        100 => return None,
        0..100 => SHARES_UNDER,
        _ => SHARES_OVER,
    };
    Some(words.fill(lang, &[&sum.to_string(), &sum.abs_diff(100).to_string()]))
}

/// "Còn thiếu 2 mục: …".
pub fn missing(faults: &[FieldFault], lang: Lang) -> String {
    let names: Vec<&str> = faults.iter().map(|fault| fault_name(fault, lang)).collect();
    let names = names.join(", ");
    match faults.len() {
        1 => MISSING_ONE.fill(lang, &[&names]),
        many => MISSING.fill(lang, &[&number(many, lang), &names]),
    }
}

/// What a fault is about: "tỷ lệ đóng góp".
pub fn fault_name(fault: &FieldFault, lang: Lang) -> &'static str {
    let words = match (fault.field(), &fault.fault) {
        (Some(Field::Authors), Fault::SharesSum { .. } | Fault::WrongType) => word("tỷ lệ đóng góp", "the shares"),
        (Some(Field::Authors), _) => word("họ tên đồng tác giả", "a co-author's name"),
        (Some(_), Fault::Unresolved) => word("chọn giữa hai bản", "the choice between two versions"),
        (Some(field), _) => name(field),
        (None, _) => word("một chỗ cần sửa", "something to put right"),
    };
    words.say(lang)
}

/// What is wrong with a field, under it.
pub fn fault(field: Field, fault: &Fault, lang: Lang) -> String {
    match fault {
        Fault::Missing if field == Field::Title => {
            word("Đặt cho sáng kiến một cái tên.", "Give the initiative a name.").say(lang).to_owned()
        }
        Fault::Missing => word("Chỗ này còn trống.", "This is empty.").say(lang).to_owned(),
        Fault::SharesSum { sum } => shares(*sum, lang).unwrap_or_default(),
        Fault::WrongType if matches!(field, Field::BenefitVnd | Field::Authors) => NUMBER_UNSAVED.say(lang).to_owned(),
        Fault::TooLong { max } => {
            let words =
                word("Dài quá {0} chữ cái. Rút gọn giúp nhé.", "Longer than {0} characters. Please shorten it.");
            words.fill(lang, &[&number(*max as usize, lang)])
        }
        Fault::Unresolved => CONFLICT.say(lang).to_owned(),
        // No field of an initiative has the faults of an account.
        Fault::WrongType
        | Fault::BadCharacter
        | Fault::OutOfRange { .. }
        | Fault::TooShort { .. }
        | Fault::Guessable
        | Fault::Taken
        | Fault::Unknown => word("Xem lại chỗ này giúp nhé.", "Please check this.").say(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_shares_says_what_to_do() {
        assert_eq!(shares(110, Lang::Vi).as_deref(), Some("Tổng đang là 110%. Bớt 10% ở một người là được."));
        assert_eq!(shares(90, Lang::Vi).as_deref(), Some("Tổng đang là 90%. Thêm 10% cho một người là được."));
        assert_eq!(shares(100, Lang::Vi), None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let faults = [
            FieldFault::of(Field::FirstAppliedOn, Fault::Missing),
            FieldFault::of(Field::Authors, Fault::SharesSum { sum: 90 }),
        ];
        assert_eq!(
            missing(&faults, Lang::Vi),
            "Còn thiếu 2 mục: ngày áp dụng lần đầu, tỷ lệ đóng góp. Bấm vào để tới đúng chỗ."
        );
    }

    #[test]
    fn every_part_has_a_name_in_both_languages() {
        for field in Field::ALL {
            for words in [name(field), heading(field)] {
                assert!(!words.say(Lang::Vi).is_empty() && !words.say(Lang::En).is_empty());
                assert_ne!(words.say(Lang::Vi), words.say(Lang::En), "{field:?}");
            }
        }
    }
}
