package dev.podo.e2e.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The invariants of ARCHITECTURE.md that show in class files.
class ClassRulesTest {
  private static JavaClasses classes;

  @BeforeAll
  static void load() {
    classes = new ClassFileImporter().importPaths(Tree.classFolders());
    assertThat(classes).isNotEmpty();
  }

  /// Invariant 1.
  @Test
  void onlyTheApiServerTouchesTheStore() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.podo.store..",
                "dev.podo.apiserver..",
                "dev.podo.server..",
                "dev.podo.testkit..",
                "dev.podo.simulator..",
                "dev.podo.program..",
                "dev.podo.bench..",
                "dev.podo.e2e..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.podo.store..")
            .because("components reach the control plane through dev.podo.client.Api"));
  }

  /// Invariant 2.
  @Test
  void theStoreKnowsNoObject() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.podo.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.podo.model..", "dev.podo.machinery..")
            .because("the store never interprets a value"));
  }

  /// Invariant 6.
  @Test
  void timeRandomnessAndThreadsComeFromTheEnvironment() {
    check(
        noClasses()
            .that(areBoundByInvariantSix())
            .should()
            .accessTargetWhere(isForbidden())
            .because(
                "a run must replay from its seed: use the Environment's clock, random source and Scope"));
  }

  /// Invariant 6.
  @Test
  void nothingIsSynchronized() {
    var found =
        classes.stream()
            .filter(areBoundByInvariantSix())
            .flatMap(type -> type.getMethods().stream())
            .filter(ClassRulesTest::isSynchronized)
            .map(JavaMethod::getFullName)
            .toList();
    assertThat(found).as("use a ReentrantLock or a single writer").isEmpty();
  }

  @Test
  void packagesOfAModuleHaveNoCycle() {
    Tree.modules()
        .filter(module -> !module.equals("model") && !module.equals("model-generator"))
        .map(module -> "dev.podo." + packageOf(module) + ".(**)")
        .forEach(pattern ->
            check(slices().matching(pattern).should().beFreeOfCycles().allowEmptyShould(true)));
  }

  private static String packageOf(String module) {
    return module.replace("-", ".");
  }

  private static boolean isSynchronized(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.SYNCHRONIZED);
  }

  private static DescribedPredicate<JavaClass> areBoundByInvariantSix() {
    return DescribedPredicate.describe(
        "production classes outside foundation",
        type ->
            !type.getPackageName().equals("dev.podo.foundation")
                && !type.getPackageName().startsWith("dev.podo.model")
                // The demo's application runs in containers, apart from Podo.
                && !type.getPackageName().equals("dev.podo.program.demo.sample")
                && !type.getPackageName().startsWith("dev.podo.bench")
                && !type.getPackageName().startsWith("dev.podo.e2e"));
  }

  private static DescribedPredicate<JavaAccess<?>> isForbidden() {
    return DescribedPredicate.describe(
        "time, randomness, threads or timed waits of the JDK",
        access -> FORBIDDEN.stream().anyMatch(f -> f.matches(access)));
  }

  private record Forbidden(String owner, String name, List<String> whenParameterIs) {
    boolean matches(JavaAccess<?> access) {
      var target = access.getTarget();
      return target.getOwner().getName().equals(owner)
          && target.getName().matches(name)
          && (whenParameterIs.isEmpty() || takes(target));
    }

    private boolean takes(com.tngtech.archunit.core.domain.AccessTarget target) {
      return target instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget call
          && call.getRawParameterTypes().stream()
              .anyMatch(p -> whenParameterIs.contains(p.getName()));
    }
  }

  private static Forbidden any(String owner, String name) {
    return new Forbidden(owner, name, List.of());
  }

  private static Forbidden timed(String owner, String name) {
    return new Forbidden(
        owner, name, List.of("java.util.concurrent.TimeUnit", "java.time.Duration"));
  }

  private static final String JUC = "java.util.concurrent.";

  private static final List<Forbidden> FORBIDDEN =
      List.of(
          any("java.time.Instant", "now"),
          any("java.time.LocalDateTime", "now"),
          any("java.time.ZonedDateTime", "now"),
          any("java.time.Clock", "system.*"),
          any("java.lang.System", "nanoTime|currentTimeMillis"),
          any("java.util.UUID", "randomUUID"),
          any("java.lang.Math", "random"),
          any(JUC + "ThreadLocalRandom", "current"),
          any("java.util.Random", "<init>"),
          any("java.security.SecureRandom", "<init>"),
          any("java.lang.Thread", "sleep|start|startVirtualThread|ofVirtual|ofPlatform|<init>"),
          any("java.lang.Object", "wait|notify|notifyAll"),
          any(JUC + "Executors", ".*"),
          any(JUC + "ForkJoinPool", "commonPool"),
          any(JUC + "CompletableFuture", "(supply|run).*Async|.*Async|orTimeout|completeOnTimeout"),
          any("java.util.Collection", "parallelStream"),
          any("java.util.stream.Stream", "parallel"),
          any(JUC + "locks.LockSupport", "parkNanos|parkUntil"),
          any("java.util.Timer", "<init>"),
          timed(JUC + "BlockingQueue", "poll|offer"),
          timed(JUC + "LinkedBlockingQueue", "poll|offer"),
          timed(JUC + "ArrayBlockingQueue", "poll|offer"),
          timed(JUC + "CountDownLatch", "await"),
          timed(JUC + "locks.Condition", "await.*"),
          timed(JUC + "locks.ReentrantLock", "tryLock"),
          timed(JUC + "locks.Lock", "tryLock"),
          timed(JUC + "Semaphore", "tryAcquire"),
          timed(JUC + "Future", "get"),
          timed(JUC + "CompletableFuture", "get"));

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }
}
