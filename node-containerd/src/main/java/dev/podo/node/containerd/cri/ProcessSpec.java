package dev.podo.node.containerd.cri;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.node.runtime.RuntimeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The OCI specification of a further process in a container: as its main process – user,
/// environment, capabilities – but with another command.
final class ProcessSpec {
  private static final String TYPE = "types.containerd.io/opencontainers/runtime-spec/1/Process";

  private ProcessSpec() {}

  static Any of(Any containerSpec, List<String> command, boolean tty) {
    try {
      var spec = (Map<?, ?>) Json.parse(containerSpec.getValue().toByteArray());
      var main = spec == null ? null : (Map<?, ?>) spec.get("process");
      if (main == null) {
        throw new RuntimeFailure(
            RuntimeFailure.Kind.OTHER, "the container's specification names no process");
      }
      var process = new TreeMap<String, Object>();
      main.forEach((key, value) -> process.put(String.valueOf(key), value));
      process.put("args", command);
      process.put("terminal", tty);
      process.remove("consoleSize");
      if (tty) {
        process.put("env", withTerminal(main.get("env")));
      }
      return Any.newBuilder()
          .setTypeUrl(TYPE)
          .setValue(ByteString.copyFrom(Json.print(process)))
          .build();
    } catch (DecodeException e) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.OTHER,
          "the container's specification is not JSON: " + e.getMessage(),
          e);
    }
  }

  private static List<String> withTerminal(@Nullable Object env) {
    var out = new ArrayList<String>();
    if (env instanceof List<?> variables) {
      variables.stream().map(String::valueOf).filter(v -> !v.startsWith("TERM=")).forEach(out::add);
    }
    out.add("TERM=xterm");
    return out;
  }
}
