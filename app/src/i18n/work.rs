//! The words of the pages under `/app`: my initiatives, the notices around them, joining and this device. The editor's
//! and the conflict's are in `form.rs`.

use model::calendar::{Timestamp, day_in_vietnam};
use model::number::{Lang, grouped};
use model::problem::ProblemKind;

use super::{Word, word};

pub const APP_NAME: Word = word("Triệu Sáng Kiến", "Triệu Sáng Kiến");
pub const BACK_TO_LIST: Word = word("Về danh sách", "Back to the list");
pub const CLOSE: Word = word("Đóng", "Close");
pub const CANCEL: Word = word("Thôi", "Cancel");
pub const UNDO: Word = word("Hoàn tác", "Undo");
pub const OPENING: Word = word("Đang mở…", "Opening…");
pub const NOT_LOADED: Word = word("Chưa mở được trang này", "This page can’t be opened yet");
pub const NOT_LOADED_WHY: Word = word(
    "Trang này chưa có trên máy và đang không có mạng. Có mạng là mở được. Những gì bạn đã viết vẫn ở trên máy.",
    "This page isn’t on the device yet and there is no connection. It opens once there is one. What you have written is still on the device.",
);
pub const LOAD_AGAIN: Word = word("Thử lại", "Try again");
pub const NOT_FOUND: Word = word("Không có trang này", "There is no such page");

// The tabs at the bottom.
pub const TABS: Word = word("Chính", "Main");
pub const TAB_MINE: Word = word("Của tôi", "Mine");
pub const TAB_BOARD: Word = word("Bảng số", "Board");
pub const TAB_DEVICE: Word = word("Máy này", "This device");

// My initiatives.
pub const MINE: Word = word("Sáng kiến của tôi", "My initiatives");
pub const WRITE_NEW: Word = word("Viết sáng kiến mới", "Write a new initiative");
pub const WRITE_FIRST: Word = word("Viết sáng kiến đầu tiên", "Write your first initiative");
pub const EMPTY: Word = word("Bạn chưa có sáng kiến nào.", "You have no initiatives yet.");
pub const EMPTY_HINT: Word =
    word("Bắt đầu bằng một việc bạn đã làm khác đi.", "Start with something you have done differently.");
pub const NEEDS_YOU: Word = word("Cần bạn xem", "Needs you");
pub const NOT_SENT: Word = word("Chưa gửi", "Not sent");
pub const SENT: Word = word("Đã gửi", "Sent");
pub const UNTITLED: Word = word("Chưa đặt tên", "Untitled");
pub const MORE_ABOUT: Word = word("Việc khác với “{0}”", "More for “{0}”");
pub const DELETE: Word = word("Xóa nháp", "Delete draft");
pub const DELETE_NAMED: Word = word("Xóa nháp “{0}”", "Delete the draft “{0}”");
pub const FOR_NOW: Word = word("Trình duyệt này chỉ lưu tạm.", "This browser saves only for now.");
pub const FOR_NOW_WHAT: Word = word(
    " Nếu máy tắt đột ngột, có thể mất những chữ vừa viết. Có mạng thì vài giây sau chữ được chép lên máy chủ.",
    " If the device dies suddenly, the last words may be lost. With a link they are copied to the server within seconds.",
);
pub const RECOVERED: Word = word("Đã lấy lại những chữ chưa kịp ghi.", "Words that hadn't been written are back.");
pub const RECOVERED_WHAT: Word = word(
    " Lần trước trình duyệt bị tắt đột ngột. Còn đủ đến {0}: {1}.",
    " The browser was closed suddenly last time. All is here up to {0}: {1}.",
);
pub const UNDERSTOOD: Word = word("Đã hiểu", "Understood");
pub const SENT_AGAIN: Word =
    word("Máy chủ đã được khôi phục từ bản sao lưu.", "The server was restored from a backup.");
