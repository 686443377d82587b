-- The show: one for a server.

create table show (
    -- Always 1: there is one row.
    one integer primary key check (one = 1),
    -- How many acts have made it; the same as in the JSON.
    revision integer not null,
    -- JSON: the show as it is. What was done to it is in acts.
    state text not null
) strict;

-- What became of each act of a producer, so that one that comes again does nothing twice.
create table show_receipts (
    -- Made by whoever acts.
    id blob primary key,
    -- Of the producer and what they sent; the same id with another is refused.
    fingerprint blob not null,
    -- JSON: the revision that it made, or why it was refused.
    outcome text not null,
    -- Its entry in acts; null if it was refused.
    position integer unique references acts (position)
) strict, without rowid;

-- What is recognised, the latest change first: where producers look for stories.
create index recognised_by_position on initiatives (position) where state = 'recognised';
