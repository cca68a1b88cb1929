/** The newest lines that the triggers printed, as NDJSON. */
export type LogBuffer = {
  /** Keeps what was printed; a line that is no JSON object becomes `{"message": line}`. */
  append(output: string): void;
  /** Oldest first, one JSON object a line, each line ended. */
  ndjson(): string;
  clear(): void;
};

/** Keeps the newest `capacity` lines: a long-running stack must not grow without end. */
export const createLogBuffer = (capacity = 50_000): LogBuffer => {
  let lines: string[] = [];
  let next = 0;
  return {
    append(output) {
      for (const line of output.split(/\r?\n/)) {
        if (line.trim() === '') continue;
        lines[next] = isJsonObject(line) ? line : JSON.stringify({ message: line });
        next = (next + 1) % capacity;
      }
    },
    ndjson: () => [...lines.slice(next), ...lines.slice(0, next)].map((line) => `${line}\n`).join(''),
    clear() {
      lines = [];
      next = 0;
    },
  };
};

const isJsonObject = (line: string): boolean => {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};
