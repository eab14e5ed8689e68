/**
 * Holds the package to its documentation: what it exports, and each member of the classes among it, has a comment that editors show. How an
 * object is constructed, its class says.
 *
 *     npm run build:ts && node scripts/check-docs.mjs
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../dist');

const reexport = /^export (?:type )?(?:\*|\{(?<names>[^}]*)\}) from '(?<module>[^']+)'/gm;
const declared = /^export (?:declare )?(?:abstract )?(?<kind>class|const|enum|function|interface|type) (?<name>[\w$]+)/;
const member =
  /^ {4}(?!private |constructor\()(?:(?:static|readonly|get|set|abstract) )*(?<name>[\w$]+|\[[^\]]+\])[(<:?;]/;

const { checked, missing } = ['index.d.ts', 'testing.d.ts'].map((file) => check(file, () => true)).reduce(together);
if (checked < 1_000) throw new Error(`only ${checked} declarations were found; npm run build:ts makes them`);
if (missing.length > 0) throw new Error(`${missing.length} declarations have no comment:\n${missing.join('\n')}`);
console.log(`${checked} declarations are documented`);

/** What a file declares and exports, and what it exports from others, of the names that are wanted. */
function check(file, isWanted) {
  const text = readFileSync(join(folder, file), 'utf8');
  let outcome = own(file, text, isWanted);
  for (const { groups } of text.matchAll(reexport)) {
    const module = join(dirname(file), groups.module.replace(/\.js$/, '.d.ts'));
    const names = groups.names?.split(',').map((name) => name.trim().replace(/^type /, ''));
    outcome = together(
      outcome,
      check(module, (name) => isWanted(name) && (names?.includes(name) ?? true)),
    );
  }
  return outcome;
}

function own(file, text, isWanted) {
  const outcome = { checked: 0, missing: [] };
  const lines = text.split('\n');
  let inClass = false;
  let previous;
  for (const [index, line] of lines.entries()) {
    const declaration = declared.exec(line)?.groups;
    const isPublic = declaration !== undefined && isWanted(declaration.name);
    if (declaration !== undefined) inClass = isPublic && declaration.kind === 'class' && !line.endsWith('}');
    if (line === '}') inClass = false;
    const name = isPublic ? declaration.name : inClass ? member.exec(line)?.groups.name : undefined;
    if (name === undefined) continue;
    outcome.checked += 1;
    // Overloads share the comment of the first, and what a constant's type has the constant need not repeat.
    const isDocumented = lines[index - 1]?.endsWith('*/') || previous === name;
    if (!isDocumented) outcome.missing.push(`dist/${file}:${index + 1}: ${line.trim()}`);
    previous = name;
  }
  return outcome;
}

function together(one, other) {
  return { checked: one.checked + other.checked, missing: [...one.missing, ...other.missing] };
}
