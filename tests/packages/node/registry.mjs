/**
 * A registry with what `cargo xtask dist` made and nothing else: the main package, this machine's platform package, and of those of the other
 * platforms what they say of themselves. Whoever asks for their content gets none, so an install that took the wrong one would fail.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

/** `dist` has the folders `npm` and `npm-platform`, each with tarballs. */
export async function serveRegistry(dist) {
  const tarballs = ['npm', 'npm-platform'].flatMap((folder) =>
    readdirSync(join(dist, folder)).map((name) => join(dist, folder, name)),
  );
  const packages = new Map(tarballs.map((path) => [manifestOf(path).name, { manifest: manifestOf(path), path }]));
  const main = packages.get('instantly-sdk').manifest;
  for (const name of Object.keys(main.optionalDependencies)) {
    if (!packages.has(name)) packages.set(name, { manifest: describe(name, main.version) });
  }

  const server = createServer((request, response) => {
    const name = decodeURIComponent(request.url.slice(1));
    const content = name.startsWith('-/') ? packages.get(name.slice(2))?.path : undefined;
    if (content !== undefined) return response.end(readFileSync(content));
    if (!packages.has(name)) return response.writeHead(404).end('{}');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(document(packages.get(name), `http://127.0.0.1:${server.address().port}`)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

function manifestOf(tarball) {
  return JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
}

/** What the manifest of another platform's package says, by its name. */
function describe(name, version) {
  const [os, cpu, abi] = name.slice(name.indexOf('/') + 1).split('-');
  const libc = { gnu: ['glibc'], musl: ['musl'] }[abi];
  return { name, version, os: [os], cpu: [cpu], ...(libc && { libc }) };
}

function document({ manifest, path }, url) {
  const { name, version } = manifest;
  const dist = { tarball: `${url}/-/${encodeURIComponent(name)}` };
  if (path !== undefined) dist.integrity = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
