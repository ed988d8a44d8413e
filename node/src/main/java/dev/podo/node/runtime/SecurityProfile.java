package dev.podo.node.runtime;

/// A seccomp or AppArmor profile.
///
/// @param localhost the profile's file (seccomp) or name (AppArmor) for LOCALHOST, else ""
public record SecurityProfile(Type type, String localhost) {
  public static final SecurityProfile UNCONFINED = new SecurityProfile(Type.UNCONFINED, "");
  public static final SecurityProfile RUNTIME_DEFAULT =
      new SecurityProfile(Type.RUNTIME_DEFAULT, "");

  public enum Type {
    RUNTIME_DEFAULT,
    UNCONFINED,
    LOCALHOST
  }
}
