-- What administrators do for their units: members, join codes, targets.

-- Join codes replaced, targets set, devices ended, as entries of the same log: positions are shared with ops and rights.
-- Append-only.
create table acts (
    position integer primary key,
    at integer not null,
    -- Null: whoever has the command line.
    by blob references members (id),
    -- On which unit.
    unit text not null references units (code),
    -- Whom it is about; null if nobody.
    member blob references members (id),
    -- JSON: what was done. The hash is over this very text.
    act text not null,
    -- As of ops.
    hash blob not null
) strict;
create index acts_of_unit on acts (unit);

-- Who set the target; null for whoever has the command line.
alter table targets add column set_by blob references members (id);

-- What lists of members are sorted by: the given name, then the rest, in Vietnamese order.
alter table members add column name_key blob;
-- What they are searched by: name and number without diacritics.
alter table members add column search text;
create index members_by_name on members (name_key, id, unit, search);
create index members_of_unit on members (unit, name_key, id, search);
-- A member's devices.
create index tokens_of_member on tokens (member) where revoked_at is null;
