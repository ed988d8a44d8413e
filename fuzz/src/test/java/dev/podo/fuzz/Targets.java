package dev.podo.fuzz;

import dev.podo.apiserver.relay.HostileReply;
import dev.podo.fuzz.Target.Allowance;
import java.util.List;

/// All targets. The allowances are some times what the dearest input found so far takes: they catch
/// what grows faster than its input.
final class Targets {
  static final List<Target> ALL =
      List.of(
          new Target("json-tree", Codecs::jsonTree, new Allowance(1 << 20, 4_000)),
          new Target("json", Codecs::json, new Allowance(1 << 20, 4_000)),
          new Target("yaml", Codecs::yaml, new Allowance(4 << 20, 16_000)),
          new Target("protobuf", Codecs::protobuf, new Allowance(1 << 20, 8_000)),
          // Copies of copies may make three megabytes of JSON.
          new Target("json-patch", Patches::json, new Allowance(32 << 20, 8_000)),
          new Target("merge-patch", Patches::merge, new Allowance(1 << 20, 8_000)),
          new Target("strategic-patch", Patches::strategic, new Allowance(1 << 20, 8_000)),
          new Target("apply", Applying::accept, new Allowance(1 << 20, 20_000)),
          new Target("labels", Selectors::labels, new Allowance(1 << 20, 4_000)),
          new Target("fields", Selectors::fields, new Allowance(1 << 20, 4_000)),
          new Target("quantity", Selectors::quantity, new Allowance(1 << 20, 4_000)),
          new Target(
              "cel",
              Expressions::accept,
              // Under the eyes of Jazzer each switch makes an array of its cases: of each
              // character.
              new Allowance((1 << 20) + 2_000 * Expressions.COST_LIMIT, 60_000)),
          new Target("http1", Connections::http1, new Allowance(1 << 20, 4_000)),
          new Target("http2", Connections::http2, new Allowance(2 << 20, 20_000)),
          new Target("websocket", Connections::webSocket, new Allowance(1 << 20, 4_000)),
          new Target("spdy", Connections::spdy, new Allowance(1 << 20, 8_000)),
          new Target("parameter", Requests::parameter, new Allowance(16 << 20, 16_000)),
          new Target("token", Requests::token, new Allowance(4 << 20, 16_000)),
          // A path may lead to a hundred thousand values.
          new Target("json-path", Requests::jsonPath, new Allowance(64 << 20, 16_000)),
          new Target("field-set", Requests::fieldSet, new Allowance(8 << 20, 16_000)),
          new Target("answer", Requests::answer, new Allowance(2 << 20, 16_000)),
          new Target("reply", HostileReply::read, new Allowance(1 << 20, 16_000)));

  private Targets() {}

  static Target named(String name) {
    return ALL.stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no target " + name + "; there are " + ALL.stream().map(Target::name).toList()));
  }
}