pub const SENT_AGAIN_WHAT: Word = word(
    " Máy này biết lúc {0}, và gửi lại những gì máy chủ đã xác nhận trước đó mà nay không còn: {1}. Máy giữ những điều đó cho đến khi bạn xóa hoặc đăng xuất.",
    " This device learned of it at {0}, and sends again what the server had confirmed and has no more: {1}. It keeps that until you delete it or sign out.",
);
pub const WORDS_KEPT: Word =
    word("Một sáng kiến đã bị xóa trên máy khác.", "An initiative was deleted on another device.");
pub const WORDS_KEPT_WHAT: Word = word(
    " Những chữ bạn viết ở đây mà chưa gửi được giữ thành bản nháp mới: {0}.",
    " What you wrote here and hadn't sent is kept as a new draft: {0}.",
);
pub const DELETED_STATE: Word = word("Đã xóa", "Deleted");
pub const DELETED: Word = word("Đã xóa “{0}”.", "Deleted “{0}”.");
pub const WITHDRAW: Word = word("Rút lại", "Withdraw");
pub const WITHDRAWN_TOAST: Word = word("Đã rút “{0}”.", "Withdrew “{0}”.");
pub const LOOK_AND_CHOOSE: Word = word("Xem và chọn", "Look and choose");
pub const LOOK_AND_ADD: Word = word("Xem và bổ sung", "Look and add");
pub const ADD_FIELD: Word = word("Bổ sung {0}", "Add {0}");
pub const LOOK: Word = word("Xem", "Look");

// Where an initiative stands.
pub const ONLY_HERE: Word = word("Chỉ có trên máy này", "Only on this device");
pub const PENDING: Word = word("Chờ gửi", "Waiting to be sent");
pub const BACKED_UP: Word = word("Đã cất giữ", "Backed up");
pub const SENT_AT: Word = word("Đã gửi {0}", "Sent {0}");
pub const RECEIVED: Word = word("Đã tiếp nhận", "Received");
pub const ANSWER_BY: Word = word("trả lời trước {0}", "an answer by {0}");
pub const HIGHER_BY: Word =
    word("đang xét ở cấp cao hơn, trả lời trước {0}", "considered at a higher level, an answer by {0}");
pub const RETURNED: Word = word("Cần bổ sung", "More is asked for");
pub const CONFLICT: Word = word("Có hai bản", "Two versions");
pub const NOT_TAKEN: Word = word("Chưa gửi được", "Could not be sent");
pub const TOO_LONG: Word = word("Có phần dài quá", "Something is too long");
pub const TOO_LONG_WHY: Word = word(
    "Phần “{0}” dài quá nên chưa cất giữ được ở nơi khác. Chữ vẫn còn đủ trên máy này; các phần khác đã gửi như thường.",
    "“{0}” is too long to be backed up. All of it is kept on this device; the other parts go as usual.",
);
pub const RECOGNISED: Word = word("Được công nhận", "Recognised");
pub const RECOGNISED_GRASSROOTS: Word = word("Được công nhận cấp cơ sở", "Recognised at grassroots level");
pub const RECOGNISED_UPPER: Word = word("Được công nhận cấp trên", "Recognised at upper level");
pub const RECOGNISED_NATIONAL: Word = word("Được công nhận toàn quốc", "Recognised nationwide");
pub const DECLINED: Word = word("Không được công nhận", "Not recognised");
pub const WITH_REASON: Word = word("có lý do", "with a reason");
pub const WITHDRAWN: Word = word("Đã rút", "Withdrawn");
pub const DUPLICATE: Word = word("Trùng với sáng kiến khác", "Same as another");
pub const DRAFT: Word = word("nháp, {0}", "draft, {0}");
pub const EDITED: Word = word("sửa {0}", "edited {0}");
const AT_CLOCK: Word = word("lúc {0}", "at {0}");
const YESTERDAY: Word = word("hôm qua", "yesterday");
pub const MESSAGE: Word = word("{0} nhắn: “{1}”", "{0} writes: “{1}”");
pub const RETURNED_SILENTLY: Word = word("{0} nhờ bạn xem lại.", "{0} asks you to look at it again.");
pub const CONFLICT_WHY: Word = word(
    "Phần “{0}” được sửa trên hai máy. Cả hai bản còn nguyên.",
    "“{0}” was edited on two devices. Both versions are kept.",
);

