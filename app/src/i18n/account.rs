//! The words of an officer's own account: sessions, the password, the authenticator app, passkeys, and a forgotten password.

use model::field::Fault;
use model::number::Lang;
use model::sync::Failure;
use model::user_agent;

use super::{Word, desk, word};

pub const ACCOUNT: Word = word("Tài khoản", "Account");
pub const ME: Word = word("Tôi", "Me");
pub const ROLES: Word = word("Vai trò", "Roles");
pub const NO_ROLES: Word = word("Hiện không giữ vai trò nào.", "No role at present.");
pub const LEAVE: Word = word("Khóa máy hoặc đăng xuất", "Lock or sign out");
pub const NEEDS_LINK: Word = word(
    "Cần có mạng để xem và đổi tài khoản. Việc xét duyệt vẫn làm được khi không có mạng.",
    "The account needs a link. Reviewing goes on without one.",
);
pub const AGAIN: Word = word("Thử lại", "Try again");
pub const SIGN_IN_AGAIN: Word = word(
    "Phiên đăng nhập đã hết. Những gì trên máy này còn nguyên; đăng nhập lại để làm tiếp.",
    "The session has ended. What is on this tablet is as it was; sign in again to go on.",
);

// Where I am signed in.
pub const SESSIONS: Word = word("Nơi đang đăng nhập", "Where you are signed in");
pub const THIS_ONE: Word = word("máy này", "this one");
pub const SEEN: Word = word("Dùng lần cuối {0}", "Last used {0}");
pub const SINCE: Word = word("đăng nhập từ {0}", "signed in since {0}");
pub const UNKNOWN_DEVICE: Word = word("Thiết bị không rõ", "Unknown device");
pub const ON: Word = word("{0} trên {1}", "{0} on {1}");
pub const END: Word = word("Kết thúc", "End");
pub const END_TITLE: Word = word("Kết thúc phiên: {0}", "End the session: {0}");
pub const END_TEXT: Word = word(
    "Đăng xuất thì máy ấy hỏi mật khẩu lần sau, việc chưa gửi trên máy còn nguyên. Nếu máy bị mất, hãy báo mất: lần tới có mạng, máy tự xóa mọi dữ liệu xét duyệt.",
    "Signed out, it asks for the password next time and keeps what it hasn't sent. If it is lost, say so: at its next contact it wipes everything it holds for reviewing.",
);
pub const END_SIGN_OUT: Word = word("Đăng xuất máy ấy", "Sign it out");
pub const END_LOST: Word = word("Máy bị mất: xóa khi có mạng", "It is lost: wipe it at its next contact");
pub const ENDED: Word = word("Đã đăng xuất {0}.", "{0} is signed out.");
pub const LOST: Word = word(
    "Đã báo mất {0}. Máy tự xóa dữ liệu lần tới có mạng.",
    "{0} is given up for lost, and wipes itself at its next contact.",
);

// The password.
pub const PASSWORD_CHANGE: Word = word("Đổi mật khẩu", "Change the password");
pub const PASSWORD_OLD: Word = word("Mật khẩu đang dùng", "Present password");
pub const PASSWORD_NEW: Word = word("Mật khẩu mới", "New password");
pub const PASSWORD_CHANGED: Word = word(
    "Đã đổi mật khẩu. Các máy khác sẽ phải đăng nhập lại, việc chưa gửi trên đó còn nguyên.",
    "The password is changed. Other devices have to sign in again, and keep what they haven't sent.",
);
pub const PASSWORD_WRONG: Word = word("Mật khẩu đang dùng chưa đúng.", "That isn't the present password.");

// The PIN of this tablet.
pub const PIN_TEXT: Word = word(
    "Mở khóa máy này bằng mã riêng của máy. Đổi mã được cả khi không có mạng; những gì trên máy còn nguyên.",
    "This tablet opens with a PIN of its own. It is changed without a link too, and what is on the tablet stays.",
);
pub const PIN_CHANGE: Word = word("Đổi mã khóa máy", "Change the PIN");
pub const PIN_OLD: Word = word("Mã đang dùng", "Present PIN");
pub const PIN_NEW: Word = word("Mã mới", "New PIN");
pub const PIN_NEW_AGAIN: Word = word("Nhập lại mã mới", "New PIN once more");
pub const PIN_HELP: Word =
    word("Từ 6 số trở lên, không đếm liền nhau và không lặp lại.", "Six digits or more, no counting and no repeating.");
