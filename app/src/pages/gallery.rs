//! `/dev/gallery`: every component in every state, to look at and to compare with its picture. Only in debug builds, so
//! its words are not translated.

use std::rc::Rc;

use leptos::prelude::Owner;
use model::{
    campaign::Target,
    number::{Lang, grouped},
};

use super::public::Page;
use crate::{
    board::{course::Course, made_up},
    document::Section,
    markup::{El, el},
    ui::{
        Chosen, Freshness, Icon, Progress, Stamp, as_of, chip, course_chart, league, months_chart, months_table, track,
        unit_search,
    },
};

const LANG: Lang = Lang::Vi;

/// The gallery.
pub(super) fn page() -> Page {
    let owner = Owner::new();
    let content = owner.with(|| {
        el("div", "gal").put(el("h1", "").text("Bộ thành phần")).puts([
            story("Tiến độ", [tracks()]),
            story("Trạng thái", [stamps()]),
            story("Nút", [buttons()]),
            story("Chọn một trong vài", [el("div", "g2").put(Chosen::from_query("").groups(LANG))]),
            story("Ô nhập", [fields()]),
            story("Thông báo", [notices()]),
            story("Hộp hỏi, chỗ trống, đang tải", [waiting()]),
            story("Hình và bảng", charts()),
            story("Màu dữ liệu", [colours()]),
            story("Hình vẽ", [Icon::ALL.into_iter().fold(el("p", "chips").mark(), El::icon)]),
        ])
    });
    owner.unset_with_forced_cleanup();
    Page::plain(200, Section::Other, "Bộ thành phần", vec![content])
}

fn story(title: &str, parts: impl IntoIterator<Item = El>) -> El {
    el("section", "section").put(el("h2", "").text(title)).puts(parts)
}

fn strong(words: &str) -> El {
    el("strong", "").text(words)
}

fn button(class: &str, words: &str) -> El {
    el("button", class).attr("type", "button").text(words)
}

fn tracks() -> El {
    let states = [
        ("0%", 0, 300, 400),
        ("74,7%", 224, 300, 0),
        ("131,2%", 7_085, 5_400, 6_500),
        ("1.278%", 869, 68, 96),
        ("Chưa có chỉ tiêu", 41, 0, 0),
        ("100%", 5_400, 5_400, 0),
    ];
    let one = |(percent, value, assigned, self_set)| {
        let some = |target: u32| (target > 0).then_some(target);
        let progress = Progress { value, target: Target { assigned: some(assigned), self_set: some(self_set) } };
        let number = format!("{} sáng kiến", grouped(value, LANG));
        let words = el("p", "").put(el("b", "num").text(percent)).text(" ").put(el("span", "quiet").text(&number));
        track(el("div", "").put(words), Rc::new(move || progress), "", LANG)
    };
    el("div", "g2").puts(states.map(one))
}

fn stamps() -> El {
    let words = [
        "Chỉ có trên máy này",
        "Chờ gửi",
        "Đã gửi 15h34",
        "Đã tiếp nhận",
        "Cần bổ sung",
        "Có hai bản",
        "Được công nhận cấp cơ sở",
        "Không được công nhận",
        "Đã rút",
        "Có thể trùng",
    ];
    el("p", "chips").puts(Stamp::ALL.into_iter().zip(words).map(|(stamp, words)| chip(stamp, words)))
}

fn buttons() -> El {
    el("p", "chips").puts([
        el("button", "btn btn--main").icon(Icon::Send).text("Gửi sáng kiến"),
        button("btn", "Lưu và ra ngoài"),
        button("btn btn--plain", "Giúp tôi tính"),
        button("btn btn--person", "Rút lại"),
        button("btn", "Chưa gửi được").attr("disabled", ""),
        el("button", "btn btn--plain btn--icon").attr("aria-label", "Thêm").icon(Icon::More),
    ])
}

