ALTER TABLE `deliveries` ADD `job_seq` integer;--> statement-breakpoint
CREATE INDEX `deliveries_by_job` ON `deliveries` (`job_seq`,`status`,`retry_requested_at`,`lease_owner`) WHERE "deliveries"."job_seq" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `settled_at` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `delivered` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `undelivered` integer;--> statement-breakpoint
CREATE INDEX `jobs_unsettled` ON `jobs` (`seq`) WHERE "jobs"."settled_at" IS NULL;--> statement-breakpoint
UPDATE jobs SET settled_at = created_at WHERE status <> 'running';
