-- How a member comes back: devices that were given up, one-time codes for another device, card numbers, members put together,
-- and passkeys for members.

-- Since when the token proves nothing, not even who joins anew: its device was given up. Null of one that merely ended.
alter table tokens add column void_at integer;
update tokens set void_at = lost_at where lost_at is not null;

-- One-time codes with which another device becomes a member's. A member has at most one of each kind; a code is gone once it
-- was used.
create table device_codes (
    -- SHA-256 of the sixteen digits.
    hash blob primary key,
    member blob not null references members (id),
    -- 1: an officer gave it to the member. 0: the member made it on a device of theirs.
    by_officer integer not null,
    -- Which devices end when it is used: `none`, `maker` (the one that made it), `all`.
    ends text not null,
    -- The token of the device that made it; null of an officer's.
    maker blob references tokens (hash),
    created_at integer not null,
    expires_at integer not null
) strict, without rowid;
create unique index device_code_of_member on device_codes (member, by_officer);

-- The card number as it is compared: letters and digits alone, in capitals.
alter table members add column number_key text;
create index members_by_number on members (unit, number_key) where number_key is not null;
-- The member with whom this one was put together; null of everybody else. Never one that was put together with a third.
alter table members add column merged_into blob references members (id);
create index members_merged on members (merged_into) where merged_into is not null;
-- Where in the log another member was last put together with this one; null if none was. A device that has read less begins anew.
alter table members add column gained_at integer;

-- Lists of members are found and counted in these alone, without those who were put together with others.
drop index members_by_name;
drop index members_of_unit;
create index members_by_name on members (name_key, id, unit, search, merged_into);
create index members_of_unit on members (unit, name_key, id, search, merged_into);

-- Members who ask, or seem, to be the same person as another one, until somebody has decided.
create table merge_requests (
    member blob primary key references members (id),
    other blob not null references members (id),
    -- `number`: they gave the other's card number. `device`: they joined on a device of the other's that was given up.
    -- `code`: they had both a device of the one and a code of the other.
    reason text not null,
    asked_at integer not null
) strict, without rowid;
create index merge_requests_with on merge_requests (other);

-- A passkey belongs to a member, with or without an account.
create table members_passkeys (
    -- The authenticator's name for it.
    id blob primary key,
    -- As at registration: the authenticator keeps this id. Who they are now is members.merged_into.
    member blob not null references members (id),
    -- The owner's name for it.
    name text not null,
    -- What stays: the public key and what was said of it at registration, as the library encodes it.
    fixed blob not null,
    -- What changes with each use: the counter and flags, as the library encodes them.
    changing blob not null,
    created_at integer not null,
    used_at integer,
    -- What it opens: `sign_in`, an officer's session, for it was registered in one; `join`, a member's device alone.
    opens text not null
) strict;
insert into members_passkeys (id, member, name, fixed, changing, created_at, used_at, opens)
select id, member, name, fixed, changing, created_at, used_at, 'sign_in' from passkeys;
drop table passkeys;
alter table members_passkeys rename to passkeys;
create index passkeys_of_member on passkeys (member);
