package dev.podo.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.model.core.v1.AppArmorProfile;
import dev.podo.model.core.v1.Capabilities;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSecurityContext;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.SELinuxOptions;
import dev.podo.model.core.v1.SeccompProfile;
import dev.podo.model.core.v1.SecurityContext;
import dev.podo.model.core.v1.Sysctl;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.runtime.ContainerSecurity;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.SecurityProfile;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuritiesTest {
  private static Image image(@Nullable Long user, String name) {
    return new Image("sha256:1", List.of(), List.of(), 1, user, name, false);
  }

  private static Pod pod(
      UnaryOperator<PodSpec.Builder> spec,
      UnaryOperator<PodSecurityContext.Builder> ofPod,
      UnaryOperator<SecurityContext.Builder> ofContainer) {
    var container =
        Container.builder()
            .name("c")
            .securityContext(ofContainer.apply(SecurityContext.builder()).build());
    var builder =
        PodSpec.builder()
            .containers(List.of(container.build()))
            .securityContext(ofPod.apply(PodSecurityContext.builder()).build());
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name("p").uid("u").build())
        .spec(spec.apply(builder).build())
        .build();
  }

  private static ContainerSecurity of(
      UnaryOperator<PodSecurityContext.Builder> ofPod,
      UnaryOperator<SecurityContext.Builder> ofContainer) {
    return of(pod(it -> it, ofPod, ofContainer), image(null, ""));
  }

  private static ContainerSecurity of(Pod pod, Image image) {
    return new Securities(pod).of(pod.spec().containers().getFirst(), image);
  }

  @Test
  void theContainersOwnUserGoesBeforeThePods() {
    var own = of(p -> p.runAsUser(1L).runAsGroup(2L), c -> c.runAsUser(3L).runAsGroup(4L));
    assertThat(own.user()).isEqualTo(3L);
    assertThat(own.group()).isEqualTo(4L);
    var ofPod = of(p -> p.runAsUser(1L).runAsGroup(2L), c -> c);
    assertThat(ofPod.user()).isEqualTo(1L);
    assertThat(ofPod.group()).isEqualTo(2L);
    assertThat(of(p -> p.supplementalGroups(List.of(7L)).fsGroup(8L), c -> c).supplementalGroups())
        .containsExactly(7L, 8L);
  }

  /// runAsUser, the image's user or name; what is said against it.
  @ParameterizedTest
  @CsvSource({
    "1000,,'',''",
    "0,,'',container's runAsUser breaks non-root policy",
    ",1000,'',''",
    ",0,'',container has runAsNonRoot and image will run as root",
    ",,'',container has runAsNonRoot and image will run as root",
    ",,www,'container has runAsNonRoot and image has non-numeric user (www), cannot verify user is non-root'",
  })
  void runAsNonRootRefusesRoot(
      @Nullable Long user, @Nullable Long ofImage, String name, String refusal) {
    var pod = pod(it -> it, p -> p.runAsNonRoot(true), c -> c.runAsUser(user));
    if (refusal.isEmpty()) {
      assertThat(of(pod, image(ofImage, name))).isNotNull();
    } else {
      assertThatThrownBy(() -> of(pod, image(ofImage, name)))
          .isInstanceOf(ConfigError.class)
          .hasMessage(refusal + " (pod: \"p_ns(u)\", container: c)");
    }
  }

  @Test
  void capabilitiesRootFileSystemAndPrivilegesArePassedOn() {
    var caps = Capabilities.builder().add(List.of("NET_ADMIN")).drop(List.of("ALL")).build();
    var security =
        of(
            p -> p,
            c ->
                c.capabilities(caps)
                    .readOnlyRootFilesystem(true)
                    .allowPrivilegeEscalation(false)
                    .procMount("Unmasked"));
    assertThat(security.capabilities())
        .isEqualTo(new ContainerSecurity.Capabilities(List.of("NET_ADMIN"), List.of("ALL")));
    assertThat(security.confinement().readOnlyRoot()).isTrue();
    assertThat(security.confinement().noNewPrivileges()).isTrue();
    assertThat(security.maskedProc()).isFalse();
    var plain = of(p -> p, c -> c);
    assertThat(plain.confinement().readOnlyRoot()).isFalse();
    assertThat(plain.confinement().noNewPrivileges()).isFalse();
    assertThat(plain.maskedProc()).isTrue();
  }

  /// Pod's and container's seccomp profile, whether it is privileged; what the runtime is told.
  @ParameterizedTest
  @CsvSource({
    "'', '', false, UNCONFINED, ''",
    "RuntimeDefault, '', false, RUNTIME_DEFAULT, ''",
    "RuntimeDefault, Unconfined, false, UNCONFINED, ''",
    "Unconfined, Localhost, false, LOCALHOST, profiles/x.json",
    "RuntimeDefault, '', true, UNCONFINED, ''",
  })
  void seccompIsTheContainersThenThePods(
      String ofPod, String own, boolean privileged, SecurityProfile.Type type, String file) {
    var security =
        of(
            p -> p.seccompProfile(profile(ofPod)),
            c -> c.seccompProfile(profile(own)).privileged(privileged));
    assertThat(security.confinement().seccomp()).isEqualTo(new SecurityProfile(type, file));
  }

  private static @Nullable SeccompProfile profile(String type) {
    return type.isEmpty()
        ? null
        : SeccompProfile.builder()
            .type(type)
            .localhostProfile(type.equals("Localhost") ? "profiles/x.json" : null)
            .build();
  }

  @Test
  void appArmorAndSeLinuxAreTheContainersThenThePods() {
    var named = AppArmorProfile.builder().type("Localhost").localhostProfile("mine").build();
    var label = SELinuxOptions.builder().user("u").role("r").type("t").level("s0").build();
    var security = of(p -> p.appArmorProfile(named).seLinuxOptions(label), c -> c);
    assertThat(security.confinement().appArmor())
        .isEqualTo(new SecurityProfile(SecurityProfile.Type.LOCALHOST, "mine"));
    assertThat(security.confinement().seLinux())
        .isEqualTo(new ContainerSecurity.SeLinux("u", "r", "t", "s0"));
    assertThat(of(p -> p, c -> c).confinement().appArmor())
        .isEqualTo(SecurityProfile.RUNTIME_DEFAULT);
  }

  @Test
  void namespacesAreSharedAsThePodSays() {
    var shared =
        pod(
            it -> it.hostNetwork(true).hostPID(true).hostIPC(true).shareProcessNamespace(true),
            p -> p,
            c -> c);
    assertThat(of(shared, image(null, "")).namespaces())
        .isEqualTo(new ContainerSecurity.Namespaces(true, true, true, true));
    var sandbox = new Securities(shared).ofSandbox();
    assertThat(sandbox.hostPid()).isTrue();
    assertThat(sandbox.hostIpc()).isTrue();
    assertThat(sandbox.sharedPid()).isTrue();
    assertThat(of(p -> p, c -> c).namespaces())
        .isEqualTo(new ContainerSecurity.Namespaces(false, false, false, false));
  }

  @Test
  void theSandboxHasTheSysctlsAndKnowsOfPrivilegedContainers() {
    var sysctl = Sysctl.builder().name("net.core.somaxconn").value("1024").build();
    var pod = pod(it -> it, p -> p.sysctls(List.of(sysctl)), c -> c.privileged(true));
    var sandbox = new Securities(pod).ofSandbox();
    assertThat(sandbox.sysctls())
        .containsExactly(java.util.Map.entry("net.core.somaxconn", "1024"));
    assertThat(sandbox.privileged()).isTrue();
  }
}