// Notices.
pub const OFFLINE: Word = word("Đang không có mạng.", "You are offline.");
pub const OFFLINE_CALM: Word =
    word(" Bạn cứ viết, mọi thứ đã lưu trên máy.", " Keep writing, everything is saved on this device.");
pub const OFFLINE_COUNT: Word = word(
    " Bạn cứ viết, mọi thứ đã lưu trên máy. {0} thay đổi sẽ tự gửi khi có mạng.",
    " Keep writing, everything is saved on this device. {0} changes will go by themselves when there is a link.",
);
pub const OFFLINE_ONE: Word = word(
    " Bạn cứ viết, mọi thứ đã lưu trên máy. 1 thay đổi sẽ tự gửi khi có mạng.",
    " Keep writing, everything is saved on this device. 1 change will go by itself when there is a link.",
);
pub const NO_LINK: Word = word("Không có mạng", "Offline");
pub const BUSY: Word = word("Chưa gửi được, sẽ tự thử lại", "Not sent yet, will try again");
pub const FAILING: Word = word(
    "Chưa gửi được. Bài của bạn đã lưu, máy sẽ tự gửi lại sau ít phút.",
    "Not sent yet. Your work is saved; it will be sent again in a few minutes.",
);
pub const TRY_NOW: Word = word("Thử ngay", "Try now");
pub const NEW_VERSION: Word = word(
    "Có bản mới. Cập nhật lúc nào cũng được, bài đang viết không mất.",
    "There is a new version. Update whenever you like; what you are writing stays.",
);
pub const UPDATE: Word = word("Cập nhật", "Update");
pub const NOT_STORED: Word = word("Chưa lưu được vì máy hết chỗ.", "Not saved: the device is full.");
pub const NOT_STORED_WHAT: Word = word(
    " Chữ bạn viết vẫn trên màn hình: chép ra hoặc xuất ra tệp trước khi đóng.",
    " Your words are still on the screen: copy them or export them to a file before you close.",
);
pub const NEARLY_FULL: Word = word("Máy sắp hết chỗ.", "The device is nearly full.");
pub const NEARLY_FULL_WHAT: Word = word(" Xuất bài ra tệp để giữ cho chắc.", " Export your work to a file to be safe.");
pub const EXPORT: Word = word("Xuất ra tệp", "Export to a file");
pub const NOT_JOINED: Word = word("Bạn chưa vào đơn vị.", "You haven't joined a unit.");
pub const NOT_JOINED_WHAT: Word = word(
    " Cứ viết, bài nằm trên máy này. Vào đơn vị để bài được gửi.",
    " Keep writing, it stays on this device. Join your unit to have it sent.",
);
pub const JOIN: Word = word("Vào đơn vị", "Join");
pub const JOINING: Word = word("Đang chờ mạng để vào đơn vị.", "Waiting for a link to join your unit.");
pub const JOINING_WHAT: Word =
    word(" Bạn cứ viết, bài sẽ tự gửi sau đó.", " Keep writing; it will be sent after that.");
pub const JOIN_REFUSED: Word = word("Chưa vào được đơn vị.", "You haven't joined yet.");
pub const JOIN_REFUSED_WHAT: Word = word(" Xem lại mã và thử lần nữa.", " Check the code and try again.");
pub const JOIN_FIX: Word = word("Xem lại", "Check");
pub const EXPIRED: Word = word("Cần vào lại đơn vị.", "You need to join again.");
pub const EXPIRED_WHAT: Word = word(
    " Lần vào trước đã hết hạn. Bài của bạn còn nguyên và sẽ gửi tiếp ngay sau đó.",
    " The last sign-in is over. All your work is here and will be sent right after.",
);
pub const JOIN_AGAIN: Word = word("Vào lại", "Join again");
pub const UNREADABLE_THIS: Word = word("Bài này chưa đọc được trên máy này.", "This one can't be read on this device.");
pub const UNREADABLE: Word = word("Có bài chưa đọc được.", "Something can't be read.");
pub const UNREADABLE_WHAT: Word = word(" Bài vẫn được giữ nguyên trên máy.", " It is kept on this device as it is.");

