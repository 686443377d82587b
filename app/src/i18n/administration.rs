//! The words of the pages of those who administer units.

mod log;

use model::rights::Role;

use super::{Word, word};
use crate::administration::Column;

pub use log::*;

// Finding the way.
pub const PLACES: Word = word("Các nơi làm việc", "Places");
pub const REVIEW: Word = word("Xét duyệt", "Review");
pub const UNITS: Word = word("Đơn vị", "Units");
pub const ACCOUNT: Word = word("Tài khoản", "Account");
pub const PAGES: Word = word("Việc của đơn vị", "The unit's pages");
pub const OVERVIEW: Word = word("Tổng quan", "Overview");
pub const MEMBERS: Word = word("Đoàn viên", "Members");
pub const JOIN_CODE: Word = word("Mã vào đơn vị", "Join code");
pub const OFFICERS: Word = word("Cán bộ", "Officers");
pub const TARGETS: Word = word("Chỉ tiêu", "Targets");
pub const ENTRIES: Word = word("Nhập từ giấy", "From paper");
pub const AUDIT: Word = word("Nhật ký", "Log");
pub const UNDER: Word = word("Thuộc", "Under");

// The link, and what isn't allowed.
pub const LOADING: Word = word("Đang tải…", "Loading…");
pub const NEEDS_LINK: Word = word(
    "Trang này cần có mạng. Những gì bạn đã viết vẫn còn; có mạng thì trang tự tải lại.",
    "This page needs a link. What you have written is still here; the page loads by itself once there is one.",
);
pub const NOT_DONE: Word = word(
    "Chưa làm được vì không tới được máy chủ. Chưa có gì thay đổi.",
    "The server can't be reached. Nothing was changed.",
);
pub const TRY_AGAIN: Word = word("Thử lại", "Try again");
pub const SIGN_IN_AGAIN: Word = word(
    "Phiên đăng nhập đã hết. Đăng nhập lại ngay đây, những gì bạn đã viết vẫn còn.",
    "The session has ended. Sign in again here; what you have written is still here.",
);
pub const NO_UNIT: Word = word("Không có đơn vị nào với mã này.", "There is no unit of that code.");
pub const NOT_YOURS: Word = word("Bạn chưa có quyền mở phần này", "This part isn't yours to open");
pub const ASK_HERE: Word = word(
    "Người quản trị của {0} giao quyền này. Hỏi họ, rồi đăng nhập lại.",
    "An administrator of {0} gives this right. Ask them, then sign in again.",
);
pub const ASK_ABOVE: Word = word(
    "Người quản trị của {0}, hoặc của {1}, giao quyền này. Hỏi họ, rồi đăng nhập lại.",
    "An administrator of {0}, or of {1}, gives this right. Ask them, then sign in again.",
);
pub const NO_UNITS: Word = word("Bạn chưa quản trị đơn vị nào", "You don't administer a unit yet");
pub const NO_UNITS_TEXT: Word = word(
    "Muốn quản trị đoàn viên, mã vào đơn vị hay chỉ tiêu, hỏi người quản trị của đơn vị cấp trên: họ gửi cho bạn một lời mời.",
    "To look after members, join codes or targets, ask an administrator of the unit above: they send you an invitation.",
);

// My units.
pub const MY_UNITS: Word = word("Đơn vị của tôi", "My units");
pub const FIND_BELOW: Word = word("Tìm đơn vị bên dưới", "Find a unit below");
pub const FIND_HINT: Word = word("Tên đơn vị, không cần dấu", "Name of a unit, diacritics or not");
pub const NONE_FOUND: Word = word(
    "Không thấy đơn vị nào tên “{0}”. Thử gõ ít chữ hơn, không cần dấu.",
    "No unit called “{0}”. Try fewer letters; diacritics don't matter.",
);

