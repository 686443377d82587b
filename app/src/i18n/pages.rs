//! The longer texts of the public pages: rules and counting, privacy. Each is a list of headings with their paragraphs.

use super::{Word, word};

/// A heading with what stands under it.
#[derive(Clone, Copy, Debug)]
pub struct Passage {
    /// The anchor that links lead to.
    pub id: &'static str,
    /// The heading.
    pub head: Word,
    /// The paragraphs.
    pub text: &'static [Word],
}

pub const RULES_TITLE: Word = word("Thể lệ và cách đếm", "The rules, and how we count");
pub const RULES_LEAD: Word = word(
    "Ai cũng kiểm lại được con số trên bảng. Đây là cách chúng được đếm.",
    "Anyone can check the figures on the board. This is how they are counted.",
);

/// Rules and counting. The conditions are those of the published campaign and of Nghị định 13/2012/NĐ-CP.
pub const RULES: &[Passage] = &[
    Passage {
        id: "the-le",
        head: word("Sáng kiến nào được nhận", "What is accepted"),
        text: &[
            word(
                "Giải pháp kỹ thuật, giải pháp quản lý, giải pháp tác nghiệp, hoặc ứng dụng tiến bộ kỹ thuật; mới trong phạm vi nơi làm việc, đã áp dụng hoặc áp dụng thử trong thời gian của chương trình, và mang lại lợi ích thiết thực.",
                "A technical, management or operational solution, or the application of a technical advance; new within the workplace, applied or trialled during the campaign, and of practical benefit.",
            ),
            word(
                "Không nhận giải pháp trái trật tự công cộng hoặc đạo đức xã hội, và giải pháp đang được bảo hộ quyền sở hữu trí tuệ.",
                "Not accepted: what is against public order or ethics, or under intellectual property protection.",
            ),
            word(
                "Người lao động tự gửi, hoặc công đoàn gửi thay khi bài viết trên giấy. Nhiều người cùng làm thì ghi tỷ lệ đóng góp của từng người, cộng lại đúng 100%.",
                "Workers submit it themselves, or their union does so from paper. Where several people worked together, each one’s share is stated; the shares sum to 100%.",
            ),
        ],
    },
    Passage {
        id: "cach-dem",
        head: word("Ba con số riêng", "Three separate counts"),
        text: &[
            word(
                "Đã gửi: sáng kiến đã gửi, đã tiếp nhận hoặc đã được công nhận. Bản nháp, bản cần bổ sung, bản đã rút, bị từ chối hoặc trùng lặp không được tính.",
                "Submitted: initiatives that are submitted, received or recognised. Drafts and what is returned, withdrawn, declined or a duplicate don’t count.",
            ),
            word(
                "Được công nhận: sáng kiến đã có quyết định công nhận ở một cấp.",
                "Recognised: initiatives with a decision of recognition at some level.",
            ),
            word(
                "Người tham gia: người có ít nhất một sáng kiến được tính. Mỗi người đếm một lần trong đơn vị của mình, dù gửi bao nhiêu sáng kiến.",
                "People taking part: those with at least one initiative that counts. Each is counted once in their unit, however many they submit.",
            ),
            word(
                "Mỗi sáng kiến được tính cho đơn vị của người gửi, cho mọi đơn vị cấp trên, và cho toàn quốc. Một lần gửi chỉ được đếm một lần, kể cả khi mạng chập chờn và máy phải gửi lại.",
                "Each initiative counts for its author’s unit, for every unit above it, and for the nation. It counts once, even if a poor connection makes the phone send it again.",
            ),
        ],
    },
    Passage {
        id: "chi-tieu",
        head: word("Chỉ tiêu, phần trăm và thứ hạng", "Targets, percentages and ranks"),
        text: &[
            word(
                "Chỉ tiêu được giao do cấp trên giao; chỉ tiêu tự đặt do đơn vị tự phấn đấu. Phần trăm luôn là số đã gửi so với chỉ tiêu được giao, tính lại mỗi lần xem, làm tròn một chữ số. “Đạt 131,2%” và “vượt 31,2%” là một.",
                "An assigned target comes from the level above; a self-set one is the unit’s own. The percentage is always of initiatives submitted against the assigned target, computed afresh, rounded to one decimal. “131.2%” and “exceeded by 31.2%” are the same.",
            ),
            word(
                "Đơn vị xếp hạng theo tỷ lệ đó, tính chính xác khi chưa làm tròn, trong các đơn vị cùng cấp trên; bằng nhau thì đồng hạng và đứng theo tên. Đơn vị chưa được giao chỉ tiêu không xếp hạng.",
                "Units are ranked by that share, exactly and before it is rounded, among those under the same parent; equals share a rank and stand by their names. A unit without an assigned target isn’t ranked.",
            ),
        ],
    },
    Passage {
        id: "lam-loi",
        head: word("Giá trị làm lợi", "Benefit"),
        text: &[word(
            "Tác giả ước tính một con số; cán bộ thẩm định có thể ghi một con số khác. Hai tổng được để riêng, không cộng vào nhau. Không ghi giá trị bằng tiền không có nghĩa là bằng không: nhiều lợi ích không đo được bằng tiền.",
            "The author estimates a value; the officer who verifies may record another. The two sums are kept apart and never added up. No value in money doesn’t mean zero: much benefit can’t be measured in money.",
        )],
    },
    Passage {
        id: "khi-nao",
        head: word("Con số của lúc nào", "As of when"),
        text: &[word(
            "Mỗi bảng ghi rõ số tính đến lúc nào, theo giờ Việt Nam. Khi mất kết nối, trang giữ con số gần nhất và nói nó đã bao lâu.",
            "Each board says as of when its figures are, in Vietnam’s time. When the connection is lost, the page keeps the latest figures and says how old they are.",
        )],
    },
];

