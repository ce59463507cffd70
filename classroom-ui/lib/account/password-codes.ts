/** Refusals of the accounts that stand at the field of a new password. */
export const NEW_PASSWORD_CODES = ['accounts.PASSWORD_TOO_SHORT', 'accounts.PASSWORD_TOO_LONG'];
