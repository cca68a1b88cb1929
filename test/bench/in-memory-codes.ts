/** Name of the channel on which the in-memory triggers hand codes to the inbox. */
export const CODES = 'doorcode-bench-codes';
