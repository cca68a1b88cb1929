/** Something that the build makes is not there: the message names it, and the command that makes it. */
export class NotBuiltError extends TypeError {
  override readonly name = 'NotBuiltError';
}
