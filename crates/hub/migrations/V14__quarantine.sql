-- What becomes of a revoked desk's work is decided at an administrator's desk too, through the server.

grant update (settled_at) on hub.quarantine to clinic_hub;
