-- Stories: what everybody may read, and who would like to apply it.

-- Milliseconds since 1970: when it was recognised, of an initiative that is public at this moment; null of every other.
-- This and the four below say only what everybody may read.
alter table initiatives add column story_at integer;
alter table initiatives add column story_kind text;
-- VND: the verified sum, else the estimate; null if none is said.
alter table initiatives add column story_sum integer;
-- Lĩnh vực without diacritics.
alter table initiatives add column story_area text;
-- What is searched: title, named authors and field without diacritics.
alter table initiatives add column story_search text;
create index stories_by_time on initiatives (story_at, id, unit, story_kind, story_sum, story_area, story_search)
    where story_at is not null;
create index stories_of_unit on initiatives (unit, story_at, id, story_kind, story_sum, story_area, story_search)
    where story_at is not null;

-- Members who would like to apply a story in their units. Taken back means gone.
create table adoptions (
    initiative blob not null references initiatives (id),
    member blob not null references members (id),
    -- The member's, then.
    unit text not null references units (code),
    at integer not null,
    primary key (initiative, member)
) strict, without rowid;
