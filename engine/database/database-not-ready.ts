/**
 * The database cannot be used, for a reason that whoever runs Homeroom can cure. `message` is one sentence that says what
 * is wrong and what to do; show it as it is, without a stack.
 */
export class DatabaseNotReady extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseNotReady';
  }
}
