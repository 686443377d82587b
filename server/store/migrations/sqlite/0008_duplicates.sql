-- Possible duplicates: initiatives whose words are nearly the same, as the machine found them. Only an officer links one to
-- another (initiatives.duplicate_of).

-- What the search keeps of each initiative that counts, so that a restart reads no texts.
create table sketches (
    initiative blob primary key references initiatives (id),
    -- Of which submission: initiatives.submitted_at then.
    submitted_at integer not null,
    -- Of how sketches are made.
    version integer not null,
    sketch blob not null
) strict, without rowid;

-- For each initiative the few that are most like it.
create table possible_duplicates (
    initiative blob not null references initiatives (id),
    other blob not null references initiatives (id),
    -- Of the phrases that are in either of the two texts, those that are in both.
    percent integer not null,
    primary key (initiative, other)
) strict, without rowid;
create index possible_duplicates_by_other on possible_duplicates (other);

-- When what was found about an initiative last changed: what a tablet's cursor is compared with.
create table findings (
    initiative blob primary key references initiatives (id),
    -- 1, 2, 3, …, given out inside the transaction, as the log's positions are.
    number integer not null unique
) strict, without rowid;

-- Up to which position of the log initiatives have been checked.
alter table meta add column duplicates_checked_to integer not null default 0;
-- The last number of findings.
alter table meta add column findings integer not null default 0;
