//! What the names of the queue's units have in common is shown small: of "Công đoàn Công ty Than Nam Mẫu" and "Công đoàn Công ty
//! Than Hà Lầm" one reads the last words. Pure.

use std::collections::BTreeMap;

/// Names of units, each with how many of its bytes it has in common with another one.
pub type Common = BTreeMap<String, usize>;

/// Finds what each of these names has in common with another, in whole words; never the whole name.
pub fn common_parts<'n>(names: impl Iterator<Item = &'n str>) -> Common {
    let mut all: Vec<&str> = names.collect();
    all.sort_unstable();
    all.dedup();
    // In their order, what a name has in common with any other it has with one of its neighbours.
    let shared = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| all.get(at));
        beside.map(|other| words_in_common(all[at], other)).max().unwrap_or(0)
    };
    (0..all.len()).map(|at| (all[at].to_owned(), shared(at))).collect()
}

/// So many bytes of `name` are the same words in `other`, with the space behind them.
fn words_in_common(name: &str, other: &str) -> usize {
    let mut end = 0;
    for (mine, theirs) in name.split_inclusive(' ').zip(other.split_inclusive(' ')) {
        if mine != theirs || !mine.ends_with(' ') {
            break;
        }
        end += mine.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_that_another_name_has_are_the_common_part_and_never_all_of_it() {
        let names = [
            "Công đoàn Công ty Than Nam Mẫu",
            "Công đoàn Công ty Than Hà Lầm",
            "Công đoàn Công ty Thanh Hóa",
            "Công đoàn",
            "Liên đoàn Lao động tỉnh Sơn La",
        ];
        let common = common_parts(names.into_iter());
        let rest = |name: &str| name[common[name]..].to_owned();
        assert_eq!(rest(names[0]), "Nam Mẫu");
        assert_eq!(rest(names[1]), "Hà Lầm");
        assert_eq!(rest(names[2]), "Thanh Hóa");
        assert_eq!(rest(names[3]), "Công đoàn");
        assert_eq!(rest(names[4]), "Liên đoàn Lao động tỉnh Sơn La");
        assert_eq!(common_parts(["Một"].into_iter())["Một"], 0);
    }
}
