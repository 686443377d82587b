//! Problems and faults in the reader's language. Everything that the server says to a person in a problem document is
//! here, in Vietnamese and English; whoever adds a language adds it here. Knows no HTTP.

mod officers;
pub mod show;
mod units;

pub use officers::Kept;

use model::field::{Fault, Field, FieldFault};
use model::number::Lang;
use model::op::OpResult;
use model::problem::{Problem, ProblemKind};
use model::wire::MergeObstacle;
use std::fmt::Write as _;

/// So many faults are spelled out in a sentence; the list in the document has them all.
const SPELLED_OUT: usize = 5;

/// Gives the problem its title and its detail, unless it has them.
pub fn explain(problem: &mut Problem, lang: Lang) {
    if problem.title.is_empty() {
        problem.title = title(problem.kind, lang).to_owned();
    }
    if problem.detail.is_empty() {
        problem.detail =
            if problem.errors.is_empty() { detail(problem.kind, lang).to_owned() } else { list(&problem.errors, lang) };
    }
}

/// Gives the problems of refused ops their words. `kept` says of each op what is kept of it if it came too late.
pub fn explain_results(results: &mut [OpResult], kept: &[Kept], lang: Lang) {
    for (result, kept) in results.iter_mut().zip(kept) {
        let Some(problem) = &mut result.problem else { continue };
        if problem.kind == ProblemKind::AlreadyDecided
            && let Some(decision) = &problem.decision
        {
            problem.detail = officers::decided(decision, *kept, lang);
        }
        explain(problem, lang);
    }
}

fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

fn title(kind: ProblemKind, lang: Lang) -> &'static str {
    let (vi, en) = match kind {
        ProblemKind::Frozen => ("Sáng kiến đang bị khóa", "The initiative is frozen"),
        ProblemKind::Forbidden => ("Bạn không có quyền làm việc này", "You may not do this"),
        ProblemKind::NotFound => ("Không tìm thấy", "Not found"),
        ProblemKind::Invalid => ("Dữ liệu gửi lên chưa đúng", "What was sent isn't valid"),
        ProblemKind::ForeignCursor => {
            ("Dữ liệu của máy chủ không còn như lần trước", "The server's data isn't what it was")
        }
        ProblemKind::OpReused => ("Mã thao tác đã được dùng", "This op id was used before"),
        ProblemKind::AlreadyDecided => ("Sáng kiến đã có quyết định", "Already decided"),
        ProblemKind::Deleted => ("Sáng kiến đã bị xóa", "The initiative was deleted"),
        ProblemKind::Unsupported => ("Máy chủ chưa hiểu thao tác này", "The server doesn't know this action"),
        ProblemKind::UnknownCode => ("Mã tham gia không đúng", "Unknown join code"),
        ProblemKind::MemberExists => ("Số thẻ này đã có người dùng", "This card number is a member's already"),
        ProblemKind::TooManyRequests => ("Quá nhiều yêu cầu", "Too many requests"),
        ProblemKind::TooLarge => ("Dữ liệu gửi lên quá lớn", "Too large"),
        ProblemKind::Unauthorized => ("Thiết bị chưa đăng nhập", "Not signed in"),
        ProblemKind::WrongCredentials => ("Chưa đăng nhập được", "That doesn't open the door"),
        ProblemKind::OtpRequired => ("Cần thêm mã xác thực", "A code is needed as well"),
        ProblemKind::MethodNotAllowed => ("Địa chỉ này không nhận phương thức đó", "Method not allowed"),
        ProblemKind::UnsupportedMediaType => ("Kiểu nội dung không được hỗ trợ", "Unsupported media type"),
        ProblemKind::Unavailable => ("Máy chủ tạm thời chưa nhận được", "Not available right now"),
        ProblemKind::Internal => ("Lỗi của máy chủ", "A fault of the server"),
        ProblemKind::Unknown => ("Chưa thực hiện được", "It couldn't be done"),
    };
    pick(lang, vi, en)
}

