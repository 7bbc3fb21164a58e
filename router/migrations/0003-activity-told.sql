-- The last_used_at that identity was told with the newest tokens: what its own pages know of the user's activity.
alter table browser_session add column told_used_at timestamptz not null default now();
update browser_session set told_used_at = created_at;
