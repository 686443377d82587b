//! Line-wise merging of long text.

/// Two versions of a text, joined or not.
pub enum Merge {
    Clean(String),
    Conflict,
}

/// Joins two texts that both came from `ancestor`, if at most one of them changed.
pub fn merge3(ancestor: &str, mine: &str, theirs: &str) -> Merge {
    if ancestor == mine {
        Merge::Clean(theirs.into())
    } else if ancestor == theirs {
        Merge::Clean(mine.into())
    } else {
        Merge::Conflict
    }
}