// The overview.
pub const SUBMITTED: Word = word("Đã gửi", "Submitted");
pub const RECOGNISED: Word = word("Được công nhận", "Recognised");
pub const PEOPLE: Word = word("Người tham gia", "People taking part");
pub const ESTIMATED: Word = word("Làm lợi, tác giả ước tính", "Benefit, as authors estimate");
pub const VERIFIED: Word = word("Làm lợi, đã thẩm định", "Benefit, verified");
pub const DONG: Word = word("đồng", "đồng");
pub const BELOW: Word = word("Đơn vị trực thuộc", "Units directly below");
pub const NOTHING_BELOW: Word = word("Không có đơn vị nào trực thuộc.", "No unit is directly below.");
pub const AS_OF: Word = word("Số tính đến {0}", "Figures as of {0}");
pub const OF_TARGET: Word = word("{0} / {1} sáng kiến, đạt {2}", "{0} of {1} initiatives, {2}");
pub const WITHOUT_TARGET: Word = word("{0} sáng kiến, chưa được giao chỉ tiêu", "{0} initiatives, no target assigned");
pub const SORT_BY: Word = word("Xếp theo", "Sort by");
pub const COVERED: Word = word("Chỉ tiêu đã tới 100% các cấp", "Targets have reached every unit");
pub const COVERED_TEXT: Word =
    word("Không còn đơn vị nào bên dưới chưa có chỉ tiêu.", "No unit below is without a target.");
pub const UNCOVERED: Word = word("{0} đơn vị bên dưới chưa có chỉ tiêu", "Without a target below: {0}");
pub const UNCOVERED_LINE: Word = word("{0} đơn vị chưa có", "without one: {0}");
pub const UNCOVERED_ITSELF: Word = word("chưa có", "has none");
pub const SET_TARGETS: Word = word("Giao chỉ tiêu", "Assign targets");
pub const PUBLIC_PAGE: Word = word("Xem trang công khai", "See the public page");

/// A column of the units below.
pub const fn column(column: Column) -> Word {
    match column {
        Column::Name => word("Đơn vị", "Unit"),
        Column::Target => word("Chỉ tiêu", "Target"),
        Column::Done => SUBMITTED,
        Column::Percent => word("Đạt", "Reached"),
        Column::People => word("Số người", "People"),
        Column::Benefit => word("Ước tính làm lợi", "Estimated benefit"),
    }
}

// Members.
pub const FIND_MEMBER: Word = word("Tìm theo tên hoặc số thẻ", "Find by name or card number");
pub const MEMBER_COUNT: Word = word("{0} đoàn viên, xếp theo tên", "{0} members, by given name");
pub const NO_MEMBERS: Word = word(
    "Chưa có ai vào đơn vị. Dán tờ có mã QR ở nơi mọi người đi qua.",
    "Nobody has joined yet. Put the poster with the QR code where people pass.",
);
pub const NO_MEMBER_FOUND: Word = word(
    "Không thấy ai tên “{0}”. Thử gõ ít chữ hơn, không cần dấu.",
    "Nobody called “{0}”. Try fewer letters; diacritics don't matter.",
);
pub const MORE_MEMBERS: Word = word("Xem thêm", "Show more");
pub const NAME: Word = word("Họ và tên", "Name");
pub const CARD: Word = word("Số thẻ", "Card number");
pub const JOINED: Word = word("Vào từ", "Joined");
pub const SENT: Word = word("Sáng kiến", "Initiatives");
pub const DEVICES: Word = word("Máy", "Devices");
pub const PHONE_LOST: Word = word("Mất máy", "Phone lost");
pub const PHONE_LOST_OF: Word = word("{0} mất máy: ngắt máy khỏi đơn vị", "{0} lost a phone: end its access");
pub const ENDS_DEVICES: Word = word(
    "Sẽ ngắt máy của {0}. Bài đã gửi vẫn còn; vào lại bằng mã của đơn vị.",
    "{0}'s devices lose access. What was sent stays; the unit's code lets them in again.",
);
pub const ENDED_DEVICES: Word = word("Đã ngắt máy của {0}.", "{0}'s devices have no access any more.");
pub const UNDO: Word = word("Hoàn tác, còn {0} giây", "Undo, {0} s left");

// The join code.
pub const CODE_LEAD: Word = word(
    "Ai có mã này vào được đơn vị để gửi sáng kiến. Mã không mở được gì khác.",
    "Whoever has this code can join the unit to send initiatives. It opens nothing else.",
);
pub const POSTER: Word = word("Tờ dán khổ A4 để in", "A4 poster to print");
pub const POSTER_TEXT: Word =
    word("Có mã QR, in đen trắng được. Mở ở thẻ mới.", "With a QR code, fit for black and white. Opens in a new tab.");
