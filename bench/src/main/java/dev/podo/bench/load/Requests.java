package dev.podo.bench.load;

import dev.podo.bench.objects.SampleObjects;
import dev.podo.machinery.codec.Json;
import java.nio.charset.StandardCharsets;

/// The requests of a run. Every change makes a difference: a write that changes nothing would not
/// be one.
final class Requests {
  private static final String PATH =
      "/api/v1/namespaces/" + SampleObjects.NAMESPACE + "/configmaps";
  private static final String NAME = "NAME";
  private static final byte[] NOTHING = {};

  private final LoadRun run;
  private final String before;
  private final String after;

  Requests(LoadRun run) {
    this.run = run;
    var json = new String(Json.encode(SampleObjects.configMap(NAME)), StandardCharsets.US_ASCII);
    int at = json.indexOf(NAME);
    before = json.substring(0, at);
    after = json.substring(at + NAME.length());
  }

  /// What is sent.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  record Request(String method, String path, String contentType, byte[] body) {}

  /// @param number of the request within the run, from 0
  Request of(long number) {
    var operation = run.operation();
    long object =
        switch (operation) {
          case CREATE, DELETE -> run.first() + number;
          case GET, UPDATE, PATCH, APPLY -> (run.first() + number) % run.objects();
        };
    var name = "c-" + object;
    var path =
        switch (operation) {
          case CREATE -> PATH;
          case APPLY -> PATH + "/" + name + "?fieldManager=bench&force=true";
          case GET, UPDATE, PATCH, DELETE -> PATH + "/" + name;
        };
    var turn = "\"turn\":\"" + operation + (run.first() + number) + "\"";
    var body =
        switch (operation) {
          case CREATE -> bytes(before + name + after);
          case UPDATE ->
              bytes(before + name + after.replaceFirst("\"value\"", turn + ",\"value\""));
          case PATCH -> bytes("{\"data\":{" + turn + "}}");
          case APPLY ->
              bytes(
                  "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                      + name
                      + "\"},\"data\":{"
                      + turn
                      + "}}");
          case GET, DELETE -> NOTHING;
        };
    return new Request(operation.method(), path, operation.contentType(), body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
