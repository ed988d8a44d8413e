/// What a node asks of running containers: probes and lifecycle hooks.
@NullMarked
package dev.podo.node.handlers;

import org.jspecify.annotations.NullMarked;
