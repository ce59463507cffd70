import { createTransport } from 'nodemailer';
import { NotNow, Refused } from '../errors/outage.ts';
import type { Log } from '../operation/log.ts';
import { addressed, type Mailer, NO_FILES } from './mail.ts';
import { createMailFolder } from './mail-folder.ts';

export interface MailerOptions {
  /** smtp:// or smtps://, with user and password in it when the server asks for them. */
  readonly smtpUrl?: string | undefined;
  /** Where mail is written as .eml while there is no server. */
  readonly folder: string;
  /** `Homeroom <no-reply@school.example>` */
  readonly from: string;
  readonly log: Log;
}

/** A server that is silent for so long is away. All of it together is less than a job may take. */
const PATIENCE = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 25_000 };

/** Sends through the server of `smtpUrl`, or without one writes to the folder. Never a picture, a pixel or a rewritten link. */
export function createMailer({ smtpUrl, folder, from, log }: MailerOptions): Mailer {
  if (!smtpUrl) return createMailFolder(folder, from);
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 3, ...PATIENCE } as object);
  return {
    delivers: true,
    async send(mail) {
      const sent = await transport.sendMail({ ...addressed(mail, from), ...NO_FILES }).catch((error) => {
        const said = faultOf(error);
        if (said instanceof Refused) log.warn({ reason: said.message }, 'a mail was refused for good');
        throw said;
      });
      log.info({ mail: sent.messageId }, 'mail sent');
    },
    close: () => transport.close(),
  };
}

/** What was said to the recipient or to the words is about this mail; before that, it is about us. */
const ABOUT_THE_MAIL = /^(RCPT TO|DATA|API)\b/;

/**
 * By SMTP a 4 says "later" and a 5 "never". A 5 before the mail was looked at (to our password, to our own address) is a
 * mistake in `smtpUrl` or in the server's settings: no mail is given up for it. Sentences of servers are not passed on: they
 * name the recipient.
 */
function faultOf(error: Error & { responseCode?: number; command?: string }): Error {
  const { responseCode = 0, command = '' } = error;
  const said = `the mail server answered ${responseCode} to ${command}`;
  if (responseCode >= 400 && responseCode < 500) return new NotNow(said);
  if (responseCode >= 500 && ABOUT_THE_MAIL.test(command)) return new Refused(said);
  return error;
}
