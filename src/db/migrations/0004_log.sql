DROP INDEX `deliveries_failed`;--> statement-breakpoint
DROP INDEX `deliveries_failed_by_webhook`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `last_outcome` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `last_status_code` integer;--> statement-breakpoint
UPDATE `deliveries` SET (`last_outcome`, `last_status_code`) = (SELECT `outcome`, `status_code` FROM `attempts`
  WHERE `delivery_seq` = `deliveries`.`seq` AND `number` = `attempt_count`) WHERE `attempt_count` > 0;--> statement-breakpoint
CREATE INDEX `deliveries_with_failures` ON `deliveries` (`seq`,`tenant`,`type`,`channel`,`created_at`,`status`,`attempt_count`,`last_outcome`,`last_status_code`) WHERE "deliveries"."status" = 'failed' OR "deliveries"."attempt_count" > 1 OR "deliveries"."last_outcome" <> 'success' OR "deliveries"."last_status_code" >= 300;--> statement-breakpoint
CREATE INDEX `deliveries_with_failures_by_webhook` ON `deliveries` (`webhook_seq`,`seq`,`tenant`,`type`,`channel`,`created_at`,`status`,`attempt_count`,`last_outcome`,`last_status_code`) WHERE "deliveries"."status" = 'failed' OR "deliveries"."attempt_count" > 1 OR "deliveries"."last_outcome" <> 'success' OR "deliveries"."last_status_code" >= 300;--> statement-breakpoint
CREATE INDEX `deliveries_cancelled` ON `deliveries` (`seq`,`tenant`,`webhook_seq`,`type`,`channel`,`created_at`) WHERE "deliveries"."status" = 'cancelled';