// Joining.
pub const JOIN_TITLE: Word = word("Vào đơn vị của bạn", "Join your unit");
pub const JOIN_LEAD: Word = word(
    "Mã in trên tờ giấy có hình vuông đen trắng ở đơn vị, hoặc hỏi cán bộ công đoàn.",
    "The code is printed on the poster at your unit, or ask your union officer.",
);
pub const JOIN_ANYWAY: Word = word(
    "Chưa có mạng cũng vào được: bạn viết ngay, máy tự vào đơn vị khi có mạng.",
    "No link is needed now: write at once, and the device joins when there is one.",
);
pub const CODE: Word = word("Mã đơn vị", "Unit code");
pub const CODE_UNKNOWN: Word = word(
    "Không có đơn vị nào dùng mã này. So lại từng chữ với tờ in, hoặc hỏi cán bộ công đoàn.",
    "No unit has this code. Compare it with the poster, or ask your union officer.",
);
pub const CODE_MISSING: Word = word("Ghi mã đơn vị để biết bạn thuộc đơn vị nào.", "Enter the code of your unit.");
pub const NAME: Word = word("Họ và tên", "Full name");
pub const NAME_MISSING: Word = word("Ghi họ và tên của bạn.", "Enter your full name.");
pub const MEMBER_NO: Word = word("Số thẻ đoàn viên", "Membership number");
pub const MEMBER_NO_HINT: Word = word("có thể để trống", "optional");
pub const CONSENT_TITLE: Word = word("Dữ liệu của bạn", "Your data");
pub const CONSENT_LAW: Word =
    word("Theo Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15.", "Under the Personal Data Protection Law 91/2025/QH15.");
