import { z } from 'zod';

/** A bucket of an S3-compatible store, who may use it, and nothing in the address that would be passed over. */
function isStore(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, searchParams, hash } = new URL(text);
  const knows = [...searchParams].every(([name, value]) =>
    name === 'tls' ? value === 'on' || value === 'off' : name === 'region' && /^[\w-]+$/.test(value),
  );
  const isWhole = hostname !== '' && username !== '' && password !== '' && hash === '';
  return protocol === 's3:' && isWhole && knows && /^(\/[\w][\w.-]*)+\/?$/.test(pathname);
}

/** Where clamd listens: a host, or a socket by its whole path; it knows no names and no passwords. */
function isScanner(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, pathname } = new URL(text);
  if (protocol === 'unix:') return hostname === '' && /^\/./.test(pathname);
  return protocol === 'tcp:' && hostname !== '' && username === '' && /^\/?$/.test(pathname);
}

export const environment = z.object({
  /** Where files are kept; absent: in DATA_DIR. */
  STORAGE_URL: z
    .string()
    .refine(
      isStore,
      'give an address like s3://key:secret@host/bucket?region=eu-central-1, with / as %2F in the secret',
    )
    .optional(),
  /** A virus scanner, where there is one. */
  CLAMAV_URL: z
    .string()
    .refine(isScanner, 'give an address like tcp://host:3310 or unix:/run/clamav/clamd.ctl')
    .optional(),
});
