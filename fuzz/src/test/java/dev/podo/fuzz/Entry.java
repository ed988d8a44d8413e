package dev.podo.fuzz;

/// Where Jazzer calls in. `podo.fuzz.target` names the target.
public final class Entry {
  private static final Target TARGET =
      Targets.named(System.getProperty("podo.fuzz.target", "json"));

  private Entry() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.run(input);
  }
}
