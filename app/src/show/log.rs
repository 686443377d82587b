//! The log in sentences: what somebody did, to follow their name.

use model::calendar::Timestamp;
use model::number::{Lang, grouped};
use model::show::{Act, ItemId, Line, Show, Verdict};

use super::{Names, title, when};
use crate::i18n::{Word, control};

/// What a line says behind the name: "đưa “Toàn quốc, con số lớn” lên sóng".
pub fn sentence(line: &Line, show: &Show, names: &Names, now: Timestamp, lang: Lang) -> String {
    let named = |id: &ItemId| match show.item(*id) {
        Some(item) => title(&item.scene, names, lang),
        None => control::GONE_ITEM.say(lang).to_owned(),
    };
    // Without an item an act was about what was on air then, or previewed, which the log doesn't tell.
    let about = |id: &Option<ItemId>, with: Word, without: Word| match id {
        Some(id) => with.fill(lang, &[&named(id)]),
        None => without.say(lang).to_owned(),
    };
    let plain = |word: Word| word.say(lang).to_owned();
    match &line.act {
        Act::Rename { title } => control::DID_RENAME.fill(lang, &[title]),
        Act::Speak { lang: Lang::Vi } => plain(control::DID_SPEAK_VI),
        Act::Speak { lang: Lang::En } => plain(control::DID_SPEAK_EN),
        Act::Add { scene, .. } => control::DID_ADD.fill(lang, &[&title(scene, names, lang)]),
        Act::Change { scene, .. } => control::DID_CHANGE.fill(lang, &[&title(scene, names, lang)]),
        Act::Move { item, .. } => control::DID_MOVE.fill(lang, &[&named(item)]),
        Act::Remove { .. } => plain(control::DID_REMOVE),
        Act::Preview { item } => control::DID_PREVIEW.fill(lang, &[&named(item)]),
        Act::Take { item, .. } => about(item, control::DID_TAKE, control::DID_TAKE_NEXT),
        Act::Next => plain(control::DID_NEXT),
        Act::Freeze => plain(control::DID_FREEZE),
        Act::Unfreeze => plain(control::DID_UNFREEZE),
        Act::Hide => plain(control::DID_HIDE),
        Act::Unhide => plain(control::DID_UNHIDE),
        Act::Hold { item } => about(item, control::DID_HOLD, control::DID_HOLD_AIR),
        Act::Release { item } => about(item, control::DID_RELEASE, control::DID_RELEASE_AIR),
        Act::Embargo { item, until: Some(until) } => {
            control::DID_EMBARGO.fill(lang, &[&when(*until, now, lang), &named(item)])
        }
        Act::Embargo { item, until: None } => control::DID_LIFT.fill(lang, &[&named(item)]),
        Act::Type { item, figure: Some(figure), source } => {
            control::DID_TYPE.fill(lang, &[&grouped(*figure, lang), &named(item), source])
        }
        Act::Type { item, figure: None, .. } => control::DID_UNTYPE.fill(lang, &[&named(item)]),
        Act::Moderate { initiative, verdict } => {
            let said = match verdict {
                Verdict::Approved => control::DID_APPROVE,
                Verdict::ApprovedUnnamed => control::DID_APPROVE_UNNAMED,
                Verdict::Skipped => control::DID_SKIP,
            };
            let title = names.stories.get(initiative).map_or("…", String::as_str);
            said.fill(lang, &[title])
        }
        Act::Message { text } if text.is_empty() => plain(control::DID_CLEAR),
        Act::Message { text } => control::DID_MESSAGE.fill(lang, &[text]),
        Act::Rehearse { per_second } => control::DID_REHEARSE.fill(lang, &[&grouped(i64::from(*per_second), lang)]),
        Act::Burst { count } => control::DID_BURST.fill(lang, &[&grouped(i64::from(*count), lang)]),
        Act::CutLink { seconds } => control::DID_CUT.fill(lang, &[&grouped(i64::from(*seconds), lang)]),
        Act::EndRehearsal => plain(control::DID_END),
    }
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::{at, person, room, story};
    use super::*;
    use model::show::Scene;

    #[test]
    fn the_log_reads_as_sentences() {
        let room = room(vec![Scene::Waiting]);
        let mut names = Names::default();
        names.stories.insert(story(1), "Bàn trượt băng tải".into());
        let said = |act: Act| {
            let line = Line { revision: 1, at: at("20:14"), by: person("Hà Vy"), act };
            sentence(&line, &room.show, &names, at("20:15"), Lang::Vi)
        };
        let (item, missing) = (ItemId(1), ItemId(7));
        assert_eq!(
            said(Act::Take { item: Some(item), transition: Default::default() }),
            "đưa “Màn chờ, mã QR tham gia” lên sóng"
        );
        assert_eq!(said(Act::Preview { item: missing }), "xem trước “mục đã bỏ”");
        assert_eq!(
            said(Act::Embargo { item, until: Some(at("20:40")) }),
            "đặt giờ cấm phát 20h40 cho “Màn chờ, mã QR tham gia”"
        );
        assert_eq!(
            said(Act::Embargo { item, until: Some(at("20:40").plus_millis(86_400_000)) }),
            "đặt giờ cấm phát 20h40 ngày 22/10/2023 cho “Màn chờ, mã QR tham gia”"
        );
        assert_eq!(
            said(Act::Moderate { initiative: story(1), verdict: Verdict::Approved }),
            "duyệt câu chuyện “Bàn trượt băng tải”"
        );
        assert_eq!(said(Act::Rehearse { per_second: 20 }), "bật diễn tập, máy mô phỏng 20 sáng kiến mỗi giây");
        assert_eq!(
            said(Act::Type { item, figure: Some(2_400_000), source: "Ban tổ chức".into() }),
            "nhập tay 2.400.000 cho “Màn chờ, mã QR tham gia”, nguồn: Ban tổ chức"
        );
    }
}
