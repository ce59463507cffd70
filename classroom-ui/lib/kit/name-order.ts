let order = new Intl.Collator(undefined, { numeric: true });

/** The school's language decides how names and titles are sorted. */
export const sortNamesFor = (locale: string): void => {
  order = new Intl.Collator(locale, { numeric: true });
};

export const compareNames = (a: string, b: string): number => order.compare(a, b);
