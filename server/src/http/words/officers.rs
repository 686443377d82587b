//! What officers are told: whose decision came before theirs, that an initiative has other words by now, and the names of what
//! their actions say.

use super::{name, pick};
use model::field::{Fault, Field, FieldFault};
use model::initiative::{Decision, State};
use model::number::Lang;
use model::op::{Action, Op, Received};

/// What is kept of an op that came after somebody else's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing: it decides nothing.
    Nothing,
    /// That it would have been a decision.
    Decision,
    /// That, and the reason that was written.
    Reason,
}

impl Kept {
    /// Of this op.
    pub fn of(received: &Received) -> Self {
        match &received.op {
            Ok(Op { action: Action::Return(_) | Action::Decline { .. }, .. }) => Kept::Reason,
            Ok(Op { action: Action::Recognise(_) | Action::MarkDuplicate { .. }, .. }) => Kept::Decision,
            _ => Kept::Nothing,
        }
    }
}

/// Who decided and when, and what becomes of the reader's own decision.
pub fn decided(decision: &Decision, kept: Kept, lang: Lang) -> String {
    let (who, at) = (&decision.by.name, decision.at.clock_and_date(lang));
    let what = match decision.state {
        Some(State::Recognised) => pick(lang, "công nhận", "recognised it"),
        Some(State::Declined) => pick(lang, "từ chối", "declined it"),
        Some(State::Returned) => pick(lang, "yêu cầu bổ sung", "returned it"),
        Some(State::Duplicate) => pick(lang, "đánh dấu trùng lặp", "marked it as a duplicate"),
        _ => pick(lang, "quyết định", "decided"),
    };
    let kept = match kept {
        Kept::Nothing => "",
        Kept::Decision => {
            pick(lang, " Quyết định của bạn được giữ làm nhận xét.", " Your decision is kept as a comment.")
        }
        Kept::Reason => {
            pick(lang, " Lý do bạn viết được giữ làm nhận xét.", " The reason that you wrote is kept as a comment.")
        }
    };
    match lang {
        Lang::Vi => format!("{who} đã {what} lúc {at}.{kept}"),
        Lang::En => format!("{who} {what} at {at}.{kept}"),
    }
}

/// A whole sentence about this fault, where a name and what is wrong with it wouldn't say enough.
pub fn sentence(fault: &FieldFault, lang: Lang) -> Option<&'static str> {
    let (vi, en) = match (fault.pointer.as_str(), &fault.fault) {
        ("/base", Fault::OutOfRange { .. }) => (
            "Tác giả đã sửa sáng kiến sau khi bạn đọc. Hãy đọc bản mới rồi quyết định",
            "The author has changed the initiative since you read it. Read it again, then decide",
        ),
        ("/action/mark_duplicate/of", Fault::Missing) => (
            "Sáng kiến gốc phải là một sáng kiến khác, đã gửi và không phải bản trùng lặp",
            "The original has to be another initiative that was submitted and isn't a duplicate itself",
        ),
        _ => return None,
    };
    Some(pick(lang, vi, en))
}

/// The name of what an officer's action says, by its pointer.
pub fn argument(pointer: &str, lang: Lang) -> Option<&'static str> {
    let (_, argument) = pointer.strip_prefix("/action/")?.split_once('/')?;
    let (vi, en) = match argument {
        "reason" => ("Lý do", "Reason"),
        "fields" => ("Lý do cho từng mục", "Reasons for fields"),
        "level" => ("Cấp công nhận", "Level of recognition"),
        "benefit_vnd" => ("Giá trị làm lợi được xác nhận", "Verified benefit"),
        "how_checked" => ("Cách kiểm tra", "How it was checked"),
        "endorsement" => ("Xác nhận của chuyên môn", "Endorsement"),
        "endorsement/name" => ("Họ và tên người xác nhận", "Name of who endorses"),
        "endorsement/position" => ("Chức danh người xác nhận", "Position of who endorses"),
        "endorsement/date" => ("Ngày xác nhận", "Date of the endorsement"),
        "of" => ("Sáng kiến gốc", "Original"),
        "text" => ("Nhận xét", "Comment"),
        "score" => ("Điểm", "Score"),
        field => return Some(name(Field::from_name(field.strip_prefix("fields/")?)?, lang)),
    };
    Some(pick(lang, vi, en))
}

#[cfg(test)]
mod tests {
    use super::super::explain;
    use super::*;
    use model::calendar::Timestamp;
    use model::initiative::Officer;
    use model::problem::Problem;

    #[test]
    fn whoever_comes_second_is_told_who_and_when_and_what_becomes_of_their_words() {
        let by = Officer { name: "Đỗ Thị Lan".into(), unit: None };
        let decision = Decision::new(State::Recognised, by, Timestamp::parse("2026-10-03T07:32:00Z").unwrap());
        assert_eq!(
            decided(&decision, Kept::Reason, Lang::Vi),
            "Đỗ Thị Lan đã công nhận lúc 14h32 ngày 03/10/2026. Lý do bạn viết được giữ làm nhận xét."
        );
        assert_eq!(decided(&decision, Kept::Nothing, Lang::Vi), "Đỗ Thị Lan đã công nhận lúc 14h32 ngày 03/10/2026.");
        assert!(decided(&decision, Kept::Decision, Lang::En).starts_with("Đỗ Thị Lan recognised it at "));
    }

    #[test]
    fn what_an_action_lacks_is_named() {
        let fault = |pointer: &str, fault| FieldFault { pointer: pointer.into(), fault };
        let mut problem = Problem::faults(vec![
            fault("/action/return/reason", Fault::Missing),
            fault("/action/return/fields/effect", Fault::TooLong { max: 5000 }),
            fault("/action/recognise/endorsement/date", Fault::WrongType),
            fault("/base", Fault::OutOfRange { min: 3, max: 4 }),
        ]);
        explain(&mut problem, Lang::Vi);
        assert_eq!(
            problem.detail,
            "Lý do: còn thiếu; Hiệu quả: dài hơn 5.000 ký tự; Ngày xác nhận: không đúng kiểu hoặc cách viết; Tác giả đã \
             sửa sáng kiến sau khi bạn đọc. Hãy đọc bản mới rồi quyết định."
        );
    }
}
