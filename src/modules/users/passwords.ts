import { Problem } from "../../http/problem.ts";

/** Source: OWASP Password Storage Cheat Sheet, argon2id with 19 MiB, two passes and one lane. */
const COST = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/** Each takes 19 MiB and a thread for some 25 ms. */
const AT_ONCE = 2;
const MAX_WAITING = 100;

/** Of 256 random bits that nobody has kept: to take as long over an account that is not there as over one that is. */
const NOBODYS =
  "$argon2id$v=19$m=19456,t=2,p=1$is4rIV0aXYEbc6KzWEHqeHxWu1wHSozNkSjRP9TQPrM$V6HnqBBa+cZGzYaR9EqN00YSeqxT83R1YkFM5et2j4o";

/** Hashes and verifies passwords, few at once: whoever asks for many can use up neither the memory nor the processors. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** An argon2id hash as PHC string. Throws 429 when too many are asked for. */
  hash(password: string): Promise<string> {
    return this.inTurn(() => Bun.password.hash(composed(password), COST));
  }

  /** Whether the password is the one of `hash`; without one it is not, which takes as long to tell. Throws 429. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const isSame = await this.inTurn(() => Bun.password.verify(composed(password), hash ?? NOBODYS));
    return isSame && hash !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < AT_ONCE) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length < MAX_WAITING) return new Promise((resolve) => this.waiting.push(resolve));
    const again = { "retry-after": "5" };
    throw new Problem("too_many_requests", "Too many people are signing in. Try again.", [], again);
  }
}

/** Keyboards differ in how they compose the same letter. Source: NIST SP 800-63B section 5.1.1.2. */
const composed = (password: string) => password.normalize("NFKC");
