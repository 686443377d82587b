//! Invented boards, for tests, the gallery and for looking at pages without a database. Never in a release; always
//! marked as demo data. The numbers are those of the published campaign where they are known.

use model::{
    calendar::{Date, Timestamp},
    campaign::{Campaign, Phase, Target},
    league,
    totals::Tally,
    unit::{Level, UnitCode},
    wire::{Totals, UnitTotals},
};

use super::{BoardData, Daily, Step};

const BILLION: i64 = 1_000_000_000;

/// Sums on some days; between them it went straight on.
const NATION: [(&str, i64); 19] = [
    ("2022-01-08", 0),
    ("2022-02-20", 24_000),
    ("2022-03-20", 61_000),
    ("2022-04-20", 150_000),
    ("2022-05-11", 300_000),
    ("2022-05-18", 402_000),
    ("2022-05-25", 548_000),
    ("2022-05-31", 696_948),
    ("2022-07-31", 792_000),
    ("2022-10-03", 1_000_000),
    ("2022-12-01", 1_132_000),
    ("2023-02-01", 1_218_000),
    ("2023-04-01", 1_320_000),
    ("2023-06-01", 1_478_000),
    ("2023-08-01", 1_690_000),
    ("2023-08-21", 1_792_000),
    ("2023-09-01", 1_974_000),
    ("2023-10-01", 2_010_000),
    ("2023-10-21", 2_043_817),
];

const UNITS: [(&str, &str, Level, i64, u32, i64); 12] = [
    ("ldld-thanh-hoa", "Liên đoàn Lao động tỉnh Thanh Hóa", Level::Province, 600_175, 61_000, 308_598),
    ("ldld-bac-giang", "Liên đoàn Lao động tỉnh Bắc Giang", Level::Province, 114_326, 22_000, 71_204),
    ("ldld-lam-dong", "Liên đoàn Lao động tỉnh Lâm Đồng", Level::Province, 17_531, 6_329, 9_418),
    ("ldld-ha-noi", "Liên đoàn Lao động thành phố Hà Nội", Level::Province, 131_204, 60_000, 36_420),
    ("ldld-nghe-an", "Liên đoàn Lao động tỉnh Nghệ An", Level::Province, 58_916, 31_000, 27_330),
    ("ldld-ha-tinh", "Liên đoàn Lao động tỉnh Hà Tĩnh", Level::Province, 33_820, 20_000, 15_911),
    ("ldld-ba-ria-vung-tau", "Liên đoàn Lao động tỉnh Bà Rịa - Vũng Tàu", Level::Province, 21_474, 15_000, 8_806),
    ("cd-than-ks", "Công đoàn Than - Khoáng sản Việt Nam", Level::Corporation, 18_052, 13_500, 6_127),
    ("cd-dau-khi", "Công đoàn Dầu khí Việt Nam", Level::Corporation, 7_085, 5_400, 1_062),
    ("cd-nn-ptnt", "Công đoàn Nông nghiệp và Phát triển nông thôn Việt Nam", Level::Sector, 3_902, 3_000, 1_845),
    ("cd-dien-luc", "Công đoàn Điện lực Việt Nam", Level::Corporation, 10_244, 10_000, 4_903),
    ("cd-xay-dung", "Công đoàn Xây dựng Việt Nam", Level::Sector, 4_310, 5_000, 1_672),
];

const SUB_UNITS: [(&str, i64, u32, i64); 8] = [
    ("Công đoàn Công ty Lọc hóa dầu Bình Sơn", 2_104, 1_250, 287),
    ("Công đoàn Công ty Dịch vụ kỹ thuật giàn khoan Biển Xanh", 1_196, 820, 164),
    ("Công đoàn Chi nhánh Khí Đông Nam", 1_188, 900, 171),
    ("Công đoàn Nhà máy Đạm Sông Hậu", 934, 760, 148),
    ("Công đoàn Công ty Vận hành giàn khai thác số 3", 951, 870, 155),
    ("Công đoàn Nhà máy Điện khí Hòn Khoai", 488, 500, 92),
    ("Công đoàn Ban Quản lý dự án Đường ống Lô 12", 224, 300, 45),
    ("Công đoàn Công ty Kho cảng Thạnh Mỹ", 0, 0, 0),
];

