//! The words of the log: each entry as a sentence that begins with who.

use model::field::Field;
use model::number::{Lang, grouped};
use model::rights::Role;

use super::super::{Word, desk, form, word};
use super::UNSET;

pub const AUDIT_LEAD: Word = word(
    "Ai đã làm gì, lúc nào theo giờ máy chủ, từ máy nào. Mới nhất ở trên. Không ai sửa được nhật ký.",
    "Who did what, when by the server's clock, from which device. The newest first. Nobody can change it.",
);
pub const NO_ENTRIES: Word = word("Chưa có gì trong nhật ký.", "Nothing in the log yet.");
pub const EARLIER: Word = word("Xem trước đó", "Earlier entries");
pub const FROM_DEVICE: Word = word("từ máy {0}", "from device {0}");
pub const OPEN_INITIATIVE: Word = word("Mở sáng kiến", "Open the initiative");
pub const THE_OPERATOR: Word = word("Người vận hành máy chủ", "Whoever runs the server");
pub const SOMEBODY: Word = word("Ai đó", "Somebody");
pub const REFUSED: Word = word("Không được nhận", "Refused");

/// What an entry of the log tells, beside who did it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told<'a> {
    /// The unit concerned, by its name or else its code.
    pub unit: &'a str,
    /// Whom it was about.
    pub member: &'a str,
    /// The role given or taken.
    pub role: Option<Role>,
    /// The assigned target from then on, and the one that the unit has set.
    pub targets: (Option<u32>, Option<u32>),
    /// How many units were added, and how many changed.
    pub units: (u64, u64),
    /// The campaign's name.
    pub campaign: &'a str,
    /// The fields that changed.
    pub fields: &'a [Field],
}

