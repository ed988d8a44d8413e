package dev.podo.node.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.Api;
import dev.podo.client.SubresourceCall;
import dev.podo.foundation.VirtualClock;
import dev.podo.model.Bytes;
import dev.podo.model.Quantity;
import dev.podo.model.authentication.v1.TokenRequest;
import dev.podo.model.authentication.v1.TokenRequestStatus;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.ConfigMapVolumeSource;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.DownwardAPIVolumeFile;
import dev.podo.model.core.v1.DownwardAPIVolumeSource;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.HostPathVolumeSource;
import dev.podo.model.core.v1.KeyToPath;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSecurityContext;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ProjectedVolumeSource;
import dev.podo.model.core.v1.ResourceFieldSelector;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.SecretVolumeSource;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceAccountTokenProjection;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.core.v1.VolumeProjection;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.container.PodFacts;
import dev.podo.node.host.HostUsage;
import dev.podo.node.host.LocalHost;
import dev.podo.node.host.Mounts;
import dev.podo.node.simulated.SimulatedHost;
import dev.podo.node.source.References;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Volumes in real files. Groups are the tests' own, so that no rights are needed.
class VolumesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path root;
  private final VirtualClock clock = new VirtualClock(START);
  private final Objects objects = new Objects();
  private final List<String> mounted = new ArrayList<>();
  private int tokensIssued;

  private static final class Objects implements References {
    private final Map<String, ConfigMap> maps = new TreeMap<>();
    private final Map<String, Secret> secrets = new TreeMap<>();

    @Override
    public @Nullable ConfigMap configMap(String namespace, String name) {
      return maps.get(name);
    }

    @Override
    public @Nullable Secret secret(String namespace, String name) {
      return secrets.get(name);
    }

    @Override
    public List<Service> services(String namespace) {
      return List.of();
    }
  }

  private final class Tmpfs implements Mounts {
    @Override
    public void mountTmpfs(Path directory, long sizeBytes) {
      mounted.add(directory.getFileName() + " " + sizeBytes);
    }

    @Override
    public void unmountBelow(Path directory) {
      // nothing was
    }

    @Override
    public HostUsage.Amount inodes(Path path) {
      return HostUsage.Amount.UNKNOWN;
    }
  }

  /// Answers requests for tokens, which are valid for as long as was asked, and nothing else.
  private Api issuer() {
    return (Api)
        Proxy.newProxyInstance(
            Api.class.getClassLoader(),
            new Class<?>[] {Api.class},
            (proxy, method, arguments) -> {
              var request = (TokenRequest) ((SubresourceCall<?, ?>) arguments[3]).body();
              tokensIssued++;
              Long seconds = request.spec().expirationSeconds();
              assertThat(seconds).isNotNull();
              return request.withStatus(
                  TokenRequestStatus.builder()
                      .token("token " + tokensIssued)
                      .expirationTimestamp(clock.now().plusSeconds(seconds))
                      .build());
            });
  }

  private Volumes volumes() {
    var host = new LocalHost(root, new Tmpfs(), () -> SimulatedHost.numbered("n", 1).facts());
    var tokens = new Tokens(issuer(), clock);
    return new Volumes(host, new PodDirectories(root, root.resolve("logs")), objects, tokens);
  }

  private static PodFacts pod(@Nullable Long fsGroup, Volume... volumes) {
    var container =
        Container.builder()
            .name("c")
            .resources(
                ResourceRequirements.builder()
                    .limits(new TreeMap<>(Map.of("memory", Quantity.parse("64Mi"))))
                    .build())
            .build();
    var pod =
        Pod.builder()
            .metadata(ObjectMeta.builder().namespace("ns").name("p").uid("u").build())
            .spec(
                PodSpec.builder()
                    .containers(List.of(container))
                    .securityContext(PodSecurityContext.builder().fsGroup(fsGroup).build())
                    .volumes(List.of(volumes))
                    .build())
            .build();
    return new PodFacts(pod, List.of(), List.of(), Map.of("cpu", Quantity.parse("4")));
  }

  private Path file(String plugin, String path) {
    return root.resolve("pods/u/volumes/kubernetes.io~" + plugin).resolve(path);
  }

  private static long mode(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode") & 07777;
  }

  private void map(String... pairs) {
    var data = new TreeMap<String, String>();
    for (var i = 0; i < pairs.length; i += 2) {
      data.put(pairs[i], pairs[i + 1]);
    }
    objects.maps.put("m", ConfigMap.builder().data(data).build());
  }

  private static Volume configMap(ConfigMapVolumeSource.Builder source) {
    return Volume.builder().name("v").configMap(source.name("m").build()).build();
  }

  @Test
  void itemsAreChosenPlacedAndGivenTheirModes() throws IOException {
    map("a", "1", "b", "2");
    var item = KeyToPath.builder().key("a").path("deep/er/a.txt").mode(0400).build();
    var other = KeyToPath.builder().key("b").path("b").build();
    var source = ConfigMapVolumeSource.builder().items(List.of(item, other)).defaultMode(0640);
    volumes().refresh(pod(null, configMap(source)));
    assertThat(file("configmap", "v/deep/er/a.txt")).hasContent("1");
    assertThat(mode(file("configmap", "v/deep/er/a.txt"))).isEqualTo(0400);
    assertThat(mode(file("configmap", "v/b"))).isEqualTo(0640);
  }

  @Test
  void optionalOnesMayBeMissingAndComeAndGoLive() {
    var item = KeyToPath.builder().key("a").path("a").build();
    var source = ConfigMapVolumeSource.builder().items(List.of(item)).optional(true);
    var facts = pod(null, configMap(source));
    var volumes = volumes();
    volumes.refresh(facts);
    assertThat(file("configmap", "v")).isDirectory();
    map("b", "2");
    volumes.refresh(facts);
    assertThat(file("configmap", "v/a")).doesNotExist();
    map("a", "1");
    volumes.refresh(facts);
    assertThat(file("configmap", "v/a")).hasContent("1");
    objects.maps.clear();
    volumes.refresh(facts);
    assertThat(file("configmap", "v/a")).doesNotExist();
  }

  @Test
  void whatIsNotOptionalIsWaitedFor() {
    var item = KeyToPath.builder().key("a").path("a").build();
    var facts = pod(null, configMap(ConfigMapVolumeSource.builder().items(List.of(item))));
    assertThatThrownBy(() -> volumes().refresh(facts))
        .isInstanceOf(MountFailure.class)
        .hasMessage("MountVolume.SetUp failed for volume \"v\" : configmap \"m\" not found");
    map("b", "2");
    assertThatThrownBy(() -> volumes().refresh(facts))
        .hasMessage(
            "MountVolume.SetUp failed for volume \"v\" : references non-existent config key: a");
  }

  @Test
  void anFsGroupMayReadWhateverTheModeSays() throws IOException {
    objects.secrets.put(
        "s", Secret.builder().data(new TreeMap<>(Map.of("k", Bytes.utf8("x")))).build());
    var secret = SecretVolumeSource.builder().secretName("s").defaultMode(0400).build();
    var empty = Volume.builder().name("e").emptyDir(EmptyDirVolumeSource.EMPTY).build();
    var group = ((Number) Files.getAttribute(root, "unix:gid")).longValue();
    volumes().refresh(pod(group, Volume.builder().name("v").secret(secret).build(), empty));
    assertThat(mode(file("secret", "v/k"))).isEqualTo(0440);
    assertThat(mode(file("empty-dir", "e"))).isEqualTo(02777);
    volumes().refresh(pod(null, Volume.builder().name("w").secret(secret).build()));
    assertThat(mode(file("secret", "w/k"))).isEqualTo(0400);
  }

  @Test
  void secretsAndMemoryAreKeptOffTheDisk() {
    objects.secrets.put("s", Secret.EMPTY);
    var memory =
        EmptyDirVolumeSource.builder().medium("Memory").sizeLimit(Quantity.parse("1Mi")).build();
    volumes()
        .refresh(
            pod(
                null,
                Volume.builder()
                    .name("s")
                    .secret(SecretVolumeSource.builder().secretName("s").build())
                    .build(),
                Volume.builder().name("m").emptyDir(memory).build(),
                Volume.builder().name("d").emptyDir(EmptyDirVolumeSource.EMPTY).build()));
    assertThat(mounted).containsExactly("s 0", "m 1048576");
  }

  @Test
  void aTokenIsRenewedWhenFourFifthsOfItsTimeHavePassed() {
    var projection =
        ServiceAccountTokenProjection.builder().path("token").expirationSeconds(600L).build();
    var source = VolumeProjection.builder().serviceAccountToken(projection).build();
    var projected = ProjectedVolumeSource.builder().sources(List.of(source)).build();
    var facts = pod(null, Volume.builder().name("v").projected(projected).build());
    var volumes = volumes();
    assertThat(volumes.refresh(facts)).isEqualTo(START.plusSeconds(480));
    clock.advance(Duration.ofSeconds(479));
    volumes.refresh(facts);
    assertThat(file("projected", "v/token")).hasContent("token 1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(volumes.refresh(facts)).isEqualTo(START.plusSeconds(960));
    assertThat(file("projected", "v/token")).hasContent("token 2");
    assertThat(tokensIssued).isEqualTo(2);
  }

  @Test
  void aTokenThatIsValidForWeeksIsRenewedDaily() {
    var projection =
        ServiceAccountTokenProjection.builder().path("t").expirationSeconds(999_999L).build();
    var source = VolumeProjection.builder().serviceAccountToken(projection).build();
    var projected = ProjectedVolumeSource.builder().sources(List.of(source)).build();
    assertThat(
            volumes().refresh(pod(null, Volume.builder().name("v").projected(projected).build())))
        .isEqualTo(START.plus(Duration.ofHours(24)));
  }

  @Test
  void limitsAndWhatTheNodeHasAreReadFromAVolume() {
    var memory =
        DownwardAPIVolumeFile.builder()
            .path("memory")
            .resourceFieldRef(
                ResourceFieldSelector.builder()
                    .containerName("c")
                    .resource("limits.memory")
                    .divisor(Quantity.parse("1Mi"))
                    .build())
            .build();
    var cpu =
        DownwardAPIVolumeFile.builder()
            .path("cpu")
            .mode(0600)
            .resourceFieldRef(
                ResourceFieldSelector.builder().containerName("c").resource("limits.cpu").build())
            .build();
    var source = DownwardAPIVolumeSource.builder().items(List.of(memory, cpu)).build();
    volumes().refresh(pod(null, Volume.builder().name("v").downwardAPI(source).build()));
    assertThat(file("downward-api", "v/memory")).hasContent("64");
    assertThat(file("downward-api", "v/cpu")).hasContent("4");
  }

  @Test
  void aHostPathMustBeOfItsType() throws IOException {
    var file = Files.writeString(root.resolve("f"), "x");
    var volumes = volumes();
    volumes.refresh(pod(null, hostPath(root.resolve("new/dir"), "DirectoryOrCreate")));
    assertThat(root.resolve("new/dir")).isDirectory();
    volumes.refresh(pod(null, hostPath(root.resolve("new/file"), "FileOrCreate")));
    assertThat(root.resolve("new/file")).isRegularFile();
    volumes.refresh(pod(null, hostPath(file, "File")));
    volumes.refresh(pod(null, hostPath(Path.of("/dev/null"), "CharDevice")));
    assertThatThrownBy(() -> volumes.refresh(pod(null, hostPath(file, "Directory"))))
        .hasMessage(
            "MountVolume.SetUp failed for volume \"v\" : hostPath type check failed: "
                + file
                + " is not a directory");
    assertThatThrownBy(() -> volumes.refresh(pod(null, hostPath(file, "Socket"))))
        .hasMessageEndingWith("is not a socket file");
  }

  private static Volume hostPath(Path path, String type) {
    return Volume.builder()
        .name("v")
        .hostPath(HostPathVolumeSource.builder().path(path.toString()).type(type).build())
        .build();
  }
}
