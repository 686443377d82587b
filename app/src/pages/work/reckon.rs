//! The benefit helper's sum: (before − after) × volume − cost. Pure.

use model::money::{Vnd, spoken_dong};
use model::number::Lang;

/// (before − after) × volume − cost, in dong; None if it can't be told, negative if it costs more than it saves.
pub fn benefit(before: Option<Vnd>, after: Option<Vnd>, volume: Option<Vnd>, cost: Option<Vnd>) -> Option<i128> {
    let number = |sum: Vnd| i128::from(sum.dong());
    let saved = number(before?) - number(after?);
    Some(saved * number(volume?) - cost.map_or(0, number))
}

/// The sum as a benefit of an initiative, if it can be one.
pub fn as_benefit(sum: i128) -> Option<Vnd> {
    i64::try_from(sum).ok().and_then(|dong| Vnd::for_initiative(dong).ok())
}

/// A sum in words.
pub fn spoken(sum: i128, lang: Lang) -> String {
    spoken_dong(i64::try_from(sum).unwrap_or(i64::MAX), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vnd(dong: i64) -> Option<Vnd> {
        Vnd::for_initiative(dong).ok()
    }

    #[test]
    fn the_helper_reckons_as_the_form_says() {
        assert_eq!(benefit(vnd(120_000), vnd(45_000), vnd(220_000), vnd(0)), Some(16_500_000_000));
        assert_eq!(benefit(vnd(120_000), vnd(45_000), None, None), None, "nothing is guessed");
        assert_eq!(benefit(vnd(10), vnd(5), vnd(1), vnd(100)), Some(-95));
        assert_eq!(as_benefit(-95), None);
        let most = vnd(Vnd::MAX.dong());
        assert_eq!(benefit(most, vnd(0), most, None).and_then(as_benefit), None, "no overflow");
    }
}
