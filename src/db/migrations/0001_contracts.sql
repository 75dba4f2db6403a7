CREATE TABLE `portal_sessions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`tenant` text NOT NULL,
	`link_hash` text NOT NULL,
	`session_hash` text,
	`read_only` integer NOT NULL,
	`return_url` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`opened_at` integer,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`tenant`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "portal_sessions_opened" CHECK(("portal_sessions"."opened_at" IS NULL) = ("portal_sessions"."session_hash" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `portal_sessions_by_id` ON `portal_sessions` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `portal_sessions_by_link` ON `portal_sessions` (`link_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `portal_sessions_by_session` ON `portal_sessions` (`session_hash`);--> statement-breakpoint
CREATE INDEX `portal_sessions_by_expiry` ON `portal_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `user_sessions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`user_seq` integer NOT NULL,
	`hash` text NOT NULL,
	`address` text,
	`user_agent` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_seq`) REFERENCES `users`(`seq`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `user_sessions_by_id` ON `user_sessions` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `user_sessions_by_hash` ON `user_sessions` (`hash`);--> statement-breakpoint
CREATE INDEX `user_sessions_by_user` ON `user_sessions` (`user_seq`);--> statement-breakpoint
CREATE INDEX `user_sessions_by_expiry` ON `user_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`password_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_sign_in_at` integer,
	CONSTRAINT "users_role" CHECK("users"."role" IN ('owner', 'operator', 'viewer'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_id` ON `users` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_email` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `profiles` (
	`seq` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`document` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `profiles_by_name` ON `profiles` (`name`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`address` text,
	`action` text NOT NULL,
	`tenant` text,
	`target` text NOT NULL,
	`before` text,
	`after` text,
	CONSTRAINT "audit_log_actor" CHECK("audit_log"."actor_kind" IN ('key', 'user', 'portal', 'system'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_log_by_tenant` ON `audit_log` (`tenant`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_by_target` ON `audit_log` (`target`,`seq`);--> statement-breakpoint
CREATE TABLE `cursors` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `happenings` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`tenant` text NOT NULL,
	`webhook` text,
	`delivery` text,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	`published_at` integer,
	`mailed_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `happenings_by_id` ON `happenings` (`id`);--> statement-breakpoint
CREATE INDEX `happenings_by_tenant` ON `happenings` (`tenant`,`seq`);--> statement-breakpoint
CREATE INDEX `happenings_unpublished` ON `happenings` (`seq`) WHERE "happenings"."published_at" IS NULL;--> statement-breakpoint
CREATE INDEX `happenings_unmailed` ON `happenings` (`seq`) WHERE "happenings"."mailed_at" IS NULL;--> statement-breakpoint
CREATE TABLE `jobs` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`tenant` text,
	`webhook` text,
	`params` text NOT NULL,
	`status` text NOT NULL,
	`total` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`cursor` integer DEFAULT 0 NOT NULL,
	`error` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`completed_at` integer,
	`lease_owner` text,
	`lease_until` integer,
	CONSTRAINT "jobs_status" CHECK("jobs"."status" IN ('running', 'succeeded', 'stopped', 'failed')),
	CONSTRAINT "jobs_completed" CHECK(("jobs"."status" = 'running') = ("jobs"."completed_at" IS NULL)),
	CONSTRAINT "jobs_failed_say_why" CHECK("jobs"."status" <> 'failed' OR "jobs"."error" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_by_id` ON `jobs` (`id`);--> statement-breakpoint
CREATE INDEX `jobs_running` ON `jobs` (`seq`) WHERE "jobs"."status" = 'running';--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `attempt_stats` (
	`webhook_seq` integer NOT NULL,
	`at` integer NOT NULL,
	`span` integer NOT NULL,
	`outcome` text NOT NULL,
	`latency` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`webhook_seq`, `at`, `span`, `outcome`, `latency`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `attempt_stats_by_time` ON `attempt_stats` (`at`,`span`);--> statement-breakpoint
CREATE TABLE `event_stats` (
	`tenant` text NOT NULL,
	`at` integer NOT NULL,
	`span` integer NOT NULL,
	`accepted` integer NOT NULL,
	`unmatched` integer NOT NULL,
	PRIMARY KEY(`tenant`, `at`, `span`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `event_stats_by_time` ON `event_stats` (`at`,`span`);--> statement-breakpoint
ALTER TABLE `events` ADD `filtered` text;--> statement-breakpoint
ALTER TABLE `events` ADD `is_test` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tenants` ADD `deleting_at` integer;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `filter` text;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `notice` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_failed_by_webhook` ON `deliveries` (`webhook_seq`,`seq`) WHERE "deliveries"."status" = 'failed';