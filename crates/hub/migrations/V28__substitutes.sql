-- Why something else was handed out than what was prescribed.
alter table record.fulfilment_item add column "substituted_because" text;
