package dev.podo.network.ingress;

import dev.podo.machinery.kinds.ingress.Ingresses;
import dev.podo.machinery.kinds.ingressclass.IngressClasses;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Which Ingresses are this controller's.
public final class IngressSelection {
  /// What an IngressClass names to be served here.
  public static final String CONTROLLER = "podo.dev/ingress";

  /// The name of the class that comes with the cluster.
  public static final String CLASS_NAME = "podo";

  private static final Comparator<Ingress> SENIOR_FIRST =
      Comparator.comparing(IngressSelection::created)
          .thenComparing(i -> i.metadata().namespace())
          .thenComparing(i -> i.metadata().name());

  private final Set<String> classes = new TreeSet<>();
  private boolean isDefault;

  private IngressSelection() {}

  public static IngressSelection of(Iterable<IngressClass> all) {
    var selection = new IngressSelection();
    for (var candidate : all) {
      if (candidate.spec().controller().equals(CONTROLLER)) {
        selection.classes.add(candidate.metadata().name());
        selection.isDefault |= IngressClasses.isDefault(candidate);
      }
    }
    return selection;
  }

  public boolean isOurs(Ingress ingress) {
    var named =
        Objects.requireNonNullElseGet(
            ingress.spec().ingressClassName(),
            () -> ingress.metadata().annotations().getOrDefault(Ingresses.CLASS_ANNOTATION, ""));
    return named.isEmpty() ? isDefault : classes.contains(named);
  }

  /// Ours, the oldest first: what it claims, a younger one does not get.
  public List<Ingress> ours(Iterable<Ingress> all) {
    var out = new ArrayList<Ingress>();
    for (var ingress : all) {
      if (isOurs(ingress)) {
        out.add(ingress);
      }
    }
    out.sort(SENIOR_FIRST);
    return out;
  }

  private static Instant created(Ingress ingress) {
    return Objects.requireNonNullElse(ingress.metadata().creationTimestamp(), Instant.MAX);
  }
}
