/** The time for words such as "today" and "two minutes ago"; moves once a minute while somebody looks. */
class Clock {
  now = $state.raw(new Date());

  /** Runs until the answer is called. */
  start(): () => void {
    const timer = setInterval(() => (this.now = new Date()), 60_000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
