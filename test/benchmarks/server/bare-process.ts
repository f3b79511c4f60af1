/**
 * What the companion is compared with: a bare `node:http` server that makes the calls to Leaf that it is told to, one
 * after the other, and answers with a text of the same size. It checks nothing and keeps nothing.
 */
import { createServer } from 'node:http';

const { LEAF_API_URL = '', PORT } = process.env;

createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    void serve(searchParams.get('user') ?? '', searchParams.getAll('call')).then((size) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ filler: 'x'.repeat(size) }));
    });
  });
}).listen(Number(PORT), '127.0.0.1');

async function serve(leafUserId: string, calls: readonly string[]): Promise<number> {
  let size = 0;
  for (const call of calls) {
    const [method = '', path = ''] = call.split(' ');
    const url = `${LEAF_API_URL}/services/usermanagement/api/users/${leafUserId}/${path}`;
    const answer = await fetch(url, { method, headers: { Authorization: 'Bearer leaf-token-value' } });
    size = (await answer.text()).length;
  }
  return size;
}
