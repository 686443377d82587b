//! The words in which an author learns that an initiative is recognised.

use model::initiative::RecognitionLevel;

use super::{Word, word};

pub const NEWS: Word = word("Tin vui cho bạn", "Good news for you");
/// By the level, as a heading.
pub const fn heading(level: Option<RecognitionLevel>) -> Word {
    match level {
        Some(RecognitionLevel::Grassroots) => {
            word("Sáng kiến được công nhận cấp cơ sở", "Recognised at grassroots level")
        }
        Some(RecognitionLevel::Upper) => word("Sáng kiến được công nhận cấp trên", "Recognised at upper level"),
        Some(RecognitionLevel::National) => word("Sáng kiến được công nhận toàn quốc", "Recognised nationwide"),
        None => word("Sáng kiến được công nhận", "Your initiative is recognised"),
    }
}
pub const THANKS: Word = word(
    "Cảm ơn bạn và anh chị em đã cùng làm. Việc bạn nghĩ ra nay có thể giúp nhiều người khác.",
    "Thank you, and all who made it with you. What you thought of can help many others now.",
);
pub const WHO: Word = word("Người công nhận", "Recognised by");
pub const OF_UNIT: Word = word("{0}, {1}", "{0}, {1}");
pub const WHEN: Word = word("Ngày công nhận", "On");
pub const WORTH: Word = word("Giá trị làm lợi", "Benefit");
pub const VERIFIED: Word = word("{0}, đã thẩm định", "{0}, verified");
pub const ESTIMATED: Word = word("{0}, bạn ước tính", "{0}, as you estimate");
pub const ENDORSED: Word = word("Cùng xác nhận", "Endorsed by");
pub const ENDORSED_BY: Word = word("{0}, {1}, ký {2}", "{0}, {1}, signed {2}");
pub const NEXT: Word = word("Tiếp theo", "What follows");
pub const NEXT_HIGHER: Word = word(
    "Sáng kiến đã được trình lên {0} để xét ở cấp cao hơn, từ {1}. Chậm nhất {2} sẽ có trả lời.",
    "It was put before {0} for a higher level, on {1}. You can expect an answer by {2}.",
);
pub const NEXT_NOT_HIGHER: Word = word(
    "Cấp trên chưa công nhận ở cấp cao hơn; mức đã công nhận vẫn giữ nguyên.",
    "It wasn't recognised at a higher level; the recognition it has stands.",
);
pub const NEXT_PAY: Word = word(
    "Nếu không có thỏa thuận khác, mỗi năm trong 3 năm đầu tác giả được trả thù lao ít nhất 7% tiền làm lợi của năm đó (Nghị định 13/2012/NĐ-CP). Hỏi công đoàn đơn vị để biết cách nhận.",
    "Unless agreed otherwise, its authors receive at least 7% of each year's benefit for the first 3 years (Decree 13/2012/NĐ-CP). Ask your union how.",
);
pub const NEXT_PUBLIC: Word = word(
    "Câu chuyện của bạn đang ở trang công khai, ai cũng đọc và làm theo được.",
    "Your story is on the public pages, for everyone to read and follow.",
);
pub const NEXT_PRIVATE: Word = word(
    "Câu chuyện chưa công khai. Muốn mọi người đọc và làm theo thì bật ở cuối trang.",
    "The story isn't public. To let everyone read and follow it, say so at the end of this page.",
);
pub const SHARE: Word = word("Chia sẻ tin vui", "Share the news");
pub const COPIED: Word = word("Đã chép, bạn dán vào đâu cũng được.", "Copied; paste it wherever you like.");
pub const NOT_COPIED: Word = word("Trình duyệt không cho chép.", "The browser doesn't allow copying.");
pub const OPEN: Word = word("Xem sáng kiến", "Open the initiative");
/// What is shared of one that everybody may read: its title, the level.
pub const SHARED_PUBLIC: Word = word("“{0}”: {1}.", "“{0}”: {1}.");
/// What is shared of another: the level alone.
pub const SHARED_PRIVATE: Word =
    word("Tôi có {0} trong chương trình Một triệu sáng kiến.", "In the campaign One million initiatives I have: {0}.");
pub const FORWARDED: Word = word("Đã trình {0} ngày {1}", "Put before {0} on {1}");
pub const ANSWER_BY: Word = word("Chậm nhất {0} sẽ có trả lời.", "You can expect an answer by {0}.");
pub const RECEIVED_ON: Word = word("Cán bộ đã tiếp nhận ngày {0}.", "The officers took it in on {0}.");
pub const SENT_WAITS: Word = word(
    "Cán bộ chưa tiếp nhận. Từ ngày tiếp nhận, chậm nhất 3 tháng sẽ có trả lời.",
    "The officers haven't taken it in yet. From that day you can expect an answer within 3 months.",
);
