//! Who reads, and how far: a member's own initiatives, and for an officer what was sent in the units that they read.

use crate::Directory;
use model::id::MemberId;
use model::rights::{Office, Role};
use model::unit::UnitCode;
use sha2::{Digest, Sha256};

/// Somebody who reads initiatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Reads their own, whatever their state.
    pub member: MemberId,
    /// Reads what was sent in these units, whoever's it is.
    pub scope: Scope,
}

impl Reader {
    /// A member without any role.
    pub const fn member(member: MemberId) -> Self {
        Self { member, scope: Scope::Units(Vec::new()) }
    }
}

/// Units whose initiatives an officer reads: each with everything under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All there are.
    Everything,
    /// These; none for who is no officer.
    Units(Vec<UnitCode>),
}

/// Whether somebody with this role reads initiatives.
pub const fn reads(role: Role) -> bool {
    matches!(role, Role::Reviewer | Role::Auditor | Role::NationalAdministrator)
}

impl Scope {
    /// What these roles let somebody read.
    pub fn of(directory: &Directory, offices: &[Office]) -> Self {
        let tops = offices.iter().filter(|office| reads(office.role)).filter_map(Office::unit);
        let tops = tops.filter_map(|unit| directory.index(unit));
        Self::under(directory, tops)
    }

    /// These units and all under them.
    pub fn under(directory: &Directory, tops: impl IntoIterator<Item = usize>) -> Self {
        let mut within = vec![false; directory.units().len()];
        let mut open: Vec<usize> = tops.into_iter().collect();
        if open.iter().any(|top| directory.root() == Some(*top)) {
            return Scope::Everything;
        }
        while let Some(unit) = open.pop() {
            if !std::mem::replace(&mut within[unit], true) {
                open.extend(directory.children(unit));
            }
        }
        let units = directory.units().iter().zip(within).filter(|(_, within)| *within);
        Scope::Units(units.map(|(unit, _)| unit.code.clone()).collect())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Scope::Units(units) if units.is_empty())
    }

    /// Tells this view from another: changes with the roles that read, and with the units under them. `None` for who is no
    /// officer.
    pub fn fingerprint(&self, offices: &[Office]) -> Option<[u8; 8]> {
        if self.is_empty() {
            return None;
        }
        let mut hash = Sha256::new();
        let mut rights: Vec<_> = offices.iter().filter(|office| reads(office.role)).collect();
        rights.sort_by_key(|office| (office.role, office.unit()));
        // No role and no code has a line break in it.
        for office in rights {
            hash.update(format!("{}\n{}\n", office.role.name(), office.unit().map_or("", UnitCode::as_str)));
        }
        if let Scope::Units(units) = self {
            for unit in units {
                hash.update(unit.as_str());
                hash.update("\n");
            }
        }
        let hash: [u8; 32] = hash.finalize().into();
        hash.first_chunk().copied()
    }
}
