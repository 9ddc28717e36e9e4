-- The moment of creation stays; the parameter is only named.
update site set
    name = :name, kind = :kind, address = :address, city = :city, country = :country, latitude = :latitude,
    longitude = :longitude, phone = :phone, email = :email, website = :website, registration_number = :registration_number,
    time_zone = :time_zone, currency = :currency, week_start = :week_start, weekend_days = :weekend_days,
    facilities = :facilities, created_at = coalesce(:created_at, created_at)
where id = :id and deleted_at is null