pub const COPY_LINK: Word = word("Chép đường dẫn", "Copy the link");
pub const COPIED: Word = word("Đã chép.", "Copied.");
pub const NOT_COPIED: Word = word(
    "Trình duyệt không cho chép. Chạm giữ đường dẫn để chép bằng tay.",
    "The browser doesn't let it be copied. Press and hold the link instead.",
);
pub const REPLACE: Word = word("Đổi mã", "Replace the code");
pub const REPLACE_TITLE: Word = word("Đổi mã vào đơn vị?", "Replace the join code?");
pub const REPLACE_TEXT: Word = word(
    "Mã cũ và các tờ đã dán sẽ không dùng được nữa: phải in tờ mới và thay. Ai đã vào đơn vị thì vẫn ở trong đơn vị.",
    "The present code and the posters on the walls stop working: print new ones and change them. Whoever has joined stays.",
);
pub const KEEP_CODE: Word = word("Giữ mã này", "Keep this code");
pub const REPLACED: Word = word(
    "Đã đổi mã. Mã cũ không dùng được nữa; in tờ mới và thay.",
    "Replaced. The old code is dead; print new posters.",
);

// Officers.
pub const OFFICERS_LEAD: Word = word(
    "Ai giữ quyền trên đơn vị này. Quyền có hiệu lực ở cả các đơn vị bên dưới.",
    "Who holds a role on this unit. It covers the units below as well.",
);
pub const NO_OFFICERS: Word = word("Chưa ai giữ quyền trên đơn vị này.", "Nobody holds a role on this unit.");
pub const SINCE: Word = word("từ {0}", "since {0}");
pub const TAKE: Word = word("Thu quyền", "Take the role");
pub const TAKE_OF: Word = word("Thu quyền {0} của {1}", "Take the role of {0} from {1}");
pub const TAKES: Word = word("Sẽ thu quyền {0} của {1}.", "{1} stops being {0}.");
pub const TOOK: Word = word("Đã thu quyền {0} của {1}.", "{1} is no longer {0}.");
pub const TABLET_LOST: Word = word("Mất máy tính bảng", "Tablet lost");
pub const TABLET_LOST_OF: Word = word("{0} mất máy: chọn máy để xóa", "{0} lost a tablet: choose which to wipe");
pub const WHICH_LOST: Word = word("Mất máy nào?", "Which one was lost?");
pub const NO_DEVICES: Word = word("Không đăng nhập ở máy nào.", "Not signed in anywhere.");
pub const THIS_LOST: Word = word("Mất máy này", "This one");
pub const THIS_LOST_OF: Word = word("Mất máy này: {0}. {1}", "This one was lost: {0}. {1}");
pub const ALL_LOST: Word = word("Mất tất cả", "All of them");
pub const ENDS_SESSION: Word = word(
    "Sẽ đăng xuất {0}. Máy tự xóa dữ liệu khi có mạng; quyết định chưa gửi trên đó sẽ mất.",
    "{0} is signed out. It wipes itself at its next contact; what wasn't sent from it is lost.",
);
pub const ENDED_SESSION: Word = word("Đã đăng xuất {0}.", "{0} is signed out.");
pub const ENDS_SESSIONS: Word = word(
    "Sẽ đăng xuất mọi máy của {0}. Máy nào cũng tự xóa dữ liệu khi có mạng; quyết định chưa gửi trên đó sẽ mất.",
    "All of {0}'s devices are signed out. Each wipes itself at its next contact; what wasn't sent from them is lost.",
);
pub const ENDED_SESSIONS: Word = word("Đã đăng xuất mọi máy của {0}.", "All of {0}'s devices are signed out.");
pub const FORGOTTEN: Word = word("Quên mật khẩu", "Password forgotten");
pub const FORGOTTEN_OF: Word =
    word("{0} quên mật khẩu: tạo đường dẫn đặt lại", "{0} has forgotten the password: make a link for another one");
