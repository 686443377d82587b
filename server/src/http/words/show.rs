//! Why an act of a producer isn't carried out, in the reader's language: short, for it is read while the show is on.

use super::pick;
use model::number::Lang;
use model::show::rules::Refused;

/// What a producer is told. `None` for a fault, which is told by its own words.
pub fn refused(why: &Refused, lang: Lang) -> Option<String> {
    let (vi, en) = match why {
        Refused::Fault { .. } => return None,
        Refused::Embargoed { until } => {
            let clock = until.clock_and_date(lang);
            return Some(match lang {
                Lang::Vi => format!("Mục này cấm phát đến {clock}. Đến giờ chỉ mở khóa, không tự phát."),
                Lang::En => format!("This item is under an embargo until {clock}. Reaching it only unlocks the item."),
            });
        }
        Refused::NoSuchItem => ("Kịch bản không còn mục này.", "The rundown doesn't have this item any more."),
        Refused::NoSuchStory => (
            "Sáng kiến này chưa được công nhận nên chưa kể được.",
            "This initiative isn't recognised, so it can't be told.",
        ),
        Refused::IsOnAir => {
            ("Mục này đang phát. Đưa mục khác lên sóng rồi hãy sửa.", "This item is on air. Take another one first.")
        }
        Refused::NoConsent => (
            "Tác giả chưa đồng ý công khai câu chuyện này, nên không đưa lên sóng được.",
            "The author hasn't agreed to this story's being public, so it can't go on air.",
        ),
        Refused::NotApproved => {
            ("Câu chuyện này chưa được duyệt. Hãy duyệt trước.", "This story isn't approved. Approve it first.")
        }
        Refused::NothingPreviewed => ("Chưa chọn mục nào để xem trước.", "Nothing is previewed."),
        Refused::NothingFollows => ("Đã hết kịch bản, không còn mục sau.", "Nothing follows in the rundown."),
        Refused::NothingToShow => ("Chưa có gì trên sóng.", "Nothing is on air."),
        Refused::NoFigure => ("Màn này không có con số để nhập tay.", "This scene has no figure that could be typed."),
        Refused::Full => {
            ("Kịch bản đã đủ 200 mục. Hãy bớt mục cũ.", "The rundown is full with 200 items. Remove some.")
        }
        Refused::ShowIsOn => (
            "Chương trình đang phát. Hãy ẩn ngay rồi mới diễn tập.",
            "The show is on air. Hide it before you rehearse.",
        ),
        Refused::NotRehearsing => ("Việc này chỉ làm khi diễn tập.", "This is for rehearsals only."),
    };
    Some(pick(lang, vi, en).to_owned())
}

/// What kind of trouble it is, for a title.
pub fn title(lang: Lang) -> &'static str {
    pick(lang, "Chưa làm được việc này", "This can't be done now")
}
