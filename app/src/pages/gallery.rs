//! `/dev/gallery`: every component in every state, to look at and to compare with its picture. Only in debug builds, so
//! its words are not translated.

use leptos::prelude::*;
use leptos_meta::Title;
use model::{
    campaign::Target,
    number::{Lang, grouped},
};

use crate::{
    board::{course::Course, made_up},
    ui::{
        AsOf, Banner, Chip, Choice, ChoiceOption, CourseChart, DemoMark, Freshness, Icon, League, Mark, MonthsChart,
        MonthsTable, Progress, Stamp, Tone, Track, UnitSearch,
    },
};

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <Title text="Bộ thành phần – Triệu Sáng Kiến" />
        <DemoMark />
        <main class="gal" id="noi-dung">
            <h1>"Bộ thành phần"</h1>
            <Tracks />
            <Stamps />
            <Buttons />
            <Choices />
            <Fields />
            <Notices />
            <Waiting />
            <Charts />
            <Colours />
            <Icons />
        </main>
    }
    .into_any()
}

#[component]
fn Story(title: &'static str, children: Children) -> impl IntoView {
    view! { <section class="section"><h2>{title}</h2>{children()}</section> }
}

#[component]
fn Tracks() -> impl IntoView {
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
        let target = Target { assigned: some(assigned), self_set: some(self_set) };
        let progress = Signal::stored(Progress { value, target });
        view! {
            <div>
                <p><b class="num">{percent}</b>" "<span class="quiet">{grouped(value, Lang::Vi)}" sáng kiến"</span></p>
                <Track progress />
            </div>
        }
    };
    view! { <Story title="Tiến độ"><div class="g2">{states.map(one).into_iter().collect_view()}</div></Story> }
}

