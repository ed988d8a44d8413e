package dev.podo.program.demo;

/// The demo could not show what it set out to show; says what was seen instead, and what to do
/// next.
public final class DemoException extends Exception {
  private static final long serialVersionUID = 1;

  private final String nextStep;

  DemoException(String what, String nextStep) {
    super(what);
    this.nextStep = nextStep;
  }

  public String nextStep() {
    return nextStep;
  }
}