pub const CONSENT_PURPOSE: Word = word("Để làm gì", "What for");
pub const CONSENT_PURPOSE_TEXT: Word = word(
    "Ghi nhận, xét duyệt và thống kê sáng kiến của bạn. Không dùng vào việc khác.",
    "To record, review and count your initiatives. For nothing else.",
);
pub const CONSENT_WHAT: Word = word("Những gì", "What");
pub const CONSENT_WHAT_TEXT: Word = word(
    "Họ tên, đơn vị, số thẻ nếu bạn ghi, và những gì bạn viết. Không lấy căn cước, ngày sinh, vị trí.",
    "Your name, your unit, your membership number if you give it, and what you write. No identity card, birth date or location.",
);
pub const CONSENT_WHO: Word = word("Ai đọc được", "Who can read it");
pub const CONSENT_WHO_TEXT: Word = word(
    "Bạn và cán bộ xét duyệt của đơn vị bạn, cấp trên. Trang công khai chỉ có số tổng; câu chuyện chỉ đăng khi bạn đồng ý riêng cho từng bài.",
    "You and the reviewing officers of your unit and those above. Public pages show totals only; a story is shown only if you agree to it separately.",
);
pub const CONSENT_HOW_LONG: Word = word("Bao lâu", "How long");
pub const CONSENT_HOW_LONG_TEXT: Word = word(
    "Tới hết chương trình và thời hạn lưu hồ sơ sáng kiến, rồi xóa hoặc bỏ tên.",
    "Until the campaign and the retention period of initiative files end; then it is deleted or made anonymous.",
);
pub const CONSENT_RIGHTS: Word = word("Quyền của bạn", "Your rights");
pub const CONSENT_RIGHTS_TEXT: Word = word(
    "Xem, sửa, lấy về, hạn chế, xóa, rút lại đồng ý, khiếu nại, lúc nào cũng được: nói với công đoàn đơn vị, được trả lời trong 2 ngày làm việc.",
    "To see, correct, receive, restrict or delete it, withdraw consent and complain, at any time: tell your union, which answers within 2 working days.",
);
pub const CONSENT_TICK: Word = word(
    "Tôi đã đọc và đồng ý cho dùng dữ liệu của tôi như trên.",
    "I have read this and agree to my data being used as said above.",
);
pub const CONSENT_MISSING: Word = word(
    "Cần bạn đồng ý thì đơn vị mới được giữ dữ liệu của bạn. Chưa đồng ý vẫn viết trên máy này được.",
    "Without your consent the unit may not keep your data. You can still write on this device.",
);
pub const WRITE_FIRST_JOIN_LATER: Word = word("Viết trước, vào sau", "Write first, join later");
pub const JOIN_WAITING: Word = word("Đã ghi lại, chờ mạng", "Noted, waiting for a link");
pub const JOIN_WAITING_TEXT: Word = word(
    "Máy sẽ tự vào đơn vị với mã {0} và tên {1} khi có mạng. Bạn cứ viết.",
    "The device will join with the code {0} and the name {1} when there is a link. Keep writing.",
);
pub const JOIN_CHANGE: Word = word("Sửa mã hoặc tên", "Change the code or name");
pub const JOINED: Word = word("Chào {0}", "Welcome, {0}");
pub const JOINED_TEXT: Word = word(
    "Bạn đã vào {0}. Bài viết trên máy này sẽ tự gửi khi có mạng.",
    "You have joined {0}. What you write here is sent by itself when there is a link.",
);
pub const JOIN_OTHER: Word = word(
    "Máy này đang thuộc về {0}. Người khác muốn dùng thì đăng xuất trước ở trang Máy này.",
    "This device belongs to {0}. Before somebody else uses it, sign out on the This device page.",
);
pub const GO_WRITE: Word = word("Tới sáng kiến của tôi", "Go to my initiatives");

