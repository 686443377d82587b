//! The demonstration's own targets: those of `data/targets.csv` made as small as its initiatives are few, so that every board shows
//! a campaign in its last weeks. Promises that the nation is just before its target, that units are on both sides of theirs,
//! that oil and gas stands at the 131% of 2022, and that the units' targets make up the nation's.

use super::chance::Chance;
use super::targets::UnitTarget;
use super::units::Listed;
use model::campaign::{Span, Target};
use std::collections::HashMap;

const AIM: u64 = 0x61_696d;
/// The union of 2022's 131%: 7.085 of 5.400.
const GUEST: (&str, [u64; 2]) = ("cd-dau-khi", [7_085, 5_400]);
/// How far the nation is, in tenths of a percent: in the whole campaign, and in phase 1 when it ended.
const NATION: u64 = 965;
const NATION_PHASE_1: u64 = 1_184;

/// Counted initiatives of each unit itself in phase 1 and phase 2, in the order of the units.
pub type Counted = [[u64; 2]];

/// The targets for as many initiatives as count. As they were published, if none do.
pub fn scaled(seed: u64, units: &[Listed], published: &[UnitTarget], counted: &Counted) -> Vec<UnitTarget> {
    let done = branches(units, counted);
    if done.first().is_none_or(|nation| nation[0] + nation[1] == 0) {
        return published.to_vec();
    }
    let index: HashMap<&str, usize> =
        units.iter().enumerate().map(|(at, listed)| (listed.unit.code.as_str(), at)).collect();
    let of = |target: &UnitTarget| index.get(target.unit.as_str()).copied();
    let done_in = |at: usize, span: &Span| match span {
        Span::Campaign => done[at][0] + done[at][1],
        Span::Phase(slug) if slug.as_str() == "phase-1" => done[at][0],
        Span::Phase(_) => done[at][1],
    };
    let mut targets = published.to_vec();
    for target in &mut targets {
        if let Some(at) = of(target) {
            let aim = aim(done_in(at, &target.span), pace(seed, at, target));
            target.target = resized(target.target, aim);
        }
    }
    for (span, pace) in [("total", NATION), ("phase-1", NATION_PHASE_1)] {
        make_up(&mut targets, span, |target, span| done_in(target, span), pace, units, &index);
    }
    targets
}

/// Moves the second level's targets together, so that they make up a nation that is so far, in tenths of a percent.
fn make_up(
    targets: &mut [UnitTarget],
    span: &str,
    done: impl Fn(usize, &Span) -> u64,
    pace: u64,
    units: &[Listed],
    index: &HashMap<&str, usize>,
) {
    let is_second = |target: &UnitTarget| {
        let unit = index.get(target.unit.as_str()).map(|at| &units[*at].unit);
        target.span.name() == span
            && unit.and_then(|unit| unit.parent.as_ref()).is_some_and(|parent| parent.as_str() == "tld")
    };
    let assigned = |target: &UnitTarget| u64::from(target.target.assigned.unwrap_or(0));
    let is_free = |target: &UnitTarget| is_second(target) && target.unit.as_str() != GUEST.0;
    let fixed: u64 = targets.iter().filter(|target| is_second(target) && !is_free(target)).map(assigned).sum();
    let free: u64 = targets.iter().filter(|target| is_free(target)).map(assigned).sum();
    let Some(nation) = targets.iter().position(|target| target.unit.as_str() == "tld" && target.span.name() == span)
    else {
        return;
    };
    let wanted = aim(done(0, &targets[nation].span), pace).saturating_sub(fixed).max(1);
    for target in targets.iter_mut().filter(|target| is_free(target)) {
        let aim = (assigned(target) * wanted + free / 2) / free.max(1);
        target.target = resized(target.target, aim);
    }
    let sum = targets.iter().filter(|target| is_second(target)).map(assigned).sum();
    targets[nation].target = resized(targets[nation].target, sum);
}

