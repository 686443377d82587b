//! Rights: who may do what. One pure function of the person, the deed, where the unit concerned stands, and the state:
//! [`allowed`]. Promises that everything is denied unless a line here allows it, and that a role more never takes anything
//! away. Knows no tree of units and no store: where a unit stands comes as a value.

use crate::id::MemberId;
use crate::initiative::{RecognitionLevel, State};
use crate::problem::ProblemKind;
use crate::unit::{Level, UnitCode};
use serde::{Deserialize, Serialize};

/// What an officer is on a unit. A right covers the unit and everything under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Cán bộ xét duyệt: reads what was submitted, and decides.
    Reviewer,
    /// Quản trị đơn vị: members, join codes, targets, officers below. Doesn't read initiatives.
    UnitAdministrator,
    /// Đạo diễn: runs the studio of the talk show.
    Producer,
    /// Kiểm tra: reads all that was ever submitted, and the audit; changes nothing.
    Auditor,
    /// Quản trị toàn quốc: administers every unit, and names every officer. Given on the root alone.
    NationalAdministrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] =
        [Role::Reviewer, Role::UnitAdministrator, Role::Producer, Role::Auditor, Role::NationalAdministrator];

    /// The role's name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Reviewer => "reviewer",
            Role::UnitAdministrator => "unit_administrator",
            Role::Producer => "producer",
            Role::Auditor => "auditor",
            Role::NationalAdministrator => "national_administrator",
        }
    }

    /// The role of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A role on a unit, as it is given, stored and told: `{role, unit}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Right {
    /// What the officer is.
    pub role: Role,
    /// On which unit, and everything under it.
    pub unit: UnitCode,
}

/// A right with its unit's place in the tree of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// What the officer is.
    pub role: Role,
    /// From the root down to the unit of the right itself.
    pub path: Vec<UnitCode>,
    /// That unit's level.
    pub level: Level,
}

impl Office {
    /// The unit directly above that of the right; `None` at the root.
    pub fn above(&self) -> Option<&UnitCode> {
        self.path.iter().rev().nth(1)
    }

    /// The unit of the right; `None` if the path is empty, which covers nothing.
    pub fn unit(&self) -> Option<&UnitCode> {
        self.path.last()
    }

    /// The highest level that this office's unit recognises at. A team has no council of its own.
    pub const fn recognises_up_to(&self) -> Option<RecognitionLevel> {
        match self.level {
            Level::National => Some(RecognitionLevel::National),
            Level::Province | Level::Sector | Level::Corporation | Level::Upper => Some(RecognitionLevel::Upper),
            Level::Grassroots => Some(RecognitionLevel::Grassroots),
            Level::Team => None,
        }
    }
}

/// At which levels these offices recognise somewhere, the lowest first. Of a single initiative the unit before which it is
/// says more; that is for [`crate::review`].
pub fn levels(offices: &[Office]) -> Vec<RecognitionLevel> {
    let reviews = offices.iter().filter(|office| office.role == Role::Reviewer);
    let highest = reviews.filter_map(Office::recognises_up_to).max();
    RecognitionLevel::ALL.into_iter().filter(|level| Some(*level) <= highest).collect()
}

/// The office that a reviewer acts in, before something of the unit at the end of `path` (from the root down): the highest
/// that covers it, and of several the nearest.
pub fn acting<'a>(offices: &'a [Office], path: &[UnitCode]) -> Option<&'a Office> {
    let covers = |office: &&Office| office.role == Role::Reviewer && Relation::between(&office.path, path).is_covered();
    offices.iter().filter(covers).max_by_key(|office| (office.recognises_up_to(), office.path.len()))
}

/// Where the unit concerned stands, seen from the unit of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It is that unit.
    Own,
    /// Somewhere under it.
    Below,
    /// Somewhere above it.
    Above,
    /// In another branch.
    Beside,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 4] = [Relation::Own, Relation::Below, Relation::Above, Relation::Beside];

    /// Where `concerned` stands seen from `of_right`; both from the root down to the unit itself.
    pub fn between(of_right: &[UnitCode], concerned: &[UnitCode]) -> Relation {
        match (of_right.last(), concerned.last()) {
            (Some(right), Some(unit)) if right == unit => Relation::Own,
            (Some(right), _) if concerned.contains(right) => Relation::Below,
            (_, Some(unit)) if of_right.contains(unit) => Relation::Above,
            _ => Relation::Beside,
        }
    }

    /// Whether a right covers it.
    pub const fn is_covered(self) -> bool {
        matches!(self, Relation::Own | Relation::Below)
    }
}

/// Who wants to do something: a member, and where the unit concerned stands for each of their roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The member.
    pub member: MemberId,
    /// Their roles.
    pub roles: Vec<(Role, Relation)>,
}

