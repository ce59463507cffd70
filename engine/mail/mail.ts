/** A mail in words; `html` is the same again for programs that show it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Beside those that every mail has. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Mailer {
  /** False where a mail ends in a folder, and no mailbox ever gets it. */
  readonly delivers: boolean;
  /** Rejects when the mail could not be handed over: with `NotNow` or another outage, or with `Refused`. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** As nodemailer takes it. The address is handed over as one, so that a comma in it never makes two. */
export const addressed = ({ to, ...words }: Mail, from: string) => ({ ...words, to: { name: '', address: to }, from });

/** A mail is made of words only: nothing in it may name a file or an address to be read into it. */
export const NO_FILES = { disableFileAccess: true, disableUrlAccess: true } as const;
