package dev.podo.node.pod;

import dev.podo.model.core.v1.Container;
import dev.podo.node.runtime.PodId;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// The labels and annotations by which the agent knows its sandboxes and containers again.
public final class ContainerLabels {
  public static final String POD_NAME = "io.kubernetes.pod.name";
  public static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
  public static final String POD_UID = "io.kubernetes.pod.uid";
  public static final String CONTAINER_NAME = "io.kubernetes.container.name";
  public static final String HASH = "io.kubernetes.container.hash";
  public static final String MESSAGE_FILE = "io.kubernetes.container.terminationMessagePath";
  public static final String MESSAGE_POLICY = "io.kubernetes.container.terminationMessagePolicy";

  private ContainerLabels() {}

  static SortedMap<String, String> ofPod(PodId pod) {
    var out = new TreeMap<String, String>();
    out.put(POD_NAME, pod.name());
    out.put(POD_NAMESPACE, pod.namespace());
    out.put(POD_UID, pod.uid());
    return out;
  }

  static SortedMap<String, String> ofContainer(PodId pod, String container) {
    var out = ofPod(pod);
    out.put(CONTAINER_NAME, container);
    return out;
  }

  /// Changes when a running container no longer is what the spec asks for. Only the image of a
  /// running pod's container can change.
  static String hash(Container container) {
    var crc = new CRC32();
    crc.update((container.name() + "\0" + container.image()).getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
