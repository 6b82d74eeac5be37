/** One line that says what is done now, on a terminal only. */
export interface Progress {
  readonly show: (what: string) => void;
  readonly clear: () => void;
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  const clear = () => void stream.write('\r\u001B[K');
  return { show: (what) => void stream.write(`\r\u001B[K${what.slice(0, (stream.columns ?? 80) - 1)}`), clear };
}
