-- Where an initiative stands with the officers.

-- When an officer took in the submission that stands; the decision is due three months later.
alter table initiatives add column received_at integer;
-- JSON: the unit that it was put before, by whom and when, and what came of that; null if it wasn't.
alter table initiatives add column forwarded text;
