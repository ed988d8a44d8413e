package dev.podo.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressClass;

/// Objects of tests, as people write them.
public final class Manifest {
  private Manifest() {}

  public static Service service(String yaml) {
    return read(Service.SCHEMA, yaml);
  }

  public static EndpointSlice slice(String yaml) {
    return read(EndpointSlice.SCHEMA, yaml);
  }

  public static Ingress ingress(String yaml) {
    return read(Ingress.SCHEMA, yaml);
  }

  public static IngressClass ingressClass(String yaml) {
    return read(IngressClass.SCHEMA, yaml);
  }

  public static Secret secret(String yaml) {
    return read(Secret.SCHEMA, yaml);
  }

  private static <T extends Struct> T read(Schema<T> schema, String yaml) {
    var decoded = Yaml.decode(schema, yaml.getBytes(UTF_8), Strictness.STRICT);
    assertThat(decoded.problems()).isEmpty();
    return decoded.value();
  }
}
