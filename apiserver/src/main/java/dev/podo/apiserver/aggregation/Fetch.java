package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.RequestBody;
import dev.podo.apiserver.relay.OriginConnection;
import dev.podo.apiserver.relay.Outbound;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.apiregistration.v1.APIService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Asks the servers behind this one what they are, in the name of the aggregator, which may ask
/// everything.
final class Fetch {
  private static final UserInfo AGGREGATOR =
      new UserInfo("system:kube-aggregator", "", List.of(UserInfo.MASTERS), new TreeMap<>());
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX = 16 << 20;

  private final Extensions extensions;
  private final Clock clock;

  Fetch(Extensions extensions, Clock clock) {
    this.extensions = extensions;
    this.clock = clock;
  }

  /// What came back.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  record Fetched(int code, String etag, byte[] body) {
    boolean isGood() {
      return code >= 200 && code < 300;
    }
  }

  /// @param etag of what is known already, "" for nothing
  /// @throws IOException when there is no answer in a few seconds
  Fetched get(APIService service, String target, String etag)
      throws IOException, InterruptedException {
    var headers = new ArrayList<Header>();
    headers.add(new Header("Host", Extensions.host(service)));
    headers.add(new Header("Accept", "application/json"));
    headers.add(new Header("User-Agent", "kube-aggregator"));
    headers.add(new Header("Connection", "close"));
    if (!etag.isEmpty()) {
      headers.add(new Header("If-None-Match", etag));
    }
    headers.addAll(RemoteIdentity.of(AGGREGATOR));
    var request = new Outbound("GET", target, headers, RequestBody.EMPTY);
    var deadline = Deadline.after(clock, PATIENCE);
    try (var origin = OriginConnection.open(extensions.destination(service), clock, deadline)) {
      var head = origin.exchange(request);
      var body = origin.body(request, head).readNBytes(MAX + 1);
      if (body.length > MAX) {
        throw new IOException("the response is too large");
      }
      return new Fetched(head.code(), head.first("ETag"), body);
    } catch (ApiException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + Extensions.host(service));
      }
      throw e;
    }
  }
}
