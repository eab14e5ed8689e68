// The mock's side of a case: hand it the script, ask it afterwards what arrived.

export class Script {
  #url;

  constructor(url, baseUrl) {
    this.#url = url;
    this.baseUrl = baseUrl;
  }

  static async start(mock, exchanges) {
    const cases = `${mock}/__mock/cases`;
    const { id, base_url: baseUrl } = await call('POST', cases, { exchanges });
    return new Script(`${cases}/${id}`, baseUrl);
  }

  /** What the mock did not like about the requests; the script is over. */
  async end() {
    const { ok, problems } = await call('GET', this.#url);
    await call('DELETE', this.#url);
    return ok ? [] : problems;
  }
}

async function call(method, url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
