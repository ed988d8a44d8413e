package dev.podo.node.containerd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a real containerd of their own, shared by all classes of the run. Where it cannot
/// run (assumption "root+containerd") they are reported as skipped.
final class OnContainerd implements ExecutionCondition, ParameterResolver {
  private static final List<Path> NEEDED =
      List.of(
          Path.of("/usr/bin/containerd"),
          Path.of("/usr/bin/ctr"),
          Path.of("/usr/sbin/runc"),
          Path.of("/bin/busybox"),
          Path.of("/usr/lib/cni/bridge"));

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    for (var file : NEEDED) {
      if (!Files.isExecutable(file)) {
        return ConditionEvaluationResult.disabled("root+containerd: " + file + " is missing");
      }
    }
    return Files.isWritable(Path.of("/run"))
        ? ConditionEvaluationResult.enabled("root+containerd")
        : ConditionEvaluationResult.disabled("root+containerd: not root");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestNode.class;
  }

  @Override
  public TestNode resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(OnContainerd.class))
        .computeIfAbsent(TestNode.class, _ -> start(), TestNode.class);
  }

  private static TestNode start() {
    try {
      return TestNode.start("t");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
