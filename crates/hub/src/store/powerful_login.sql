-- Whether whoever logged in could read across clinics by leaving the role that the connection took on.
select login.rolsuper or login.rolbypassrls
    or pg_has_role(session_user, (select relowner from pg_class where oid = 'hub.clinic'::regclass), 'member') as powerful
from pg_roles login where login.rolname = session_user
