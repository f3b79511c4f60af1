import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGate, type Gate } from '../../demo/gate.js';
import { listenerOf, openOrigin, type Origin } from '../../demo/simulator/origin.js';
import { takePort } from './ports.js';

let behind: Origin;
let gate: Gate;
let heard: string[];

beforeEach(async () => {
  heard = [];
  behind = await openOrigin('127.0.0.1', 0);
  behind.answerWith(listenerOf(async (request) => new Response(`got ${await request.text()}`)));
  gate = await openGate({ heard: (what) => heard.push(what) });
  gate.leadTo(Number(new URL(behind.url).port));
});
afterEach(() => Promise.all([gate.close(), behind.close()]));

const ask = async (body = 'it') => (await fetch(gate.url, { method: 'POST', body })).text();
const port = (url: string) => Number(new URL(url).port);

describe('a gate', () => {
  it('lets everything through while it is open', async () => {
    const long = 'x'.repeat(300_000);
    expect(await ask(long)).toBe(`got ${long}`);
    expect(heard).toEqual([]);
  });

  it('resets new connections while it refuses, and lets them through once it is open again', async () => {
    gate.refuse();
    const client = createConnection(port(gate.url), '127.0.0.1').resume();
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect(heard).toEqual(['connection_refused']);
    gate.open();
    expect(await ask()).toBe('got it');
  });

  it('resets the connections that stand when it begins to refuse', async () => {
    const client = createConnection(port(gate.url), '127.0.0.1').resume();
    client.write('POST / HTTP/1.1\r\n');
    await once(client, 'ready');
    // An answer shows that the gate has the other connection as well.
    await ask();
    gate.refuse();
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('holds a request back while it is slow, and not the next one once it is open', async () => {
    gate.delay(60_000);
    const STILL_HELD = 'still held';
    const held = ask().catch(() => 'cut');
    expect(await Promise.race([held, sleep(300, STILL_HELD)])).toBe(STILL_HELD);
    expect(heard).toContain('request_held_back');
    gate.open();
    expect(await ask('another')).toBe('got another');
  });

  it('delivers what it held back, whole and in order', async () => {
    gate.delay(20);
    const long = 'yz'.repeat(100_000);
    expect(await ask(long)).toBe(`got ${long}`);
    expect(heard).toContain('request_held_back');
  });

  it('calls anew for a request that it held back, whether the line of the one before is cut or may be any moment', async () => {
    const received: string[] = [];
    const calls: Socket[] = [];
    const other = createServer((call) => {
      calls.push(call);
      call.on('data', (chunk) => {
        received.push(`${calls.indexOf(call) + 1}: ${chunk.toString()}`);
        call.write('.');
      });
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    // Only the fourth request finds a second line to be cut.
    const patience = await openGate({ heard: () => calls[1]?.destroy() });
    patience.leadTo((other.address() as AddressInfo).port);
    const client = createConnection(port(patience.url), '127.0.0.1');
    const say = async (words: string) => {
      client.write(words);
      await once(client, 'data');
    };

    await say('at once');
    await say('on the same line');
    patience.delay(50);
    await say('held back');
    await say('held back, and the line before was cut');
    expect(received).toEqual([
      '1: at once',
      '1: on the same line',
      '2: held back',
      '3: held back, and the line before was cut',
    ]);

    other.close();
    await patience.close();
  });

  it('says what it is doing', () => {
    expect(gate.state).toEqual({ refusing: false, delayMs: 0 });
    gate.delay(5);
    expect(gate.state).toEqual({ refusing: false, delayMs: 5 });
    gate.refuse();
    expect(gate.state).toEqual({ refusing: true, delayMs: 0 });
    gate.open();
    expect(gate.state).toEqual({ refusing: false, delayMs: 0 });
  });

  it('is not opened on a taken port', async () => {
    const { port: taken, release } = await takePort(0);
    await expect(openGate({ port: taken })).rejects.toMatchObject({ code: 'EADDRINUSE', port: taken });
    await release();
  });
});
