-- What the audit says of an entry: which words an op carried, and from which device an act came.

-- The revision that the op was built on, which its fingerprint covers beside the words: so the words that are kept (arguments,
-- a comment) can be told from others. Null in what an older version wrote, and if the op couldn't be understood.
alter table ops add column base integer;
-- The session of the officer who did it, by its id outside (tokens.session); null if it didn't come from one.
alter table rights add column device blob;
alter table acts add column device blob;
