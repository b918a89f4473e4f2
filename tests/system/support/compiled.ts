import { join, relative } from 'node:path';
import ts from 'typescript';

/** What the compiler finds in the files below some places of a source tree; what they import is read and not judged. */
export function faultsIn(folder: string, places: readonly string[]): readonly string[] {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const include = [...places.map((place) => (place.endsWith('/') ? `${place}**/*.ts` : place)), 'libs/**/*.d.ts'];
  const { fileNames, options } = ts.parseJsonConfigFileContent({ ...config, include }, ts.sys, folder);
  const program = ts.createProgram(fileNames, { ...options, noEmit: true });
  const judged = program
    .getSourceFiles()
    .filter(({ fileName }) => places.some((place) => relative(folder, fileName).startsWith(place)));
  if (judged.length === 0) return ['no file was judged'];
  return judged
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map((found) =>
      ts.formatDiagnostic(found, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => folder,
        getNewLine: () => '\n',
      }),
    );
}