#[component]
fn Stamps() -> impl IntoView {
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
    let chips = Stamp::ALL.into_iter().zip(words).map(|(stamp, words)| view! { <Chip stamp>{words}</Chip> });
    view! { <Story title="Trạng thái"><p class="chips">{chips.collect_view()}</p></Story> }
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <Story title="Nút">
            <p class="chips">
                <button class="btn btn--main">{Icon::Send.draw()}"Gửi sáng kiến"</button>
                <button class="btn">"Lưu và ra ngoài"</button>
                <button class="btn btn--plain">"Giúp tôi tính"</button>
                <button class="btn btn--person">"Rút lại"</button>
                <button class="btn" disabled>"Chưa gửi được"</button>
                <button class="btn btn--plain btn--icon" aria-label="Thêm">{Icon::More.draw()}</button>
            </p>
        </Story>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let chosen = RwSignal::new("all");
    let option = |(value, label): (&'static str, &str)| ChoiceOption { value, label: label.to_owned() };
    let options = [("all", "Tất cả"), ("provinces", "Tỉnh, thành phố"), ("sectors", "Ngành, tập đoàn")].map(option);
    view! {
        <Story title="Chọn một trong vài">
            <div class="g2">
                <Choice
                    legend="Nhóm đơn vị"
                    name="group"
                    options=options.to_vec()
                    chosen
                    choose=move |value| chosen.set(value)
                />
            </div>
        </Story>
    }
}

#[component]
fn Fields() -> impl IntoView {
    view! {
        <Story title="Ô nhập">
            <div class="g2">
                <label class="field">
                    <span class="field__label">"Ngày áp dụng lần đầu"</span>
                    <span class="field__help">"Không nhớ rõ thì ghi ngày gần đúng."</span>
                    <span class="field__box">{Icon::Calendar.draw()}<input value="12/06/2023" inputmode="numeric" /></span>
                </label>
                <div class="field field--wrong">
                    <label class="field__label" for="phan">"Phần đóng góp của anh Trịnh Văn Khoát"</label>
                    <span class="field__help" id="phan-giup">"Tổng các phần phải là 100%."</span>
                    <span class="field__box">
                        <input id="phan" value="40" inputmode="numeric" aria-invalid="true" aria-describedby="phan-giup phan-sai" />
                        <span class="field__unit">"%"</span>
                    </span>
                    <span class="field__error" id="phan-sai">
                        {Icon::Alert.draw()}<span>"Tổng đang là 110%. Bớt 10% ở một người là được."</span>
                    </span>
                </div>
                <UnitSearch id="tim" with_button=true />
            </div>
        </Story>
    }
}

#[component]
fn Notices() -> impl IntoView {
    let at = Signal::stored(made_up::nation().totals.as_of);
    view! {
        <Story title="Thông báo">
            <div class="stack">
                <Banner icon=Icon::Offline>
                    <span><strong>"Đang không có mạng."</strong>" Bạn cứ viết, mọi thứ đã lưu trên máy."</span>
                </Banner>
                <Banner icon=Icon::Refresh tone=Tone::Update>
                    <span>"Có bản mới. Cập nhật lúc nào cũng được, bài đang viết không mất."</span>
                    <button class="btn">"Cập nhật"</button>
                </Banner>
                <Banner icon=Icon::Alert tone=Tone::Person>
                    <span><strong>"Máy sắp hết chỗ."</strong>" Xuất bài ra tệp để giữ cho chắc."</span>
                    <button class="btn">"Xuất ra tệp"</button>
                </Banner>
                <p><AsOf at freshness=Signal::stored(Freshness::Still) /></p>
                <p><AsOf at freshness=Signal::stored(Freshness::Live) /></p>
                <p><AsOf at freshness=Signal::stored(Freshness::Lost { minutes: 4 }) /></p>
                <div class="toast" role="status">
                    <span>"Đã rút “Đổi vị trí tủ dụng cụ”."</span>
                    <button class="btn">{Icon::Undo.draw()}"Hoàn tác"</button>
                </div>
            </div>
        </Story>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <Story title="Hộp hỏi, chỗ trống, đang tải">
            <div class="g2">
                <dialog class="sheet sheet--here" open aria-labelledby="hoi">
                    <h3 id="hoi">"Còn 3 thay đổi chưa gửi"</h3>
                    <p>"Đăng xuất bây giờ thì 3 thay đổi này chỉ còn trong tệp bạn xuất ra."</p>
                    <div class="sheet__acts">
                        <button class="btn btn--main">"Chờ gửi xong"</button>
                        <button class="btn">"Xuất ra tệp"</button>
                        <button class="btn btn--person">"Vẫn đăng xuất"</button>
                    </div>
                </dialog>
                <div class="empty">
                    {Icon::Pen.draw()}
                    <p><strong>"Bạn chưa có sáng kiến nào."</strong><br />"Bắt đầu bằng một việc bạn đã làm khác đi."</p>
                    <button class="btn btn--main">"Viết sáng kiến đầu tiên"</button>
                </div>
                <div class="card stack" role="img" aria-busy="true" aria-label="Đang tải">
                    <span class="skeleton skeleton--line"></span>
                    <span class="skeleton"></span>
                    <span class="skeleton"></span>
                </div>
            </div>
        </Story>
    }
}

#[component]
fn Charts() -> impl IntoView {
    let (nation, unit) = (made_up::nation(), made_up::unit());
    let course = Signal::stored(Course::of(&nation, nation.totals.own.counts.submitted));
    view! {
        <Story title="Hình và bảng">
            <CourseChart course />
            <div class="g2">
                <MonthsChart daily=unit.days_so_far() />
                <MonthsTable daily=unit.days_so_far() caption="Nhịp gửi từng tháng".to_owned() />
            </div>
            <League units=Signal::stored(unit.totals.children) caption="Đơn vị trực thuộc".to_owned() head="Đơn vị trực thuộc" />
        </Story>
    }
}

#[component]
fn Colours() -> impl IntoView {
    let names = ["Lam", "Vàng", "Thông", "Mận", "Trời"];
    let keys = names.into_iter().enumerate().map(|(at, name)| {
        view! { <span><i class="key" style=format!("--c:var(--data-{})", at + 1)></i>{name}</span> }
    });
    view! {
        <Story title="Màu dữ liệu">
            <p class="chips">
                {keys.collect_view()}<span><i class="key" style="--c:var(--data-ref)"></i>"Đối chiếu"</span>
            </p>
        </Story>
    }
}

#[component]
fn Icons() -> impl IntoView {
    view! {
        <Story title="Hình vẽ">
            <p class="chips"><Mark />{Icon::ALL.map(Icon::draw).into_iter().collect_view()}</p>
        </Story>
    }
}
