package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.machinery.errors.ApiException;
import dev.podo.store.Range;

/// How many seats requests take: a list one for each hundred objects that it has to look at, every
/// other request one.
public final class Widths implements FlowControl.WidthEstimate {
  private static final int OBJECTS_PER_SEAT = 100;

  private final LiveCatalogue catalogue;
  private final ObjectStore store;

  public Widths(LiveCatalogue catalogue, ObjectStore store) {
    this.catalogue = catalogue;
    this.store = store;
  }

  @Override
  public int of(Call call, int max) {
    var info = call.info();
    if (max == 1 || !info.verb().equals("list") || !info.name().isEmpty()) {
      return 1;
    }
    var kind = catalogue.now().byResource(info.group(), info.version(), info.resource());
    if (kind == null || !kind.isStored() || !info.subresource().isEmpty()) {
      return 1;
    }
    var range = Range.of(kind.storageKey());
    var stored =
        store.image().count(info.namespace().isEmpty() ? range : range.in(info.namespace()));
    return stored <= OBJECTS_PER_SEAT
        ? 1
        : Math.min(max, Math.ceilDiv(looked(call, stored), OBJECTS_PER_SEAT));
  }

  /// Without selectors a list ends with its page.
  private static int looked(Call call, int stored) {
    try {
      var options = call.input().listOptions(call.info());
      var selects = !options.labels().isEverything() || !options.fields().isEverything();
      var limit = options.limit();
      return limit <= 0 || selects ? stored : (int) Math.min(limit, stored);
    } catch (ApiException malformed) {
      return 1; // The verb itself will say what is wrong with it.
    }
  }
}
