package dev.podo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.WriteOptions;
import dev.podo.client.events.EventRecorder;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.model.Bytes;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.ConfigMapVolumeSource;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.DownwardAPIVolumeFile;
import dev.podo.model.core.v1.DownwardAPIVolumeSource;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.ObjectFieldSelector;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.SecretVolumeSource;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.core.v1.VolumeMount;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.host.HostUsage;
import dev.podo.node.host.LocalHost;
import dev.podo.node.host.Mounts;
import dev.podo.node.simulated.SimulatedHost;
import dev.podo.node.simulated.SimulatedRuntime;
import dev.podo.node.source.CachedReferences;
import dev.podo.node.source.PodFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent with real files, and with the effects that take long beside its loops.
class NodeFilesTest {
  private static final String NODE = "n1";

  @TempDir Path root;
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);
  private final Informers informers = new Informers(api, scope);
  private final SimulatedRuntime runtime = new SimulatedRuntime(environment.clock(), 1);
  private @Nullable NodeAgent agent;

  private static final class NoMounts implements Mounts {
    @Override
    public void mountTmpfs(Path directory, long sizeBytes) {
      // an ordinary directory does for a test
    }

    @Override
    public void unmountBelow(Path directory) {
      // nothing was mounted
    }

    @Override
    public HostUsage.Amount inodes(Path path) {
      return HostUsage.Amount.UNKNOWN;
    }
  }

  @BeforeEach
  void start() {
    var facts = SimulatedHost.numbered(NODE, 1).facts();
    var host = new LocalHost(root, new NoMounts(), () -> facts);
    var cluster =
        new ClusterAccess(
            api,
            PodFeed.shared(informers),
            new CachedReferences(informers),
            EventRecorder.start(api, "kubelet", NODE, scope));
    var config =
        NodeAgentConfig.of(NODE, "v1.36.0")
            .withPaths(new NodeAgentConfig.Paths(root, root.resolve("logs"), ""));
    agent =
        NodeAgent.start(config, cluster, new NodePorts(runtime, host, runtime.network()), scope);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private NodeAgent agent() {
    assertThat(agent).isNotNull();
    return agent;
  }

  private void await(BooleanSupplier holds) throws InterruptedException {
    var deadline = Deadline.after(environment.clock(), Duration.ofSeconds(20));
    while (!holds.getAsBoolean()) {
      assertThat(deadline.hasPassed(environment.clock())).as("in time").isFalse();
      environment.clock().sleep(Duration.ofMillis(10));
    }
  }

  private boolean isReady(String name) {
    var pod = informers.of(Pods.KIND).snapshot().get("default", name);
    return pod != null && Pods.isReady(pod);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private Pod create(List<Volume> volumes, Map<String, String> annotations) {
    var mounts =
        volumes.stream()
            .map(it -> VolumeMount.builder().name(it.name()).mountPath("/" + it.name()).build())
            .toList();
    var container =
        Container.builder().name("c").image("example.com/web:1").volumeMounts(mounts).build();
    var meta =
        ObjectMeta.builder()
            .namespace("default")
            .name("p")
            .labels(new TreeMap<>(Map.of("tier", "one")))
            .annotations(new TreeMap<>(annotations));
    var spec =
        PodSpec.builder().containers(List.of(container)).volumes(volumes).nodeName(NODE).build();
    return api.create(
        Pods.KIND,
        Pod.builder().metadata(meta.build()).spec(spec).build(),
        WriteOptions.defaults());
  }

  private static ConfigMap configMap(String value) {
    return ConfigMap.builder()
        .metadata(ObjectMeta.builder().namespace("default").name("conf").build())
        .data(new TreeMap<>(Map.of("color", value)))
        .build();
  }

  private static Volume ofConfigMap() {
    return Volume.builder()
        .name("conf")
        .configMap(ConfigMapVolumeSource.builder().name("conf").build())
        .build();
  }

  @Test
  void aMissingConfigMapIsAwaitedAndAChangeReachesTheMountedFile() throws InterruptedException {
    var pod = create(List.of(ofConfigMap()), Map.of());
    var file =
        root.resolve(
            "pods/" + pod.metadata().uid() + "/volumes/kubernetes.io~configmap/conf/color");

    api.create(ConfigMaps.KIND, configMap("red"), WriteOptions.defaults());
    await(() -> isReady("p"));
    assertThat(file).hasContent("red");

    api.update(ConfigMaps.KIND, configMap("blue"), WriteOptions.defaults());
    await(() -> text(file).equals("blue"));
  }

  @Test
  void labelsReachTheDownwardApiVolume() throws InterruptedException {
    var item =
        DownwardAPIVolumeFile.builder()
            .path("labels")
            .fieldRef(ObjectFieldSelector.builder().fieldPath("metadata.labels").build())
            .build();
    var volume =
        Volume.builder()
            .name("info")
            .downwardAPI(DownwardAPIVolumeSource.builder().items(List.of(item)).build())
            .build();
    var pod = create(List.of(volume), Map.of());
    var file =
        root.resolve(
            "pods/" + pod.metadata().uid() + "/volumes/kubernetes.io~downward-api/info/labels");
    await(() -> isReady("p"));
    assertThat(file).hasContent("tier=\"one\"");

    var now = api.get(Pods.KIND, "default", "p");
    api.update(
        Pods.KIND,
        now.withMetadata(
            now.metadata().with(it -> it.labels(new TreeMap<>(Map.of("tier", "two"))))),
        WriteOptions.defaults());
    await(() -> text(file).equals("tier=\"two\""));
  }

  @Test
  void everythingGoesWithThePod() throws InterruptedException {
    api.create(
        Secrets.KIND,
        Secret.builder()
            .metadata(ObjectMeta.builder().namespace("default").name("pass").build())
            .data(new TreeMap<>(Map.of("word", Bytes.utf8("s3cret"))))
            .build(),
        WriteOptions.defaults());
    var volumes =
        List.of(
            Volume.builder().name("tmp").emptyDir(EmptyDirVolumeSource.EMPTY).build(),
            Volume.builder()
                .name("pass")
                .secret(SecretVolumeSource.builder().secretName("pass").defaultMode(0400).build())
                .build());
    var pod = create(volumes, Map.of());
    var directory = root.resolve("pods/" + pod.metadata().uid());
    await(() -> isReady("p"));
    assertThat(directory.resolve("volumes/kubernetes.io~secret/pass/word")).hasContent("s3cret");
    assertThat(directory.resolve("volumes/kubernetes.io~empty-dir/tmp")).isDirectory();
    assertThat(text(directory.resolve("etc-hosts"))).contains("10.64.1.2\tp\n");

    api.delete(Pods.KIND, "default", "p", DeleteOptions.EMPTY);
    await(() -> !Files.exists(directory));
    await(() -> informers.of(Pods.KIND).snapshot().get("default", "p") == null);
  }

  private static LogRequest log(boolean previous, @Nullable Long tail, @Nullable Long limit) {
    return new LogRequest("default", "p", "", false, previous, null, false, tail, limit, "All");
  }

  private String logs(LogRequest request) throws InterruptedException {
    var out = new ByteArrayOutputStream();
    agent().streams().logs(request, out::writeBytes);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void logsAreReadWithTheirLimits() throws InterruptedException {
    create(List.of(), Map.of("simulate.podo.dev/log", "one\ntwo\nthree"));
    await(() -> isReady("p"));
    assertThat(logs(log(false, null, null))).isEqualTo("one\ntwo\nthree\n");
    assertThat(logs(log(false, 1L, null))).isEqualTo("three\n");
    assertThat(logs(log(false, null, 5L))).isEqualTo("one\nt");
    assertThatThrownBy(() -> logs(log(true, null, null)))
        .isInstanceOf(ApiException.class)
        .hasMessage("previous terminated container \"c\" in pod \"p\" not found");
  }

  @Test
  void commandsReturnTheirExitCode() throws InterruptedException {
    create(List.of(), Map.of());
    await(() -> isReady("p"));
    var out = new ByteArrayOutputStream();
    var streams =
        new ProcessStreams() {
          @Override
          public @Nullable ByteSource stdin() {
            return null;
          }

          @Override
          public ByteSink stdout() {
            return out::writeBytes;
          }

          @Override
          public ByteSink stderr() {
            return out::writeBytes;
          }

          @Override
          public void onResize(Consumer<TerminalSize> listener) {
            // never resized
          }
        };
    var echo =
        new ExecRequest("default", "p", "c", List.of("echo", "hi"), false, true, true, false);
    assertThat(agent().streams().exec(echo, streams)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hi\n");
    var exit =
        new ExecRequest(
            "default", "p", "", List.of("sh", "-c", "exit 42"), false, true, true, false);
    assertThat(agent().streams().exec(exit, streams)).isEqualTo(42);
    var nobody = new ExecRequest("default", "p", "x", List.of("true"), false, true, true, false);
    assertThatThrownBy(() -> agent().streams().exec(nobody, streams))
        .isInstanceOf(ApiException.class)
        .hasMessage("container x is not valid for pod p");
  }
}
