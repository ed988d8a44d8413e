package dev.podo.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives a test class a cluster, which its tests share and which ends with them. Constructors and
/// methods get it by a parameter of type [PodoCluster], or its [dev.podo.client.Api].
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PodoExtension.class)
public @interface Podo {
  /// How many nodes it has.
  int nodes() default 1;
}