// This device.
pub const DEVICE: Word = word("Máy này", "This device");
pub const WHO: Word = word("Người dùng", "Person");
pub const NOBODY: Word = word("Chưa vào đơn vị", "Hasn't joined a unit");
pub const STORED: Word = word("Đang lưu", "Stored");
pub const STORED_COUNT: Word = word("{0} sáng kiến", "Initiatives: {0}");
pub const STORED_BYTES: Word = word("{0} KB trong khoảng {1} KB", "{0} KB of about {1} KB");
pub const ONLY_HERE_TITLE: Word = word("Chỉ có ở đây", "Only here");
pub const ONLY_HERE_NONE: Word = word("Không có gì: mọi bài đã được gửi đi.", "Nothing: all of it has been sent.");
pub const ONLY_HERE_SOME: Word = word(
    "{0} bài có chữ chưa gửi. Mất máy lúc này là mất những chữ đó.",
    "Initiatives with words not sent yet: {0}. Those words would be lost with the device.",
);
pub const LAST_SYNCED: Word = word("Gửi nhận lần cuối", "Last sent and received");
pub const NEVER_SYNCED: Word = word("Chưa lần nào từ khi mở", "Not yet since opening");
pub const KEPT_SAFE: Word = word("Trình duyệt có giữ hộ không", "Does the browser keep it");
pub const KEPT_YES: Word = word(
    "Có. Trình duyệt hứa không tự xóa bài của bạn.",
    "Yes. The browser has promised not to clear your work by itself.",
);
pub const KEPT_NO: Word = word(
    "Chưa hứa. Khi máy hết chỗ, trình duyệt có thể tự dọn.",
    "Not promised. When the device runs out of room, the browser may clear it.",
);
pub const KEPT_UNKNOWN: Word = word("Trình duyệt không cho biết.", "The browser doesn't say.");
pub const ASK_TO_KEEP: Word = word("Nhờ trình duyệt giữ", "Ask it to keep it");
pub const ASKED_IN_VAIN: Word = word(
    "Trình duyệt chưa hứa. Thêm ứng dụng vào màn hình chính thường giúp được.",
    "The browser didn't promise. Adding the app to the home screen usually helps.",
);
pub const INSTALL: Word = word("Thêm vào màn hình chính", "Add to the home screen");
pub const INSTALL_WHY: Word = word(
    "Mở nhanh như ứng dụng, dùng được khi không có mạng, và bài được giữ chắc hơn.",
    "It opens like an app, works offline, and your work is kept more safely.",
);
pub const INSTALL_HOW: Word = word(
    "Trong trình đơn của trình duyệt, chọn “Thêm vào màn hình chính”.",
    "In the browser's menu choose “Add to home screen”.",
);
pub const INSTALLED: Word = word("Đã ở trên màn hình chính.", "It is on the home screen.");
pub const NEWS: Word = word("Báo tin", "News");
pub const NEWS_OFFER: Word = word(
    "Cán bộ trả lời là máy báo ngay, kể cả khi bạn không mở ứng dụng.",
    "This device can tell you as soon as an officer answers, even when the app is closed.",
);
pub const NEWS_TELL_ME: Word = word("Báo cho tôi khi có tin", "Tell me when there is news");
pub const NEWS_LATER: Word = word("Không cần", "No need");
pub const NEWS_STOP: Word = word("Thôi báo trên máy này", "Stop telling me here");
pub const NEWS_ON: Word = word(
    "Đang bật. Cán bộ trả lời là máy này báo ngay. Tin báo không mang nội dung sáng kiến.",
    "On. This device tells you as soon as an officer answers. The message holds no words of your initiative.",
);
pub const NEWS_OFF: Word = word("Đang tắt. Tin có khi bạn mở ứng dụng.", "Off. News is there when you open the app.");
pub const NEWS_UNKNOWN: Word = word(
    "Cần có mạng mới bật được. Tin vẫn có khi bạn mở ứng dụng.",
    "A link is needed to turn this on. News is there when you open the app.",
);
pub const NEWS_FAILED: Word =
    word("Chưa được. Thử lại khi có mạng nhé.", "That didn't work. Try again when there is a link.");
pub const NEWS_JOIN_FIRST: Word =
    word("Vào đơn vị rồi thì bật được tin báo ở đây.", "Once you have joined your unit you can be told of news here.");
pub const NEWS_NEVER: Word = word(
    "Nơi này chưa gửi tin báo ra ngoài. Tin có khi bạn mở ứng dụng.",
    "No messages are sent from here. News is there when you open the app.",
);
pub const NEWS_DENIED: Word = word(
    "Trình duyệt đang chặn tin báo của trang này. Muốn nhận, mở phần quyền của trang trong trình duyệt và cho phép thông báo.",
    "The browser blocks this site's messages. To get them, open the site's permissions in the browser and allow notifications.",
);
pub const NEWS_FROM_HOME_SCREEN: Word = word(
    "Trên iPhone và iPad, tin báo chỉ có khi ứng dụng nằm trên màn hình chính. Thêm vào màn hình chính rồi mở từ đó để bật.",
    "On iPhone and iPad this works from the home screen only. Add the app to the home screen, open it there and turn it on.",
);
pub const NEWS_UNABLE: Word = word(
    "Trình duyệt này không nhận tin báo được. Tin có khi bạn mở ứng dụng.",
    "This browser can't be sent messages. News is there when you open the app.",
);
pub const FILES: Word = word("Tệp dự phòng", "Backup file");
pub const FILES_WHY: Word = word(
    "Tệp chứa mọi bài trên máy này, để giữ riêng hoặc mang sang máy khác. Trong tệp có họ tên và những gì bạn viết: cất cẩn thận.",
    "The file holds everything on this device, to keep or to take to another one. It has names and all you wrote in it: keep it carefully.",
);
pub const IMPORT: Word = word("Nhập từ tệp", "Import from a file");
pub const EXPORTED: Word = word("Đã xuất {0} bài ra tệp {1}.", "Exported to the file {1}, initiatives: {0}.");
pub const EXPORT_FAILED: Word = word(
    "Trình duyệt không cho lưu tệp. Bạn chép chữ ra chỗ khác giúp nhé.",
    "The browser doesn't allow saving files. Please copy your words elsewhere.",
);
pub const IMPORT_NOT_OURS: Word = word(
    "Tệp này không phải tệp xuất từ Triệu Sáng Kiến. Chưa có gì thay đổi.",
    "This file wasn't exported from Triệu Sáng Kiến. Nothing has changed.",
);
pub const IMPORT_ADDED: Word = word("Đã thêm {0} bài.", "Added: {0}.");
pub const IMPORT_BESIDE: Word = word(
    " {0} bài trên máy có chữ khác: bản trong tệp nằm riêng bên cạnh, có ghi “(từ tệp)”.",
    " With other words than here: {0}. The file's version is beside yours, marked “(from file)”.",
);
pub const IMPORT_SAME: Word = word(" {0} bài đã có sẵn, giữ nguyên.", " Here already, left as they are: {0}.");
pub const IMPORT_UNREAD: Word = word(" {0} bài trong tệp không đọc được.", " In the file and unreadable: {0}.");
pub const IMPORT_FULL: Word =
    word(" {0} bài chưa vào được vì máy hết chỗ.", " Left out because the device is full: {0}.");