/// The nation with twelve units.
pub fn nation() -> BoardData {
    let units = UNITS.iter().map(|&(unit, name, level, submitted, assigned, people)| {
        let tally = Tally { people, submitted, ..Tally::default() };
        UnitTotals::new(code(unit), name.to_owned(), level, tally, assigned_target(assigned))
    });
    nation_of(units.collect())
}

/// The nation with these units.
pub fn nation_of(units: Vec<UnitTotals>) -> BoardData {
    let tally = Tally {
        people: 1_127_406,
        submitted: 2_043_817,
        recognised: 1_702_395,
        without_benefit: 411_902,
        estimated: 33_000 * BILLION,
        verified: 12_400 * BILLION,
    };
    let target = Target { assigned: Some(1_000_000), self_set: Some(2_000_000) };
    let own =
        UnitTotals::new(code("tld"), "Tổng Liên đoàn Lao động Việt Nam".to_owned(), Level::National, tally, target);
    BoardData {
        campaign: campaign(),
        phase_targets: vec![assigned_target(300_000), Target::default()],
        totals: totals(own, units),
        path: Vec::new(),
        daily: daily(2_043_817),
        rendered_at: moment("2023-10-21T13:15:20Z"),
    }
}

/// A unit with eight under it: one below its target, one without.
pub fn unit() -> BoardData {
    let nation = nation();
    let tally = Tally {
        people: 1_062,
        submitted: 7_085,
        recognised: 6_214,
        without_benefit: 1_306,
        estimated: 10_000 * BILLION,
        verified: 6_800 * BILLION,
    };
    let target = Target { assigned: Some(5_400), self_set: Some(6_500) };
    let own = code("cd-dau-khi");
    let children = SUB_UNITS.iter().enumerate().map(|(at, &(name, submitted, assigned, people))| {
        let tally = Tally { people, submitted, ..Tally::default() };
        let target = if assigned == 0 { Target::default() } else { assigned_target(assigned) };
        UnitTotals::new(code(&format!("cs-dau-{}", at + 1)), name.to_owned(), Level::Grassroots, tally, target)
    });
    BoardData {
        phase_targets: vec![Target::default(), Target::default()],
        totals: Totals {
            standing: league::standing(&league::ranked(&nation.totals.children), &own),
            nation_estimated: Some(nation.totals.own.benefit_vnd.estimated),
            ..totals(
                UnitTotals::new(own, "Công đoàn Dầu khí Việt Nam".to_owned(), Level::Corporation, tally, target),
                children.collect(),
            )
        },
        path: vec![Step { code: nation.totals.own.unit, name: nation.totals.own.name }],
        daily: daily(7_085),
        ..nation
    }
}

/// The campaign of 2022–2023.
pub fn campaign() -> Campaign {
    let phase = |slug: &str, from, to| Phase { slug: slug.parse().expect("a slug"), from: day(from), to: day(to) };
    Campaign {
        slug: "trieu-sang-kien".parse().expect("a slug"),
        name: "Chương trình 01 triệu sáng kiến".to_owned(),
        from: day("2022-01-08"),
        to: day("2023-08-31"),
        phases: vec![phase("phase-1", "2022-01-08", "2022-05-31"), phase("phase-2", "2022-06-01", "2023-08-31")],
    }
}

fn totals(own: UnitTotals, children: Vec<UnitTotals>) -> Totals {
    Totals {
        campaign: campaign().slug,
        seq: 1,
        as_of: moment("2023-10-21T13:15:00Z"),
        own,
        children,
        standing: None,
        nation_estimated: None,
        demo: true,
    }
}

/// The nation's rhythm, for any sum.
fn daily(sum: i64) -> Daily {
    let mut days = Vec::new();
    let mut before = 0;
    for pair in NATION.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        let (from, length) = (day(from), day(to).days_since(day(from)));
        for at in 1..=length {
            let here = low + (high - low) * at / length;
            let scaled = here * sum / 2_043_817;
            days.push((from.plus_days(at).expect("within the campaign"), scaled - before));
            before = scaled;
        }
    }
    Daily::new(day("2022-01-08"), day("2023-10-21"), &days)
}

fn assigned_target(assigned: u32) -> Target {
    Target { assigned: Some(assigned), self_set: None }
}

fn code(text: &str) -> UnitCode {
    text.parse().expect("invented codes are codes")
}

fn day(text: &str) -> Date {
    text.parse().expect("invented days are days")
}

fn moment(text: &str) -> Timestamp {
    text.parse().expect("invented moments are moments")
}