/// What somebody did, as the rest of a sentence that begins with who: "đã giao chỉ tiêu …".
pub fn deed(action: &str, told: &Told<'_>, lang: Lang) -> String {
    let role = told.role.map_or("", |role| desk::role(role).say(lang));
    let count =
        |count: Option<u32>| count.map_or_else(|| UNSET.say(lang).to_owned(), |count| grouped(count.into(), lang));
    let fill = |word: Word, parts: &[&str]| word.fill(lang, parts);
    match action {
        "give" => {
            fill(word("đã giao quyền {0} tại {1} cho {2}", "made {2} {0} of {1}"), &[role, told.unit, told.member])
        }
        "take" => fill(
            word("đã thu quyền {0} tại {1} của {2}", "took the role of {0} of {1} from {2}"),
            &[role, told.unit, told.member],
        ),
        "enter" => fill(
            word("đã nhập từ giấy một sáng kiến của {0}", "entered an initiative of {0} from paper"),
            &[told.member],
        ),
        "make_join_code" => fill(word("đã tạo mã vào {0}", "made the join code of {0}"), &[told.unit]),
        "replace_join_code" => fill(word("đã đổi mã vào {0}", "replaced the join code of {0}"), &[told.unit]),
        "offer_reset" => fill(
            word("đã tạo liên kết đặt lại mật khẩu cho {0}", "made a link to reset the password of {0}"),
            &[told.member],
        ),
        "reset_password" => fill(word("đã đặt lại mật khẩu của {0}", "reset the password of {0}"), &[told.member]),
        "end_devices" => fill(word("đã ngắt máy của {0}", "ended the access of {0}'s devices"), &[told.member]),
        "offer_device" => fill(word("đã cấp mã máy mới cho {0}", "made {0} a code for a new phone"), &[told.member]),
        "add_device" => fill(word("đã thêm một máy của {0}", "added a phone of {0}"), &[told.member]),
        "merge_members" => {
            fill(word("đã gộp một người khác vào {0}", "merged another member into {0}"), &[told.member])
        }
        "decline_merge" => fill(
            word("đã ghi nhận {0} không phải là một người khác", "noted that {0} isn't another member"),
            &[told.member],
        ),
        "end_sessions" => {
            fill(word("đã đăng xuất máy của cán bộ {0}", "ended sessions of the officer {0}"), &[told.member])
        }
        "invite" => {
            fill(word("đã tạo lời mời làm {0} tại {1}", "made an invitation to be {0} of {1}"), &[role, told.unit])
        }
        "set_target" => {
            let (assigned, own) = told.targets;
            let words = word(
                "đã ghi chỉ tiêu của {0}: được giao {1}, tự đặt {2}",
                "set the target of {0}: assigned {1}, self-set {2}",
            );
            fill(words, &[told.unit, &count(assigned), &count(own)])
        }
        "import_units" => {
            let (added, changed) = told.units;
            let number = |count: u64| grouped(i64::try_from(count).unwrap_or(i64::MAX), lang);
            let words = word(
                "đã nhập danh sách đơn vị: {0} đơn vị mới, {1} đơn vị thay đổi",
                "imported the list of units: {0} new, {1} changed",
            );
            fill(words, &[&number(added), &number(changed)])
        }
        "save_campaign" => fill(
            word("đã ghi chương trình “{0}” cùng các giai đoạn", "saved the campaign “{0}” with its phases"),
            &[told.campaign],
        ),
        "restore" => word(
            "đã khôi phục dữ liệu từ bản sao lưu; những gì có sau bản sao đó không còn trong nhật ký này",
            "restored the data from a backup; what came after that backup isn't in this log any more",
        )
        .say(lang)
        .to_owned(),
        "run_show" => word("đã điều khiển chương trình", "ran the show").say(lang).to_owned(),
        "edit" if !told.fields.is_empty() => {
            let names: Vec<&str> = told.fields.iter().map(|field| form::name(*field).say(lang)).collect();
            fill(word("đã sửa {0} của một sáng kiến", "edited {0} of an initiative"), &[&names.join(", ")])
        }
        "edit" => word("đã viết một sáng kiến", "wrote an initiative").say(lang).to_owned(),
        "submit" => word("đã gửi một sáng kiến", "handed in an initiative").say(lang).to_owned(),
        "withdraw" => word("đã rút một sáng kiến", "withdrew an initiative").say(lang).to_owned(),
        "delete" => word("đã xóa một sáng kiến", "deleted an initiative").say(lang).to_owned(),
        "resolve" => word("đã chọn giữa hai bản của một sáng kiến", "chose between two versions of an initiative")
            .say(lang)
            .to_owned(),
        "receive" => word("đã tiếp nhận một sáng kiến", "received an initiative").say(lang).to_owned(),
        "return" => word("đã yêu cầu bổ sung một sáng kiến", "asked for more on an initiative").say(lang).to_owned(),
        "recognise" => word("đã công nhận một sáng kiến", "recognised an initiative").say(lang).to_owned(),
        "decline" => word("đã từ chối một sáng kiến", "declined an initiative").say(lang).to_owned(),
        "mark_duplicate" => {
            word("đã nối một sáng kiến với bản gốc", "linked an initiative to its original").say(lang).to_owned()
        }
        "forward" => {
            word("đã chuyển một sáng kiến lên cấp trên", "put an initiative before the unit above").say(lang).to_owned()
        }
        "comment" => word("đã nhận xét một sáng kiến", "commented on an initiative").say(lang).to_owned(),
        "" => word("đã gửi một lệnh không đọc được", "sent something that can't be read").say(lang).to_owned(),
        // A newer server's: its name is better than nothing.
        other => fill(word("đã làm “{0}”", "did “{0}”"), &[other]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_reads_as_sentences() {
        let told = Told {
            unit: "Công đoàn Dầu khí Việt Nam",
            member: "Vũ Thị Sáu",
            role: Some(Role::Auditor),
            ..Told::default()
        };
        assert_eq!(
            deed("give", &told, Lang::Vi),
            "đã giao quyền Kiểm tra tại Công đoàn Dầu khí Việt Nam cho Vũ Thị Sáu"
        );
        assert_eq!(deed("give", &told, Lang::En), "made Vũ Thị Sáu Auditor of Công đoàn Dầu khí Việt Nam");
        let told = Told { unit: "A", targets: (Some(5_400), None), ..Told::default() };
        assert_eq!(deed("set_target", &told, Lang::Vi), "đã ghi chỉ tiêu của A: được giao 5.400, tự đặt chưa có");
        let told = Told { units: (1_200, 3), campaign: "1 triệu sáng kiến", ..Told::default() };
        assert_eq!(
            deed("import_units", &told, Lang::Vi),
            "đã nhập danh sách đơn vị: 1.200 đơn vị mới, 3 đơn vị thay đổi"
        );
        assert_eq!(deed("save_campaign", &told, Lang::En), "saved the campaign “1 triệu sáng kiến” with its phases");
        assert!(deed("restore", &told, Lang::Vi).starts_with("đã khôi phục dữ liệu"));
        let told = Told { fields: &[Field::Title, Field::Solution], ..Told::default() };
        assert_eq!(deed("edit", &told, Lang::Vi), "đã sửa tên sáng kiến, giải pháp của một sáng kiến");
        assert_eq!(deed("teleport", &Told::default(), Lang::En), "did “teleport”");
    }
}
