// What programs do with the Node client: objects, patches, apply, watches, caches, pods.
import assert from 'node:assert/strict';
import net from 'node:net';
import { PassThrough } from 'node:stream';
import * as k8s from '@kubernetes/client-node';

const NAMESPACE = 'node';
const PATIENCE_MILLIS = 120_000;

const config = new k8s.KubeConfig();
config.loadFromFile(process.argv[2]);
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);
const objects = k8s.KubernetesObjectApi.makeApiClient(config);

const namespace = NAMESPACE;
const map = (name, data) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: { app: name } }, data });
const pause = (millis) => new Promise((done) => setTimeout(done, millis));

async function awaitThat(what, holds) {
  const end = Date.now() + PATIENCE_MILLIS;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `waited in vain for: ${what}`);
    await pause(50);
  }
}

async function refused(code, call) {
  try {
    await call();
  } catch (e) {
    assert.equal(e.code, code, String(e));
    return String(e.body?.message ?? e.body);
  }
  assert.fail(`not refused with ${code}`);
}

const rounds = {
  async createsReadsReplacesAndDeletes() {
    const created = await core.createNamespacedConfigMap({ namespace, body: map('crud', { size: '1' }) });
    assert.match(await refused(409, () => core.createNamespacedConfigMap({ namespace, body: map('crud', {}) })), /already exists/);
    await core.replaceNamespacedConfigMap({ name: 'crud', namespace, body: map('crud', { size: '2' }) });
    assert.match(
      await refused(409, () => core.replaceNamespacedConfigMap({ name: 'crud', namespace, body: created })),
      /the object has been modified/);
    const found = await core.listNamespacedConfigMap({ namespace, labelSelector: 'app=crud', fieldSelector: 'metadata.name=crud' });
    assert.deepEqual(found.items.map((each) => each.data.size), ['2']);
    await core.deleteNamespacedConfigMap({ name: 'crud', namespace });
    assert.match(await refused(404, () => core.readNamespacedConfigMap({ name: 'crud', namespace })), /not found/);
  },

  async patchesAndApplies() {
    await objects.create(map('patched', { size: '1' }));
    const patch = [{ op: 'replace', path: '/data/size', value: '2' }];
    const patched = await core.patchNamespacedConfigMap({ name: 'patched', namespace, body: patch });
    assert.equal(patched.data.size, '2');
    const strategic = await objects.patch(map('patched', { colour: 'red' }));
    assert.deepEqual({ ...strategic.data }, { size: '2', colour: 'red' });

    const apply = (body, manager, force) =>
      objects.patch(body, undefined, undefined, manager, force, k8s.PatchStrategy.ServerSideApply);
    await apply(map('applied', { size: '1' }), 'one');
    assert.match(
      await refused(409, () => apply(map('applied', { size: '2' }), 'other', false)),
      /conflict with \\?"one\\?": \.data\.size/);
    const forced = await apply(map('applied', { size: '2' }), 'other', true);
    assert.equal(forced.data.size, '2');
  },

  async watchesAndCaches() {
    const seen = [];
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const stop = await new k8s.Watch(config).watch(
      path, { labelSelector: 'app=watched' }, (type, object) => seen.push(`${type} ${object.data.size}`), () => {});
    const informer = k8s.makeInformer(config, path, () => core.listNamespacedConfigMap({ namespace }));
    await informer.start();
    await core.createNamespacedConfigMap({ namespace, body: map('watched', { size: '1' }) });
    await awaitThat('the cache has it', () => informer.get('watched', namespace)?.data.size === '1');
    await core.replaceNamespacedConfigMap({ name: 'watched', namespace, body: map('watched', { size: '2' }) });
    await core.deleteNamespacedConfigMap({ name: 'watched', namespace });
    await awaitThat('the cache forgets it', () => informer.get('watched', namespace) === undefined);
    await awaitThat('three events', () => seen.length === 3);
    assert.deepEqual(seen, ['ADDED 1', 'MODIFIED 2', 'DELETED 2']);
    await informer.stop();
    stop.abort();
  },

  async runsPods() {
    const [deployment] = k8s.loadAllYaml(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: talking, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: talking}}
  template:
    metadata: {labels: {app: talking}, annotations: {simulate.podo.dev/log: "first line\\nsecond line"}}
    spec: {containers: [{name: main, image: "example.com/talking:1", ports: [{containerPort: 80}]}]}
`);
    await objects.create(deployment);
    const ready = async () => (await apps.readNamespacedDeployment({ name: 'talking', namespace })).status.readyReplicas;
    await awaitThat('a replica', async () => (await ready()) === 1);
    const scale = await apps.readNamespacedDeploymentScale({ name: 'talking', namespace });
    scale.spec.replicas = 2;
    await apps.replaceNamespacedDeploymentScale({ name: 'talking', namespace, body: scale });
    await awaitThat('two replicas', async () => (await ready()) === 2);

    const pods = await core.listNamespacedPod({ namespace, labelSelector: 'app=talking' });
    const pod = pods.items[0].metadata.name;
    assert.equal(await core.readNamespacedPodLog({ name: pod, namespace, tailLines: 1 }), 'second line\n');
    const log = new PassThrough();
    const [first] = await Promise.all([
      new Promise((done) => log.once('data', (bytes) => done(String(bytes)))),
      new k8s.Log(config).log(namespace, pod, 'main', log, { follow: true }).then((following) => { rounds.following = following; })]);
    assert.match(first, /^first line/);
    rounds.following.abort();

    const run = (...command) => new Promise((done, failed) => {
      const out = new PassThrough();
      let text = '';
      out.on('data', (bytes) => { text += bytes; });
      new k8s.Exec(config)
        .exec(namespace, pod, 'main', command, out, null, null, false, (status) => setImmediate(() => done({ text, status })))
        .catch(failed);
    });
    const echoed = await run('echo', 'hello');
    assert.deepEqual([echoed.text, echoed.status.status], ['hello\n', 'Success']);
    const failing = await run('exit', '3');
    assert.deepEqual([failing.status.reason, failing.status.details.causes[0].message], ['NonZeroExitCode', '3']);

    const forward = new k8s.PortForward(config);
    const server = net.createServer((socket) => forward.portForward(namespace, pod, [80], socket, null, socket));
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const socket = net.connect(server.address().port, '127.0.0.1');
    socket.write('ping');
    assert.equal(String(await new Promise((done) => socket.once('data', done))), 'ping');
    socket.destroy();
    server.close();
  },

  async servesCustomResources() {
    const [definition] = k8s.loadAllYaml(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: knots.node.example.com}
spec:
  group: node.example.com
  scope: Namespaced
  names: {plural: knots, singular: knot, kind: Knot}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, properties: {loops: {type: integer, minimum: 1, default: 3}}}}
`);
    await objects.create(definition);
    const definitions = config.makeApiClient(k8s.ApiextensionsV1Api);
    await awaitThat('the definition is established', async () =>
      (await definitions.readCustomResourceDefinition({ name: 'knots.node.example.com' })).status?.conditions
        ?.some((each) => each.type === 'Established' && each.status === 'True'));
    const custom = config.makeApiClient(k8s.CustomObjectsApi);
    const of = { group: 'node.example.com', version: 'v1', namespace, plural: 'knots' };
    const knot = { apiVersion: 'node.example.com/v1', kind: 'Knot', metadata: { name: 'bow' }, spec: {} };
    const made = await custom.createNamespacedCustomObject({ ...of, body: knot });
    assert.equal(made.spec.loops, 3);
    await refused(422, () => custom.replaceNamespacedCustomObject({
      ...of, name: 'bow', body: { ...made, spec: { loops: 0 } } }));
    await definitions.deleteCustomResourceDefinition({ name: 'knots.node.example.com' });
  },
};

await core.createNamespace({ body: { metadata: { name: namespace } } });
assert.equal((await config.makeApiClient(k8s.VersionApi).getCode()).minor, '36');
for (const [name, round] of Object.entries(rounds)) {
  await round();
  console.log(`done: ${name}`);
}
process.exit(0);