fn fields() -> El {
    let number = |value: &str| el("input", "").attr("value", value).attr("inputmode", "numeric");
    let day = el("label", "field")
        .put(el("span", "field__label").text("Ngày áp dụng lần đầu"))
        .put(el("span", "field__help").text("Không nhớ rõ thì ghi ngày gần đúng."))
        .put(el("span", "field__box").icon(Icon::Calendar).put(number("12/06/2023")));
    let input = number("40").attr("id", "phan").attr("aria-invalid", "true");
    let input = input.attr("aria-describedby", "phan-giup phan-sai");
    let words = el("span", "").text("Tổng đang là 110%. Bớt 10% ở một người là được.");
    let share = el("div", "field field--wrong")
        .put(el("label", "field__label").attr("for", "phan").text("Phần đóng góp của anh Trịnh Văn Khoát"))
        .put(el("span", "field__help").attr("id", "phan-giup").text("Tổng các phần phải là 100%."))
        .put(el("span", "field__box").put(input).put(el("span", "field__unit").text("%")))
        .put(el("span", "field__error").attr("id", "phan-sai").icon(Icon::Alert).put(words));
    el("div", "g2").puts([day, share, unit_search("tim", "", true, LANG)])
}

fn notices() -> El {
    let at = made_up::nation().totals.as_of;
    let banner = |class: &str, icon: Icon, words: El| el("div", class).icon(icon).put(words);
    let age = |freshness| el("p", "").put(as_of(Rc::new(move || at), Rc::new(move || freshness), LANG));
    let said = |bold: &str, rest: &str| el("span", "").put(strong(bold)).text(rest);
    let offline = said("Đang không có mạng.", " Bạn cứ viết, mọi thứ đã lưu trên máy.");
    let update = el("span", "").text("Có bản mới. Cập nhật lúc nào cũng được, bài đang viết không mất.");
    let full = said("Máy sắp hết chỗ.", " Xuất bài ra tệp để giữ cho chắc.");
    el("div", "stack").puts([
        banner("banner", Icon::Offline, offline),
        banner("banner banner--update", Icon::Refresh, update).put(button("btn", "Cập nhật")),
        banner("banner banner--person", Icon::Alert, full).put(button("btn", "Xuất ra tệp")),
        age(Freshness::Still),
        age(Freshness::Live),
        age(Freshness::Lost { minutes: 4 }),
        el("div", "toast")
            .put(el("span", "").text("Đã rút “Đổi vị trí tủ dụng cụ”."))
            .put(el("button", "btn").icon(Icon::Undo).text("Hoàn tác")),
    ])
}

fn waiting() -> El {
    let acts = el("div", "sheet__acts").puts([
        button("btn btn--main", "Chờ gửi xong"),
        button("btn", "Xuất ra tệp"),
        button("btn btn--person", "Vẫn đăng xuất"),
    ]);
    let question = el("dialog", "sheet sheet--here")
        .attr("open", "")
        .attr("aria-labelledby", "hoi")
        .put(el("h3", "").attr("id", "hoi").text("Còn 3 thay đổi chưa gửi"))
        .put(el("p", "").text("Đăng xuất bây giờ thì 3 thay đổi này chỉ còn trong tệp bạn xuất ra."))
        .put(acts);
    let words = strong("Bạn chưa có sáng kiến nào.");
    let empty = el("div", "empty")
        .icon(Icon::Pen)
        .put(el("p", "").put(words).put(el("br", "")).text("Bắt đầu bằng một việc bạn đã làm khác đi."))
        .put(button("btn btn--main", "Viết sáng kiến đầu tiên"));
    let loading = el("div", "card stack")
        .attr("role", "img")
        .attr("aria-busy", "true")
        .attr("aria-label", "Đang tải")
        .puts(["skeleton skeleton--line", "skeleton", "skeleton"].map(|class| el("span", class)));
    el("div", "g2").puts([question, empty, loading])
}

fn charts() -> Vec<El> {
    let (nation, unit) = (made_up::nation(), made_up::unit());
    let course = Course::of(&nation, nation.totals.own.counts.submitted);
    let daily = unit.days_so_far();
    let months = [months_chart(&daily, LANG), months_table(&daily, "Nhịp gửi từng tháng", LANG)];
    let children = unit.totals.children;
    let head = "Đơn vị trực thuộc";
    let league = league(Rc::new(move || children.clone()), Chosen::from_query(""), head, head, LANG);
    let mut parts: Vec<El> = course_chart(Rc::new(move || course.clone()), LANG).into();
    parts.push(el("div", "g2").puts(months));
    parts.extend(league);
    parts
}

fn colours() -> El {
    let key = |colour: &str, name: &str| {
        el("span", "").put(el("i", "key").attr("style", &format!("--c:var(--data-{colour})"))).text(name)
    };
    let names = [("1", "Lam"), ("2", "Vàng"), ("3", "Thông"), ("4", "Mận"), ("5", "Trời"), ("ref", "Đối chiếu")];
    el("p", "chips").puts(names.map(|(colour, name)| key(colour, name)))
}
