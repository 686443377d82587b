-- Links with which an officer who has forgotten the password chooses another one. One for each account, gone once it was
-- used; the audit keeps that it was made and used.
create table resets (
    member blob primary key references accounts (member),
    -- SHA-256 of what is in the link.
    hash blob not null unique,
    -- Of which unit the officer is one, for the audit.
    unit text not null references units (code),
    -- `password`, or `everything`: the authenticator app, its recovery codes and the passkeys as well.
    renews text not null,
    -- Null: whoever has the command line.
    created_by blob references members (id),
    created_at integer not null,
    expires_at integer not null
) strict;
