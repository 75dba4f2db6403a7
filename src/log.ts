import pino from "pino";
import { prettyFactory } from "pino-pretty";

export type Fields = Record<string, unknown>;

/** One line for each happening: `log.warn("delivery failed", { delivery, outcome })`. */
export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface LogOptions {
  level: keyof Logger;
  /** "json" for programs, "text" for people. */
  format: "text" | "json";
  /** Colours the text format. */
  colour?: boolean;
  /** Takes each line with its newline; standard output unless given. */
  write?: (line: string) => void;
}

/** A logger that writes at once, in this thread: pino's transports need files that an executable does not have. */
export function createLogger(options: LogOptions): Logger {
  const {
    level,
    format,
    colour = false,
    write = (line: string) => void process.stdout.write(line),
  } = options;
  const pretty = prettyFactory({
    colorize: colour,
    singleLine: true,
    translateTime: false,
    errorLikeObjectKeys: [],
  });
  const target = format === "json" ? { write } : { write: (line: string) => write(pretty(line)) };
  const sink = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields) as Fields },
    },
    target,
  );
  return {
    debug: (message, fields = {}) => sink.debug(fields, message),
    info: (message, fields = {}) => sink.info(fields, message),
    warn: (message, fields = {}) => sink.warn(fields, message),
    error: (message, fields = {}) => sink.error(fields, message),
  };
}

const DEEPEST = 6;
const secretNames = [/secret|password|authorization|cookie|token|(^|[_-])key$/i, /[a-z]Key$/];
const isSecret = (name: string) => secretNames.some((pattern) => pattern.test(name));

/** A copy that can be printed: secrets by their name replaced at any depth, errors and bigints as plain values. */
function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return "[deeper]";
  if (value instanceof Date) return value;
  if (value instanceof Error) return redact(plainError(value), depth);
  if (Array.isArray(value)) return value.map((part) => redact(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      isSecret(name) ? "[redacted]" : redact(part, depth + 1),
    ]),
  );
}

/** Own fields such as `code` first, so that none takes the place of the message. */
function plainError(error: Error): Fields {
  const { name, message, stack, cause } = error;
  return { ...error, name, message, stack, ...(cause === undefined ? {} : { cause }) };
}