pub const PIN_AGAIN_DIFFERS: Word = word(
    "Hai lần nhập mã mới chưa giống nhau. Nhập lại cả hai.",
    "The new PIN isn't the same both times. Type it again in both.",
);
pub const PIN_SAME: Word = word("Mã mới giống mã đang dùng. Chọn mã khác.", "That is the present PIN. Choose another.");
pub const PIN_OLD_WRONG: Word = word(
    "Mã đang dùng chưa đúng, mã chưa đổi. Còn {0} lần thử ngay, sau đó phải đợi lâu dần.",
    "That isn't the present PIN, and nothing was changed. {0} more tries at once, then each one has to wait longer.",
);
pub const PIN_CHANGED: Word = word(
    "Đã đổi mã khóa máy. Lần mở khóa tới dùng mã mới.",
    "The PIN is changed. The tablet opens with it from now on.",
);

// The authenticator app.
pub const APP: Word = word("Ứng dụng xác thực", "Authenticator app");
pub const APP_NONE: Word = word(
    "Thêm một lớp bảo vệ: khi đăng nhập, ngoài mật khẩu còn cần sáu số trong điện thoại của bạn.",
    "One more lock: signing in takes six digits from your phone beside the password.",
);
pub const APP_ADD: Word = word("Thêm ứng dụng xác thực", "Add an authenticator app");
pub const APP_SCAN: Word = word(
    "Mở ứng dụng xác thực trên điện thoại và quét mã này, hoặc gõ khóa bên dưới. Rồi nhập sáu số mà ứng dụng hiện.",
    "Open the authenticator app on your phone and scan this, or type the key below. Then enter the six digits that it shows.",
);
pub const APP_QR: Word = word("Mã QR cho ứng dụng xác thực", "QR code for the authenticator app");
pub const APP_KEY: Word = word("Khóa", "Key");
pub const APP_HERE: Word = word("Mở trong ứng dụng trên máy này", "Open in the app on this device");
pub const APP_CODE: Word = word("Sáu số trong ứng dụng", "Six digits of the app");
pub const APP_CONFIRM: Word = word("Bật xác thực", "Switch it on");
pub const APP_WRONG: Word = word(
    "Mã chưa đúng hoặc đã qua. Xem giờ trên điện thoại có đúng không, rồi nhập mã mới.",
    "The code isn't right or its time is over. See that the phone's clock is right, then enter a new one.",
);
pub const APP_ON: Word = word("Đang bật. Còn {0} mã dự phòng.", "On. {0} recovery codes are left.");
pub const APP_REMOVE: Word = word("Bỏ ứng dụng xác thực", "Remove the authenticator app");
pub const APP_REMOVE_TEXT: Word = word(
    "Từ đó chỉ cần mật khẩu là đăng nhập được, các mã dự phòng cũng hết tác dụng. Muốn đổi điện thoại hoặc lấy mã dự phòng mới thì bỏ rồi thêm lại.",
    "From then on the password alone signs in, and the recovery codes stop working. To change phones or get new codes, remove it and add it again.",
);
pub const APP_REMOVED: Word = word("Đã bỏ ứng dụng xác thực.", "The authenticator app is removed.");

// Recovery codes.
pub const CODES: Word = word("Mã dự phòng", "Recovery codes");
pub const CODES_TEXT: Word = word(
    "Đã bật. Cất các mã này ở nơi an toàn: mỗi mã thay sáu số được một lần, khi bạn mất điện thoại. Chúng chỉ hiện một lần này.",
    "It is on. Keep these somewhere safe: each stands once for the six digits when you have lost the phone. They are shown only now.",
);
pub const CODES_COPY: Word = word("Chép", "Copy");
pub const CODES_COPIED: Word = word("Đã chép.", "Copied.");
pub const CODES_NOT_COPIED: Word =
    word("Chưa chép được. Tải về tệp hoặc ghi ra giấy.", "They couldn't be copied. Save the file, or write them down.");
pub const CODES_SAVE: Word = word("Tải về tệp", "Save as a file");
pub const CODES_PRINT: Word = word("In", "Print");
pub const CODES_DONE: Word = word("Tôi đã cất mã", "I have kept them");
pub const CODES_FILE: Word = word("ma-du-phong.txt", "recovery-codes.txt");

// Passkeys.
pub const PASSKEYS: Word = word("Khóa truy cập", "Passkeys");
pub const PASSKEYS_TEXT: Word = word(
    "Đăng nhập bằng vân tay, khuôn mặt hoặc mã của máy, không cần mật khẩu và không ai lừa lấy được.",
    "Sign in with the device's fingerprint, face or code: no password, and nothing that can be phished.",
);
pub const PASSKEYS_IMPOSSIBLE: Word = word(
    "Trình duyệt này chưa dùng được khóa truy cập. Cập nhật trình duyệt, hoặc dùng máy khác.",
    "This browser can't use passkeys. Update it, or use another device.",
);
pub const PASSKEY_NAME: Word = word("Tên khóa", "Its name");
pub const PASSKEY_NAME_HELP: Word =
    word("Để nhận ra về sau, như “Máy tính bảng cơ quan”.", "To know it by later, such as “Office tablet”.");