pub const RESET_LINK: Word = word("Đường dẫn đặt lại mật khẩu của {0}", "The link for a new password of {0}");
pub const RESET_LINK_EVERYTHING: Word = word(
    "Đường dẫn đặt lại mật khẩu của {0}, bỏ cả ứng dụng xác thực và khóa truy cập",
    "The link for a new password of {0}, which removes the authenticator app and passkeys as well",
);
pub const RESET_TEXT: Word = word(
    "Gửi riêng cho đúng người: ai có đường dẫn đều đặt được mật khẩu mới. Đường dẫn tạo trước đó không dùng được nữa.",
    "Send it to nobody else: whoever has it can choose the password. A link made before it no longer works.",
);
pub const RESET_EVERYTHING: Word =
    word("Mất cả điện thoại xác thực: tạo đường dẫn khác", "The phone is lost as well: make another link");
pub const RESET_NOT_YOURS: Word = word(
    "{0} còn giữ quyền ngoài phần bạn giao được. Nhờ người quản trị cấp trên, giao được mọi quyền của họ, tạo đường dẫn.",
    "{0} holds a role that isn't yours to give. Ask an administrator above, who can give all their roles, for the link.",
);
pub const INVITE: Word = word("Mời một người", "Invite somebody");
pub const INVITE_TEXT: Word = word(
    "Tạo một đường dẫn rồi gửi cho đúng người. Ai mở trước thì người đó nhận quyền.",
    "Make a link and send it to the right person. Whoever opens it first gets the role.",
);
pub const ROLE: Word = word("Quyền", "Role");
pub const MAKE_LINK: Word = word("Tạo đường dẫn mời", "Make the link");
pub const INVITED: Word = word("Đường dẫn mời làm {0}", "The link for a {0}");
pub const INVITED_ONCE: Word = word(
    "Chỉ hiện ở đây một lần. Dùng được một lần, đến {0}.",
    "It is shown here once only. It works once, until {0}.",
);
pub const SHARE: Word = word("Gửi đi", "Share");
pub const CANT_INVITE: Word = word(
    "Người quản trị của đơn vị cấp trên mời cán bộ vào đơn vị này.",
    "Officers of this unit are invited by an administrator above it.",
);

/// What a role lets one do, for whoever gives it.
pub const fn role_text(role: Role) -> Word {
    match role {
        Role::Reviewer => word("Đọc và quyết định sáng kiến của đơn vị.", "Reads the unit's initiatives and decides."),
        Role::UnitAdministrator => word(
            "Đoàn viên, mã, chỉ tiêu và cán bộ. Không đọc sáng kiến.",
            "Members, code, targets, officers. Reads no initiative.",
        ),
        Role::Producer => word("Điều khiển màn hình của chương trình.", "Runs the screens of the show."),
        Role::Auditor => word("Đọc tất cả và nhật ký. Không sửa gì.", "Reads everything and the log. Changes nothing."),
        Role::NationalAdministrator => word("Quản trị mọi đơn vị.", "Administers every unit."),
    }
}

// Targets.
pub const ASSIGNED: Word = word("Được giao", "Assigned");
pub const SELF_SET: Word = word("Tự đặt", "Self-set");
pub const WHOLE: Word = word("Cả chương trình", "The whole campaign");
pub const PHASE: Word = word("Giai đoạn {0}", "Phase {0}");
pub const UNSET: Word = word("chưa có", "none");
pub const SET: Word = word("Ghi", "Set");
pub const SET_OF: Word = word("{0}, {1}", "{0}, {1}");
pub const TARGET_HELP: Word = word("Để trống là không có chỉ tiêu.", "Empty means no target.");
pub const COUNT_WRONG: Word =
    word("Ghi một số từ 1 đến 100.000.000, hoặc để trống.", "Give a number from 1 to 100,000,000, or leave it empty.");
pub const TARGET_SAVED: Word = word("Đã ghi, bảng đã tính theo số mới.", "Set; the board shows it already.");
pub const HISTORY: Word = word("Lịch sử", "History");
pub const NO_HISTORY: Word = word("Chưa có lần nào.", "Never set.");
pub const HISTORY_LINE: Word =
    word("{0}: được giao {1}, tự đặt {2}, {3} ghi", "{0}: assigned {1}, self-set {2}, by {3}");
