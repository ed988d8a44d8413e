/// From what a Pod says about a container to what the runtime is told: environment, command,
/// mounts, security, resources. Pure, but for the errors.
@NullMarked
package dev.podo.node.container;

import org.jspecify.annotations.NullMarked;
