//! The words of the producers' control desk.

use model::unit::Level;

use super::{Word, word};

pub const CONTROL: Word = word("Bàn điều khiển", "Control desk");

// Signing in.
pub const LEAD: Word = word("Dành cho đạo diễn của chương trình.", "For the producers of the show.");
pub const AGAIN: Word = word(
    "Phiên đăng nhập đã hết. Những gì đang phát vẫn phát, đăng nhập lại để điều khiển tiếp.",
    "The session has ended. What is on air goes on; sign in again to run it.",
);
pub const NOT_PRODUCER: Word = word("Tài khoản này không phải đạo diễn", "This account isn't a producer's");
pub const NOT_PRODUCER_TEXT: Word = word(
    "Chỉ đạo diễn điều khiển được chương trình. Hãy hỏi quản trị toàn quốc để được giao quyền đạo diễn, hoặc đăng nhập bằng tài khoản khác.",
    "Only producers run the show. Ask the national administrator to make you one, or sign in with another account.",
);

// The bar at the top.
pub const SHOW: Word = word("Chương trình", "The show");
pub const UNTITLED: Word = word("Chương trình chưa đặt tên", "Untitled show");
pub const REHEARSAL: Word = word("DIỄN TẬP", "REHEARSAL");
pub const PRESENT: Word = word("{0} người: {1}", "{0} here: {1}");
pub const LINK_GOOD: Word = word("Kết nối tốt, lượt {0}", "Link is good, revision {0}");
pub const LINK_OPENING: Word = word("Đang nối máy chủ…", "Reaching the server…");
pub const LINK_LOST: Word = word(
    "Mất nối với máy chủ, trạng thái lúc {0}, {1} trước",
    "The server can't be reached; as it was at {0}, {1} ago",
);
pub const SECONDS: Word = word("{0} giây", "{0} s");
pub const MINUTES: Word = word("{0} phút", "{0} min");
pub const HOURS: Word = word("{0} giờ", "{0} h");
pub const NO_LINK: Word = word(
    "Chưa rõ máy chủ đã nhận chưa. Khi nối lại, xem nhật ký rồi bấm lại nếu cần.",
    "It isn't known whether the server has it. Once the link is back, look at the log and press again if need be.",
);
pub const NOT_NOW: Word = word(
    "Đang mất nối với máy chủ nên chưa làm gì cả. Khi nối lại thì bấm lần nữa.",
    "The server can't be reached, so nothing was done. Press again once the link is back.",
);
pub const SENDING: Word = word("Đang gửi…", "Sending…");

// The rundown.
pub const RUNDOWN: Word = word("Kịch bản", "Rundown");
pub const ADD: Word = word("Thêm mục", "Add an item");
pub const EMPTY: Word =
    word("Kịch bản chưa có mục nào. Thêm mục đầu tiên.", "The rundown is empty. Add the first item.");
pub const MORE_OF: Word = word("Chỉnh mục {0}", "Edit item {0}");
pub const NATION: Word = word("Toàn quốc", "Nationwide");
pub const WAITING: Word = word("Màn chờ, mã QR tham gia", "Waiting screen, QR code to join");
pub const NUMBER_OF: Word = word("{0}, con số lớn", "{0}, the big number");
pub const LEAGUE_RANKS: Word = word("Bảng xếp hạng, {0} đến {1}", "League, {0} to {1}");
pub const LEAGUE_RANK: Word = word("Bảng xếp hạng, hạng {0}", "League, number {0}");
pub const LEAGUE_ONE_OF: Word = word("Bảng xếp hạng {0}, hạng {1}", "League of {0}, number {1}");
pub const LEAGUE_OF: Word = word("Bảng xếp hạng {0}, {1} đến {2}", "League of {0}, {1} to {2}");
pub const STORY: Word = word("Câu chuyện", "Story");
pub const STORY_OF: Word = word("Chuyện: {0}", "Story: {0}");
pub const MAP: Word = word("Bản đồ các đơn vị", "Map of the units");
pub const TIMELINE: Word = word("Dòng thời gian và dự báo", "Timeline and projection");
pub const TIMELINE_OF: Word = word("Dòng thời gian, {0}", "Timeline, {0}");
pub const GONE_ITEM: Word = word("mục đã bỏ", "an item since removed");

