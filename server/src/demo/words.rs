//! The words that the demonstration's texts are put together from, as read from `words/*.txt`: one file for each trade
//! and one for what all trades say. Promises that a list that exists isn't empty. Knows nothing of chance.

use model::field::Kind;
use std::collections::HashMap;

/// What an improvement is for. A remedy names what it can serve, so that remedy and problem fit each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aim {
    /// `h`: fewer stops and breakdowns.
    Running,
    /// `d`: less danger.
    Safety,
    /// `t`: less time and toil.
    Time,
    /// `v`: less material, energy, money.
    Thrift,
    /// `c`: better, more even work.
    Quality,
}

impl Aim {
    const ALL: [Aim; 5] = [Aim::Running, Aim::Safety, Aim::Time, Aim::Thrift, Aim::Quality];

    const fn letter(self) -> &'static str {
        match self {
            Aim::Running => "h",
            Aim::Safety => "d",
            Aim::Time => "t",
            Aim::Thrift => "v",
            Aim::Quality => "c",
        }
    }

    fn from_letter(letter: &str) -> Option<Aim> {
        Aim::ALL.into_iter().find(|aim| aim.letter() == letter)
    }
}

/// Something that is wrong with a [`Thing`], and the goal that follows.
#[derive(Debug, Clone)]
pub struct Trouble {
    pub aim: Aim,
    /// A verb phrase in lower case: "giảm kẹt xích khi tải đầy".
    pub goal: &'static str,
    /// A clause in lower case: "xích hay kẹt khi tải đầy, cả lò chợ phải chờ gỡ".
    pub complaint: &'static str,
}

/// Equipment or a way of working.
#[derive(Debug, Clone)]
pub struct Thing {
    /// A noun phrase in lower case.
    pub name: &'static str,
    /// The field of work it belongs to.
    pub area: &'static str,
    pub troubles: Vec<Trouble>,
}

/// What was done about it.
#[derive(Debug, Clone)]
pub struct Remedy {
    pub aims: Vec<Aim>,
    /// A verb phrase in lower case: "lắp đèn và còi cảnh báo sớm".
    pub deed: &'static str,
    /// What joins it to the thing: "cho".
    pub joint: &'static str,
    pub kind: Kind,
    /// How it was done, a clause in lower case.
    pub how: &'static str,
}

/// Things and the remedies that fit them.
#[derive(Debug, Clone, Default)]
pub struct Craft {
    pub things: Vec<Thing>,
    pub remedies: Vec<Remedy>,
}

/// A trade and its words.
#[derive(Debug, Clone)]
pub struct Trade {
    pub slug: &'static str,
    pub places: Vec<&'static str>,
    pub positions: Vec<&'static str>,
    /// Equipment, and ways of working.
    pub crafts: [Craft; 2],
}

