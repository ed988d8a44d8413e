/// Addresses and ports that no two Services share: claimed in the same commit that writes the
/// Service.
@NullMarked
package dev.podo.apiserver.allocation;

import org.jspecify.annotations.NullMarked;
