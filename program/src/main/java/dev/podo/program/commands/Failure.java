package dev.podo.program.commands;

/// A command could not do what was asked. The message says why, and what to do next.
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;
  private static final int NOT_RUNNING = 3;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public Failure(String why, String nextStep) {
    this(1, why + "\n  " + nextStep);
  }

  static Failure notRunning(Object dataDir) {
    return new Failure(
        NOT_RUNNING,
        "no cluster runs on "
            + dataDir
            + "\n  Start one with: "
            + Invocation.podo()
            + " up --data-dir "
            + dataDir);
  }

  public int exitCode() {
    return exitCode;
  }
}
