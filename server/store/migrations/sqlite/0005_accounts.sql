-- Officers' accounts: how they prove who they are, and where they are signed in.

-- What an officer signs in with. A member without a row here can't.
create table accounts (
    member blob primary key references members (id),
    -- Lower case, NFC.
    login text not null unique,
    -- Argon2id, with its salt and costs, as a PHC string.
    password text not null,
    password_set_at integer not null,
    -- Shared with the officer's authenticator app (RFC 6238); null if they use none.
    otp_secret blob,
    -- The last time step whose code was used, and every one before it with it: no code works twice.
    otp_step integer,
    -- A secret that was handed out and waits until a code made with it comes back.
    otp_offered blob,
    created_at integer not null
) strict;

-- Codes for who has lost their authenticator. Each works once; only hashes are kept.
create table recovery_codes (
    member blob not null references accounts (member),
    hash blob not null,
    used_at integer,
    primary key (member, hash)
) strict, without rowid;

-- Links with which somebody becomes an officer. Each works once.
create table invitations (
    -- SHA-256 of what is in the link.
    hash blob primary key,
    unit text not null references units (code),
    role text not null,
    created_at integer not null,
    -- Null: whoever has the command line.
    created_by blob references members (id),
    expires_at integer not null,
    accepted_at integer,
    accepted_by blob references members (id)
) strict;

-- Passkeys (Web Authentication).
create table passkeys (
    -- The authenticator's name for it.
    id blob primary key,
    member blob not null references accounts (member),
    -- The officer's name for it.
    name text not null,
    -- What stays: the public key and what was said of it at registration, as the library encodes it.
    fixed blob not null,
    -- What changes with each use: the counter and flags, as the library encodes them.
    changing blob not null,
    created_at integer not null,
    used_at integer
) strict;
create index passkeys_of_member on passkeys (member);

-- Challenges that wait for an authenticator's answer; a row is taken by the first answer.
create table ceremonies (
    -- SHA-256 of what the browser brings back.
    key blob primary key,
    -- Whose passkey is being registered; null when somebody signs in.
    member blob references members (id),
    state blob not null,
    expires_at integer not null
) strict;

-- Of a signed-in officer's token: its id outside, which opens nothing. Null for a token that came from joining.
alter table tokens add column session blob;
-- What the browser calls itself; null if it doesn't.
alter table tokens add column device text;
-- When it was last used, to ten minutes.
alter table tokens add column seen_at integer;
-- When the device was given up for lost: at its next contact it is told so, and wipes what it holds.
alter table tokens add column lost_at integer;
create unique index token_of_session on tokens (session) where session is not null;
create index sessions_of_member on tokens (member) where session is not null;
