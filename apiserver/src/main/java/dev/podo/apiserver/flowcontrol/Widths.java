package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiException;
import dev.podo.store.Range;
import dev.podo.store.Versioned;
import java.time.Duration;
import java.util.List;

/// What requests cost. A list takes a seat for each hundred kilobytes that it holds at once, and so
/// does a watch that is told the state first: as many of the objects as are asked for, at their
/// mean size, but never more than a megabyte, since lists are written bit by bit. A write takes
/// one; if ten and more watch what it changes, it takes afterwards a seat for each ten of them and
/// five milliseconds. Where that is more than a request may have, it takes fewer for longer.
public final class Widths implements FlowControl.WidthEstimate {
  private static final int BYTES_PER_SEAT = 100_000;
  private static final int HELD_AT_ONCE = 1_000_000;
  private static final int SAMPLE = 100; // Objects whose sizes stand for those of all.
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

  /// Those that ask for it, and those of old that begin anywhere.
  private static boolean tellsState(Call call) {
    try {
      var options = call.input().watchOptions(call.info());
      var begins = options.resourceVersion();
      return options.sendInitialEvents() || begins.isEmpty() || begins.equals("0");
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
    var all = Range.of(kind.storageKey());
    var range = info.namespace().isEmpty() ? all : all.in(info.namespace());
    var stored = store.image().list(range);
    var held = (long) asked(call, stored.size()) * meanSize(stored);
    return Math.clamp(Math.ceilDiv(Math.min(held, HELD_AT_ONCE), BYTES_PER_SEAT), 1, max);
  }

  private static long meanSize(List<Versioned<Stored>> stored) {
    var count = Math.min(SAMPLE, stored.size());
    var sum = 0L;
    for (var i = 0; i < count; i++) {
      sum += stored.get((int) ((long) i * stored.size() / count)).value().size();
    }
    return count == 0 ? 0 : sum / count;
  }

  private static int asked(Call call, int stored) {
    if (call.info().verb().equals("watch")) {
      return stored;
    }
    try {
      var limit = call.input().listOptions(call.info()).limit();
      return limit <= 0 ? stored : (int) Math.min(limit, stored);
    } catch (ApiException malformed) {
      return 0; // The verb itself will say what is wrong with it.
    }
  }
}
