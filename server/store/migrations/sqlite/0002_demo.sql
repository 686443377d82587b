-- Invented data: marked for good, so that it is never taken for real data or mixed with it.

-- 0: real data. 1: invented, and not all of it is there yet. 2: invented.
alter table meta add column demo integer not null default 0;
