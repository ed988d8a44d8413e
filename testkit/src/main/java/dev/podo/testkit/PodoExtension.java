package dev.podo.testkit;

import dev.podo.client.Api;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Starts a cluster when a test class first asks for it, and closes it after the last of its tests.
/// [Podo] says how many nodes it has.
public final class PodoExtension implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(PodoExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == PodoCluster.class || type == Api.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var cluster = cluster(context);
    return parameter.getParameter().getType() == Api.class ? cluster.api() : cluster;
  }

  private static PodoCluster cluster(ExtensionContext context) {
    var ofClass = context;
    while (ofClass.getTestMethod().isPresent()) {
      ofClass = ofClass.getParent().orElseThrow();
    }
    var nodes =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Podo.class)
            .map(Podo::nodes)
            .orElse(1);
    // JUnit closes what its store holds, since it is AutoCloseable.
    return ofClass
        .getStore(OURS)
        .computeIfAbsent(
            PodoCluster.class,
            key -> PodoCluster.builder().nodes(nodes).start(),
            PodoCluster.class);
  }
}
