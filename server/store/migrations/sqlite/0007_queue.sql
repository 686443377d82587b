-- The queue is read from its indexes alone, with its order in them: (since, id).
drop index initiatives_at_desk;
drop index initiatives_of_unit;
create index initiatives_at_desk on initiatives (desk, since, id, unit, state, search) where desk is not null;
create index initiatives_of_unit on initiatives (unit, position, since, id, state, search) where state <> 'draft';
-- Refused ops are part of an initiative's history too.
drop index ops_of_initiative;
create index ops_of_initiative on ops (initiative, rev);
