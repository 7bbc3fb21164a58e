-- Revocation comes by identity's feed: nobody looks for the sessions of a user, or for one by its name at identity.
drop index browser_session_user_id_index;
alter table browser_session drop column identity_session_id, drop column organization_id;
