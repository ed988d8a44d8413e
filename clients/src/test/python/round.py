"""What programs do with the Python client: objects, patches, apply, watches, pods, election of a leader."""
import sys
import threading
import time

import yaml
from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.rest import ApiException
from kubernetes.leaderelection import electionconfig, leaderelection
from kubernetes.leaderelection.resourcelock.configmaplock import ConfigMapLock
from kubernetes.stream import portforward, stream

NAMESPACE = "python"
PATIENCE_SECONDS = 120

api = config.new_client_from_config(sys.argv[1])
core, apps = client.CoreV1Api(api), client.AppsV1Api(api)


def config_map(name, **data):
    return client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name, labels={"app": name}), data=data)


def refused(status, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except ApiException as e:
        assert e.status == status, e
        return e.body
    raise AssertionError(f"not refused with {status}")


def await_that(what, holds):
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.05)


def creates_reads_replaces_and_deletes():
    created = core.create_namespaced_config_map(NAMESPACE, config_map("crud", size="1"))
    assert "AlreadyExists" in refused(409, core.create_namespaced_config_map, NAMESPACE, config_map("crud"))
    core.replace_namespaced_config_map("crud", NAMESPACE, config_map("crud", size="2"))
    assert "Conflict" in refused(409, core.replace_namespaced_config_map, "crud", NAMESPACE, created)
    found = core.list_namespaced_config_map(NAMESPACE, label_selector="app=crud", field_selector="metadata.name=crud")
    assert [each.data["size"] for each in found.items] == ["2"]
    first = core.list_namespaced_config_map(NAMESPACE, limit=1)
    rest = core.list_namespaced_config_map(NAMESPACE, _continue=first.metadata._continue)
    assert len(first.items) == 1 and len(rest.items) >= 1
    core.delete_namespaced_config_map("crud", NAMESPACE)
    assert "NotFound" in refused(404, core.read_namespaced_config_map, "crud", NAMESPACE)


def patches():
    core.create_namespaced_config_map(NAMESPACE, config_map("patched", size="1"))
    patched = core.patch_namespaced_config_map("patched", NAMESPACE, {"data": {"size": "2"}})
    assert patched.data == {"size": "2"}
    patched = core.patch_namespaced_config_map(
        "patched", NAMESPACE, [{"op": "add", "path": "/data/colour", "value": "red"}])
    assert patched.data == {"size": "2", "colour": "red"}


def applies():
    maps = dynamic.DynamicClient(api).resources.get(api_version="v1", kind="ConfigMap")
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied"}, "data": {"size": "1"}}
    maps.server_side_apply(namespace=NAMESPACE, body=body, field_manager="one")
    body["data"]["size"] = "2"
    try:
        maps.server_side_apply(namespace=NAMESPACE, body=body, field_manager="other")
        raise AssertionError("no conflict")
    except dynamic.exceptions.ConflictError as e:
        assert 'conflict with \\"one\\": .data.size' in str(e.body), e.body
    applied = maps.server_side_apply(namespace=NAMESPACE, body=body, field_manager="other", force_conflicts=True)
    assert applied.data.size == "2"


def watches():
    seen = []
    version = core.list_namespaced_config_map(NAMESPACE).metadata.resource_version

    def write():
        core.create_namespaced_config_map(NAMESPACE, config_map("watched", size="1"))
        core.patch_namespaced_config_map("watched", NAMESPACE, {"data": {"size": "2"}})
        core.delete_namespaced_config_map("watched", NAMESPACE)

    writer = threading.Thread(target=write)
    writer.start()
    watching = watch.Watch()
    for event in watching.stream(
            core.list_namespaced_config_map, NAMESPACE, label_selector="app=watched", resource_version=version,
            timeout_seconds=PATIENCE_SECONDS):
        seen.append((event["type"], event["object"].data["size"]))
        if event["type"] == "DELETED":
            watching.stop()
    writer.join()
    assert seen == [("ADDED", "1"), ("MODIFIED", "2"), ("DELETED", "2")], seen


