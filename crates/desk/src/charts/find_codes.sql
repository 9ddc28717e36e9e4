select code, name, name_ar from diagnosis_code
where deleted_at is null and (code like :beginning escape '\' or name like :words escape '\' or name_ar like :words escape '\')
order by code not like :beginning escape '\', code
limit :most
