ALTER TABLE `event_types` ADD `tenants` text;--> statement-breakpoint
ALTER TABLE `event_types` ADD `tenant` text;--> statement-breakpoint
ALTER TABLE `event_types` ADD `last_seen_at` integer;--> statement-breakpoint
CREATE INDEX `event_types_undeclared` ON `event_types` (`tenant`) WHERE "event_types"."declared" = 0;--> statement-breakpoint
UPDATE event_types SET last_seen_at = CAST(unixepoch() AS INTEGER) * 1000;--> statement-breakpoint
DROP TRIGGER `event_types_updated`;--> statement-breakpoint
CREATE TRIGGER `event_types_updated` AFTER UPDATE OF declared, schema, tenants ON `event_types` BEGIN
  INSERT INTO changes (kind, name, version)
    VALUES ('event_type', NEW.name, (SELECT coalesce(max(version), 0) + 1 FROM changes))
    ON CONFLICT DO UPDATE SET version = excluded.version;
END;
