//! The words of what stands before the desk: signing in, an invitation, the PIN, another tab, signing out.

use model::field::Fault;
use model::number::Lang;
use model::sync::Failure;

use crate::i18n::{Word, word};
use crate::vault::NotAPin;

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
pub const ACCEPT_AS: Word = word(
    "Bạn đang mở bàn xét duyệt là {0}. Nhận lời mời thì bạn có thêm vai trò này, tài khoản vẫn là một.",
    "The desk is open as {0}. Accepting adds this role to the same account.",
);
pub const I_AM: Word = word(
    "Tôi là {0}, người đang dùng ứng dụng viết sáng kiến trên máy này",
    "I am {0}, who uses the app for writing initiatives on this device",
);
pub const HAVE_ACCOUNT: Word = word("Tôi đã có tài khoản", "I have an account already");
pub const SIGN_IN_FIRST: Word = word(
    "Đăng nhập và chọn mã khóa máy, rồi bạn nhận lời mời bằng chính tài khoản đó.",
    "Sign in and choose a PIN; then you accept with that account.",
);
pub const TO_DESK: Word = word("Về bàn xét duyệt", "To the review desk");
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
pub const HAS_ACCOUNT: Word = word(
    "Người đang dùng máy này đã có tài khoản cán bộ, hoặc cần vào lại đơn vị. Có tài khoản rồi thì bấm “Tôi đã có tài khoản”.",
    "Whoever uses this device has an officer's account already, or has to join again. With an account, press “I have an account already”.",
);
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
        ("/as_member", _) => Some(HAS_ACCOUNT),
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
    "Sáng kiến tải về được khóa bằng mã này, nên mất máy cũng không ai đọc được. Từ 6 số trở lên. Quên mã thì mở bằng tài khoản của bạn khi có mạng.",
    "What is kept on this tablet is sealed under it, so that nobody reads it on a lost one. Six digits or more. If you forget it, your account opens the tablet where there is a link.",
);
pub const PIN_AGAIN: Word = word("Nhập lại mã", "Once more");
pub const PIN_DIFFERS: Word = word("Hai lần nhập chưa giống nhau.", "The two are not the same.");
pub const PIN_NEVER: Word = word(
    "Mã dễ đoán như thế không mở được máy nào. Gõ lại mã của bạn, lần này không tính.",
    "So plain a PIN opens no tablet. Type yours again; this try isn't counted.",
);

/// What is wrong with a PIN that somebody chooses, and what to do.
pub const fn not_a_pin(why: NotAPin) -> Word {
    match why {
        NotAPin::NotDigits => word(
            "Mã chỉ gồm các số 0–9. Bỏ chữ, dấu và khoảng trắng.",
            "Digits 0–9 only. Leave out letters, signs and spaces.",
        ),
        NotAPin::TooShort => word("Mã cần ít nhất 6 số. Gõ thêm số.", "The PIN needs at least 6 digits. Add some."),
        NotAPin::TooLong => word("Mã dài nhất là 32 số. Bớt số đi.", "The PIN has at most 32 digits. Take some away."),
        NotAPin::Guessable => word(
            "Mã này dễ đoán. Đừng dùng số đếm liền nhau như 123456 hay số lặp lại như 121212; chọn các số không theo thứ tự.",
            "This PIN is easy to guess. No counting like 123456 and no repeating like 121212: choose digits in no order.",
        ),
    }
}

/// What is wrong with a PIN that somebody types to open the tablet. It isn't tried, so it costs no try.
pub const fn never_a_pin(why: NotAPin) -> Word {
    match why {
        NotAPin::Guessable => PIN_NEVER,
        why => not_a_pin(why),
    }
}
/// That a PIN was wrong: how many more may be, or that somebody has to wait.
pub fn pin_wrong(left: u32, wait: i64, lang: Lang) -> String {
    if wait > 0 || left == 0 { PIN_WRONG_WAIT.say(lang).to_owned() } else { PIN_WRONG.fill(lang, &[&left.to_string()]) }
}

