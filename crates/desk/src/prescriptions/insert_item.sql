insert into prescription_item (id, prescription_id, position, medicine_id, medicine_name, generic_name, dose_milli, dose_unit, route,
    frequency, days, quantity, instructions, kept_because)
values (:id, :prescription_id, :position, :medicine_id, :medicine_name, :generic_name, :dose_milli, :dose_unit, :route,
    :frequency, :days, :quantity, :instructions, :kept_because)
