-- Web Push: which devices want to be told of news, and what is to be told.

-- P-256 private key that push services know this server by (RFC 8292), 32 bytes. Null until a server with push starts.
alter table meta add column push_secret blob;
-- Up to which position the log has been read for news.
alter table meta add column push_read_to integer not null default 0;
update meta set push_read_to = (select coalesce(max(position), 0) from ops);

-- A device's address at its browser's push service, as the browser gave it (RFC 8030).
create table push_subscriptions (
    -- Never given out twice: a message that is on its way must not settle another device's.
    id integer primary key autoincrement,
    -- A secret of the device and its push service: whoever knows it can send there.
    endpoint text not null unique,
    -- The endpoint's origin: which push service it is.
    service text not null,
    -- The device's public key and secret, for encryption (RFC 8291).
    p256dh blob not null,
    auth blob not null,
    member blob not null references members (id),
    -- Of the device. Nothing is sent once it has ended.
    token blob not null references tokens (hash),
    -- The log's end when this member subscribed: what was there before isn't news.
    since integer not null,
    created_at integer not null
) strict;
create index push_subscriptions_of_member on push_subscriptions (member);
create index push_subscriptions_of_token on push_subscriptions (token);

-- What is to be told: that there is news about an initiative. One row however much happens before it is sent.
create table push_messages (
    subscription integer not null references push_subscriptions (id) on delete cascade,
    initiative blob not null references initiatives (id),
    -- Of the latest news.
    position integer not null,
    -- To be sent then; while it is on its way, when it would be tried again.
    due_at integer not null,
    -- How often it was tried in vain.
    tries integer not null default 0,
    primary key (subscription, initiative)
) strict, without rowid;
create index push_messages_due on push_messages (due_at);
