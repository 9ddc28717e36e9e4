insert or replace into hub_link
    (only, address, certificate, clinic, clinic_name, number, letter, token, installation, epoch, cursor, whole, through, refill,
     left_over, standing, last_contact)
values
    (1, :address, :certificate, :clinic, :clinic_name, :number, :letter, :token, :installation, :epoch, :cursor, :whole, :through,
     :refill, :left_over, :standing, :last_contact)
