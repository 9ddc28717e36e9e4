select item.dose_milli, item.dose_unit, item.route, item.frequency, item.days, item.quantity, item.instructions
from prescription_item item join prescription on prescription.id = item.prescription_id
where item.medicine_id = :medicine and item.deleted_at is null and prescription.doctor_id = :doctor
    and prescription.status = 'submitted' and prescription.deleted_at is null
order by item.id desc limit 1
