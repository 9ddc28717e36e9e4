select operation.number, operation.hlc, operation.account_id, operation.kind from operation, report_state
where operation.number > report_state.deeds_through
order by operation.number limit :most
