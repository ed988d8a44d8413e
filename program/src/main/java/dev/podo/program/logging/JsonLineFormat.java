package dev.podo.program.logging;

import dev.podo.machinery.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// `{"component":"apiserver","level":"info","message":"…","time":"…"}`.
final class JsonLineFormat implements LineFormat {
  @Override
  public String line(LogLine event) {
    var fields = new TreeMap<String, Object>();
    fields.put("time", event.time().toString());
    fields.put("level", event.level());
    fields.put("component", event.component());
    fields.put("message", event.message());
    if (event.error() != null) {
      fields.put("error", event.error());
    }
    return new String(Json.print(fields), StandardCharsets.UTF_8);
  }
}
