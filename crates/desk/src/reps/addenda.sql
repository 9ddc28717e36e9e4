select rep_addendum.id, rep_addendum.text, rep_addendum.created_at, account.full_name as author
from rep_addendum left join account on account.id = rep_addendum.account_id
where rep_addendum.rep_visit_id = :visit and rep_addendum.deleted_at is null
order by rep_addendum.created_at, rep_addendum.id