pub const PASSWORD_AGAIN: Word =
    word("Nhập lại mật khẩu, để chắc chắn là bạn đang thêm.", "Once more, so that it is certainly you who adds it.");
pub const PASSKEY_ADD: Word = word("Thêm khóa truy cập", "Add a passkey");
pub const PASSKEY_ADDED: Word = word("Đã thêm khóa “{0}”.", "The passkey “{0}” is added.");
pub const PASSKEY_SINCE: Word = word("Thêm lúc {0}", "Added {0}");
pub const PASSKEY_REMOVE: Word = word("Bỏ", "Remove");
pub const PASSKEY_REMOVE_TITLE: Word = word("Bỏ khóa “{0}”", "Remove the passkey “{0}”");
pub const PASSKEY_REMOVE_TEXT: Word = word(
    "Khóa này không đăng nhập được nữa. Các máy đang đăng nhập vẫn giữ nguyên.",
    "It doesn't sign in any more. Devices that are signed in stay so.",
);
pub const PASSKEY_REMOVED: Word = word("Đã bỏ khóa “{0}”.", "The passkey “{0}” is removed.");
pub const PASSKEY_SIGN_IN: Word = word("Dùng khóa truy cập", "Use a passkey");
pub const PASSKEY_CANCELLED: Word =
    word("Chưa nhận được khóa nào. Thử lại, hoặc dùng mật khẩu.", "No passkey came. Try again, or use the password.");
pub const PASSKEY_THERE: Word = word("Máy này đã có khóa của bạn rồi.", "This device has a passkey of yours already.");
pub const PASSKEY_UNABLE: Word = word(
    "Máy này không dùng được khóa truy cập ở địa chỉ này. Hãy dùng mật khẩu.",
    "This device can't use a passkey at this address. Use the password.",
);
pub const KEEP: Word = word("Để nguyên", "Leave it as it is");

// A forgotten password.
pub const RESET: Word = word("Đặt lại mật khẩu", "A new password");
pub const RESET_LEAD: Word = word(
    "Chọn mật khẩu mới cho {0}, tên đăng nhập {1}. Đường dẫn dùng được một lần, đến {2}.",
    "Choose a new password for {0}, who signs in as {1}. The link works once, until {2}.",
);
pub const RESET_EVERYTHING: Word = word(
    "Ứng dụng xác thực, mã dự phòng và các khóa truy cập cũ cũng sẽ bị bỏ.",
    "The authenticator app, recovery codes and passkeys of before are removed as well.",
);
pub const RESET_SESSIONS: Word = word(
    "Mọi máy đang đăng nhập sẽ phải đăng nhập lại; việc chưa gửi trên máy còn nguyên.",
    "Every device has to sign in again, and keeps what it hasn't sent.",
);
pub const RESET_SET: Word = word("Dùng mật khẩu này", "Use this password");
pub const RESET_DONE: Word = word(
    "Đã đặt mật khẩu mới. Đăng nhập bằng tên {0} và mật khẩu vừa chọn.",
    "The new password is set. Sign in as {0} with it.",
);

/// What a person would call the device that names itself like this.
pub fn device(agent: Option<&str>, lang: Lang) -> String {
    let user_agent::Named { browser, system } = user_agent::named(agent.unwrap_or_default());
    match (browser, system) {
        (Some(browser), Some(system)) => ON.fill(lang, &[browser, system]),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => UNKNOWN_DEVICE.say(lang).to_owned(),
    }
}

/// What the server found wrong with what was typed here, in words; `None` if it is something else.
pub fn faults(failure: &Failure, lang: Lang) -> Option<Vec<String>> {
    let Failure::Refused(problem) = failure else { return None };
    let words = problem.errors.iter().map(|fault| match (fault.pointer.as_str(), &fault.fault) {
        ("/old", _) => Some(PASSWORD_WRONG),
        ("/new" | "/password", Fault::Guessable) => Some(desk::GUESSABLE),
        ("/new" | "/password", Fault::TooShort { .. }) => Some(desk::TOO_SHORT),
        ("/password", Fault::WrongType) => Some(PASSWORD_WRONG),
        ("/code", _) => Some(APP_WRONG),
        ("/credential", Fault::Taken) => Some(PASSKEY_THERE),
        ("/credential" | "/ceremony", _) => Some(PASSKEY_CANCELLED),
        _ => None,
    });
    let words: Option<Vec<Word>> = words.collect();
    words.filter(|words| !words.is_empty()).map(|words| words.iter().map(|word| word.say(lang).to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_what_people_call_it() {
        let agent = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36";
        assert_eq!(device(Some(agent), Lang::Vi), "Chrome trên Android");
        assert_eq!(device(Some("curl/8.0"), Lang::Vi), "Thiết bị không rõ");
        assert_eq!(device(None, Lang::En), "Unknown device");
    }
}