pub const OPERATOR: Word = word("người vận hành máy chủ", "whoever runs the server");
pub const CHILDREN_TARGETS: Word = word("Giao cho đơn vị trực thuộc", "Assign to the units below");
pub const CHILDREN_TEXT: Word = word(
    "Cho cả chương trình. Ghi xong là bảng tính theo số mới.",
    "For the whole campaign. The board follows at once.",
);
pub const FIND_UNIT: Word = word("Tìm đơn vị theo tên hoặc mã", "Find a unit by name or code");
pub const PASTE_TARGETS: Word = word("Dán chỉ tiêu từ Excel", "Paste targets from Excel");
pub const PASTE_LABEL: Word =
    word("Hai cột: mã hoặc tên đơn vị, rồi số", "Two columns: a unit's code or name, and a number");
pub const PASTE_HELP: Word = word(
    "Chọn hai cột trong Excel, sao chép rồi dán vào đây. Còn dòng nào chưa hiểu thì chưa ghi gì cả.",
    "Select the two columns in Excel, copy and paste them here. Nothing is set while a line isn't understood.",
);
pub const PASTE_FAULT: Word = word("Dòng {0}, “{1}”: {2}", "Line {0}, “{1}”: {2}");
pub const PASTE_CELLS: Word = word(
    "cần đúng hai ô, cách nhau bằng tab hoặc dấu chấm phẩy.",
    "it needs two cells, with a tab or a semicolon between them.",
);
pub const PASTE_NO_UNIT: Word = word(
    "không có đơn vị trực thuộc nào mang mã hoặc tên này. Dòng tiêu đề thì bỏ đi.",
    "no unit directly below has that code or name. Leave out a heading.",
);
pub const PASTE_SEVERAL: Word =
    word("nhiều đơn vị cùng tên, ghi mã thay cho tên.", "several units have that name; give the code.");
pub const PASTE_NO_COUNT: Word = word("số phải từ 1 đến 100.000.000.", "the number has to be from 1 to 100,000,000.");
pub const PASTE_TWICE: Word = word("đơn vị này đã có ở dòng trên.", "this unit stands in an earlier line.");
pub const DIVIDE_TARGETS: Word = word("Chia theo số đoàn viên", "Divide by numbers of members");
pub const DIVIDE_LABEL: Word = word("Tổng chỉ tiêu cần chia", "The total to divide");
pub const DIVIDE_HELP: Word = word(
    "Chia theo {0} đoàn viên đã tham gia ở các đơn vị dưới; cộng lại đúng bằng tổng.",
    "By the {0} members who have joined below; the parts add up exactly.",
);
pub const DIVIDE: Word = word("Chia", "Divide");
pub const DIVIDE_NOBODY: Word = word(
    "Chưa có đoàn viên nào tham gia ở các đơn vị dưới nên chưa chia được.",
    "Nobody has joined below yet, so there is nothing to divide by.",
);
pub const TARGETS_READ: Word = word("{0} đơn vị, cộng lại {1}", "{0} units, {1} together");
pub const TARGET_CHANGE: Word = word("{0}: {1} → {2}", "{0}: {1} → {2}");
pub const AND_MORE: Word = word("và {0} dòng nữa", "and {0} more");
pub const SET_ALL: Word = word("Ghi {0} chỉ tiêu", "Set {0} targets");
pub const SETTING: Word = word("Đang ghi {0}/{1}", "Setting {0} of {1}");
pub const ONLY_WITHOUT: Word = word("Chỉ đơn vị còn thiếu chỉ tiêu", "Only where one is missing");
pub const MISSING_BELOW: Word = word("Còn thiếu", "Missing");

