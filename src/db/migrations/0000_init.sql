CREATE TABLE `api_keys` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`scopes` text NOT NULL,
	`tenant` text,
	`event_types` text,
	`app_user` text,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	FOREIGN KEY (`tenant`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_by_id` ON `api_keys` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_by_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`seq` integer PRIMARY KEY NOT NULL,
	`delivery_seq` integer NOT NULL,
	`number` integer NOT NULL,
	`trigger` text NOT NULL,
	`started_at` integer NOT NULL,
	`duration_ms` real NOT NULL,
	`timings` text,
	`outcome` text NOT NULL,
	`status_code` integer,
	`error` text,
	`url` text NOT NULL,
	`request_headers` text NOT NULL,
	`body_format` text NOT NULL,
	`response_headers` text,
	`response_body` text,
	`response_truncated` integer,
	`remote_address` text,
	FOREIGN KEY (`delivery_seq`) REFERENCES `deliveries`(`seq`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "attempts_trigger" CHECK("attempts"."trigger" IN ('schedule', 'manual', 'test'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_by_delivery` ON `attempts` (`delivery_seq`,`number`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`event_seq` integer NOT NULL,
	`webhook_seq` integer NOT NULL,
	`tenant` text NOT NULL,
	`type` text NOT NULL,
	`channel` text,
	`status` text NOT NULL,
	`cancel_reason` text,
	`attempt_count` integer DEFAULT 0 NOT NULL,
	`scheduled_count` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer,
	`retry_requested_at` integer,
	`lease_owner` text,
	`lease_until` integer,
	`created_at` integer NOT NULL,
	`completed_at` integer,
	`due_at` integer GENERATED ALWAYS AS (coalesce(retry_requested_at, next_attempt_at)) VIRTUAL,
	`retrying` integer GENERATED ALWAYS AS ((attempt_count > 0 AND retry_requested_at IS NULL)) VIRTUAL,
	FOREIGN KEY (`event_seq`) REFERENCES `events`(`seq`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`webhook_seq`) REFERENCES `webhooks`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deliveries_status" CHECK("deliveries"."status" IN ('pending', 'succeeded', 'failed', 'cancelled')),
	CONSTRAINT "deliveries_pending_is_due" CHECK(("deliveries"."status" = 'pending') = ("deliveries"."next_attempt_at" IS NOT NULL)),
	CONSTRAINT "deliveries_completed" CHECK(("deliveries"."status" = 'pending') = ("deliveries"."completed_at" IS NULL)),
	CONSTRAINT "deliveries_cancelled_say_why" CHECK(("deliveries"."status" = 'cancelled') = ("deliveries"."cancel_reason" IS NOT NULL)),
	CONSTRAINT "deliveries_lease" CHECK(("deliveries"."lease_owner" IS NULL) = ("deliveries"."lease_until" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_by_id` ON `deliveries` (`id`);--> statement-breakpoint
CREATE INDEX `deliveries_by_event` ON `deliveries` (`event_seq`);--> statement-breakpoint
CREATE INDEX `deliveries_by_webhook` ON `deliveries` (`webhook_seq`,`seq`);--> statement-breakpoint
CREATE INDEX `deliveries_by_tenant` ON `deliveries` (`tenant`,`seq`);--> statement-breakpoint
CREATE INDEX `deliveries_by_type` ON `deliveries` (`type`,`seq`);--> statement-breakpoint
CREATE INDEX `deliveries_failed` ON `deliveries` (`seq`) WHERE "deliveries"."status" = 'failed';--> statement-breakpoint
CREATE INDEX `deliveries_pending` ON `deliveries` (`seq`) WHERE "deliveries"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `deliveries_claimable` ON `deliveries` (`webhook_seq`,`retrying`,`due_at`) WHERE "deliveries"."lease_owner" IS NULL AND "deliveries"."due_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_leased` ON `deliveries` (`lease_until`) WHERE "deliveries"."lease_owner" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `event_types` (
	`seq` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`declared` integer NOT NULL,
	`description` text NOT NULL,
	`group_name` text,
	`schema` text,
	`example` text,
	`deprecated` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `event_types_by_name` ON `event_types` (`name`);--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`tenant` text NOT NULL,
	`type` text NOT NULL,
	`channel` text,
	`actor` text,
	`created_at` integer NOT NULL,
	`accepted_at` integer NOT NULL,
	`idempotency_key` text,
	`token` integer NOT NULL,
	`data` text NOT NULL,
	`previous_attributes` text,
	`delivery_count` integer NOT NULL,
	`unmatched_reason` text,
	FOREIGN KEY (`tenant`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "events_unmatched_say_why" CHECK(("events"."delivery_count" = 0) = ("events"."unmatched_reason" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `events_by_idempotency_key` ON `events` (`tenant`,`idempotency_key`) WHERE "events"."idempotency_key" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `events_by_tenant` ON `events` (`tenant`,`seq`);--> statement-breakpoint
CREATE INDEX `events_by_type` ON `events` (`type`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `events_by_id` ON `events` (`id`,`tenant`);--> statement-breakpoint
CREATE TABLE `tenants` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`profile` text,
	`metadata` text NOT NULL,
	`notify` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_by_id` ON `tenants` (`id`);--> statement-breakpoint
CREATE TABLE `webhook_secrets` (
	`seq` integer PRIMARY KEY NOT NULL,
	`webhook_seq` integer NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	FOREIGN KEY (`webhook_seq`) REFERENCES `webhooks`(`seq`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `webhook_secrets_by_webhook` ON `webhook_secrets` (`webhook_seq`,`seq`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`tenant` text NOT NULL,
	`url` text NOT NULL,
	`description` text NOT NULL,
	`event_types` text NOT NULL,
	`channels` text,
	`profile` text,
	`headers` text NOT NULL,
	`rate_limit` real,
	`metadata` text NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`app_user` text,
	`verified_at` integer,
	`verification_error` text,
	`consecutive_failures` integer DEFAULT 0 NOT NULL,
	`failing_since` integer,
	`last_success_at` integer,
	`last_failure_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`tenant`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhooks_status" CHECK("webhooks"."status" IN ('active', 'paused', 'unverified', 'disabled')),
	CONSTRAINT "webhooks_disabled_says_why" CHECK("webhooks"."status" <> 'disabled' OR "webhooks"."status_reason" IS NOT NULL),
	CONSTRAINT "webhooks_failing" CHECK(("webhooks"."consecutive_failures" > 0) = ("webhooks"."failing_since" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `webhooks_by_id` ON `webhooks` (`id`);--> statement-breakpoint
CREATE INDEX `webhooks_by_tenant` ON `webhooks` (`tenant`,`seq`);