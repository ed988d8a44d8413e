package dev.podo.program.config;

import java.nio.file.Path;

/// What defaults depend on.
///
/// @param isRoot whether the process runs as root
/// @param home the user's home folder
/// @param hostName this machine's name, lower case
/// @param runtime the runtime that was asked for, or the default
public record Circumstances(boolean isRoot, Path home, String hostName, String runtime) {}
