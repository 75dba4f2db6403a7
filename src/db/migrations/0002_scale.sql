CREATE TABLE `changes` (
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`kind`, `name`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `setup_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `changes_by_version` ON `changes` (`version`);--> statement-breakpoint
DROP INDEX `deliveries_by_webhook`;--> statement-breakpoint
DROP INDEX `deliveries_by_tenant`;--> statement-breakpoint
CREATE INDEX `deliveries_by_webhook` ON `deliveries` (`webhook_seq`,`seq`,`channel`,`created_at`);--> statement-breakpoint
CREATE INDEX `deliveries_by_tenant` ON `deliveries` (`tenant`,`seq`,`channel`,`created_at`);--> statement-breakpoint
DROP INDEX `events_by_tenant`;--> statement-breakpoint
DROP INDEX `events_by_type`;--> statement-breakpoint
CREATE INDEX `events_by_seq` ON `events` (`seq`,`tenant`,`channel`,`created_at`);--> statement-breakpoint
CREATE INDEX `events_by_tenant` ON `events` (`tenant`,`seq`,`type`,`channel`,`created_at`);--> statement-breakpoint
CREATE INDEX `events_by_type` ON `events` (`type`,`seq`,`tenant`,`channel`,`created_at`);--> statement-breakpoint
CREATE TRIGGER `webhooks_inserted` AFTER INSERT ON `webhooks` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('webhook', NEW.id, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `webhooks_updated` AFTER UPDATE OF tenant, url, event_types, channels, filter, profile, headers, rate_limit, status, app_user, deleted_at ON `webhooks` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('webhook', NEW.id, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `webhooks_deleted` AFTER DELETE ON `webhooks` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('webhook', OLD.id, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `webhooks_turned` AFTER UPDATE OF consecutive_failures ON `webhooks`
  WHEN (OLD.consecutive_failures > 0) <> (NEW.consecutive_failures > 0) BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('webhook', NEW.id, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `webhook_secrets_inserted` AFTER INSERT ON `webhook_secrets` BEGIN
  INSERT INTO changes (kind, name, version)
    SELECT 'webhook', id, (SELECT coalesce(max(version), 0) + 1 FROM changes) FROM webhooks WHERE seq = NEW.webhook_seq
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `webhook_secrets_updated` AFTER UPDATE ON `webhook_secrets` BEGIN
  INSERT INTO changes (kind, name, version)
    SELECT 'webhook', id, (SELECT coalesce(max(version), 0) + 1 FROM changes) FROM webhooks WHERE seq = NEW.webhook_seq
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `webhook_secrets_deleted` AFTER DELETE ON `webhook_secrets` BEGIN
  INSERT INTO changes (kind, name, version)
    SELECT 'webhook', id, (SELECT coalesce(max(version), 0) + 1 FROM changes) FROM webhooks WHERE seq = OLD.webhook_seq
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `tenants_inserted` AFTER INSERT ON `tenants` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('tenant', NEW.id, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `tenants_updated` AFTER UPDATE OF profile, deleting_at ON `tenants` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('tenant', NEW.id, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `tenants_deleted` AFTER DELETE ON `tenants` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('tenant', OLD.id, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `event_types_inserted` AFTER INSERT ON `event_types` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('event_type', NEW.name, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `event_types_updated` AFTER UPDATE OF declared, schema ON `event_types` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('event_type', NEW.name, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `event_types_deleted` AFTER DELETE ON `event_types` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('event_type', OLD.name, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `profiles_inserted` AFTER INSERT ON `profiles` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('profile', NEW.name, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `profiles_updated` AFTER UPDATE OF document, deleted_at ON `profiles` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('profile', NEW.name, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;--> statement-breakpoint
CREATE TRIGGER `profiles_deleted` AFTER DELETE ON `profiles` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('profile', OLD.name, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;