/// What to do about it, where nothing more is known than its kind.
fn detail(kind: ProblemKind, lang: Lang) -> &'static str {
    let (vi, en) = match kind {
        ProblemKind::Frozen => (
            "Sáng kiến đã gửi thì không sửa được nữa, cho đến khi được yêu cầu bổ sung hoặc bạn rút lại.",
            "A submitted initiative can't be changed until it is returned to you or you withdraw it.",
        ),
        ProblemKind::Forbidden => (
            "Việc này thuộc quyền của người khác. Nếu bạn cho là nhầm, hãy hỏi cán bộ công đoàn của đơn vị.",
            "This is somebody else's to do. If you think that is a mistake, ask your union officer.",
        ),
        ProblemKind::NotFound => (
            "Không có mục này, hoặc bạn không có quyền xem. Hãy kiểm tra lại địa chỉ.",
            "There is no such thing, or it isn't yours to see. Check the address.",
        ),
        ProblemKind::Invalid => ("Hãy kiểm tra lại những gì đã gửi rồi thử lại.", "Check what was sent and try again."),
        ProblemKind::ForeignCursor => (
            "Hãy đồng bộ lại từ đầu và gửi lại những gì máy chủ đã từng nhận.",
            "Sync from the start, and send again what the server had acknowledged.",
        ),
        ProblemKind::OpReused => (
            "Mã này đã được dùng cho một nội dung khác. Thao tác mới cần mã mới.",
            "This id came before with other content. A new op needs a new id.",
        ),
        ProblemKind::AlreadyDecided => (
            "Đã có quyết định về sáng kiến này nên không thay đổi được nữa.",
            "There is a decision on this initiative, so it can't be changed any more.",
        ),
        ProblemKind::Deleted => (
            "Tác giả đã xóa sáng kiến này. Những chữ chưa gửi vẫn còn trên máy đã viết, và có thể gửi thành một sáng kiến mới.",
            "Its author has deleted this initiative. Words that weren't sent are still on the device that they were written on, and can be sent as a new one.",
        ),
        ProblemKind::Unsupported => (
            "Phiên bản này của máy chủ chưa thực hiện được thao tác đã gửi. Các thao tác khác không bị ảnh hưởng.",
            "This version of the server can't carry out the action. Other ops aren't affected.",
        ),
        ProblemKind::UnknownCode => (
            "Không có đơn vị nào dùng mã này. Hãy xem lại mã trên giấy hoặc hỏi cán bộ công đoàn của đơn vị.",
            "No unit has this code. Look at the printed code again, or ask your union officer.",
        ),
        ProblemKind::MemberExists => (
            "Trong đơn vị đã có người tham gia với số thẻ này. Nếu đó là bạn: lấy mã từ máy cũ (Máy này → Mang sang máy khác), dùng khóa truy cập, hoặc xin cán bộ công đoàn một mã dùng một lần. Không được nữa thì tham gia riêng và đề nghị gộp.",
            "Somebody in the unit has joined with this card number. If that is you: take a code from your old phone (This device → Move to another phone), use your passkey, or ask your union officer for a one-time code. Else join separately and ask to be put together.",
        ),
        ProblemKind::TooManyRequests => (
            "Có quá nhiều yêu cầu từ đây trong thời gian ngắn. Hãy đợi một chút rồi thử lại.",
            "Too many requests came from here in a short time. Wait a little and try again.",
        ),
        ProblemKind::TooLarge => (
            "Mỗi lần gửi tối đa 500 thao tác và 1 MiB, tính cả sau khi giải nén. Hãy chia ra nhiều lần gửi.",
            "A request takes at most 500 ops and 1 MiB, also after decompression. Send it in parts.",
        ),
        ProblemKind::Unauthorized => (
            "Thiếu mã truy cập của thiết bị, hoặc mã không còn hiệu lực. Hãy tham gia lại bằng mã của đơn vị; những gì đã viết vẫn còn trên máy.",
            "The device's token is missing or no longer valid. Join again with your unit's code; what you wrote is still on the device.",
        ),
        ProblemKind::WrongCredentials => (
            "Tên đăng nhập, mật khẩu hoặc mã xác thực chưa đúng. Hãy xem lại rồi thử lại; nếu quên mật khẩu, hãy xin người quản trị đơn vị một lời mời mới.",
            "Login, password or code are wrong. Look again; if you forgot your password, ask your unit's administrator for a new invitation.",
        ),
        ProblemKind::OtpRequired => (
            "Mật khẩu đúng. Hãy nhập thêm mã sáu số trong ứng dụng xác thực, hoặc một mã khôi phục.",
            "The password is right. Enter the six digits of your authenticator app as well, or a recovery code.",
        ),
        ProblemKind::MethodNotAllowed => (
            "Phần đầu trang Allow của câu trả lời cho biết các phương thức dùng được.",
            "The answer's Allow header says which methods can be used.",
        ),
        ProblemKind::UnsupportedMediaType => (
            "Hãy gửi JSON mã hóa UTF-8 (Content-Type: application/json), có thể nén bằng gzip.",
            "Send JSON in UTF-8 (Content-Type: application/json), compressed by gzip if you like.",
        ),
        ProblemKind::Unavailable => {
            ("Hãy giữ lại và gửi lại sau ít phút.", "Keep it and send it again in a little while.")
        }
        ProblemKind::Internal => (
            "Lỗi này là của chúng tôi và đã được ghi lại. Hãy thử lại sau.",
            "This one is ours, and it has been noted. Try again later.",
        ),
        ProblemKind::Unknown => (
            "Lý do thuộc về một phiên bản mới hơn. Hãy cập nhật ứng dụng.",
            "The reason is one of a newer version. Update the app.",
        ),
    };
    pick(lang, vi, en)
}