def runs_pods():
    deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: talking}
        spec:
          selector: {matchLabels: {app: talking}}
          template:
            metadata: {labels: {app: talking}, annotations: {simulate.podo.dev/log: "first line\\nsecond line"}}
            spec: {containers: [{name: main, image: "example.com/talking:1", ports: [{containerPort: 80}]}]}
        """
    utils.create_from_dict(api, yaml.safe_load(deployment), namespace=NAMESPACE)
    ready = lambda: apps.read_namespaced_deployment("talking", NAMESPACE).status.ready_replicas
    await_that("a replica", lambda: ready() == 1)
    apps.patch_namespaced_deployment_scale("talking", NAMESPACE, {"spec": {"replicas": 2}})
    await_that("two replicas", lambda: ready() == 2)
    pod = core.list_namespaced_pod(NAMESPACE, label_selector="app=talking").items[0].metadata.name
    # Read raw: this release gives back the text of its bytes (kubernetes-client/python#2596).
    assert core.read_namespaced_pod_log(pod, NAMESPACE, tail_lines=1, _preload_content=False).data == b"second line\n"
    shell = {"stderr": True, "stdin": False, "stdout": True, "tty": False}
    assert stream(core.connect_get_namespaced_pod_exec, pod, NAMESPACE, command=["echo", "hello"], **shell) == "hello\n"
    ended = stream(core.connect_get_namespaced_pod_exec, pod, NAMESPACE, command=["exit", "3"], _preload_content=False, **shell)
    ended.run_forever(timeout=PATIENCE_SECONDS)
    assert ended.returncode == 3
    forward = portforward(core.connect_get_namespaced_pod_portforward, pod, NAMESPACE, ports="80")
    socket = forward.socket(80)
    socket.setblocking(True)
    socket.sendall(b"ping")
    assert socket.recv(4) == b"ping"
    socket.close()
    core.create_namespaced_pod_eviction(
        pod, NAMESPACE, client.V1Eviction(metadata=client.V1ObjectMeta(name=pod, namespace=NAMESPACE)))
    await_that(
        "the evicted pod goes",
        lambda: pod not in [each.metadata.name for each in core.list_namespaced_pod(NAMESPACE).items])


def serves_custom_resources():
    definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: snakes.python.example.com}
        spec:
          group: python.example.com
          scope: Namespaced
          names: {plural: snakes, singular: snake, kind: Snake}
          versions:
            - name: v1
              served: true
              storage: true
              subresources: {status: {}}
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec: {type: object, properties: {length: {type: integer, minimum: 1, default: 3}}}
                    status: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """
    utils.create_from_dict(api, yaml.safe_load(definition))
    definitions = client.ApiextensionsV1Api(api)
    await_that("the definition is established", lambda: any(
        each.type == "Established" and each.status == "True"
        for each in definitions.read_custom_resource_definition("snakes.python.example.com").status.conditions or []))
    snakes, of = client.CustomObjectsApi(api), ("python.example.com", "v1", NAMESPACE, "snakes")
    snake = {"apiVersion": "python.example.com/v1", "kind": "Snake", "metadata": {"name": "monty"}, "spec": {}}
    assert snakes.create_namespaced_custom_object(*of, snake)["spec"] == {"length": 3}
    assert "should be greater than or equal to 1" in refused(
        422, snakes.patch_namespaced_custom_object, *of, "monty", {"spec": {"length": 0}})
    snakes.patch_namespaced_custom_object_status(*of, "monty", {"status": {"asleep": True}})
    assert snakes.get_namespaced_custom_object(*of, "monty")["status"] == {"asleep": True}
    definitions.delete_custom_resource_definition("snakes.python.example.com")


def elects_a_leader():
    led = threading.Event()
    lock = ConfigMapLock("election", NAMESPACE, "first")
    lock.api_instance = core
    settings = electionconfig.Config(
        lock, lease_duration=30, renew_deadline=20, retry_period=1, onstarted_leading=led.set, onstopped_leading=None)
    threading.Thread(target=leaderelection.LeaderElection(settings).run, daemon=True).start()
    assert led.wait(PATIENCE_SECONDS)
    assert "first" in core.read_namespaced_config_map("election", NAMESPACE).metadata.annotations[
        "control-plane.alpha.kubernetes.io/leader"]


core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=NAMESPACE)))
assert client.VersionApi(api).get_code().minor == "36"
for step in (creates_reads_replaces_and_deletes, patches, applies, watches, runs_pods, serves_custom_resources, elects_a_leader):
    step()
    print(f"done: {step.__name__}", flush=True)