/// How far a unit is with its target, in tenths of a percent: a few far behind, some nearly there, some far ahead.
fn pace(seed: u64, at: usize, target: &UnitTarget) -> u64 {
    if target.unit.as_str() == GUEST.0 && target.span == Span::Campaign {
        return GUEST.1[0] * 1000 / GUEST.1[1];
    }
    let mut chance = Chance::of(&[seed, AIM, at as u64]);
    let (least, most) = match chance.below(100) {
        0..9 => (380, 600),
        9..42 => (640, 940),
        42..52 => (950, 996),
        52..88 => (1_010, 1_320),
        _ => (1_350, 1_960),
    };
    u64::from(chance.between(least, most))
}

/// The target with which so many are so far, in tenths of a percent. Never above a target that is to be reached.
fn aim(done: u64, pace: u64) -> u64 {
    let aim = if pace >= 1_000 { done * 1_000 / pace } else { (done * 1_000).div_ceil(pace.max(1)) };
    aim.max(1)
}

/// A target of another size; what a unit sets itself keeps its proportion.
fn resized(published: Target, assigned: u64) -> Target {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let own = published.self_set.zip(published.assigned.filter(|assigned| *assigned > 0));
    Target {
        assigned: published.assigned.map(|_| small(assigned)),
        self_set: own.map(|(own, before)| small(assigned * u64::from(own) / u64::from(before))),
    }
}

/// What counts in each unit and all under it; parents stand before their children.
fn branches(units: &[Listed], counted: &Counted) -> Vec<[u64; 2]> {
    let mut done = counted.to_vec();
    for at in (0..units.len()).rev() {
        let parent = units[at].unit.parent.as_ref();
        let above = parent.and_then(|code| units.iter().position(|listed| listed.unit.code == *code));
        if let Some(above) = above {
            for phase in [0, 1] {
                done[above][phase] += done[at][phase];
            }
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::super::Demo;
    use super::*;
    use model::calendar::Timestamp;
    use model::league::Achievement;

    /// What each unit has done of its target, in the order of the units.
    fn achieved(demo: &Demo) -> HashMap<String, (u64, u32)> {
        let done = branches(&demo.units, &demo.counted());
        let at = |code: &str| demo.units.iter().position(|listed| listed.unit.code.as_str() == code).unwrap();
        let whole = demo.targets().iter().filter(|target| target.span == Span::Campaign);
        whole
            .map(|target| {
                let unit = target.unit.to_string();
                let done = done[at(&unit)];
                (unit, (done[0] + done[1], target.target.assigned.unwrap()))
            })
            .collect()
    }

    #[test]
    fn the_nation_is_near_its_target_and_units_stand_on_both_sides_of_theirs() {
        for (seed, scale) in [(1, 5_000), (7, 5_000), (2, 20_000)] {
            let demo = Demo::new(seed, scale, Timestamp::parse("2026-11-22T13:14:00Z").unwrap()).unwrap();
            let achieved = achieved(&demo);
            let percent = |unit: &str| {
                let (done, target) = achieved[unit];
                done as f64 * 100.0 / f64::from(target)
            };
            assert!((93.0..99.5).contains(&percent("tld")), "{}", percent("tld"));
            assert!((130.0..133.0).contains(&percent("cd-dau-khi")), "{}", percent("cd-dau-khi"));
            let provinces = achieved.iter().filter(|(unit, _)| unit.starts_with("ldld-"));
            let reached = |(_, (done, target)): &(&String, &(u64, u32))| {
                Achievement::of(*done as i64, Some(*target)).unwrap().is_at_least(100)
            };
            let (gold, all) = (provinces.clone().filter(reached).count(), provinces.count());
            assert!(gold * 100 / all >= 25 && gold * 100 / all <= 75, "{gold} of {all}");
            let second: u32 = achieved
                .iter()
                .filter(|(unit, _)| unit.starts_with("ldld-") || unit.starts_with("cd-"))
                .map(|(_, (_, target))| target)
                .sum();
            assert_eq!(second, achieved["tld"].1, "the units' targets make up the nation's");
        }
    }

    #[test]
    fn without_initiatives_targets_are_as_published() {
        let demo = Demo::new(7, 0, Timestamp::parse("2026-11-22T13:14:00Z").unwrap()).unwrap();
        let nation =
            demo.targets().iter().find(|target| target.unit.as_str() == "tld" && target.span == Span::Campaign);
        assert_eq!(nation.unwrap().target.assigned, Some(1_000_000));
    }
}
