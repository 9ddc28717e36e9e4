-- Where something went to or came from that was taken from one site to another.
alter table record.stock_movement add column "other_site_id" uuid;
