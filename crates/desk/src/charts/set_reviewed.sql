update break_glass set reviewer_account_id = :reviewer, reviewed_at = :now, review = :review
where id = :id
