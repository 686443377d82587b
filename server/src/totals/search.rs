//! Finding a unit by its name, typed without diacritics.

use model::text::search_key;
use model::unit::UnitCode;
use model::wire::UnitFound;
use store::Directory;

/// At most so many hits.
const HITS: usize = 20;

/// Every unit's name in the form in which it is searched, by the directory's numbers.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    pub(super) fn of(directory: &Directory) -> Self {
        Self(directory.units().iter().map(|unit| search_key(&unit.name)).collect())
    }

    pub(super) fn search(&self, directory: &Directory, text: &str, under: Option<&UnitCode>) -> Vec<UnitFound> {
        let key = search_key(text);
        let key = key.trim();
        let top = match under.map(|code| directory.index(code)) {
            None => None,
            Some(None) => return Vec::new(),
            Some(top) => top,
        };
        let mut hits: Vec<(usize, usize, usize)> = self
            .0
            .iter()
            .enumerate()
            .filter(|(unit, _)| top.is_none_or(|top| directory.is_in_branch(*unit, top)))
            .filter_map(|(unit, name)| {
                let rank = rank(name, directory.units()[unit].code.as_str(), key)?;
                // Of equal hits the one higher up first, then in the order of the import.
                Some((rank, directory.path(unit).len(), unit))
            })
            .collect();
        hits.sort_unstable();
        hits.into_iter().take(HITS).map(|(_, _, unit)| found(directory, unit)).collect()
    }
}

/// How well a name fits, 0 best; `None` if it doesn't. Every word that was typed has to be there.
fn rank(name: &str, code: &str, key: &str) -> Option<usize> {
    let begins_word = |word: &str| name.match_indices(word).any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric));
    if name == key || code == key {
        Some(0)
    } else if model_proper(name, key) {
        Some(1)
    } else if begins_word(key) {
        Some(2)
    } else if key.split_whitespace().all(begins_word) {
        Some(3)
    } else if name.contains(key) || code.contains(key) {
        Some(4)
    } else {
        None
    }
}

/// Whether the name ends in exactly these words: "thanh hoa" in "lien doan lao dong tinh thanh hoa".
fn model_proper(name: &str, key: &str) -> bool {
    name.strip_suffix(key).is_some_and(|head| head.ends_with(' '))
}

/// A unit with where it belongs.
pub(super) fn found(directory: &Directory, unit: usize) -> UnitFound {
    let (path, parent) = match directory.path(unit).split_last() {
        Some((_, above)) => (above, above.last()),
        None => (&[][..], None),
    };
    let here = &directory.units()[unit];
    UnitFound {
        code: here.code.clone(),
        name: here.name.clone(),
        level: here.level,
        path: path.iter().map(|&above| directory.units()[above].code.clone()).collect(),
        under: parent.map(|&parent| directory.units()[parent].name.clone()),
    }
}
