insert into site (
    id, name, kind, address, city, country, latitude, longitude, phone, email, website, registration_number,
    time_zone, currency, week_start, weekend_days, facilities, created_at
) values (
    :id, :name, :kind, :address, :city, :country, :latitude, :longitude, :phone, :email, :website, :registration_number,
    :time_zone, :currency, :week_start, :weekend_days, :facilities, :created_at
)
