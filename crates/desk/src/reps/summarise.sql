update rep_visit
set summary_samples = :samples, summary_minutes = :minutes, summary_topic = :topic, summary_feedback = :feedback
where id = :id
