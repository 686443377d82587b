-- What officers say and decide: in the log, beside the initiative, in the queue, and in the audit's chain.

-- JSON: what an officer's action said (a return's reasons, a recognition's level …). Null for the others: what an edit
-- said is in before, held and sent.
alter table ops add column arguments text;
-- The unit that the entry is about: of the initiative or, where there is none, of the sender.
alter table ops add column unit text;
update ops set unit = coalesce((select unit from initiatives i where i.id = ops.initiative),
                               (select unit from members m where m.id = ops.member));
-- By unit and position: the audit of a unit.
create index ops_of_unit on ops (unit);
-- SHA-256 over this entry and the one before it, ops and rights together in the order of their positions.
alter table ops add column hash blob;

-- Every right given or taken, as entries of the same log: positions are shared with ops. Append-only.
create table rights (
    position integer primary key,
    at integer not null,
    -- Null: whoever has the command line.
    by blob references members (id),
    -- 'given' or 'taken'.
    event text not null,
    member blob not null references members (id),
    unit text not null references units (code),
    role text not null,
    -- As of ops.
    hash blob
) strict;
create index rights_of_unit on rights (unit);
-- Roles from before there was this table come behind everything else that was logged by then.
insert into rights (position, at, by, event, member, unit, role)
select (select coalesce(max(position), 0) from ops) + row_number() over (order by at, row), at, by, event, member, unit, role
from (select rowid as row, given_at as at, given_by as by, 'given' as event, member, unit, role from roles
      union all
      select rowid, taken_at, taken_by, 'taken', member, unit, role from roles where taken_at is not null);

-- What officers say among themselves: remarks of the council, and decisions that came after somebody else's. The author
-- doesn't get them. Never changed.
create table comments (
    -- The op that it came with: a comment is there once.
    op blob primary key references ops (id),
    initiative blob not null references initiatives (id),
    member blob not null references members (id),
    -- That the member acted for.
    unit text not null,
    at integer not null,
    text text not null,
    -- 0 to 100; null without one.
    score integer,
    -- JSON: the decision that it would have been; null if it is a remark.
    overtaken text
) strict;
create index comments_of_initiative on comments (initiative);

-- What the queue is sorted by: when it was submitted or put higher; for what was taken back, when it last changed.
alter table initiatives add column since integer;
-- The unit whose officers, or those above it, are to decide; null if nothing waits for a decision.
alter table initiatives add column desk text;
-- What the queue searches: title and author's name without diacritics; empty while nobody but the author may read it.
alter table initiatives add column search text;
create index initiatives_at_desk on initiatives (desk, since, unit, state, search) where desk is not null;
create index initiatives_of_unit on initiatives (unit, position, since, state, search) where state <> 'draft';

-- The last migration whose columns that SQL can't compute (hashes, search keys) have been filled in.
alter table meta add column completed integer not null default 0;
