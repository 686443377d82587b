-- Officers: who is what on which unit, and which tokens speak for an officer.

-- Every role that was ever given. A row is closed when the role is taken, and stays.
create table roles (
    member blob not null references members (id),
    unit text not null references units (code),
    role text not null,
    given_at integer not null,
    -- Null: whoever has the command line.
    given_by blob references members (id),
    -- Null while it is held.
    taken_at integer,
    -- Null while it is held; then, if it was taken from the command line.
    taken_by blob references members (id)
) strict;
-- Nobody holds the same role on the same unit twice at once.
create unique index role_held on roles (member, unit, role) where taken_at is null;
create index roles_of_unit on roles (unit) where taken_at is null;

-- 'join': of a device that joined with a unit's code, which carries no office whatever roles its member has.
-- 'sign_in': of an officer who proved who they are; it carries the roles that its member has at that moment.
alter table tokens add column kind text not null default 'join';
