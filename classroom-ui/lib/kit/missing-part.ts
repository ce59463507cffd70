/** A part of the page that was not to be had. `unreachable`: nobody answered. Otherwise the server does not have it. */
export class MissingPart extends Error {
  readonly unreachable: boolean;
  constructor(unreachable: boolean, cause: unknown) {
    super(unreachable ? 'A part of the page cannot be reached.' : 'A part of the page is not there.', { cause });
    this.name = 'MissingPart';
    this.unreachable = unreachable;
  }
}
