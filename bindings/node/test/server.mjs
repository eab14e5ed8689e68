/** A server that does as a test says. It knows nothing of tests, so that the programs that tests run can have one too. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Answers as `answer(request, response, index)` does, and so may also not answer at all. `counts` has how many requests have arrived, and how
 * many of their connections were opened and are closed; `arrived` and `closed` wait for so many.
 */
export async function listen(answer) {
  const events = new EventEmitter();
  const counts = { arrived: 0, opened: 0, closed: 0 };
  const sockets = new Set();
  const server = createServer((request, response) => {
    if (!sockets.has(request.socket)) {
      sockets.add(request.socket);
      counts.opened += 1;
      request.socket.once('close', () => {
        counts.closed += 1;
        events.emit('closed');
      });
    }
    counts.arrived += 1;
    events.emit('arrived');
    answer(request, response, counts.arrived - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reached = (name) => async (count) => {
    while (counts[name] < count) await once(events, name);
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, counts, arrived: reached('arrived'), closed: reached('closed'), close };
}

export function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A page of jobs whose ids are given. */
export function page(ids, next) {
  return { items: ids.map((id) => ({ id, status: 'pending', progress: 0 })), next_starting_after: next };
}
