package dev.podo.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./dev fuzz`: runs Jazzer on each target in a process of its own.
///
///     seconds SECONDS [TARGET...]    looks for inputs that break a target
///     runs COUNT [TARGET...]         the same with as many inputs, from one seed: the same each time
///     keep [TARGET...]               takes into the tree what the runs have found to reach new code
///
/// What a run finds to be of interest stays below `target/fuzz`, and so does what breaks a target.
final class Fuzz {
  private static final Path FOLDER = Path.of("target/fuzz");
  private static final int INPUT_MAX = 4_096;
  private static final int KEPT_MAX = 512;
  private static final int TIMEOUT_SECONDS = 20;
  private static final int MEMORY_MAX_MB = 1_536;

  private Fuzz() {}

  public static void main(String[] args) throws Exception {
    var keeps = args[0].equals("keep");
    var first = keeps ? 1 : 2;
    var targets =
        args.length > first
            ? List.of(args).subList(first, args.length)
            : Targets.ALL.stream().map(Target::name).toList();
    var broken = new ArrayList<String>();
    for (var target : targets) {
      Targets.named(target);
      if (keeps) {
        keep(target);
      } else if (!run(target, extent(args[0], Integer.parseInt(args[1])))) {
        broken.add(target);
      }
    }
    if (!broken.isEmpty()) {
      System.err.println("broken: " + broken + "; see fuzz/target/fuzz/TARGET/log");
      System.exit(1);
    }
  }

  private static List<String> extent(String unit, int count) {
    return switch (unit) {
      case "seconds" -> List.of("-max_total_time=" + count);
      case "runs" -> List.of("-runs=" + count, "-seed=1");
      default -> throw new IllegalArgumentException("neither seconds, runs nor keep: " + unit);
    };
  }

  private static Path unpacked(String target) throws IOException {
    var seeds = FOLDER.resolve(target).resolve("seeds");
    Files.createDirectories(seeds);
    var number = 0;
    for (var input : Corpus.read(target)) {
      Files.write(seeds.resolve("%04d".formatted(number++)), input);
    }
    return seeds;
  }

  private static boolean run(String target, List<String> extent) throws Exception {
    var seeds = unpacked(target);
    var found = Files.createDirectories(FOLDER.resolve(target).resolve("found"));
    var log = FOLDER.resolve(target).resolve("log").toFile();
    var options = new ArrayList<>(extent);
    options.addAll(
        List.of(
            "-max_len=" + INPUT_MAX,
            "-timeout=" + TIMEOUT_SECONDS,
            "-rss_limit_mb=" + MEMORY_MAX_MB,
            "-print_final_stats=1",
            "-artifact_prefix=" + FOLDER.resolve(target) + "/",
            found.toString(),
            seeds.toString()));
    var status = jazzer(target, log, options);
    System.out.println(target + ": " + (status == 0 ? summary(log) : "BROKEN, see " + log));
    return status == 0;
  }

  private static String summary(File log) throws IOException {
    return Files.readAllLines(log.toPath()).stream()
        .filter(line -> line.contains("DONE") || line.contains("number_of_executed_units"))
        .map(String::strip)
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  /// Merges what was found into the corpus: of it, only what reaches code that nothing before did.
  private static void keep(String target) throws Exception {
    var seeds = unpacked(target);
    var found = Files.createDirectories(FOLDER.resolve(target).resolve("found"));
    var log = FOLDER.resolve(target).resolve("merge.log").toFile();
    var options = List.of("-merge=1", "-max_len=" + KEPT_MAX, seeds.toString(), found.toString());
    if (jazzer(target, log, options) != 0) {
      throw new IllegalStateException("merging failed, see " + log);
    }
    var kept = new ArrayList<byte[]>();
    try (var files = Files.list(seeds)) {
      for (var file : files.toList()) {
        kept.add(Files.readAllBytes(file));
      }
    }
    Corpus.write(target, kept);
    System.out.println(target + ": " + kept.size() + " inputs are kept");
  }

  private static int jazzer(String target, File log, List<String> options) throws Exception {
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:+EnableDynamicAgentLoading",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dpodo.fuzz.target=" + target,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Entry.class.getName(),
                "--instrumentation_includes=dev.podo.**:io.netty.handler.codec.**:com.nimbusds.**",
                "--instrumentation_excludes=dev.podo.fuzz.**",
                "--custom_hook_excludes=**",
                // It follows each step of a regular expression, on the thread that is measured.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks",
                "--reproducer_path=" + FOLDER.resolve(target)));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start()
        .waitFor();
  }
}
