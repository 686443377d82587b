//! Targets of many units at once: read from a column that was copied out of a spreadsheet, or divided by numbers of members.
//! Pure. Promises that a column is understood whole or not at all, and that what is divided adds up exactly.

use std::collections::BTreeMap;

use model::text::search_key;

use super::read_count;

/// What can't be understood in a line, by its number from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    pub line: usize,
    pub kind: LineFaultKind,
    /// The line's own words, to find it by.
    pub words: String,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFaultKind {
    /// It hasn't two cells: a code or a name, and a number.
    Cells,
    /// No unit here has that code or name.
    NoUnit,
    /// Several have that name; the code tells them apart.
    SeveralUnits,
    /// The number isn't a target.
    NotACount,
    /// The same unit stands in an earlier line.
    Twice,
}

/// Reads lines of a code or a name, a tab or a semicolon, and a number: for each the unit's place and its target.
///
/// # Errors
/// Every line that can't be understood. Empty lines are passed over.
pub fn read_column(text: &str, units: &[(String, String)]) -> Result<Vec<(usize, u32)>, Vec<LineFault>> {
    let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, (code, name)) in units.iter().enumerate() {
        for word in [plain(code), plain(name)] {
            let found = by_word.entry(word).or_default();
            if !found.contains(&at) {
                found.push(at);
            }
        }
    }
    let (mut read, mut faults) = (BTreeMap::new(), Vec::new());
    let mut order = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match read_line(line, &by_word) {
            Ok((at, count)) if read.insert(at, count).is_none() => order.push(at),
            Ok(_) => faults.push(fault(number, LineFaultKind::Twice, line)),
            Err(kind) => faults.push(fault(number, kind, line)),
        }
    }
    if faults.is_empty() { Ok(order.into_iter().map(|at| (at, read[&at])).collect()) } else { Err(faults) }
}

fn fault(number: usize, kind: LineFaultKind, line: &str) -> LineFault {
    LineFault { line: number + 1, kind, words: line.split_whitespace().collect::<Vec<_>>().join(" ") }
}

fn read_line(line: &str, by_word: &BTreeMap<String, Vec<usize>>) -> Result<(usize, u32), LineFaultKind> {
    let between = if line.contains('\t') { '\t' } else { ';' };
    let cells: Vec<&str> = line.split(between).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let [unit, count] = cells[..] else { return Err(LineFaultKind::Cells) };
    let at = match by_word.get(&plain(unit)).map(Vec::as_slice) {
        Some([at]) => *at,
        Some(_) => return Err(LineFaultKind::SeveralUnits),
        None => return Err(LineFaultKind::NoUnit),
    };
    let count = read_count(count).ok().flatten().ok_or(LineFaultKind::NotACount)?;
    Ok((at, count))
}

fn plain(words: &str) -> String {
    search_key(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Divides a total by weights so that the parts add up to it exactly: whole parts first, the rest to the largest remainders,
/// the earlier of equals first. `None` if there is nothing to divide by.
pub fn divide(total: u32, weights: &[u64]) -> Option<Vec<u32>> {
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if sum == 0 {
        return None;
    }
    let whole = |weight: &u64| u128::from(total) * u128::from(*weight);
    let mut parts: Vec<u32> =
        weights.iter().map(|weight| u32::try_from(whole(weight) / sum).unwrap_or(total)).collect();
    let mut rest: Vec<usize> = (0..weights.len()).collect();
    rest.sort_by_key(|at| (std::cmp::Reverse(whole(&weights[*at]) % sum), *at));
    let given: u64 = parts.iter().map(|part| u64::from(*part)).sum();
    let missing = usize::try_from(u64::from(total) - given).unwrap_or(0);
    for at in rest.into_iter().take(missing) {
        parts[at] += 1;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Vec<(String, String)> {
        let unit = |code: &str, name: &str| (code.to_owned(), name.to_owned());
        vec![
            unit("than-nam-mau", "Công đoàn Than Nam Mẫu"),
            unit("than-ha-lam", "Công đoàn Than Hà Lầm"),
            unit("to-1", "Tổ công đoàn"),
            unit("to-2", "Tổ công đoàn"),
        ]
    }

    #[test]
    fn a_column_from_a_spreadsheet_is_read_by_code_or_name() {
        let text = "than-ha-lam\t1.200\r\nCÔNG ĐOÀN  than nam mau\t850\r\n\r\nto-2;7\n";
        assert_eq!(read_column(text, &units()), Ok(vec![(1, 1_200), (0, 850), (3, 7)]));
    }

    #[test]
    fn whatever_is_not_understood_is_named_by_its_line_and_nothing_is_taken() {
        let text = "Đơn vị\tChỉ tiêu\nthan-ha-lam\t12,5a\nTổ công đoàn\t5\nthan-nam-mau 850\nto-1\t5\nto-1\t6\nto-2\t0";
        let faults = read_column(text, &units()).expect_err("seven lines of which one is right");
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.kind)).collect();
        use LineFaultKind::{Cells, NoUnit, NotACount, SeveralUnits, Twice};
        assert_eq!(told, [(1, NoUnit), (2, NotACount), (3, SeveralUnits), (4, Cells), (6, Twice), (7, NotACount)]);
        assert_eq!(faults[3].words, "than-nam-mau 850");
    }

    #[test]
    fn what_is_divided_adds_up_exactly_and_follows_the_members() {
        assert_eq!(divide(10, &[1, 1, 1]), Some(vec![4, 3, 3]));
        assert_eq!(divide(5_400, &[0, 300, 100]), Some(vec![0, 4_050, 1_350]));
        assert_eq!(divide(7, &[0, 0]), None);
        let mut seed = 7_u64;
        for total in [0, 1, 999, 1_000_000, u32::MAX] {
            let weights: Vec<u64> = (0..1_500)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    seed >> 40
                })
                .collect();
            let parts = divide(total, &weights).expect("there are members");
            assert_eq!(parts.iter().map(|part| u64::from(*part)).sum::<u64>(), u64::from(total));
            let sum: u64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = u128::from(total) * u128::from(*weight) / u128::from(sum);
                assert!((exact..=exact + 1).contains(&u128::from(*part)), "nobody is off by one");
            }
        }
    }
}