/// A wait, milliseconds, in words.
pub fn wait(millis: i64, lang: Lang) -> String {
    let seconds = (millis + 999) / 1_000;
    if seconds < 120 { SECONDS.fill(lang, &[&seconds.to_string()]) } else { super::span(millis + 59_999, lang) }
}

pub const PIN_SET: Word = word("Dùng mã này", "Use this PIN");
pub const LOCKED: Word = word("Máy đang khóa", "The tablet is locked");
pub const UNLOCK: Word = word("Mở khóa", "Unlock");
pub const PIN_WRONG: Word = word(
    "Chưa đúng. Còn {0} lần thử ngay, sau đó phải đợi lâu dần.",
    "Not right. {0} more tries at once, then each one has to wait longer.",
);
pub const PIN_WRONG_WAIT: Word = word("Chưa đúng.", "Not right.");
pub const PIN_WAIT: Word = word(
    "Đợi {0} nữa rồi thử lại. Dữ liệu không bị xóa. Quên mã thì mở bằng tài khoản.",
    "Wait {0} before the next try. Nothing is erased. If you forgot the PIN, your account opens it.",
);
pub const SECONDS: Word = word("{0} giây", "{0} seconds");
pub const PIN_FORGOTTEN: Word = word("Quên mã", "Forgotten");
pub const BY_ACCOUNT: Word = word("Mở bằng tài khoản", "Open it with your account");
pub const OPEN_BY_ACCOUNT: Word = word(
    "Đăng nhập bằng chính tài khoản của máy này, rồi chọn mã mới. Không mất gì cả.",
    "Sign in with the account of this tablet, then choose another PIN. Nothing is lost.",
);
pub const NOT_THIS_ACCOUNT: Word = word(
    "Máy này là của tài khoản khác nên tài khoản này không mở được. Dữ liệu còn nguyên.",
    "This tablet is another account's, so this one doesn't open it. Nothing was changed.",
);
pub const PIN_RENEW: Word = word(
    "Máy đã mở bằng tài khoản của bạn. Chọn mã mới; mọi quyết định và lời viết dở còn nguyên.",
    "Your account has opened the tablet. Choose another PIN; every decision and every word is still here.",
);
pub const ERASE_TITLE: Word = word("Xóa máy này", "Erase this tablet");
pub const PIN_FORGOTTEN_TEXT: Word = word(
    "Xóa dữ liệu trên máy này rồi đăng nhập lại. Những gì đã gửi còn ở máy chủ.",
    "Erase what is on this tablet and sign in again. What was sent is at the server.",
);
pub const PIN_FORGOTTEN_ALONE: Word = word(
    "Máy này được đặt mã khi không có mạng nên tài khoản chưa mở được, chỉ mã mới mở. Xóa rồi đăng nhập lại thì mất những gì chưa gửi:",
    "This tablet was set up without a link, so that only its PIN opens it. Erasing it loses what wasn't sent:",
);
pub const NOTHING_LOST: Word = word("Trên máy không có gì chưa gửi.", "Nothing on this tablet is unsent.");
pub const LOSE: Word = word("Xóa là mất: {0}.", "Erasing loses: {0}.");
pub const LOSE_DECISIONS: Word = word("{0} quyết định chưa gửi", "{0} decisions that weren't sent");
pub const LOSE_UNFINISHED: Word = word("{0} quyết định viết dở", "{0} unfinished decisions");
pub const LOSE_NOTES: Word = word("{0} tờ đang nhập dở", "{0} sheets of paper half entered");
pub const ERASE_SURELY: Word = word("Xóa hẳn", "Erase it");
pub const ERASE: Word = word("Xóa và đăng nhập lại", "Erase and sign in again");
pub const WIPED: Word = word("Dữ liệu trên máy này đã được xóa", "This tablet was erased");
pub const WIPED_TEXT: Word = word(
    "Quyền của máy đã bị thu hồi. Những gì đã gửi vẫn còn ở máy chủ.",
    "Its rights were taken away. What was sent is still at the server.",
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
