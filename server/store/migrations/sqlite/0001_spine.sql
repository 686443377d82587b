-- The spine: units, members, initiatives, the log of ops, and the totals.
--
-- Ids are UUIDs as 16 bytes, moments are milliseconds since 1970 in UTC, days are 'YYYY-MM-DD' in Vietnam, money is VND.
-- Migrations only add (expand); what is no longer used is dropped by a later release (contract). A migration is never
-- edited once it has landed.

-- What tells this store from others. One row.
create table meta (
    one integer primary key check (one = 1),
    -- Part of every sync cursor.
    id blob not null,
    -- 32 random bytes; repeatable answers to joining derive their token from it.
    secret blob not null,
    -- Grows with every change of units, campaigns, phases and targets, so that a running server notices.
    directory_version integer not null
) strict;
insert into meta (one, id, secret, directory_version) values (1, randomblob(16), randomblob(32), 1);

-- Units of the union; one tree.
create table units (
    code text primary key,
    -- Null for the root alone.
    parent text references units (code),
    level text not null,
    name text not null,
    -- What became of it on 1/7/2025, as published: a name, not a code.
    successor text,
    -- The order of the first import, in which units are listed.
    place integer not null unique
) strict;

-- Campaigns: "1 triệu sáng kiến".
create table campaigns (
    slug text primary key,
    name text not null,
    first_day text not null,
    last_day text not null
) strict;

-- Parts of a campaign with targets of their own.
create table phases (
    campaign text not null references campaigns (slug),
    slug text not null,
    first_day text not null,
    last_day text not null,
    primary key (campaign, slug)
) strict;

-- Every target that was ever set; the one with the highest revision holds.
create table targets (
    campaign text not null references campaigns (slug),
    unit text not null references units (code),
    -- A phase's slug, or 'total' for the whole campaign.
    span text not null,
    revision integer not null,
    -- Initiatives to reach, given from above; null if none is.
    assigned integer,
    -- Initiatives to reach, set by the unit itself; null if none is.
    self_set integer,
    set_at integer not null,
    primary key (campaign, unit, span, revision)
) strict;

-- What is printed on the poster. A unit has one that isn't revoked.
create table join_codes (
    code text primary key,
    unit text not null references units (code),
    created_at integer not null,
    revoked_at integer
) strict;
create unique index join_code_of_unit on join_codes (unit) where revoked_at is null;

-- People.
create table members (
    id blob primary key,
    name text not null,
    unit text not null references units (code),
    -- Số thẻ đoàn viên.
    member_no text,
    -- When they agreed to what the join page says about their data, and to which version of it: consent has to be
    -- provable (Law 91/2025/QH15).
    consented_at integer not null,
    consent_version text not null,
    created_at integer not null
) strict;

-- Devices that are signed in. Only the hash is kept.
create table tokens (
    hash blob primary key,
    member blob not null references members (id),
    created_at integer not null,
    revoked_at integer
) strict;

-- Requests to join that may be repeated.
create table joins (
    -- SHA-256 of the Idempotency-Key.
    key blob primary key,
    -- SHA-256 of what was asked, to notice a key that is used again for something else.
    request blob not null,
    member blob not null references members (id),
    created_at integer not null
) strict;

-- Initiatives as they are now.
create table initiatives (
    id blob primary key,
    campaign text not null references campaigns (slug),
    unit text not null references units (code),
    author blob not null references members (id),
    -- How many accepted ops it has in the log.
    rev integer not null,
    state text not null,
    -- JSON: the fields that were written.
    content text not null,
    -- JSON: values in conflict that wait for a choice; null if there are none.
    alternatives text,
    -- JSON: what an officer said last.
    decision text,
    duplicate_of blob,
    -- When the submission that stands came in; says which phase and day it counts for.
    submitted_at integer,
    updated_at integer not null,
    -- Of the last op in the log that changed it: what a device's cursor is compared with.
    position integer not null unique
) strict;
create index initiatives_of_author on initiatives (author, position);

-- The log of ops: receipt, audit and merge history in one. Append-only.
create table ops (
    -- 1, 2, 3, … without gaps, given out inside the transaction, so that order and visibility agree.
    position integer primary key,
    -- The device's id for it. Unique: an op takes effect once.
    id blob not null unique,
    -- Null if the op couldn't be understood.
    initiative blob,
    -- The initiative's revision after the op, as answered.
    rev integer not null,
    member blob not null references members (id),
    device blob not null,
    -- The device's clock: shown, never trusted. Null if the op couldn't be understood.
    at integer,
    -- The server's.
    received_at integer not null,
    -- Null if the op couldn't be understood.
    action text,
    -- SHA-256 of member, initiative, base and action: tells a repeat from another op under the same id.
    fingerprint blob not null,
    outcome text not null,
    -- JSON: conflicting fields and the problem, as answered; null if there are neither.
    detail text,
    -- JSON: the values, before the op, of the fields that it changed. Null if it was refused.
    before text,
    -- JSON list: fields that the device sent and that held exactly that afterwards, so that the value needn't be kept
    -- twice; it follows from what came later. Null if there are none.
    held text,
    -- JSON: what the device sent for other fields. Null if there are none.
    sent text
) strict;
create index ops_of_initiative on ops (initiative, rev) where before is not null;

-- How many counted initiatives a member has in each unit and phase: who is one more person.
create table contributors (
    campaign text not null,
    member blob not null,
    unit text not null,
    -- '' in a campaign without phases.
    phase text not null,
    counted integer not null,
    primary key (campaign, member, unit, phase)
) strict, without rowid;

-- The totals, kept in the transaction that changes the records. Each row is for a unit's whole branch.
create table totals (
    campaign text not null,
    unit text not null,
    -- A phase's slug, or 'total' for the whole campaign.
    span text not null,
    -- Members with at least one counted initiative in the branch, each once.
    people integer not null,
    submitted integer not null,
    recognised integer not null,
    -- Counted initiatives that say nothing about benefit in money.
    without_benefit integer not null,
    -- Sums of benefit, VND: by the authors, and by officers.
    estimated integer not null,
    verified integer not null,
    primary key (campaign, unit, span)
) strict, without rowid;

-- How many initiatives of a unit's branch count for each day: what the charts show.
create table daily (
    campaign text not null,
    unit text not null,
    day text not null,
    submitted integer not null,
    primary key (campaign, unit, day)
) strict, without rowid;
