// Posts an event to a hub and acknowledges the incident that it becomes, by a client that knows of the hub what its contract says.
// HUB is its address, TOKEN an admin token.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import createClient from 'openapi-fetch';
import type { components, paths } from './tocsin.js';

type IncidentEntry = components['schemas']['IncidentEntry'];

const { HUB, TOKEN } = process.env;
assert(HUB && TOKEN, 'HUB and TOKEN say which hub');
const client = createClient<paths>({ baseUrl: HUB, headers: { Authorization: `Bearer ${TOKEN}` } });
const title = `the client's disk is full, ${Date.now()}`;

const posted = await client.POST('/v1/events/{id}', {
  params: { path: { id: 'client' } },
  body: { title, severity: 'critical' },
});
assert.equal(posted.response.status, 202);

const incident = await opened();
const key = randomUUID();
const acknowledge = () => client.POST('/v1/incidents/{id}/acknowledge', {
  params: { path: { id: incident.id }, header: { 'Idempotency-Key': key } },
  body: { as: 'mia' },
});
const done = await acknowledge();
assert(done.data, JSON.stringify(done.error));
assert.equal(done.data.state, 'acknowledged');
assert.equal(done.data.changed, true);
assert.equal(done.data.acknowledged?.by, 'mia');

// Who got no answer asks again, and is told what the first one was.
const replayed = await acknowledge();
assert.deepEqual(replayed.data, done.data);
assert.equal(replayed.response.headers.get('Idempotent-Replayed'), 'true');

// Who saw what was before that changes nothing.
const seen = (await client.GET('/v1/incidents/{id}', { params: { path: { id: incident.id } } })).response.headers.get('ETag');
assert(seen);
const assign = () => client.POST('/v1/incidents/{id}/assign', {
  params: { path: { id: incident.id }, header: { 'If-Match': seen } },
  body: { to: 'mia' },
});
assert.equal((await assign()).response.status, 200);
assert.equal((await assign()).response.status, 412);

const again = await client.POST('/v1/incidents/{id}/acknowledge', { params: { path: { id: incident.id } } });
assert.equal(again.data?.changed, false);

// What goes wrong has a type, too.
const refused = await client.GET('/v1/incidents/{id}', { params: { path: { id: 'inc_nobody' } } });
assert.equal(refused.error?.status, 404);
assert.match(refused.error.detail ?? '', /^No incident has the id inc_nobody/);
console.log(`acknowledged ${incident.id}`);

async function opened(): Promise<IncidentEntry> {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    const page = await client.GET('/v1/incidents', { params: { query: { state: 'open', text: title } } });
    assert(page.data, JSON.stringify(page.error));
    const found = page.data.incidents[0];
    if (found) {
      return found;
    }
    await pause(100);
  }
  throw new Error('no incident came of it');
}
