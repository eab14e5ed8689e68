/**
 * Builds the native module and puts it beside package.json, where the package looks for it.
 *
 *     node scripts/build-native.mjs [--release]
 *
 * cargo itself says where it put the library, so any target directory and platform will do.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const crate = 'instantly-sdk-node';
const profile = process.argv.includes('--release') ? ['--release'] : [];

const library = await build();
const target = join(packageFolder, 'instantly-sdk.node');
// A running process may have the old file mapped: replace it, never write into it.
copyFileSync(library, `${target}.new`);
renameSync(`${target}.new`, target);
console.log(`${library} -> ${target}`);

function build() {
  return new Promise((resolve, reject) => {
    const cargo = spawn(
      'cargo',
      ['build', '--package', crate, ...profile, '--message-format=json-render-diagnostics'],
      {
        cwd: packageFolder,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let library;
    createInterface({ input: cargo.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.reason === 'compiler-artifact' && message.target.kind.includes('cdylib')) {
        library = message.filenames.find((name) => /\.(so|dylib|dll)$/.test(name)) ?? library;
      }
    });
    cargo.on('error', (error) => reject(new Error('cargo did not start; is Rust installed?', { cause: error })));
    cargo.on('close', (code) => {
      if (code === 0 && library !== undefined) resolve(library);
      else reject(new Error(`cargo build --package ${crate} failed with exit code ${code}`));
    });
  });
}