pub const PRIVACY_TITLE: Word = word("Quyền riêng tư", "Privacy");
pub const PRIVACY_LEAD: Word = word(
    "Chúng tôi chỉ hỏi những gì cần để sáng kiến của bạn được xét, và nói rõ ai được xem.",
    "We ask only for what is needed to consider your initiative, and say who may see it.",
);

/// Personal data, after Luật Bảo vệ dữ liệu cá nhân (Law 91/2025/QH15) and Decree 356/2025.
pub const PRIVACY: &[Passage] = &[
    Passage {
        id: "thu-thap",
        head: word("Chúng tôi giữ gì", "What we keep"),
        text: &[
            word(
                "Họ và tên, đơn vị, số thẻ đoàn viên nếu bạn ghi, và những gì bạn viết trong sáng kiến, gồm tên, chức danh và tỷ lệ đóng góp của đồng tác giả. Không hỏi căn cước, ảnh giấy tờ hay ngày sinh.",
                "Your name, your unit, your membership number if you give it, and what you write in an initiative, co-authors’ names, positions and shares included. We don’t ask for identity cards, photos of documents or your date of birth.",
            ),
            word(
                "Khi có mạng, bản nháp cũng được gửi lên để giữ hộ, phòng khi hỏng hoặc mất máy. Chỉ bạn xem được bản nháp của mình.",
                "When there is a connection, drafts are sent too, to be kept safe if the phone breaks or is lost. Only you can see your drafts.",
            ),
        ],
    },
    Passage {
        id: "ai-xem",
        head: word("Ai được xem", "Who may see it"),
        text: &[
            word(
                "Sáng kiến đã gửi: bạn, và cán bộ công đoàn xét sáng kiến của đơn vị bạn và các cấp trên. Phần bạn đánh dấu bảo mật không bao giờ ra khỏi nơi xét.",
                "A submitted initiative: you, and the union officers who review for your unit and the levels above it. What you mark confidential never leaves the review.",
            ),
            word(
                "Trang công khai chỉ có các con số cộng lại. Câu chuyện của một người chỉ được công khai khi người đó đồng ý riêng cho việc này.",
                "Public pages show sums only. A person’s story is made public only with their separate consent to that.",
            ),
            word(
                "Khi bạn ghi là muốn áp dụng một câu chuyện, mọi người thấy có bao nhiêu người muốn, tác giả thấy ở những đơn vị nào. Không ai thấy tên bạn, và bạn bỏ được lúc nào cũng được.",
                "When you say that you would like to apply a story, everyone sees how many would, its author in which units. Nobody sees your name, and you can take it back at any time.",
            ),
        ],
    },
    Passage {
        id: "quyen",
        head: word("Quyền của bạn", "Your rights"),
        text: &[
            word(
                "Bạn được biết, đồng ý hoặc rút đồng ý, xem, sửa, nhận lại, yêu cầu xóa, hạn chế hoặc phản đối việc dùng dữ liệu của mình, và khiếu nại. Rút đồng ý không ảnh hưởng tới việc đã làm trước đó.",
                "You may know, consent and withdraw consent, see, correct, be given, have deleted or restricted the data about you, object to its use, and complain. Withdrawing consent doesn’t undo what was done before.",
            ),
            word(
                "Nói với cán bộ công đoàn đơn vị bạn. Trong 2 ngày làm việc bạn được trả lời lần đầu; phần lớn yêu cầu xong trong 15 đến 20 ngày. Khi xóa, tên bạn được bỏ khỏi các sáng kiến, còn con số vẫn giữ nguyên.",
                "Speak to your unit’s union officer. You get a first answer within 2 working days; most requests are done within 15 to 20 days. On deletion your name is removed from your initiatives, and the counts stay.",
            ),
        ],
    },
    Passage {
        id: "tren-may",
        head: word("Trên máy của bạn", "On your device"),
        text: &[word(
            "Bài viết và chìa khóa của máy nằm trong bộ nhớ của trình duyệt. Trang công khai chỉ đặt hai cookie, và chỉ khi bạn chọn: ngôn ngữ và giao diện sáng hay tối. Không có quảng cáo, không theo dõi, không gửi gì cho bên thứ ba.",
            "What you write and the device’s key are kept in the browser’s storage. Public pages set two cookies, and only when you choose: language, and light or dark. No advertising, no tracking, nothing is sent to third parties.",
        )],
    },
];
