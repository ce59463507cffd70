import type { Log } from '../operation/log.ts';
import type { Mail, Mailer } from './mail.ts';

/** Mail; nobody waits for it but a job. */
export interface Post {
  /** Hands a mail over in the background: the asker's answer takes the same time whether or not one is sent. */
  send(mail: Mail): void;
  /** Hands a mail over. @throws when it could not be */
  deliver(mail: Mail): Promise<void>;
  /** Runs work that ends in mail, likewise. A failure is logged, without whom it was for. */
  inBackground(work: () => Promise<void>): void;
  /** Resolves when all that was begun is done. */
  settled(): Promise<void>;
}

export function createPost(mailer: Mailer, log: Log): Post {
  const begun = new Set<Promise<void>>();
  const inBackground = (work: () => Promise<void>): void => {
    const task = work()
      .catch((error) => log.error({ err: error }, 'mail was not sent'))
      .finally(() => begun.delete(task));
    begun.add(task);
  };
  return {
    inBackground,
    deliver: (mail) => mailer.send(mail),
    send: (mail) => inBackground(() => mailer.send(mail)),
    async settled() {
      while (begun.size > 0) await Promise.all(begun);
    },
  };
}