pub const FROM_FILE: Word = word("(từ tệp)", "(from file)");
pub const KEPT_TITLE: Word = word("Chưa đọc được", "Can't be read");
pub const KEPT_NEWER: Word = word(
    "Do bản mới hơn của ứng dụng ghi. Cập nhật ứng dụng thì đọc được.",
    "Written by a newer version of the app. Update to read it.",
);
pub const KEPT_DAMAGED: Word = word(
    "Bị hỏng. Vẫn giữ nguyên; có trong tệp khi xuất.",
    "Damaged. It is kept as it is, and goes into the exported file.",
);
pub const KEPT_REMOVE: Word = word("Bỏ hẳn", "Remove for good");
pub const CHOICES: Word = word("Hiển thị", "Display");
pub const LANGUAGE: Word = word("Ngôn ngữ", "Language");
pub const THEME: Word = word("Nền", "Theme");
pub const THEME_SYSTEM: Word = word("Theo máy", "As the device");
pub const THEME_LIGHT: Word = word("Sáng", "Light");
pub const THEME_DARK: Word = word("Tối", "Dark");
pub const ABOUT: Word = word("Ứng dụng", "The app");
pub const VERSION: Word = word("Bản {0}", "Version {0}");
pub const SIGN_OUT: Word = word("Đăng xuất", "Sign out");
pub const SIGN_OUT_CLEAN: Word = word("Đăng xuất khỏi máy này?", "Sign out of this device?");
pub const SIGN_OUT_CLEAN_TEXT: Word = word(
    "Mọi bài đã được gửi đi. Bản đã gửi do công đoàn giữ; máy này sẽ không còn bài nào. Muốn có bản riêng thì xuất ra tệp trước.",
    "All of it has been sent. Your union keeps what was sent; this device will keep none of it. For a copy of your own, export a file first.",
);
pub const SIGN_OUT_UNSENT: Word = word("Còn {0} thay đổi chưa gửi", "Changes not sent yet: {0}");
pub const SIGN_OUT_UNSENT_TEXT: Word = word(
    "Đăng xuất bây giờ thì {0} thay đổi này chỉ còn trong tệp bạn xuất ra.",
    "If you sign out now, these changes ({0}) will only be in the file that you export.",
);
pub const WAIT_FOR_IT: Word = word("Chờ gửi xong", "Wait until they are sent");
pub const SIGN_OUT_ANYWAY: Word = word("Vẫn đăng xuất", "Sign out anyway");

