/**
 * Finds the native module: in a checkout beside `package.json`, otherwise in the package of this platform, which npm installs because
 * `instantly-sdk` names all of them as optional.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** One package a platform, each asked for in a line of its own: a bundler sees then what may be needed. */
const PACKAGES: Record<string, () => unknown> = {
  'darwin-arm64': () => require('@instantly-sdk/darwin-arm64'),
  'darwin-x64': () => require('@instantly-sdk/darwin-x64'),
  'linux-arm64-gnu': () => require('@instantly-sdk/linux-arm64-gnu'),
  'linux-arm64-musl': () => require('@instantly-sdk/linux-arm64-musl'),
  'linux-x64-gnu': () => require('@instantly-sdk/linux-x64-gnu'),
  'linux-x64-musl': () => require('@instantly-sdk/linux-x64-musl'),
  'win32-x64-msvc': () => require('@instantly-sdk/win32-x64-msvc'),
};

/** Where a module was looked for, and why it is not that one. */
interface Attempt {
  place: string;
  reason: string;
  cause?: unknown;
}

/**
 * The native module of this platform.
 *
 * @throws An error that names the platform, what was tried, and what to do.
 */
export function loadNative<Module extends { version(): string }>(version: string): Module {
  const attempts: Attempt[] = [];
  for (const [place, open] of candidates()) {
    try {
      const module = open() as Module;
      const found = module.version();
      if (found === version) return module;
      attempts.push({ place, reason: `of version ${found}` });
    } catch (cause) {
      attempts.push({ place, reason: reason(cause, place), cause });
    }
  }
  throw new Error(explanation(version, attempts), { cause: attempts.find(({ cause }) => cause !== undefined)?.cause });
}

function candidates(): [place: string, open: () => unknown][] {
  const built = join(__dirname, '..', 'instantly-sdk.node');
  const ours: [string, () => unknown][] = existsSync(built) ? [[built, () => openFile(built)]] : [];
  const platform = `${process.platform}-${process.arch}`;
  for (const [name, open] of Object.entries(PACKAGES)) {
    if (name === platform || name.startsWith(`${platform}-`)) ours.push([`@instantly-sdk/${name}`, open]);
  }
  return ours;
}

/** What `require` does with such a file, where no bundler takes it for a part of the program. */
function openFile(file: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, file);
  return module.exports;
}

function reason(cause: unknown, place: string): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const [summary] = message.split('\n', 1);
  // A module that the package itself lacks has the same code.
  if (code === 'MODULE_NOT_FOUND' && summary === `Cannot find module '${place}'`) return 'not installed';
  return `does not load: ${summary}`;
}

function explanation(version: string, attempts: Attempt[]): string {
  const { platform, arch, versions } = process;
  const here = [platform, arch, libc()].filter((part) => part !== undefined).join(' ');
  const lines = [`instantly-sdk ${version}: no native module for this platform, ${here}, with Node ${versions.node}.`];
  if (attempts.length === 0) {
    lines.push(`There are packages for ${Object.keys(PACKAGES).join(', ')} only.`);
    return lines.join('\n');
  }
  lines.push('Tried:', ...attempts.map(({ place, reason }) => `  ${place}: ${reason}`));
  lines.push(
    'Usual causes:',
    '  - a lock file or node_modules from another platform: npm leaves out what that platform did not need',
    '  - optional dependencies were left out: --omit=optional, --no-optional',
    '  - another C library than at the time of the install: musl (Alpine) against glibc, or a glibc before 2.17',
    '  - a package of another version than this one, or a bundle that was moved without it',
    'Remedy: remove node_modules and the lock file, then on the platform where it will run',
    `  npm install --include=optional instantly-sdk@${version}`,
    'In a checkout of the repository: npm run build in bindings/node.',
  );
  return lines.join('\n');
}

/** The C library; only Linux has a choice. */
function libc(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined ? '(musl)' : `(glibc ${header.glibcVersionRuntime})`;
}