/// The body isn't JSON; where it stops being so.
pub fn not_json(line: usize, column: usize, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Nội dung không phải JSON hợp lệ: sai ở dòng {line}, cột {column}."),
        Lang::En => format!("The body isn't valid JSON: line {line}, column {column}."),
    }
}

/// The body isn't UTF-8.
pub fn not_utf8(lang: Lang) -> &'static str {
    pick(lang, "Nội dung không phải là UTF-8 hợp lệ.", "The body isn't valid UTF-8.")
}

/// The body ended early, or doesn't decompress.
pub fn broken_body(lang: Lang) -> &'static str {
    pick(
        lang,
        "Nội dung đến không trọn vẹn hoặc không giải nén được. Hãy gửi lại.",
        "The body ended early or can't be decompressed. Send it again.",
    )
}

/// The query string of the address can't be read.
pub fn broken_query(lang: Lang) -> &'static str {
    pick(
        lang,
        "Không đọc được phần truy vấn của địa chỉ: có tham số bị lặp hoặc mã hóa sai.",
        "The address's query can't be read: a parameter is repeated or badly encoded.",
    )
}

/// The cursor was given out by another server, or by this one before it was restored.
pub fn foreign_cursor(lang: Lang) -> &'static str {
    pick(
        lang,
        "Con trỏ đồng bộ không thuộc lịch sử hiện tại của máy chủ: máy chủ khác, hoặc đã khôi phục từ bản sao lưu. Chưa có gì được áp dụng; hãy đồng bộ lại từ đầu với cursor là null và gửi lại những gì đã được nhận.",
        "The cursor isn't of this server's present history: it is of another server, or a backup was restored. Nothing was applied; sync from the start with cursor null, and send again what had been acknowledged.",
    )
}

/// The idempotency key can't be used for this request.
pub fn bad_key(lang: Lang) -> &'static str {
    pick(
        lang,
        "Idempotency-Key không dùng được: cần 1–255 ký tự ASCII, và mỗi yêu cầu khác nhau cần một khóa khác nhau.",
        "The Idempotency-Key can't be used: it has 1–255 ASCII characters, and each different request needs a key of its own.",
    )
}

/// A write with a session cookie that doesn't come from our own pages.
pub fn cross_site(lang: Lang) -> &'static str {
    pick(lang, "Yêu cầu này không đến từ trang của chúng tôi.", "This request doesn't come from our own pages.")
}

/// There is no such invitation, or it was taken, or its time is over: which of these, a guesser needn't know.
pub fn no_invitation(lang: Lang) -> &'static str {
    pick(
        lang,
        "Lời mời này không đúng, đã được dùng hoặc đã hết hạn. Hãy xin một lời mời mới.",
        "This invitation isn't right, was taken already, or its time is over. Ask for a new one.",
    )
}

/// There is no such reset of a password, or it was used, or its time is over: which of these, a guesser needn't know.
pub fn no_reset(lang: Lang) -> &'static str {
    pick(
        lang,
        "Đường dẫn đặt lại mật khẩu này không đúng, đã được dùng hoặc đã hết hạn. Hãy xin người quản trị một đường dẫn mới.",
        "This link for a new password isn't right, was used already, or its time is over. Ask your administrator for a new one.",
    )
}

/// The device was given up for lost.
pub fn revoked(lang: Lang) -> &'static str {
    pick(
        lang,
        "Thiết bị này đã được báo mất nên không còn quyền truy cập. Dữ liệu xét duyệt trên máy sẽ bị xóa; hãy đăng nhập lại nếu máy vẫn trong tay bạn.",
        "This device was given up for lost, and has no access any more. What it holds for reviewing is wiped; sign in again if it is in your hands.",
    )
}

