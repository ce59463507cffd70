/** Refusals of the accounts that stand at the field of a new password. */
export const NEW_PASSWORD_CODES = ['session.password-too-short', 'session.password-too-long'];