/// One list of phrases for each [`Aim`].
#[derive(Debug, Clone)]
pub struct ByAim([Vec<&'static str>; 5]);

impl ByAim {
    /// The phrases for that aim.
    pub fn of(&self, aim: Aim) -> &[&'static str] {
        &self.0[aim as usize]
    }
}

/// Phrases of all trades, with `{…}` where something is filled in.
#[derive(Debug, Clone)]
pub struct Phrases {
    pub titles: Vec<&'static str>,
    pub openings: Vec<&'static str>,
    pub consequences: ByAim,
    pub first_steps: Vec<&'static str>,
    pub trials: Vec<&'static str>,
    pub last_steps: Vec<&'static str>,
    pub novelties: Vec<&'static str>,
    pub effects: ByAim,
    pub spreads: Vec<&'static str>,
    pub intangibles: ByAim,
    pub story_openings: Vec<&'static str>,
    pub story_middles: Vec<&'static str>,
    pub story_ends: Vec<&'static str>,
    pub secrets: Vec<&'static str>,
    pub returns: Vec<&'static str>,
    pub refusals: Vec<&'static str>,
    /// How an officer checked a benefit.
    pub checks: Vec<&'static str>,
    /// Family names, real ones.
    pub families: Vec<&'static str>,
    /// Given names that nobody has: things of the countryside.
    pub given_names: Vec<&'static str>,
}

/// All words.
#[derive(Debug, Clone)]
pub struct Words {
    pub trades: Vec<Trade>,
    pub phrases: Phrases,
}

/// A line or section of the word lists that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// A line that isn't of its section's form.
    #[error("words/{file}.txt, line {line}: {text}")]
    Line { file: &'static str, line: usize, text: &'static str },
    /// A section that is needed.
    #[error("words/{file}.txt: the section [{section}] is missing or empty")]
    Section { file: &'static str, section: String },
}

macro_rules! files {
    ($($slug:literal),*) => { [$(($slug, include_str!(concat!("words/", $slug, ".txt")))),*] };
}

const TRADES: [(&str, &str); 17] = files!(
    "oil",
    "coal",
    "power",
    "railway",
    "textile",
    "rubber",
    "hospital",
    "school",
    "bank",
    "port",
    "construction",
    "agriculture",
    "office",
    "telecom",
    "aviation",
    "road",
    "manufacture"
);
const COMMON: [(&str, &str); 1] = files!("common");

impl Words {
    /// Reads the word lists that are built in.
    ///
    /// # Errors
    /// The first line or section that can't be read; a test reads them all.
    pub fn load() -> Result<Words, WordsError> {
        let common = Sections::read(COMMON[0])?;
        let mut trades = Vec::with_capacity(TRADES.len());
        for file in TRADES {
            trades.push(Sections::read(file)?.trade(&common)?);
        }
        Ok(Words { trades, phrases: common.phrases()? })
    }

    /// The place of a trade in `trades`.
    pub fn trade(&self, slug: &str) -> Option<usize> {
        self.trades.iter().position(|trade| trade.slug == slug)
    }
}

/// A file's lines by section, each with its number.
struct Sections {
    file: &'static str,
    lines: HashMap<&'static str, Vec<(usize, &'static str)>>,
}

impl Sections {
    fn read((file, text): (&'static str, &'static str)) -> Result<Self, WordsError> {
        let mut lines: HashMap<_, Vec<_>> = HashMap::new();
        let mut section = None;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            match (line.strip_prefix('[').and_then(|line| line.strip_suffix(']')), section) {
                (Some(name), _) => section = Some(name),
                (None, Some(section)) => lines.entry(section).or_default().push((at + 1, line)),
                (None, None) => return Err(WordsError::Line { file, line: at + 1, text: line }),
            }
        }
        Ok(Self { file, lines })
    }

    fn section(&self, name: &str) -> Result<&[(usize, &'static str)], WordsError> {
        let missing = || WordsError::Section { file: self.file, section: name.to_owned() };
        self.lines.get(name).map(Vec::as_slice).ok_or_else(missing)
    }

    fn list(&self, section: &str) -> Result<Vec<&'static str>, WordsError> {
        Ok(self.section(section)?.iter().map(|(_, line)| *line).collect())
    }

    fn by_aim(&self, section: &str) -> Result<ByAim, WordsError> {
        let mut lists = [const { Vec::new() }; 5];
        for aim in Aim::ALL {
            lists[aim as usize] = self.list(&format!("{section} {}", aim.letter()))?;
        }
        Ok(ByAim(lists))
    }

    /// The section's lines as rows of cells between `|`, each read by `row`.
    fn rows<T>(&self, section: &str, row: impl Fn(&[&'static str]) -> Option<T>) -> Result<Vec<T>, WordsError> {
        let read = |(line, text): &(usize, &'static str)| {
            let cells: Vec<&'static str> = text.split('|').map(str::trim).collect();
            row(&cells).ok_or(WordsError::Line { file: self.file, line: *line, text })
        };
        self.section(section)?.iter().map(read).collect()
    }

    fn craft(&self, common: &Sections, things: &str, remedies: &str) -> Result<Craft, WordsError> {
        let areas = self.list("lĩnh vực")?;
        let things = self.rows(things, |cells| thing(&areas, cells))?;
        let mut fitting = self.rows(remedies, remedy)?;
        fitting.extend(common.rows(remedies, remedy)?);
        Ok(Craft { things, remedies: fitting })
    }

    fn trade(&self, common: &Sections) -> Result<Trade, WordsError> {
        Ok(Trade {
            slug: self.file,
            places: self.list("nơi")?,
            positions: self.list("chức danh")?,
            crafts: [
                self.craft(common, "thiết bị", "giải pháp thiết bị")?,
                self.craft(common, "quy trình", "giải pháp quy trình")?,
            ],
        })
    }

    fn phrases(&self) -> Result<Phrases, WordsError> {
        Ok(Phrases {
            titles: self.list("tên")?,
            openings: self.list("mở đầu")?,
            consequences: self.by_aim("hậu quả")?,
            first_steps: self.list("bước đầu")?,
            trials: self.list("bước thử")?,
            last_steps: self.list("bước cuối")?,
            novelties: self.list("tính mới")?,
            effects: self.by_aim("hiệu quả")?,
            spreads: self.list("nhân rộng")?,
            intangibles: self.by_aim("vô hình")?,
            story_openings: self.list("chuyện mở")?,
            story_middles: self.list("chuyện giữa")?,
            story_ends: self.list("chuyện kết")?,
            secrets: self.list("bảo mật")?,
            returns: self.list("trả lại")?,
            refusals: self.list("từ chối")?,
            checks: self.list("công nhận")?,
            families: self.list("họ")?,
            given_names: self.list("tên gọi")?,
        })
    }
}

/// `thing @area | aim:goal | complaint | aim:goal | complaint`, where the area is its number in its list, from 1.
fn thing(areas: &[&'static str], cells: &[&'static str]) -> Option<Thing> {
    let (name, rest) = cells.split_first()?;
    let (name, area) = name.split_once(" @")?;
    let area = areas.get(area.parse::<usize>().ok()?.checked_sub(1)?)?;
    let trouble = |pair: &[&'static str]| {
        let [goal, complaint] = pair else { return None };
        let (letter, goal) = goal.split_once(':')?;
        Some(Trouble { aim: Aim::from_letter(letter)?, goal, complaint })
    };
    let troubles: Option<Vec<Trouble>> = rest.chunks(2).map(trouble).collect();
    Some(Thing { name, area, troubles: troubles.filter(|troubles| !troubles.is_empty())? })
}

/// `aims | deed | joint | kind | how`
fn remedy(cells: &[&'static str]) -> Option<Remedy> {
    let [aims, deed, joint, kind, how] = cells else { return None };
    let aims: Option<Vec<Aim>> = aims.split(',').map(Aim::from_letter).collect();
    let kind = match *kind {
        "k" => Kind::Technical,
        "q" => Kind::Management,
        "t" => Kind::Operational,
        "u" => Kind::AppliedTechnology,
        _ => return None,
    };
    Some(Remedy { aims: aims?, deed, joint, kind, how })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::text::nfc;

    #[test]
    fn every_word_list_can_be_read() {
        let words = Words::load().unwrap();
        assert!(words.trades.len() >= 15);
        for trade in &words.trades {
            let things: usize = trade.crafts.iter().map(|craft| craft.things.len()).sum();
            assert!(things >= 12, "{}: {things} things", trade.slug);
            assert!(trade.crafts.iter().all(|craft| craft.remedies.len() >= 10), "{}", trade.slug);
        }
    }

    #[test]
    fn every_trouble_has_remedies_that_serve_it() {
        for trade in Words::load().unwrap().trades {
            for craft in &trade.crafts {
                for trouble in craft.things.iter().flat_map(|thing| &thing.troubles) {
                    let fitting = craft.remedies.iter().filter(|remedy| remedy.aims.contains(&trouble.aim)).count();
                    assert!(fitting >= 3, "{}: {} has {fitting}", trade.slug, trouble.goal);
                }
            }
        }
    }

    #[test]
    fn the_word_lists_are_in_nfc() {
        for (file, text) in TRADES.into_iter().chain(COMMON) {
            assert_eq!(text, nfc(text), "{file}");
        }
    }

    #[test]
    fn a_line_out_of_form_is_named() {
        assert_eq!(
            Sections::read(("x", "[a]\nb | c")).unwrap().rows("a", remedy).unwrap_err(),
            WordsError::Line { file: "x", line: 2, text: "b | c" }
        );
        assert!(Sections::read(("x", "b")).is_err());
    }
}