pub const IS_ON_AIR: Word = word("đang phát từ {0}", "on air since {0}");
pub const IS_EMBARGOED: Word = word("cấm phát trước {0}", "embargoed until {0}");
pub const IS_NO_CONSENT: Word = word("chưa có đồng ý công khai", "the author hasn't agreed");
pub const IS_UNAPPROVED: Word = word("chưa duyệt", "not approved");
pub const IS_SKIPPED: Word = word("đã bỏ qua khi duyệt", "passed over");
pub const IS_APPROVED: Word = word("đã duyệt, có đồng ý công khai", "approved, the author agrees");
pub const IS_APPROVED_UNNAMED: Word = word("đã duyệt, không nêu tên", "approved without names");
pub const IS_TYPED: Word = word("nhập tay {0}", "typed: {0}");
pub const IS_HELD: Word = word("giữ ở số {0}", "held at no. {0}");
pub const IS_READY: Word = word("sẵn sàng", "ready");
pub const IS_AIRED: Word = word("đã phát {0}", "aired {0}");
pub const IS_LIVE: Word = word("tự cập nhật", "follows the server");

// Preview and program, and what is done to them.
pub const PREVIEW: Word = word("Xem trước", "Preview");
pub const PROGRAM: Word = word("Đang phát", "On air");
pub const NOTHING_NEXT: Word = word("chưa chọn mục nào", "nothing chosen");
pub const NOTHING_ON: Word = word("chưa phát mục nào", "nothing yet");
pub const HIDDEN_NOW: Word = word("đang ẩn", "hidden");
pub const FROZEN_NOW: Word = word("đang đóng băng", "frozen");
pub const TAKE: Word = word("Đưa lên sóng", "Take");
pub const SPACE: Word = word("phím cách", "space");
pub const NEXT: Word = word("Mục sau", "Next");
pub const FREEZE: Word = word("Đóng băng", "Freeze");
pub const UNFREEZE: Word = word("Thôi đóng băng", "Unfreeze");
pub const HOLD: Word = word("Giữ con số", "Hold");
pub const RELEASE: Word = word("Thả con số", "Release");
pub const HIDE: Word = word("Ẩn ngay", "Hide");
pub const UNHIDE: Word = word("Hiện lại", "Show again");

// Figures.
pub const FIGURES: Word = word("Con số", "Figures");
pub const AT_SERVER: Word = word("Máy chủ, {0}", "Server, {0}");
pub const JUST_NOW: Word = word("vừa xong", "just now");
pub const AGO: Word = word("{0} trước", "{0} ago");
pub const NUMBERED: Word = word("số {0}, lúc {1}", "no. {0}, at {1}");
pub const AT_AIR: Word = word("Đang trên sóng", "On air");
pub const NO_FIGURE: Word = word("không có con số", "no figure");
pub const IS_HIDDEN: Word = word("đang ẩn", "hidden");
pub const TYPED_FROM: Word = word("số nhập tay, nguồn: {0}", "typed, from: {0}");
pub const STANDS_AT: Word = word("đứng ở số {0}", "stands at no. {0}");
pub const SAME: Word = word("trùng với máy chủ", "the same as the server's");
pub const BEHIND_BY: Word = word("kém máy chủ {0}", "{0} less than the server");
pub const AHEAD_BY: Word = word("hơn máy chủ {0}", "{0} more than the server");
pub const EMBARGO_OF: Word = word("Mục {0} cấm phát", "Item {0} is embargoed");
pub const EMBARGO_LEFT: Word = word("đến {0}, còn {1}", "until {0}, {1} left");
pub const EMBARGO_ONLY: Word = word("Đến giờ chỉ mở khóa, không tự phát.", "Then it is unlocked, and not put on air.");
pub const EMBARGO_NONE: Word = word("Không mục nào đang cấm phát", "Nothing is embargoed");

pub const LOG: Word = word("Nhật ký", "Log");
pub const LOG_EMPTY: Word = word("Chưa ai làm gì.", "Nobody has done anything yet.");
pub const OUTPUTS: Word = word("Đầu ra", "Outputs");
pub const OUTPUTS_NONE: Word = word(
    "Chưa có đầu ra nào nối vào. Mở /show/program trên máy phát hình.",
    "No output is connected. Open /show/program on the machine that plays it out.",
);
pub const OUTPUT_LOST: Word = word("mất nối {0}, giữ hình cuối", "lost for {0}, keeps its last picture");
pub const OUTPUT_HERE: Word = word("đang nối", "connected");
pub const OUTPUT_SIZE: Word = word("{0} × {1}, đang nối", "{0} × {1}, connected");

