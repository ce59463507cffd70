/** The words that stand there before a file does; the others are fetched with the first. */
export const firstWords = { attach: 'Attach files', drop: 'Drop to attach' } as const;
