/** A line of a long operation's answer: progress while it runs, then its result or its failure. */
export type WorkLine =
  | { readonly kind: 'progress'; readonly of: string; readonly progress: object }
  | { readonly kind: 'result'; readonly of: string; readonly result: object }
  | { readonly kind: 'failure'; readonly of: string; readonly message: string };

/** Runs work and yields its newest progress whenever the next line is pulled: a slow reader does not delay the work. */
export async function* withProgress(
  of: string,
  work: (onProgress: (progress: object) => void) => Promise<object>,
): AsyncGenerator<WorkLine> {
  let newest: object | undefined;
  let wake: () => void = () => undefined;
  const done: { line?: WorkLine } = {};
  const finish = (line: WorkLine): void => {
    done.line = line;
    wake();
  };
  work((progress) => {
    newest = progress;
    wake();
  }).then(
    (result) => {
      finish({ kind: 'result', of, result });
    },
    (error: unknown) => {
      finish({ kind: 'failure', of, message: error instanceof Error ? error.message : String(error) });
    },
  );
  for (;;) {
    const progress = newest;
    newest = undefined;
    if (progress !== undefined) yield { kind: 'progress', of, progress };
    else if (done.line !== undefined) {
      yield done.line;
      return;
    } else await new Promise<void>((resolve) => (wake = resolve));
  }
}
