update document set name = :name, description = :description, tags = :tags, audience = :audience, named_accounts = :named_accounts
where id = :id
