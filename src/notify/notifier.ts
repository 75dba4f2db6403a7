import { testLetter } from "./letter.ts";
import { createLoop } from "./loop.ts";
import { type MailDeps, mailOnce } from "./mail.ts";
import { Pace } from "./pace.ts";
import { type PublishDeps, publishOnce } from "./publish.ts";
import type { Posted } from "./smtp.ts";

export type NotifierDeps = PublishDeps &
  Omit<MailDeps, "pace"> & {
    /** False where another process does what repeats: it tells of what happens here too. */
    delivers: boolean;
  };

export type Notifier = ReturnType<typeof createNotifier>;

const NO_SERVER: Posted = {
  kind: "unavailable",
  error: "There is no mail server: POSTHORN_SMTP_URL is not set.",
};

/** Tells of what happens: events in the tenant `_operator`, and mail. Neither waits for the other, and nothing waits for either. */
export function createNotifier(deps: NotifierDeps) {
  const { clock, log, post, delivers } = deps;
  const pace = new Pace();
  const patience = Promise.withResolvers<void>();
  let cancelAlarm = () => {};
  const publishing = createLoop(
    async () => void (await publishOnce(deps)),
    (error) => log.warn("what happened could not be published; trying again within a minute", { error }),
  );
  const mailing = createLoop(mailAndSetAlarm, (error) =>
    log.warn("what happened could not be mailed; trying again within a minute", { error }),
  );

  async function mailAndSetAlarm(): Promise<void> {
    const { again } = await mailOnce({ ...deps, pace });
    cancelAlarm();
    if (again !== null) cancelAlarm = clock.after(again - clock.now(), () => void mailing.wake());
  }

  /** Takes up whatever waits; resolves when that is done or put off. */
  async function look(): Promise<void> {
    if (delivers) await Promise.all([publishing.wake(), mailing.wake()]);
  }

  return {
    look,
    /** As `look`, for who has just made something happen and does not wait. */
    wake: (): void => void look(),
    /** Sends a mail now, for who wants to see whether that works. */
    sendTestMail: async (to: string): Promise<Posted> =>
      post ? post(testLetter(clock.now()), to) : NO_SERVER,
    /** Ends when what is under way has, or at `interrupt`: a mail of which nobody can say then whether it went out comes again. */
    async stop(): Promise<void> {
      await Promise.race([Promise.all([publishing.stop(), mailing.stop()]), patience.promise]);
      cancelAlarm();
    },
    interrupt: (): void => patience.resolve(),
  };
}
