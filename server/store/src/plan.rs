//! What administrators lay down: units, campaigns and targets, and what may be wrong with them. Pure; the store calls
//! the checks inside its transaction.

use crate::StoreError;
use model::campaign::{Campaign, Span, Target};
use model::text::{TextProblem, accept_line};
use model::unit::{Slug, Unit, UnitCode};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// A unit as an import file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    pub unit: Unit,
    /// What became of it on 1/7/2025, as published: a name, not a code.
    pub successor: Option<String>,
}

/// A unit's target as an import file has it; it replaces the one before, both numbers of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetLine {
    pub unit: UnitCode,
    pub span: Span,
    pub target: Target,
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// Longest name of a campaign, in characters.
const MAX_CAMPAIGN_NAME: usize = 200;

/// What becomes of phases that a campaign has and that aren't named when it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingPhases {
    /// The campaign isn't saved.
    Refuse,
    /// They go.
    Remove,
}

/// A phase that would go, with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseLost {
    pub slug: Slug,
    /// So many units have a target for it.
    pub targets: u64,
    /// So many initiatives count for it.
    pub submitted: i64,
}

impl fmt::Display for PhaseLost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { slug, targets, submitted } = self;
        write!(out, "{slug} (targets of {targets} units, {submitted} initiatives)")
    }
}

/// Why nothing of an import was taken.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("unit {0} is there twice")]
    Twice(UnitCode),
    #[error("unit {unit} is under {parent}, which doesn't exist")]
    UnknownParent { unit: UnitCode, parent: UnitCode },
    #[error("unit {0} would be above itself")]
    Cycle(UnitCode),
    #[error("units {0} and {1} both have no parent; only the root may")]
    TwoRoots(UnitCode, UnitCode),
    #[error("there are no units yet; import them first")]
    NoUnits,
    #[error("the campaign has phases that aren't named: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    PhasesLost(Vec<PhaseLost>),
    #[error("{unit} has two targets for {span}")]
    TwoTargets { unit: UnitCode, span: String },
    #[error("there is no campaign {0}")]
    UnknownCampaign(String),
    #[error("there is no unit {0}")]
    UnknownUnit(UnitCode),
    #[error("the campaign has no phase {phase}, for which {unit} has a target")]
    UnknownPhase { unit: UnitCode, phase: String },
    #[error("{0} ends before it begins")]
    Backwards(String),
    #[error("phase {0} isn't within the campaign's dates")]
    OutsideCampaign(String),
    #[error("phases {0} and {1} overlap")]
    Overlap(String, String),
    /// `total` stands for the whole campaign in target files.
    #[error("a phase can't be called {0}")]
    BadPhaseName(String),
    /// See [`accept_line`].
    #[error("the campaign's name: {0}")]
    BadName(TextProblem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PlanError {
    /// The unit that is at fault, if it is one.
    pub fn unit(&self) -> Option<&UnitCode> {
        match self {
            Self::Twice(unit) | Self::Cycle(unit) | Self::UnknownUnit(unit) | Self::TwoRoots(_, unit) => Some(unit),
            Self::UnknownParent { unit, .. } | Self::TwoTargets { unit, .. } | Self::UnknownPhase { unit, .. } => {
                Some(unit)
            }
            _ => None,
        }
    }
}

/// SHA-256 of all units, in the order in which they are listed: of each its code, parent, level, name and what became of it,
/// each with its length in bytes before it; a missing one is empty. In hexadecimal.
pub(crate) fn tree_hash<'a>(units: impl Iterator<Item = (&'a Unit, Option<&'a str>)>) -> String {
    let mut hash = Sha256::new();
    for (unit, successor) in units {
        let parent = unit.parent.as_ref().map_or("", UnitCode::as_str);
        for part in [unit.code.as_str(), parent, unit.level.name(), &unit.name, successor.unwrap_or("")] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks that units form one tree.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_tree<'a>(units: impl Iterator<Item = &'a Unit>) -> Result<(), PlanError> {
    let mut parents: HashMap<&UnitCode, Option<&UnitCode>> = HashMap::new();
    let mut root: Option<&UnitCode> = None;
    for unit in units {
        if parents.insert(&unit.code, unit.parent.as_ref()).is_some() {
            return Err(PlanError::Twice(unit.code.clone()));
        }
        if unit.parent.is_none()
            && let Some(other) = root.replace(&unit.code)
        {
            return Err(PlanError::TwoRoots(other.clone(), unit.code.clone()));
        }
    }
    let mut rooted: HashSet<&UnitCode> = HashSet::new();
    for &unit in parents.keys() {
        let mut way = HashSet::new();
        let mut here = unit;
        while !rooted.contains(here) {
            if !way.insert(here) {
                return Err(PlanError::Cycle(here.clone()));
            }
            let Some(parent) = parents[here] else { break };
            if !parents.contains_key(parent) {
                return Err(PlanError::UnknownParent { unit: here.clone(), parent: parent.clone() });
            }
            here = parent;
        }
        rooted.extend(way);
    }
    Ok(())
}

/// Puts a campaign's phases in order and checks its dates.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_campaign(mut campaign: Campaign) -> Result<Campaign, PlanError> {
    campaign.name = accept_line(&campaign.name, MAX_CAMPAIGN_NAME).map_err(PlanError::BadName)?;
    if campaign.to < campaign.from {
        return Err(PlanError::Backwards(campaign.slug.to_string()));
    }
    campaign.phases.sort_by_key(|phase| phase.from);
    for phase in &campaign.phases {
        let name = phase.slug.to_string();
        if name == Span::Campaign.name() || campaign.phases.iter().filter(|other| other.slug == phase.slug).count() > 1
        {
            return Err(PlanError::BadPhaseName(name));
        }
        if phase.to < phase.from {
            return Err(PlanError::Backwards(name));
        }
        if phase.from < campaign.from || phase.to > campaign.to {
            return Err(PlanError::OutsideCampaign(name));
        }
    }
    for pair in campaign.phases.windows(2) {
        if pair[1].from <= pair[0].to {
            return Err(PlanError::Overlap(pair[0].slug.to_string(), pair[1].slug.to_string()));
        }
    }
    Ok(campaign)
}