// The side.
pub const TO_PRESENTER: Word = word("Nhắn người dẫn", "To the presenter");
pub const MESSAGE: Word = word("Lời nhắn", "Message");
pub const MESSAGE_SEND: Word = word("Gửi lên màn nhắc", "Put on the prompter");
pub const MESSAGE_CLEAR: Word = word("Xóa màn nhắc", "Clear the prompter");
pub const MESSAGE_SHOWN: Word = word("Trên màn nhắc: “{0}”, {1} lúc {2}", "On the prompter: “{0}”, {1} at {2}");
pub const TO_APPROVE: Word = word("Chờ duyệt {0}", "To approve: {0}");
pub const NONE_TO_APPROVE: Word = word("Không có câu chuyện nào chờ duyệt.", "No story waits.");
pub const APPROVED_ALREADY: Word = word("Đã xem {0}", "Seen: {0}");
pub const WITHOUT_CONSENT: Word = word("Chưa có đồng ý công khai: {0}", "Without the author's agreement: {0}");
pub const AGREED_ON: Word = word("{0}, {1}. Đồng ý công khai ngày {2}.", "{0}, {1}. Agreed to be public on {2}.");
pub const NOT_AGREED: Word = word(
    "Chưa có đồng ý công khai nên chưa duyệt được.",
    "The author hasn't agreed to its being public, so it can't be approved.",
);
pub const SKIP: Word = word("Bỏ qua", "Skip");
pub const APPROVE: Word = word("Duyệt", "Approve");
pub const APPROVE_UNNAMED: Word = word("Duyệt, không nêu tên", "Approve without names");

// Adding an item.
pub const SCENE: Word = word("Cảnh", "Scene");
pub const OF_UNIT: Word = word("Đơn vị", "Unit");
pub const FIND_UNIT: Word = word("Tìm đơn vị, gõ không dấu cũng được", "Find a unit, with or without diacritics");
pub const CHOSEN: Word = word("Đã chọn: {0}", "Chosen: {0}");
pub const NONE_FOUND: Word = word("Không thấy đơn vị nào.", "No unit found.");
pub const AMONG: Word = word("Xếp hạng giữa", "Among");
pub const AMONG_CHILDREN: Word = word("Các đơn vị trực thuộc", "Units under one");
pub const AMONG_BLOCK: Word = word("Khối thi đua", "A block");
pub const AMONG_CLUSTER: Word = word("Cụm thi đua", "A cluster");
pub const BLOCK: Word = word("Khối", "Block");
pub const CLUSTER_NAME: Word = word("Tên cụm", "The cluster's name");
pub const CLUSTER_UNITS: Word = word("Các đơn vị trong cụm", "The cluster's units");
pub const DROP: Word = word("Bỏ {0}", "Drop {0}");
pub const FIRST: Word = word("Từ hạng", "From rank");
pub const LAST: Word = word("Đến hạng", "To rank");
pub const CHOOSE: Word = word("Chọn…", "Choose…");
pub const PUT_IN: Word = word("Thêm vào kịch bản", "Add to the rundown");
pub const CHANGE: Word = word("Đổi cảnh", "Change the scene");
pub const CANCEL: Word = word("Thôi", "Cancel");
pub const DONE: Word = word("Xong", "Done");
pub const NEEDS_UNIT: Word = word("Chọn một đơn vị.", "Choose a unit.");
pub const NEEDS_STORY: Word = word("Chọn một câu chuyện.", "Choose a story.");
pub const NEEDS_CLUSTER: Word = word("Đặt tên cho cụm.", "Name the cluster.");
pub const NEEDS_MEMBERS: Word = word("Thêm ít nhất một đơn vị vào cụm.", "Add at least one unit to the cluster.");
pub const NEEDS_RANKS: Word =
    word("Ghi hai thứ hạng, từ nhỏ đến lớn, nhiều nhất 7 hàng.", "Give two ranks in their order, at most 7 rows.");
pub const KIND_WAITING: Word = word("Màn chờ", "Waiting screen");
pub const KIND_NUMBER: Word = word("Con số lớn", "The big number");
pub const KIND_UNIT: Word = word("Một đơn vị", "A unit");
pub const KIND_LEAGUE: Word = word("Bảng xếp hạng", "League");
pub const KIND_TIMELINE: Word = word("Dòng thời gian", "Timeline");

