-- What is written, and taken away again, to find out whether the disk takes a batch after one has failed. Empty otherwise.
create table probe (
    one integer primary key check (one = 1),
    -- As large as a batch of texts.
    filler blob not null
) strict;
