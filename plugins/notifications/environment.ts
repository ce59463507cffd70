import { z } from 'zod';

export const environment = z.object({
  /** The keys by which push services know this deployment, in base64url; absent: made and kept in DATA_DIR. */
  VAPID_KEYS: z
    .string()
    .regex(/^[\w-]{80,}:[\w-]{40,}$/, 'give the public and the private key in base64url, with a colon between them')
    .transform((keys) => {
      const [publicKey = '', privateKey = ''] = keys.split(':');
      return { publicKey, privateKey };
    })
    .optional(),
});
