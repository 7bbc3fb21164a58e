-- A sign-in that was sent to identity and has not come back. Row and cookie of the browser belong together: what is sealed
-- opens with the cookie alone.
create table sign_in_attempt (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  sealed bytea not null,
  expires_at timestamptz not null
);
create index sign_in_attempt_expires_at_index on sign_in_attempt (expires_at);

-- A signed-in browser. The id is the SHA-256 of its cookie; the tokens open with the cookie alone.
create table browser_session (
  id bytea primary key check (octet_length(id) = 32),
  user_id text not null,
  organization_id text not null,
  -- The session at identity, as the claim sid names it.
  identity_session_id text null,
  sealed_access_token bytea not null,
  sealed_refresh_token bytea not null,
  -- Counts the renewals of the tokens.
  generation integer not null default 1,
  renew_at timestamptz not null,
  access_expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  absolute_expires_at timestamptz not null
);
create index browser_session_user_id_index on browser_session (user_id);
create index browser_session_expiry_index on browser_session (least(idle_expires_at, absolute_expires_at));
