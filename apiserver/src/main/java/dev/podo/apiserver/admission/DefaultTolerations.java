package dev.podo.apiserver.admission;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.Toleration;
import java.util.ArrayList;

/// A Pod stays for five minutes on a node that is not ready or not reachable, unless it says
/// otherwise.
public final class DefaultTolerations implements Admission {
  private static final String NOT_READY = "node.kubernetes.io/not-ready";
  private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  private static final long SECONDS = 300;

  @Override
  public <T extends ApiObject> T mutate(AdmissionRequest<T> request, T object) {
    return request.isCreationOf(Pods.KIND) && object instanceof Pod pod
        ? request.kind().cast(tolerate(pod))
        : object;
  }

  private static Pod tolerate(Pod pod) {
    var tolerations = new ArrayList<>(pod.spec().tolerations());
    for (var key : new String[] {NOT_READY, UNREACHABLE}) {
      if (tolerations.stream().noneMatch(t -> says(t, key))) {
        tolerations.add(
            Toleration.builder()
                .key(key)
                .operator("Exists")
                .effect("NoExecute")
                .tolerationSeconds(SECONDS)
                .build());
      }
    }
    return pod.withSpec(pod.spec().with(spec -> spec.tolerations(tolerations)));
  }

  private static boolean says(Toleration toleration, String key) {
    return (toleration.key().equals(key) || toleration.key().isEmpty())
        && (toleration.effect().equals("NoExecute") || toleration.effect().isEmpty());
  }
}
