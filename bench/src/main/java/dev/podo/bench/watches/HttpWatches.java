package dev.podo.bench.watches;

import dev.podo.bench.cluster.HttpsClient;
import dev.podo.bench.cluster.LocalCluster;
import dev.podo.bench.machine.Heap;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import java.io.InputStream;
import java.util.ArrayList;

/// Idle watches over HTTPS, many on each connection. Server and client are in one process, so this
/// is an upper bound of what the server needs.
final class HttpWatches {
  private static final int PER_CONNECTION = 500;
  private static final String PATH =
      "/api/v1/configmaps?watch=1&sendInitialEvents=true"
          + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=none%3Dsuch";

  private final Report report;

  HttpWatches(Report report) {
    this.report = report;
  }

  void run(LocalCluster cluster, int count) throws Exception {
    var connections = new ArrayList<HttpsClient>();
    var watches = new ArrayList<InputStream>();
    var before = Heap.live();
    try {
      while (watches.size() < count) {
        if (watches.size() % PER_CONNECTION == 0) {
          connections.add(cluster.https());
        }
        watches.add(connections.getLast().open(PATH));
      }
      var each = (Heap.live() - before) / (double) count;
      report.row(
          Units.count(count) + " idle watches over HTTPS, heap of server and client",
          Units.bytes(each * count) + " (" + Units.bytes(each) + " each)",
          "");
    } finally {
      for (var watch : watches) {
        watch.close();
      }
      connections.forEach(HttpsClient::close);
    }
  }
}
