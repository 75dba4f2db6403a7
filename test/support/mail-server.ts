import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Certificate } from "./tls.ts";
import { waitFor } from "./wait-for.ts";

/** A mail as it arrived: for whom the server was told it is, and what it says. */
export type ReceivedMail = {
  from: string;
  to: string[];
  user: string | undefined;
  raw: string;
  mail: ParsedMail;
};

/** An SMTP answer in place of taking what was said. */
export type Refusal = { code: number; text: string };

export type MailServerOptions = {
  port?: number;
  /** The only one who may send; anybody unless given. */
  login?: { user: string; password: string };
  /** Speaks TLS: from the first byte (`smtps`), or once it is asked to (`starttls`). */
  tls?: Certificate & { begins: "smtps" | "starttls" };
};

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

const refused = ({ code, text }: Refusal) => Object.assign(new Error(text), { responseCode: code });

/** A real SMTP server on a free port of 127.0.0.1. */
export async function startMailServer({ port = 0, login, tls }: MailServerOptions = {}) {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const connections = { count: 0 };
  const refuse: {
    connection: Refusal | null;
    address: (address: string) => Refusal | null;
    message: Refusal | null;
  } = { connection: null, address: () => null, message: null };
  const server = new SMTPServer({
    disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    ...(tls && { cert: tls.cert, key: tls.key, secure: tls.begins === "smtps" }),
    allowInsecureAuth: true,
    authOptional: login === undefined,
    disableReverseLookup: true,
    onConnect(_, callback) {
      connections.count++;
      callback(refuse.connection && refused(refuse.connection));
    },
    onAuth({ username, password }, _, callback) {
      if (username === login?.user && password === login?.password) callback(null, { user: username });
      else callback(refused({ code: 535, text: "5.7.8 wrong user or password" }));
    },
    onRcptTo({ address }, _, callback) {
      const refusal = refuse.address(address);
      callback(refusal && refused(refusal));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
      stream.on("end", async () => {
        if (refuse.message) return callback(refused(refuse.message));
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          user: session.user,
          raw: raw.toString(),
          mail: await simpleParser(raw),
        });
        callback();
      });
    },
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.server.address() as AddressInfo;

  async function stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    ...{
      received,
      refuse,
      connections,
      port: address.port,
      url: `${tls?.begins === "smtps" ? "smtps" : "smtp"}://127.0.0.1:${address.port}`,
      stop,
    },
    /** Resolves with all mails as soon as `count` have come. */
    waitFor: async (count: number) => {
      await waitFor(() => received.length >= count, `${count} mails (${received.length} came)`);
      return received;
    },
    [Symbol.asyncDispose]: stop,
  };
}