/// An authenticator app is in use already.
pub fn otp_holds(lang: Lang) -> &'static str {
    pick(
        lang,
        "Tài khoản đang dùng một ứng dụng xác thực. Hãy gỡ ứng dụng đó bằng mật khẩu trước khi cài ứng dụng khác.",
        "The account uses an authenticator app already. Remove that one with your password before you set up another.",
    )
}

/// The deed needs somebody who has signed in, and this device has only joined.
pub fn sign_in_first(lang: Lang) -> &'static str {
    pick(
        lang,
        "Việc này dành cho cán bộ đã đăng nhập. Hãy đăng nhập bằng tài khoản của bạn.",
        "This is for officers who have signed in. Sign in with your account.",
    )
}

/// What stands against putting two members together.
pub fn merge_obstacle(obstacle: MergeObstacle, lang: Lang) -> &'static str {
    let (vi, en) = match obstacle {
        MergeObstacle::Officer => (
            "Người sẽ được gộp vào có tài khoản hoặc vai trò cán bộ. Hãy gộp theo chiều ngược lại, hoặc thu vai trò trước.",
            "The one to be merged away has an officer's account or role. Merge the other way round, or take the role first.",
        ),
        MergeObstacle::Reviewed => (
            "Một người đã xét duyệt sáng kiến của người kia, nên không thể gộp: không ai quyết định về sáng kiến của chính mình.",
            "One of them has acted as an officer on what the other wrote, so they can't be merged: nobody decides on their own.",
        ),
        MergeObstacle::Own => (
            "Một trong hai là chính bạn. Hãy nhờ người quản trị khác hoặc cấp trên xem và gộp.",
            "One of the two is you. Ask another administrator, or the unit above, to look and merge.",
        ),
    };
    pick(lang, vi, en)
}

/// Wait so many seconds.
pub fn wait(kind: ProblemKind, seconds: u64, lang: Lang) -> String {
    let why = detail(kind, lang);
    match lang {
        Lang::Vi => format!("{why} Thử lại được sau {seconds} giây."),
        Lang::En => format!("{why} It can be tried again in {seconds} s."),
    }
}

fn list(errors: &[FieldFault], lang: Lang) -> String {
    let mut text = String::new();
    for error in errors.iter().take(SPELLED_OUT) {
        let separator = if text.is_empty() { "" } else { "; " };
        if let Some(sentence) = officers::sentence(error, lang).or_else(|| units::sentence(error, lang)) {
            text.push_str(separator);
            text.push_str(sentence);
            continue;
        }
        let what = fault(&error.fault, lang);
        let name = error.field().map(|field| name(field, lang)).or_else(|| officers::argument(&error.pointer, lang));
        let name = name.or_else(|| units::member(&error.pointer, lang));
        // Writing to a string can't fail.
        let _ = match name {
            Some(name) => write!(text, "{separator}{name}: {what}"),
            None if error.pointer.is_empty() => write!(text, "{separator}{what}"),
            None => write!(text, "{separator}{}: {what}", error.pointer),
        };
    }
    let more = errors.len().saturating_sub(SPELLED_OUT);
    if more > 0 {
        text.push_str(&match lang {
            Lang::Vi => format!("; và {more} chỗ khác"),
            Lang::En => format!("; and {more} more"),
        });
    }
    text.push('.');
    text
}