impl Who {
    /// A member with these offices, before something of the unit at the end of `path` (from the root down).
    pub fn new(member: MemberId, offices: &[Office], path: &[UnitCode]) -> Who {
        let relation = |office: &Office| (office.role, Relation::between(&office.path, path));
        Who { member, roles: offices.iter().map(relation).collect() }
    }

    /// A member without any role.
    pub const fn member(member: MemberId) -> Who {
        Who { member, roles: Vec::new() }
    }

    fn has(&self, wanted: &[Role], fits: impl Fn(Relation) -> bool) -> bool {
        self.roles.iter().any(|(role, relation)| wanted.contains(role) && fits(*relation))
    }

    fn covers(&self, wanted: &[Role]) -> bool {
        self.has(wanted, Relation::is_covered)
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Change the words, or choose between two versions.
    Edit,
    /// Agree that the story be shown, or not any more (Law 91/2025/QH15: consent may be withdrawn at any time).
    Consent,
    /// Hand it in.
    Submit,
    /// Take it back.
    Withdraw,
    /// Delete it with all its words (Law 91/2025/QH15), while nobody is to decide on it.
    Delete,
    /// Read the words.
    Read,
    /// Know that it is there and where it stands, without its words: so that a tablet learns that what it holds was
    /// withdrawn.
    Follow,
    /// Say that one would like to apply it in one's own unit, once it is recognised. Of a public story anybody may.
    Adopt,
    /// Read who did what to it, and the officers' comments.
    ReadHistory,
    /// Take it in; from then on the decision is due.
    Receive,
    /// Ask for more.
    Return,
    /// Recognise it at a level.
    Recognise,
    /// Refuse it.
    Decline,
    /// Link it to its original.
    MarkDuplicate,
    /// Put it before the unit above.
    Forward,
    /// Score it or say something about it, for the council.
    Comment,
    /// Read a unit's members.
    ReadMembers,
    /// Change a unit's members.
    ManageMembers,
    /// Make and revoke a unit's join codes.
    ManageJoinCodes,
    /// Enter an initiative on a member's behalf, from paper.
    EnterForMember,
    /// Read a unit's targets with who set them when, and where in its branch there are none. The numbers are public.
    ReadTargets,
    /// Set a unit's own target.
    SetOwnTarget,
    /// Assign a target to a unit.
    AssignTarget,
    /// Read who holds which role on a unit.
    ReadOfficers,
    /// Give a role on a unit, or take it.
    Appoint(Role),
    /// Read the audit of a unit.
    ReadAudit,
    /// Run the studio of a unit's show.
    RunStudio,
}

/// What it is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An initiative.
    Initiative {
        /// Who started it.
        author: MemberId,
        /// Where it stands.
        state: State,
        /// It is recognised, and was put before the unit above for a higher level.
        is_put_higher: bool,
    },
    /// A unit.
    Unit,
}

/// Whether this person may do this to that. `who` says where the unit concerned stands: of an initiative its own unit, and
/// for the deeds of [`Deed::is_decision`] the unit before which it is now.
///
/// # Errors
/// The reason why not. `forbidden`: not theirs to do. `not-found`: not theirs to know of. `already-decided` and `frozen`:
/// theirs to do, but not in this state, for an officer's decision or the author's own deed stands against it.
pub fn allowed(who: &Who, deed: Deed, subject: Subject) -> Result<(), ProblemKind> {
    match subject {
        Subject::Unit => may_administer(who, deed),
        Subject::Initiative { author, state, .. } if who.member == author => authors(deed, state),
        Subject::Initiative { state, is_put_higher, .. } => officers(who, deed, state, is_put_higher),
    }
}

/// Whether this person may put these two members together, or say that they aren't one person. Nobody does so for themselves: what
/// they reviewed, and who counts as one, is for somebody else to look at.
///
/// # Errors
/// `forbidden`.
pub fn may_merge(who: &Who, stays: MemberId, goes: MemberId) -> Result<(), ProblemKind> {
    if who.member == stays || who.member == goes {
        return Err(ProblemKind::Forbidden);
    }
    allowed(who, Deed::ManageMembers, Subject::Unit)
}

/// The author's own initiative. Whatever roles they have, they don't decide on it, and they don't read what the council
/// says of it: a benefit is *verified* because somebody else than who estimated it has looked, and remuneration follows.
fn authors(deed: Deed, state: State) -> Result<(), ProblemKind> {
    match deed {
        Deed::Follow => Ok(()),
        Deed::Read | Deed::Consent | Deed::Edit | Deed::Submit | Deed::Withdraw | Deed::Delete
            if state == State::Deleted =>
        {
            Err(ProblemKind::Deleted)
        }
        Deed::Read | Deed::Consent => Ok(()),
        Deed::Delete if state.is_decided() => Err(ProblemKind::AlreadyDecided),
        Deed::Delete if state.is_open() => Ok(()),
        Deed::Delete => Err(ProblemKind::Frozen),
        Deed::Edit if state.is_open() => Ok(()),
        Deed::Edit => Err(ProblemKind::Frozen),
        Deed::Submit | Deed::Withdraw if state.is_decided() => Err(ProblemKind::AlreadyDecided),
        Deed::Submit | Deed::Withdraw => Ok(()),
        _ => Err(ProblemKind::Forbidden),
    }
}

