package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.client.ListOptions;
import dev.podo.machinery.errors.ApiException;
import dev.podo.store.Range;
import java.time.Duration;

/// What requests cost. A list takes a seat for each hundred objects that it has to look at, and so
/// does a watch that asks for the state first. A write takes one; if ten and more watch what it
/// changes, it takes afterwards a seat for each ten of them and five milliseconds. Where that is
/// more than a request may have, it takes fewer for longer.
public final class Widths implements FlowControl.WidthEstimate {
  private static final int OBJECTS_PER_SEAT = 100;
  private static final int WATCHES_PER_SEAT = 10;
  private static final Duration EVENT = Duration.ofMillis(5);

  private final LiveCatalogue catalogue;
  private final ObjectStore store;
  private final Watchers watchers;
  private final FlowRecords records;

  /// @param watchers who watches at present
  public Widths(
      LiveCatalogue catalogue, ObjectStore store, Watchers watchers, FlowRecords records) {
    this.catalogue = catalogue;
    this.store = store;
    this.watchers = watchers;
    this.records = records;
  }

  @Override
  public WorkEstimate of(Call call, int max) {
    return switch (call.info().verb()) {
      case "list" -> WorkEstimate.of(max == 1 ? 1 : seatsOfList(call, max));
      case "watch" -> WorkEstimate.of(max == 1 || !tellsState(call) ? 1 : seatsOfList(call, max));
      case "create", "update", "patch", "delete" -> write(call.info(), max);
      default -> WorkEstimate.ONE;
    };
  }

  private WorkEstimate write(RequestInfo info, int max) {
    if (!info.resourceRequest() || info.subresource().equals("token")) {
      return WorkEstimate.ONE; // Nobody is told of a token.
    }
    var count = watchers.of(info);
    records.watched(count);
    if (count < WATCHES_PER_SEAT) {
      return WorkEstimate.ONE;
    }
    var wanted = Math.ceilDiv(count, WATCHES_PER_SEAT);
    var seats = Math.min(wanted, max);
    return new WorkEstimate(1, seats, EVENT.multipliedBy(wanted).dividedBy(seats));
  }

  private static boolean tellsState(Call call) {
    try {
      return call.input().watchOptions(call.info()).sendInitialEvents();
    } catch (ApiException malformed) {
      return false; // The verb itself will say what is wrong with it.
    }
  }

  private int seatsOfList(Call call, int max) {
    var info = call.info();
    if (!info.name().isEmpty()) {
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
    if (call.info().verb().equals("watch")) {
      return stored;
    }
    ListOptions options;
    try {
      options = call.input().listOptions(call.info());
    } catch (ApiException malformed) {
      return 1; // The verb itself will say what is wrong with it.
    }
    var selects = !options.labels().isEverything() || !options.fields().isEverything();
    var limit = options.limit();
    return limit <= 0 || selects ? stored : (int) Math.min(limit, stored);
  }
}
