-- Following the log by position: where in it each number and name last changed, so that another process reads only what is
-- new; and which of several histories a restored store is.

-- Position and moment of the log's entry that changed the row last. 0 in what an older version wrote, if it isn't known.
alter table totals add column position integer not null default 0;
alter table totals add column at integer not null default 0;
update totals set
    position = (select coalesce(max(position), 0) from (select max(position) as position from ops
                union all select max(position) from rights union all select max(position) from acts)),
    at = (select coalesce(max(received_at), 0) from ops where position = (select max(position) from ops));
create index totals_by_position on totals (position) where span = 'total';
alter table units add column position integer not null default 0;
alter table units add column at integer not null default 0;
alter table campaigns add column position integer not null default 0;
alter table campaigns add column at integer not null default 0;
-- Its first moment in Vietnam.
update campaigns set at = cast(strftime('%s', first_day) as integer) * 1000 - 25200000;
-- When a target was set is in set_at.
alter table targets add column position integer not null default 0;

-- How often the log was put back to an earlier state: raised by each restoring, so that whoever looks at totals tells what
-- was restored from what is old.
alter table meta add column epoch integer not null default 0;
-- Grows whenever somebody would like to apply a story, or wouldn't any more.
alter table meta add column adoptions integer not null default 0;

-- Tells one history of findings from another: numbers are given out again after an earlier state was restored. One row for
-- each transaction that gave out numbers.
create table finding_marks (
    -- The last number that it gave out.
    number integer primary key,
    -- Random.
    mark blob not null
) strict;
insert into finding_marks (number, mark) select findings, randomblob(8) from meta where findings > 0;