/// What is wrong with a field, as the end of a sentence that begins with its name.
pub fn fault(fault: &Fault, lang: Lang) -> String {
    match (fault, lang) {
        (Fault::Missing, Lang::Vi) => "còn thiếu".into(),
        (Fault::Missing, Lang::En) => "is missing".into(),
        (Fault::WrongType, Lang::Vi) => "không đúng kiểu hoặc cách viết".into(),
        (Fault::WrongType, Lang::En) => "isn't of the right type or spelling".into(),
        (Fault::TooLong { max }, Lang::Vi) => format!("dài hơn {} ký tự", model::number::grouped((*max).into(), lang)),
        (Fault::TooLong { max }, Lang::En) => {
            format!("is longer than {} characters", model::number::grouped((*max).into(), lang))
        }
        (Fault::BadCharacter, Lang::Vi) => "có ký tự không hiển thị được".into(),
        (Fault::BadCharacter, Lang::En) => "has a character that can't be shown".into(),
        (Fault::OutOfRange { min, max }, _) => {
            let (min, max) = (model::number::grouped(*min, lang), model::number::grouped(*max, lang));
            match lang {
                Lang::Vi => format!("phải từ {min} đến {max}"),
                Lang::En => format!("must be from {min} to {max}"),
            }
        }
        (Fault::SharesSum { sum }, Lang::Vi) => format!("tổng tỷ lệ đóng góp là {sum}%, phải bằng 100%"),
        (Fault::SharesSum { sum }, Lang::En) => format!("the shares sum to {sum}%, not to 100%"),
        (Fault::Unresolved, Lang::Vi) => "có hai bản khác nhau đang chờ chọn".into(),
        (Fault::Unresolved, Lang::En) => "has two versions that wait for a choice".into(),
        (Fault::TooShort { min }, Lang::Vi) => format!("cần ít nhất {min} ký tự"),
        (Fault::TooShort { min }, Lang::En) => format!("needs at least {min} characters"),
        (Fault::Guessable, Lang::Vi) => "dễ đoán; hãy dùng vài từ không liên quan đến nhau".into(),
        (Fault::Guessable, Lang::En) => {
            "is easy to guess; take a few words that have nothing to do with each other".into()
        }
        (Fault::Taken, Lang::Vi) => "đã có người dùng".into(),
        (Fault::Taken, Lang::En) => "is somebody else's already".into(),
        (Fault::Unknown, Lang::Vi) => "chưa đúng".into(),
        (Fault::Unknown, Lang::En) => "isn't right".into(),
    }
}

/// The field's name on the form.
fn name(field: Field, lang: Lang) -> &'static str {
    let (vi, en) = match field {
        Field::Title => ("Tên sáng kiến", "Title"),
        Field::Kind => ("Loại giải pháp", "Kind"),
        Field::Area => ("Lĩnh vực áp dụng", "Field of application"),
        Field::Problem => ("Tình trạng trước đó", "The problem before"),
        Field::Solution => ("Giải pháp", "Solution"),
        Field::Novelty => ("Tính mới", "Novelty"),
        Field::Effect => ("Hiệu quả", "Effect"),
        Field::Story => ("Câu chuyện", "Story"),
        Field::BenefitVnd => ("Giá trị làm lợi", "Benefit value"),
        Field::BenefitPeriod => ("Kỳ tính giá trị làm lợi", "Period of the benefit"),
        Field::IntangibleBenefit => ("Lợi ích khác", "Other benefit"),
        Field::FirstAppliedOn => ("Ngày áp dụng lần đầu", "First applied on"),
        Field::Confidential => ("Thông tin cần bảo mật", "Confidential information"),
        Field::Authors => ("Tác giả", "Authors"),
        Field::PublicStory => ("Đồng ý công khai", "Consent to publish"),
    };
    pick(lang, vi, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_words_in_both_languages() {
        for kind in ProblemKind::ALL {
            let mut vi = Problem::new(kind);
            explain(&mut vi, Lang::Vi);
            let mut en = Problem::new(kind);
            explain(&mut en, Lang::En);
            assert!(!vi.title.is_empty() && !vi.detail.is_empty() && !en.title.is_empty() && !en.detail.is_empty());
            assert_ne!(vi.title, en.title);
            assert_ne!(vi.detail, en.detail);
        }
    }

    #[test]
    fn every_fault_is_named_with_its_field() {
        let faults = vec![
            FieldFault::of(Field::Title, Fault::Missing),
            FieldFault { pointer: "/authors/0/share".into(), fault: Fault::OutOfRange { min: 0, max: 100 } },
            FieldFault { pointer: "/code".into(), fault: Fault::Missing },
        ];
        let mut problem = Problem::faults(faults);
        explain(&mut problem, Lang::Vi);
        assert_eq!(problem.detail, "Tên sáng kiến: còn thiếu; Tác giả: phải từ 0 đến 100; /code: còn thiếu.");
    }

    #[test]
    fn a_long_list_says_how_many_more_there_are() {
        let fault = FieldFault::of(Field::Title, Fault::Missing);
        let mut problem = Problem::faults(vec![fault; 7]);
        explain(&mut problem, Lang::En);
        assert!(problem.detail.ends_with("; and 2 more."), "{}", problem.detail);
    }
}
