/**
 * Prints what a package costs this process, in milliseconds by the clock and of the processor.
 *
 * First to load it, then to make a client: `node probe.cjs PACKAGE`, in a project that has the package. Nothing else is loaded
 * before it, so that it gets no help.
 */
const [, , name] = process.argv;

function cost(action) {
  const processor = process.cpuUsage();
  const clock = performance.now();
  const result = action();
  const wall = performance.now() - clock;
  const { user, system } = process.cpuUsage(processor);
  return [result, wall, (user + system) / 1_000];
}

const [package, ...loading] = cost(() => require(require.resolve(name, { paths: [process.cwd()] })));
const [, ...constructing] = cost(() => new package.Instantly({ apiKey: 'a-key' }));
console.log(...loading, ...constructing);
