//! What administrators of a unit are told: the names of what they send.

use super::{name, pick};
use model::field::{Fault, Field, FieldFault};
use model::number::Lang;

/// The name of what an administrator's request says, by its pointer.
pub fn member(pointer: &str, lang: Lang) -> Option<&'static str> {
    let (vi, en) = match pointer {
        "/assigned" => ("Chỉ tiêu được giao", "Assigned target"),
        "/self_set" => ("Chỉ tiêu tự đặt", "Target set by the unit"),
        "/member" => ("Đoàn viên", "Member"),
        "/member/id" => ("Đoàn viên", "Member"),
        "/member/name" => ("Họ và tên", "Full name"),
        "/member/member_no" => ("Số thẻ đoàn viên", "Membership number"),
        "/consent_on_paper" => ("Chữ ký đồng ý trên giấy", "Consent on paper"),
        "/span" => ("Giai đoạn", "Phase"),
        "/endpoint" => ("Địa chỉ nhận tin", "Push address"),
        "/keys" | "/keys/p256dh" | "/keys/auth" => ("Khóa nhận tin", "Push keys"),
        _ => return pointer.strip_prefix("/fields").and_then(|rest| field(rest, lang)),
    };
    Some(pick(lang, vi, en))
}

fn field(pointer: &str, lang: Lang) -> Option<&'static str> {
    let field = Field::from_name(pointer.strip_prefix('/')?.split('/').next()?)?;
    Some(name(field, lang))
}

/// A whole sentence about this fault, where a name and what is wrong with it wouldn't say enough.
pub fn sentence(fault: &FieldFault, lang: Lang) -> Option<&'static str> {
    let (vi, en) = match (fault.pointer.as_str(), &fault.fault) {
        ("/member/name", Fault::Taken) => (
            "Đơn vị đã có đoàn viên mang tên này. Hãy chọn người đó trong danh sách hoặc ghi thêm số thẻ đoàn viên",
            "The unit has a member of this name. Choose them from the list, or add a membership number",
        ),
        ("/member/member_no", Fault::Taken) => (
            "Số thẻ này là của một đoàn viên tên khác trong đơn vị. Hãy xem lại họ tên và số thẻ",
            "In this unit the number is that of a member of another name. Check name and number",
        ),
        ("/member/id", Fault::Unknown) => (
            "Không tìm thấy đoàn viên này trong đơn vị và các đơn vị cấp dưới",
            "There is no such member in the unit or under it",
        ),
        _ => return None,
    };
    Some(pick(lang, vi, en))
}

#[cfg(test)]
mod tests {
    use super::super::explain;
    use super::*;
    use model::problem::Problem;

    #[test]
    fn a_fault_of_a_target_is_told_by_its_name() {
        let fault = FieldFault { pointer: "/assigned".into(), fault: Fault::OutOfRange { min: 1, max: 5_000 } };
        let mut problem = Problem::faults(vec![fault]);
        explain(&mut problem, Lang::Vi);
        assert_eq!(problem.detail, "Chỉ tiêu được giao: phải từ 1 đến 5.000.");
    }
}
