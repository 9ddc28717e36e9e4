update prescription_item
set position = :position, medicine_id = :medicine_id, medicine_name = :medicine_name, generic_name = :generic_name,
    dose_milli = :dose_milli, dose_unit = :dose_unit, route = :route, frequency = :frequency, days = :days, quantity = :quantity,
    instructions = :instructions, kept_because = :kept_because
where id = :id and prescription_id = :prescription_id
