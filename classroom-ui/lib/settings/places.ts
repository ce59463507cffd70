import { clockTime, fullTime } from '#lib/kit/time.ts';

/** Languages that a list proposes; any other tag that the server knows can be typed. */
const TAGS = [
  ...['ar', 'bg', 'bn', 'ca', 'cs', 'cy', 'da', 'de', 'de-AT', 'de-CH', 'el', 'en', 'en-AU', 'en-CA', 'en-GB', 'en-IE'],
  ...['en-IN', 'en-NZ', 'en-US', 'en-ZA', 'es', 'es-MX', 'et', 'eu', 'fa', 'fi', 'fr', 'fr-CA', 'ga', 'he', 'hi', 'hr'],
  ...['hu', 'id', 'is', 'it', 'ja', 'ko', 'lt', 'lv', 'nb', 'nl', 'nl-BE', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl'],
  ...['sr', 'sv', 'ta', 'th', 'tr', 'uk', 'ur', 'vi', 'zh-Hans', 'zh-Hant'],
];

/** Tags with what they are called. */
export function languages(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  return TAGS.map((value) => ({ value, label: names.of(value) ?? value }));
}

export const timeZones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** A date as it is written in a language; null for what is none. */
export const dateIn = (locale: string): string | null => orNull(() => fullTime(new Date(), { locale: tagged(locale) }));

/** What a clock shows in a time zone; null for what is none. */
export const timeIn = (timezone: string, locale: string): string | null =>
  orNull(() => {
    if (!/^[a-z]/i.test(timezone)) throw new RangeError(timezone);
    return clockTime(new Date(), { locale, timezone });
  });

function tagged(locale: string): string {
  if (Intl.DateTimeFormat.supportedLocalesOf(locale).length === 0) throw new RangeError(locale);
  return locale;
}

function orNull(make: () => string): string | null {
  try {
    return make();
  } catch {
    return null;
  }
}
