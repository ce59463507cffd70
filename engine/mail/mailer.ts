import { createTransport } from 'nodemailer';
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

/** Sends through the server of `smtpUrl`, or without one writes to the folder. Never a picture, a pixel or a rewritten link. */
export function createMailer({ smtpUrl, folder, from, log }: MailerOptions): Mailer {
  if (!smtpUrl) return createMailFolder(folder, from);
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 3 } as object);
  return {
    async send(mail) {
      const sent = await transport.sendMail({ ...addressed(mail, from), ...NO_FILES });
      log.info({ mail: sent.messageId }, 'mail sent');
    },
    close: () => transport.close(),
  };
}
