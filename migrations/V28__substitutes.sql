-- Why something else was handed out than what was prescribed. What it was, its lot says.
alter table fulfilment_item add column substituted_because text;