// An item.
pub const EARLIER: Word = word("Lên một bậc", "Earlier");
pub const LATER: Word = word("Xuống một bậc", "Later");
pub const REMOVE: Word = word("Bỏ khỏi kịch bản", "Remove");
pub const REMOVED: Word = word("Đã bỏ “{0}”.", "Removed “{0}”.");
pub const UNDO: Word = word("Hoàn tác", "Undo");
pub const EMBARGO: Word = word("Cấm phát trước", "Embargo until");
pub const EMBARGO_HELP: Word = word("Giờ Việt Nam, ví dụ 20h40.", "Vietnam's clock, such as 20:40.");
pub const EMBARGO_SET: Word = word("Đặt giờ", "Set");
pub const EMBARGO_LIFT: Word = word("Bỏ cấm phát", "Lift it");
pub const EMBARGO_DAY: Word = word("Ngày cấm phát", "Day of the embargo");
pub const EMBARGO_DAY_WRONG: Word = word("Chọn một ngày.", "Choose a day.");
pub const EMBARGO_PAST: Word = word(
    "Giờ đó của ngày đã chọn đã qua. Chọn giờ sau hoặc ngày khác.",
    "That time of the chosen day is over. Choose a later one or another day.",
);
pub const EMBARGO_WRONG: Word = word("Ghi giờ và phút, ví dụ 20h40.", "Give hours and minutes, such as 20:40.");
pub const TYPED: Word = word("Nhập tay con số", "Type a figure");
pub const TYPED_LEAD: Word = word(
    "Số nhập tay không phải của máy chủ. Trên sóng nó được ghi rõ là nhập tay, kèm nguồn và tên bạn trong nhật ký.",
    "A typed figure isn't the server's. On air it is marked as typed, with its source; the log keeps your name.",
);
pub const FIGURE: Word = word("Con số", "Figure");
pub const FIGURE_WRONG: Word = word("Ghi một số nguyên, ví dụ 2.400.000.", "Give a whole number, such as 2,400,000.");
pub const SOURCE: Word = word("Nguồn", "Source");
pub const SOURCE_NEEDED: Word = word("Ghi số này lấy từ đâu.", "Say where it is from.");
pub const TYPED_SET: Word = word("Dùng số này", "Use it");
pub const TYPED_LIFT: Word = word("Dùng lại số máy chủ", "Use the server's again");

// The show itself.
pub const TITLE: Word = word("Tên chương trình", "Title");
pub const RENAME: Word = word("Đổi tên", "Rename");
pub const TITLE_NEEDED: Word = word("Tên không để trống.", "It needs a title.");
pub const AIR_LANG: Word = word("Ngôn ngữ trên sóng", "Language on air");
pub const VIETNAMESE: Word = word("Tiếng Việt", "Vietnamese");
pub const ENGLISH: Word = word("Tiếng Anh", "English");
pub const TRANSITION: Word = word("Chuyển cảnh khi đưa lên sóng", "How a take comes in");
pub const DISSOLVE: Word = word("Mờ chồng", "Dissolve");
pub const CUT: Word = word("Cắt", "Cut");
pub const DESK_LANG: Word = word("Bàn điều khiển bằng tiếng Anh", "The desk in Vietnamese");
pub const DRILL: Word = word("Diễn tập", "Rehearsal");
pub const DRILL_LEAD: Word = word(
    "Máy mô phỏng thêm sáng kiến giả vào số thật. Mọi hình đều mang chữ DIỄN TẬP.",
    "A simulator adds made-up initiatives to the real ones. Every picture says REHEARSAL.",
);
pub const PER_SECOND: Word = word("Sáng kiến giả mỗi giây", "Made-up initiatives a second");
pub const PER_SECOND_WRONG: Word = word("Từ 0 đến 1.000.", "0 to 1,000.");
pub const REHEARSE: Word = word("Bắt đầu diễn tập", "Begin");
pub const RE_REHEARSE: Word = word("Đổi tốc độ", "Change the pace");
pub const BURST: Word = word("Thêm cùng lúc", "At once");
pub const BURST_WRONG: Word = word("Từ 1 đến 1.000.000.", "1 to 1,000,000.");
pub const BURST_GO: Word = word("Thêm", "Add");
pub const TO_MILESTONE: Word = word("Tới mốc {0}", "To {0}");
pub const CUT_LINK: Word = word("Cắt mạng các đầu ra 10 giây", "Cut the outputs' link for 10 s");
pub const END_DRILL: Word = word("Kết thúc diễn tập", "End the rehearsal");
pub const KEYS: Word = word(
    "Phím: cách đưa lên sóng · N mục sau · F đóng băng · G giữ con số · H ẩn · 1–9 xem trước. Enter bấm nút đang chọn.",
    "Keys: space takes · N next · F freeze · G hold · H hide · 1–9 preview. Enter presses the focused button.",
);

