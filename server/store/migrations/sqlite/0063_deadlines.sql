-- The queue goes by its deadlines: three months after an initiative was received; until then they count from when it was sent.
update initiatives set since = received_at where state = 'received' and received_at is not null;
-- Of what the whole nation's officers read only the page itself is looked at, in its order.
create index initiatives_by_deadline on initiatives (since, id, desk, unit, state, search) where desk is not null;