/// A moment of this device as one says it: "lúc 19h52" today, "hôm qua", else the day.
pub fn moment(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    match days_between(at, now) {
        Some(0) => AT_CLOCK.fill(lang, &[&at.clock(lang)]),
        Some(1) => YESTERDAY.say(lang).to_owned(),
        _ => at.date(lang),
    }
}

/// A moment as short as can be: "15h34" today, else the day.
pub fn moment_short(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    if days_between(at, now) == Some(0) { at.clock(lang) } else { at.date(lang) }
}

fn days_between(at: Timestamp, now: Timestamp) -> Option<i64> {
    Some(day_in_vietnam(now).ok()?.days_since(day_in_vietnam(at).ok()?))
}

/// The rest of the sentence that begins with [`OFFLINE`].
pub fn offline_rest(unsent: usize, lang: Lang) -> String {
    match unsent {
        0 => OFFLINE_CALM.say(lang).to_owned(),
        1 => OFFLINE_ONE.say(lang).to_owned(),
        many => OFFLINE_COUNT.fill(lang, &[&number(many, lang)]),
    }
}

/// A count as it is written.
pub fn number(count: usize, lang: Lang) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX), lang)
}

/// Why something was refused, and what to do, in one or two sentences.
pub const fn refusal(kind: ProblemKind) -> Word {
    match kind {
        ProblemKind::Frozen => word(
            "Sáng kiến đã gửi nên không sửa được nữa. Chữ bạn vừa viết vẫn còn đây.",
            "It has been sent and can't be changed now. What you wrote is still here.",
        ),
        ProblemKind::AlreadyDecided => word(
            "Sáng kiến đã có kết quả xét duyệt nên không đổi được nữa. Chữ bạn viết vẫn còn đây.",
            "It has been decided and can't be changed now. What you wrote is still here.",
        ),
        ProblemKind::Deleted => word(
            "Sáng kiến này đã bị xóa. Chữ bạn viết vẫn còn đây.",
            "This initiative was deleted. What you wrote is still here.",
        ),
        ProblemKind::Forbidden => word(
            "Sáng kiến này của người khác, bạn không sửa được. Chữ bạn viết vẫn còn đây.",
            "This initiative is somebody else's. What you wrote is still here.",
        ),
        ProblemKind::Invalid => word(
            "Còn chỗ cần sửa trước khi gửi. Chữ bạn viết vẫn còn đây.",
            "Something has to be put right before it can be sent. What you wrote is still here.",
        ),
        ProblemKind::Unsupported => word(
            "Việc này chưa làm được ở đây. Chữ bạn viết vẫn còn đây.",
            "This can't be done here yet. What you wrote is still here.",
        ),
        _ => word(
            "Chưa gửi được phần này. Chữ bạn viết vẫn còn đây.",
            "This part could not be sent. What you wrote is still here.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_moment_is_said_as_people_say_it() {
        let now = at("2023-10-21T13:15:00Z");
        assert_eq!(moment(at("2023-10-21T12:52:00Z"), now, Lang::Vi), "lúc 19h52");
        assert_eq!(moment(at("2023-10-20T12:52:00Z"), now, Lang::Vi), "hôm qua");
        assert_eq!(moment(at("2023-10-03T12:52:00Z"), now, Lang::Vi), "03/10/2023");
        assert_eq!(moment_short(at("2023-10-21T08:34:00Z"), now, Lang::Vi), "15h34");
        assert_eq!(
            moment(at("2023-10-20T16:59:00Z"), at("2023-10-20T17:01:00Z"), Lang::En),
            "yesterday",
            "by Vietnam's day"
        );
    }

    #[test]
    fn the_offline_sentence_counts_what_waits() {
        let text = format!("{}{}", OFFLINE.say(Lang::Vi), offline_rest(3, Lang::Vi));
        assert_eq!(text, "Đang không có mạng. Bạn cứ viết, mọi thứ đã lưu trên máy. 3 thay đổi sẽ tự gửi khi có mạng.");
        assert!(!offline_rest(0, Lang::Vi).contains('0'));
    }
}