// What was done, behind a name.
pub const DID_RENAME: Word = word("đổi tên chương trình thành “{0}”", "renamed the show “{0}”");
pub const DID_SPEAK_VI: Word = word("cho phát bằng tiếng Việt", "set the air to Vietnamese");
pub const DID_SPEAK_EN: Word = word("cho phát bằng tiếng Anh", "set the air to English");
pub const DID_ADD: Word = word("thêm “{0}”", "added “{0}”");
pub const DID_CHANGE: Word = word("đổi một mục thành “{0}”", "changed an item to “{0}”");
pub const DID_MOVE: Word = word("chuyển chỗ “{0}”", "moved “{0}”");
pub const DID_REMOVE: Word = word("bỏ một mục", "removed an item");
pub const DID_PREVIEW: Word = word("xem trước “{0}”", "previewed “{0}”");
pub const DID_TAKE: Word = word("đưa “{0}” lên sóng", "took “{0}”");
pub const DID_TAKE_NEXT: Word = word("đưa mục xem trước lên sóng", "took what was previewed");
pub const DID_NEXT: Word = word("xem trước mục sau", "previewed the next item");
pub const DID_FREEZE: Word = word("đóng băng hình đang phát", "froze the picture");
pub const DID_UNFREEZE: Word = word("thôi đóng băng", "unfroze the picture");
pub const DID_HIDE: Word = word("ẩn hình đang phát", "hid the picture");
pub const DID_UNHIDE: Word = word("cho hiện lại", "showed it again");
pub const DID_HOLD: Word = word("giữ con số của “{0}”", "held the figures of “{0}”");
pub const DID_HOLD_AIR: Word = word("giữ con số đang phát", "held the figures on air");
pub const DID_RELEASE: Word = word("thả con số của “{0}”", "released the figures of “{0}”");
pub const DID_RELEASE_AIR: Word = word("thả con số đang phát", "released the figures on air");
pub const DID_EMBARGO: Word = word("đặt giờ cấm phát {0} cho “{1}”", "embargoed until {0}: “{1}”");
pub const DID_LIFT: Word = word("bỏ giờ cấm phát của “{0}”", "lifted the embargo on “{0}”");
pub const DID_TYPE: Word = word("nhập tay {0} cho “{1}”, nguồn: {2}", "typed {0} for “{1}”, from: {2}");
pub const DID_UNTYPE: Word = word("dùng lại số máy chủ cho “{0}”", "used the server's figure again for “{0}”");
pub const DID_APPROVE: Word = word("duyệt câu chuyện “{0}”", "approved the story “{0}”");
pub const DID_APPROVE_UNNAMED: Word =
    word("duyệt câu chuyện “{0}”, không nêu tên", "approved the story “{0}” without names");
pub const DID_SKIP: Word = word("bỏ qua câu chuyện “{0}”", "passed over the story “{0}”");
pub const DID_CLEAR: Word = word("xóa màn nhắc", "cleared the prompter");
pub const DID_MESSAGE: Word = word("nhắn người dẫn: “{0}”", "told the presenter: “{0}”");
pub const DID_REHEARSE: Word =
    word("bật diễn tập, máy mô phỏng {0} sáng kiến mỗi giây", "began a rehearsal, {0} made-up initiatives a second");
pub const DID_BURST: Word = word("thêm {0} sáng kiến giả cùng lúc", "added {0} made-up initiatives at once");
pub const DID_CUT: Word = word("cắt mạng các đầu ra {0} giây", "cut the outputs' link for {0} s");
pub const DID_END: Word = word("kết thúc diễn tập", "ended the rehearsal");

/// A block of units that are of one level.
pub const fn level(level: Level) -> Word {
    match level {
        Level::National => NATION,
        Level::Province => word("khối tỉnh, thành phố", "provinces"),
        Level::Sector => word("khối ngành trung ương", "sectors"),
        Level::Corporation => word("khối tập đoàn, tổng công ty", "corporations"),
        Level::Upper => word("khối cấp trên cơ sở", "upper units"),
        Level::Grassroots => word("khối cơ sở", "grassroots units"),
        Level::Team => word("khối tổ công đoàn", "teams"),
    }
}
