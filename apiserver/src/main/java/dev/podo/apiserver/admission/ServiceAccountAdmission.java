package dev.podo.apiserver.admission;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.foundation.Ids;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.ConfigMapProjection;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.DownwardAPIProjection;
import dev.podo.model.core.v1.DownwardAPIVolumeFile;
import dev.podo.model.core.v1.KeyToPath;
import dev.podo.model.core.v1.ObjectFieldSelector;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ProjectedVolumeSource;
import dev.podo.model.core.v1.ServiceAccount;
import dev.podo.model.core.v1.ServiceAccountTokenProjection;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.core.v1.VolumeMount;
import dev.podo.model.core.v1.VolumeProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Gives each Pod a ServiceAccount, and its containers a token of it, the cluster's authority and
/// their namespace, in the place where client libraries look.
public final class ServiceAccountAdmission implements Admission {
  private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final String VOLUME_PREFIX = "kube-api-access-";
  private static final String MIRROR = "kubernetes.io/config.mirror";
  // An hour, and seven seconds by which upstream's own tokens are told apart.
  private static final long TOKEN_SECONDS = 3607;

  private final ObjectStore store;
  private final RandomGenerator random;

  public ServiceAccountAdmission(ObjectStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
  }

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object)
      throws InterruptedException {
    if (!request.isCreationOf(Pods.KIND)
        || !(object instanceof Pod pod)
        || pod.metadata().annotations().containsKey(MIRROR)) {
      return object;
    }
    var name =
        pod.spec().serviceAccountName().isEmpty() ? "default" : pod.spec().serviceAccountName();
    var account = account(request, name);
    var spec = pod.spec().with(s -> s.serviceAccountName(name).serviceAccount(name));
    if (spec.imagePullSecrets().isEmpty()) {
      spec = spec.with(s -> s.imagePullSecrets(account.imagePullSecrets()));
    }
    return request.kind().cast(pod.withSpec(wantsToken(spec, account) ? withToken(spec) : spec));
  }

  private ServiceAccount account(AdmissionRequest<?> request, String name)
      throws InterruptedException {
    var place = request.place();
    var key = ObjectStore.key(ServiceAccounts.KIND, place.namespace(), name);
    var found = store.image().get(key);
    if (found == null) {
      found = store.latest(request.call().deadline()).get(key);
    }
    if (found == null) {
      throw ApiErrors.forbidden(
          Pods.KIND.groupResource(),
          place.name(),
          "error looking up service account %s/%s: serviceaccount \"%s\" not found"
              .formatted(place.namespace(), name, name));
    }
    return found.value().as(ServiceAccounts.KIND);
  }

  private static boolean wantsToken(PodSpec spec, ServiceAccount account) {
    var byPod = spec.automountServiceAccountToken();
    var byAccount = account.automountServiceAccountToken();
    return byPod != null ? byPod : byAccount == null || byAccount;
  }

  private PodSpec withToken(PodSpec spec) {
    var needed =
        spec.containers().stream().anyMatch(ServiceAccountAdmission::lacksToken)
            || spec.initContainers().stream().anyMatch(ServiceAccountAdmission::lacksToken);
    if (!needed) {
      return spec;
    }
    var present =
        spec.volumes().stream()
            .map(Volume::name)
            .filter(name -> name.startsWith(VOLUME_PREFIX))
            .findFirst();
    var name = present.orElseGet(() -> VOLUME_PREFIX + Ids.suffix(random, 5));
    var volumes = new ArrayList<>(spec.volumes());
    if (present.isEmpty()) {
      volumes.add(volume(name));
    }
    return spec.with(s ->
        s.volumes(volumes)
            .containers(mount(spec.containers(), name))
            .initContainers(mount(spec.initContainers(), name)));
  }

  private static boolean lacksToken(Container container) {
    return container.volumeMounts().stream().noneMatch(m -> m.mountPath().equals(MOUNT_PATH));
  }

  private static List<Container> mount(List<Container> containers, String volume) {
    return containers.stream()
        .map(container -> lacksToken(container) ? mount(container, volume) : container)
        .toList();
  }

  private static Container mount(Container container, String volume) {
    var mounts = new ArrayList<>(container.volumeMounts());
    mounts.add(VolumeMount.builder().name(volume).readOnly(true).mountPath(MOUNT_PATH).build());
    return container.with(c -> c.volumeMounts(mounts));
  }

  private static Volume volume(String name) {
    var token =
        ServiceAccountTokenProjection.builder()
            .expirationSeconds(TOKEN_SECONDS)
            .path("token")
            .build();
    var authority =
        ConfigMapProjection.builder()
            .name("kube-root-ca.crt")
            .items(List.of(KeyToPath.builder().key("ca.crt").path("ca.crt").build()))
            .build();
    var namespace =
        DownwardAPIVolumeFile.builder()
            .path("namespace")
            .fieldRef(
                ObjectFieldSelector.builder()
                    .apiVersion("v1")
                    .fieldPath("metadata.namespace")
                    .build())
            .build();
    var sources =
        List.of(
            VolumeProjection.builder().serviceAccountToken(token).build(),
            VolumeProjection.builder().configMap(authority).build(),
            VolumeProjection.builder()
                .downwardAPI(DownwardAPIProjection.builder().items(List.of(namespace)).build())
                .build());
    return Volume.builder()
        .name(name)
        .projected(ProjectedVolumeSource.builder().sources(sources).build())
        .build();
  }
}