/// Somebody else's initiative. A draft is its author's alone; of what was withdrawn reviewers know no more than that.
fn officers(who: &Who, deed: Deed, state: State, is_put_higher: bool) -> Result<(), ProblemKind> {
    const REVIEWERS: [Role; 1] = [Role::Reviewer];
    const OVERSEERS: [Role; 2] = [Role::Auditor, Role::NationalAdministrator];
    let was_sent = !matches!(state, State::Draft | State::Deleted);
    let is_known = was_sent && (who.covers(&REVIEWERS) || who.covers(&OVERSEERS));
    let is_read = is_known && (state != State::Withdrawn || who.covers(&OVERSEERS));
    match deed {
        Deed::Read | Deed::ReadHistory if is_read => Ok(()),
        Deed::Follow if is_known => Ok(()),
        Deed::Adopt if state == State::Recognised => Ok(()),
        Deed::Read | Deed::ReadHistory | Deed::Follow | Deed::Adopt => Err(ProblemKind::NotFound),
        // Whoever names it had it before.
        deed if deed.is_review() && state == State::Deleted && who.covers(&REVIEWERS) => Err(ProblemKind::Deleted),
        deed if deed.is_review() && was_sent && who.covers(&REVIEWERS) => may_review(deed, state, is_put_higher),
        _ => Err(ProblemKind::Forbidden),
    }
}

/// What a reviewer may do in which state. The first decision holds.
fn may_review(deed: Deed, state: State, is_put_higher: bool) -> Result<(), ProblemKind> {
    match (deed, state) {
        (_, State::Draft | State::Withdrawn | State::Deleted) => Err(ProblemKind::Frozen),
        (Deed::Comment, _) | (_, State::Submitted | State::Received) => Ok(()),
        // The lower level's recognition stands, whatever the higher one says.
        (Deed::Recognise | Deed::Decline, State::Recognised) if is_put_higher => Ok(()),
        (Deed::Forward, State::Recognised) => Ok(()),
        _ => Err(ProblemKind::AlreadyDecided),
    }
}

/// Deeds of administration, on a unit.
fn may_administer(who: &Who, deed: Deed) -> Result<(), ProblemKind> {
    use Role::{Auditor, NationalAdministrator, Producer, UnitAdministrator};
    const ADMINISTRATORS: [Role; 2] = [UnitAdministrator, NationalAdministrator];
    let is_own = |relation| relation == Relation::Own;
    let is_below = |relation| relation == Relation::Below;
    let may = match deed {
        Deed::ManageMembers | Deed::ManageJoinCodes | Deed::EnterForMember => who.covers(&ADMINISTRATORS),
        Deed::ReadMembers | Deed::ReadTargets | Deed::ReadOfficers => {
            who.covers(&[UnitAdministrator, NationalAdministrator, Auditor])
        }
        Deed::SetOwnTarget => who.has(&ADMINISTRATORS, is_own),
        // Targets come from above; the nation's own come from nowhere else.
        Deed::AssignTarget => who.has(&[UnitAdministrator], is_below) || who.covers(&[NationalAdministrator]),
        Deed::Appoint(role) => who.may_appoint(role),
        Deed::ReadAudit => who.covers(&[Auditor, NationalAdministrator]),
        Deed::RunStudio => who.covers(&[Producer]),
        _ => false,
    };
    if may { Ok(()) } else { Err(ProblemKind::Forbidden) }
}

impl Who {
    /// An administrator names those who work under them. Who administers a unit or watches its administrators is named from
    /// above it, so that nobody can make their own equal or overseer.
    fn may_appoint(&self, role: Role) -> bool {
        match role {
            Role::NationalAdministrator => self.has(&[Role::NationalAdministrator], |at| at == Relation::Own),
            Role::UnitAdministrator | Role::Auditor => {
                self.has(&[Role::UnitAdministrator], |at| at == Relation::Below)
                    || self.covers(&[Role::NationalAdministrator])
            }
            Role::Reviewer | Role::Producer => self.covers(&[Role::UnitAdministrator, Role::NationalAdministrator]),
        }
    }
}

impl Deed {
    /// What reviewers do.
    pub const fn is_review(self) -> bool {
        self.is_decision() || matches!(self, Deed::Comment)
    }

    /// What only the officers do before whose unit it is now: not those of the units that have put it before a higher one.
    pub const fn is_decision(self) -> bool {
        matches!(
            self,
            Deed::Receive | Deed::Return | Deed::Recognise | Deed::Decline | Deed::MarkDuplicate | Deed::Forward
        )
    }
}
