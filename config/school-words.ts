import { z } from 'zod';

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** The keys of a school file, before its plugins' settings are held against their contracts. */
export const SchoolWords = z.strictObject({
  title: z
    .string('give the school a title')
    .trim()
    .min(1, 'give the school a title')
    .max(120, 'use 120 characters at most')
    .refine((title) => !title.includes('\ufffd'), 'has letters that cannot be read; save the file as UTF-8')
    .describe('What people read as the name of the school.'),
  locale: z
    .string('give a language tag, like en-GB')
    .refine(isLocale, 'is not a language tag this server knows; give one like en-GB')
    .default('en')
    .describe('Language and country, as in en-GB: how dates and numbers are written.'),
  timezone: z
    .string('give a time zone, like Europe/London')
    .refine(isTimezone, 'is not a time zone this server knows; give one like Europe/London')
    .default('UTC')
    .describe('IANA name, as in Europe/London.'),
  registration: z
    .union(
      [
        z.enum(['closed', 'code']),
        z.strictObject({
          domains: z
            .array(z.string().regex(DOMAIN, 'is not a mail domain; give one like school.example.org').toLowerCase())
            .min(1),
        }),
      ],
      'use closed, code, or mail domains like { domains: [school.example.org] }',
    )
    .default('closed')
    .describe('Who may register: nobody, holders of a class code, or addresses of these mail domains.'),
  plugins: z
    .custom<Readonly<Record<string, unknown>>>(isKeyed, 'list plugins below it, each with true, false or its settings')
    .default({})
    .describe('Each plugin with true, false or its settings; one that is not listed is off.'),
});
export type SchoolWords = z.output<typeof SchoolWords>;

/** zod's own record leaves `__proto__` out; here every key that is written is seen, to be refused by name. */
function isKeyed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[a-z]/i.test(name);
  } catch {
    return false;
  }
}