// From paper.
pub const PAPER_LEAD: Word = word(
    "Chép lại tờ giấy của đoàn viên. Sáng kiến là của họ, được gửi ngay và vào hàng đợi xét duyệt; nhật ký ghi rõ bạn đã nhập.",
    "Copy a member's sheet of paper. It is theirs, handed in at once and put before the reviewers; the log says that you entered it.",
);
pub const WHOSE: Word = word("Của ai?", "Whose is it?");
pub const MEMBER_HELP: Word = word(
    "Gõ tên để tìm người đã vào đơn vị. Chưa có thì ghi đủ họ tên, người đó sẽ được thêm vào {0}.",
    "Type to find somebody who has joined. If they haven't, write the full name: they are added to {0}.",
);
pub const CHOOSE_OTHER: Word = word("Chọn người khác", "Somebody else");
pub const CHOSEN: Word = word("{0}, {1}", "{0}, {1}");
pub const KNOWN_MEMBERS: Word = word("Người đã vào đơn vị", "Those who have joined");
pub const CARD_IF_ANY: Word = word("Số thẻ đoàn viên", "Card number");
pub const CONSENT: Word = word(
    "Trên giấy có chữ ký của người đó, đồng ý để công đoàn lưu họ tên và sáng kiến (Luật 91/2025/QH15).",
    "The paper bears their signature, agreeing that the union stores their name and initiative (Law 91/2025/QH15).",
);
pub const CONTENT: Word = word("Nội dung trên giấy", "What the paper says");
pub const AUTHORS: Word = word("Đồng tác giả", "Co-authors");
pub const AUTHORS_TEXT: Word = word(
    "Một người làm thì bỏ qua. Nhiều người thì ghi tất cả, kể cả người nộp; cộng lại đủ 100%.",
    "Leave this for a sole author. Otherwise write them all, the one above included; the shares sum to 100%.",
);
pub const PUBLIC_ON_PAPER: Word = word(
    "Trên giấy có đồng ý riêng để câu chuyện được công khai, nếu sáng kiến được công nhận.",
    "The paper bears a separate consent to make the story public, should it be recognised.",
);
pub const ENTER: Word = word("Nhập và gửi", "Enter and hand in");
pub const ENTERED: Word = word("Đã nhập “{0}” của {1}. Tờ tiếp theo.", "Entered “{0}” of {1}. The next sheet.");
pub const NOT_KEPT: Word = word(
    "Chưa lưu được vào máy. Chữ bạn viết vẫn trên màn hình: đừng đóng trang trước khi gửi xong.",
    "It could not be saved here. Your words are still on the screen: don't close the page before they are sent.",
);
pub const FOUND_AGAIN: Word =
    word("Tờ này bạn nhập dở, lưu lúc {0}.", "You left this sheet half entered, saved at {0}.");
pub const UNREADABLE: Word = word(
    "Tờ nhập dở trên máy này không đọc được, nên không hiện lại ở đây.",
    "A sheet that was left half entered here can't be read, so it isn't shown.",
);
pub const NOT_SENT: Word = word(
    "Chưa gửi được vì không có mạng. Tờ này còn nguyên trên máy; gửi lại không bị nhập hai lần.",
    "There is no link. The sheet is safe on this device; sending it again doesn't enter it twice.",
);
pub const MISSING: Word =
    word("Còn {0} chỗ cần xem lại. Bấm vào để tới đúng chỗ.", "To be put right: {0}. Tap one to go there.");
pub const SENT_BEFORE: Word = word(
    "Tờ này đã vào máy chủ từ lần gửi trước. Phần bạn sửa sau đó không được nhận: đoàn viên rút bài rồi sửa, hoặc xét duyệt yêu cầu bổ sung.",
    "This sheet reached the server the time before. What you changed since wasn't taken: the member can withdraw and change it, or a reviewer asks for more.",
);
pub const NEXT_SHEET: Word = word("Sang tờ mới", "A new sheet");
pub const CLEAR: Word = word("Bỏ tờ này", "Discard this sheet");
pub const CLEARED: Word = word("Đã bỏ tờ đang nhập.", "The sheet was discarded.");
pub const NEEDED: Word = word("Cần điền ô này.", "This is needed.");
pub const NAMESAKE: Word = word(
    "Đơn vị đã có người tên này. Chọn người đó, hoặc ghi số thẻ để phân biệt.",
    "The unit has somebody of this name. Choose them, or give a card number to tell them apart.",
);
pub const CARD_TAKEN: Word =
    word("Số thẻ này là của người khác trong đơn vị.", "This card number is somebody else's in the unit.");
pub const MEMBER_GONE: Word =
    word("Không còn thấy người này. Chọn lại giúp nhé.", "This person can't be found any more. Choose again.");
pub const CHECK_THIS: Word = word("Xem lại chỗ này giúp nhé.", "Please check this.");
